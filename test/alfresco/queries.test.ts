import { type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'jsmith', 'jsnow'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

const names = (entries: readonly Json[], member = 'name'): readonly unknown[] => entries.map((entry) => entry[member]);
const query = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString();

describe('nodes', () => {
  let folder = '';
  beforeAll(async () => {
    const make = async (parent: string, name: string, more: Json = {}): Promise<string> =>
      String((await as('anna').make(`/nodes/${parent}/children`, { name, nodeType: 'cm:content', ...more }))['id']);
    folder = await make('-my-', 'zebra folder', { nodeType: 'cm:folder' });
    await make(folder, 'zebra one.txt');
    await make('-my-', 'other.txt', { properties: { 'cm:title': 'About zebras' } });
    await make('-my-', 'third.txt', { properties: { 'cm:description': 'a (zebra) too' } });
    const form = new FormData();
    form.set('filedata', new Blob(['words with a Zebra among them']), 'text.txt');
    await as('anna').make('/nodes/-my-/children', form);
    const tagged = await make('-my-', 'fifth.txt');
    await as('anna').make(`/nodes/${tagged}/tags`, { tag: 'zebrafish' });
  });

  const find = async (who: Name, values: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
    const { status, entries, pagination } = await as(who).get(`/queries/nodes?${query(values)}`);
    expect(status).toBe(200);
    if (!values['maxItems']) expect(pagination['totalItems']).toBe(entries.length);
    return names(entries);
  };
  const ALL = ['fifth.txt', 'other.txt', 'text.txt', 'third.txt', 'zebra folder', 'zebra one.txt'];

  it.each([
    [{ term: 'zebra' }, ALL],
    [{ term: 'ZEB' }, ALL],
    [{ term: 'zebra*' }, ALL],
    [{ term: 'zebra one' }, ['zebra one.txt']],
    [{ term: '"zebra' }, ALL],
    [{ term: 'zebra', nodeType: 'cm:folder' }, ['zebra folder']],
    [{ term: 'zebra', nodeType: 'st:site' }, []],
    [{ term: 'zebra', orderBy: 'name desc', maxItems: '2' }, ['zebra one.txt', 'zebra folder']],
    [{ term: 'zebra', orderBy: 'name', maxItems: '2', skipCount: '4' }, ['zebra folder', 'zebra one.txt']],
    [{ term: 'nothing like that' }, []],
  ] as const)('%j', async (values, expected) => {
    expect(await find('anna', { orderBy: 'name', ...values })).toEqual(expected);
  });

  it('below a folder', async () => {
    expect(await find('anna', { term: 'zebra', rootNodeId: folder })).toEqual(['zebra one.txt']);
    expect(await find('anna', { term: 'zebra', rootNodeId: '-my-', orderBy: 'name' })).toEqual(ALL);
    expect((await as('anna').get('/queries/nodes?term=zebra&rootNodeId=x')).status).toBe(404);
    expect((await as('paul').get(`/queries/nodes?term=zebra&rootNodeId=${folder}`)).status).toBe(403);
  });

  it('are those that the caller may see, at once', async () => {
    expect(await find('paul', { term: 'zebra' })).toEqual([]);
    const permissions = { locallySet: [{ authorityId: 'paul', name: 'Consumer' }] };
    await as('anna').put(`/nodes/${folder}`, { permissions });
    expect(await find('paul', { term: 'zebra', orderBy: 'name' })).toEqual(['zebra folder', 'zebra one.txt']);
  });

  it('come with the newest first, and with more when it is asked for', async () => {
    await as('anna').put(`/nodes/${folder}`, { properties: { 'cm:title': 'changed' } });
    const { entries } = await as('anna').get('/queries/nodes?term=zebra&include=path,properties&maxItems=1');
    expect(entries[0]).toMatchObject({ name: 'zebra folder', properties: { 'cm:title': 'changed' }, path: {} });
  });
});

describe('people', () => {
  beforeAll(async () => {
    for (const [id, firstName, lastName] of [
      ['jsmith', 'John', 'Smithers'],
      ['jsnow', 'Jon', 'Snow'],
      ['anna', 'Anna', 'Johnson'],
    ] as const)
      expect((await as('admin').put(`/people/${id}`, { firstName, lastName })).status).toBe(200);
  });

  it.each([
    [{ term: 'jo' }, ['anna', 'jsmith', 'jsnow']],
    [{ term: 'john' }, ['anna', 'jsmith']],
    [{ term: 'john smi' }, ['jsmith']],
    [{ term: 'SNOW' }, ['jsnow']],
    [{ term: 'nothers' }, []],
    [{ term: 'sm*ers' }, ['jsmith']],
    [{ term: 'jsm' }, ['jsmith']],
    [{ term: 'jo', orderBy: 'lastName desc' }, ['jsnow', 'jsmith', 'anna']],
    [{ term: 'jo', maxItems: '1', skipCount: '1' }, ['jsmith']],
    [{ term: 'j.n' }, []],
    [{ term: 'jo(' }, []],
  ] as const)('%j', async (values, expected) => {
    const { status, entries } = await as('paul').get(`/queries/people?${query(values)}`);
    expect([status, names(entries, 'id')]).toEqual([200, expected]);
  });
});

describe('sites', () => {
  beforeAll(async () => {
    for (const [id, title, visibility] of [
      ['swsdp', 'Web Site Design', 'PUBLIC'],
      ['design', 'Second', 'MODERATED'],
      ['hidden-design', 'Third', 'PRIVATE'],
    ] as const)
      await as('anna').make('/sites', { id, title, visibility, description: `About ${id}` });
  });

  it.each([
    ['anna', { term: 'design' }, ['design', 'hidden-design', 'swsdp']],
    ['paul', { term: 'design' }, ['design', 'swsdp']],
    ['paul', { term: 'web des' }, ['swsdp']],
    ['paul', { term: 'esign' }, []],
    ['paul', { term: 'about', orderBy: 'id desc' }, ['swsdp', 'design']],
    ['paul', { term: 'design', maxItems: '1' }, ['design']],
  ] as const)('%s: %j', async (who, values, expected) => {
    const { status, entries } = await as(who).get(`/queries/sites?${query(values)}`);
    expect([status, names(entries, 'id')]).toEqual([200, expected]);
  });

  it('are counted for the caller', async () => {
    const { pagination } = await as('paul').get('/queries/sites?term=design&maxItems=1&fields=title');
    expect(pagination).toMatchObject({ totalItems: 2, hasMoreItems: true });
  });
});

it.each([
  '/queries/nodes',
  '/queries/nodes?term=',
  '/queries/nodes?term=ab',
  '/queries/nodes?term=**--a',
  '/queries/people?term=a',
  '/queries/sites?term=*',
  `/queries/sites?term=${'x'.repeat(1_001)}`,
  '/queries/nodes?term=abc&nodeType=x:y',
  '/queries/nodes?term=abc&orderBy=size',
  '/queries/people?term=abc&orderBy=name',
  '/queries/sites?term=abc&orderBy=name',
])('%s is refused', async (path) => {
  expect((await as('anna').get(path)).status).toBe(400);
  const { error } = (await as('anna').get('/queries/nodes')).json;
  expect(error).toMatchObject({ statusCode: 400, errorKey: "Query 'term' not specified" });
});

it.each([
  "o'neil",
  'a"b"c',
  'a\\b\\c',
  'a:b:c',
  '(abc',
  'abc)',
  '[abc',
  'abc~',
  '{abc}',
  'a+b-c',
  'abc OR',
  'änderung',
  '日本語',
])('any term is searched for: %s', async (term) => {
  for (const what of ['nodes', 'people', 'sites'])
    expect((await as('anna').get(`/queries/${what}?${query({ term })}`)).status).toBe(200);
});
