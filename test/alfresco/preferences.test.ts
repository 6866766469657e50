import { type AlfrescoClient } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;
let paul: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'paul']);
  [admin, anna, paul] = ['admin', 'anna', 'paul'].map((name) => server.as(name)) as [
    AlfrescoClient,
    AlfrescoClient,
    AlfrescoClient,
  ];
});
afterAll(() => server.close());

const MINE = '/people/-me-/preferences';

it.each([
  ['a text', 'org.alfresco.share.x', '[{"name":"q"}]', '[{"name":"q"}]'],
  ['a boolean', 'flag', true, 'true'],
  ['a number', 'number', 7, '7'],
  ['letters of all kinds', 'gruß & co', 'Größe ✓', 'Größe ✓'],
])('%s is kept until it changes', async (...[, name, value, shown]) => {
  const path = `${MINE}/${encodeURIComponent(name)}`;
  expect((await paul.get(path)).status).toBe(404);
  const put = await paul.put(path, { value });
  expect([put.status, put.entry]).toEqual([200, { id: name, value: shown }]);
  expect((await paul.get(path)).entry).toEqual({ id: name, value: shown });
  await paul.put(path, { value: 'other' });
  expect((await paul.get(path)).entry).toEqual({ id: name, value: 'other' });
});

it.each([[null], ['']])('the value %j removes it', async (value) => {
  await anna.put(`${MINE}/gone`, { value: 'x' });
  const { status, entry } = await anna.put(`${MINE}/gone`, { value });
  expect([status, entry]).toEqual([200, { id: 'gone' }]);
  expect((await anna.get(`${MINE}/gone`)).status).toBe(404);
});

it('they are listed by name, in pages', async () => {
  for (const name of ['b', 'a', 'c']) await anna.put(`${MINE}/${name}`, { value: name });
  expect((await anna.get(MINE)).entries).toEqual(['a', 'b', 'c'].map((name) => ({ id: name, value: name })));
  const { entries, pagination } = await anna.get(`${MINE}?skipCount=1&maxItems=1`);
  expect(entries).toEqual([{ id: 'b', value: 'b' }]);
  expect(pagination).toEqual({ count: 1, hasMoreItems: true, totalItems: 3, skipCount: 1, maxItems: 1 });
});

describe("somebody else's", () => {
  beforeAll(() => anna.put(`${MINE}/private`, { value: 'x' }));

  it.each([
    ['lists them, as an administrator', () => admin.get('/people/anna/preferences'), 200],
    ['lists them', () => paul.get('/people/anna/preferences'), 403],
    ['reads one, as an administrator', () => admin.get('/people/anna/preferences/private'), 200],
    ['reads one', () => paul.get('/people/anna/preferences/private'), 403],
    ['reads one that is not there', () => paul.get('/people/anna/preferences/none'), 403],
    ['changes one', () => paul.put('/people/anna/preferences/private', { value: 'y' }), 404],
    ['changes one, as an administrator', () => admin.put('/people/anna/preferences/private', { value: 'y' }), 404],
    ['lists those of nobody', () => paul.get('/people/nobody/preferences'), 404],
    ['reads one of nobody', () => paul.get('/people/nobody/preferences/x'), 404],
  ])('who %s', async (_what, ask, status) => {
    expect((await ask()).status).toBe(status);
  });

  it('stay as they are', async () => {
    expect((await anna.get(`${MINE}/private`)).entry['value']).toBe('x');
  });
});

it.each([
  ['a list', { value: ['x'] }, 400],
  ['a member that nobody knows', { value: 'x', more: 1 }, 400],
  ['a value that cannot be stored', { value: 'a\u0000' }, 400],
])('%s is refused', async (_what, body, status) => {
  expect((await anna.put(`${MINE}/bad`, body)).status).toBe(status);
});

it('a name that is too long is refused', async () => {
  expect((await anna.put(`${MINE}/${'x'.repeat(501)}`, { value: 'x' })).status).toBe(422);
});
