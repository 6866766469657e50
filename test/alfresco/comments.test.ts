import { errorOf, type AlfrescoClient, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

let count = 0;
/** A file of anna's that paul has this role on, and cora none. */
const file = (role = 'Consumer', nodeType = 'cm:content'): Promise<string> =>
  nodeOf(as('anna'), { name: `f${++count}`, nodeType }, { paul: role });
const say = (node: string, content: string, who: Name = 'anna'): Promise<Json> =>
  as(who).make(`/nodes/${node}/comments`, { content });
const contents = (entries: readonly Json[]): readonly unknown[] => entries.map(({ content }) => content);

it('a comment is shown as it was written, by whom and when', async () => {
  const node = await file();
  const { status, entry } = await as('anna').post(`/nodes/${node}/comments`, { title: 'T', content: '<p>Good</p>' });
  expect(status).toBe(201);
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/) as string;
  const person = expect.objectContaining({ id: 'anna', firstName: 'anna' }) as Json;
  expect(entry).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    title: 'T',
    content: '<p>Good</p>',
    createdAt: date,
    createdBy: person,
    modifiedAt: date,
    modifiedBy: person,
    edited: false,
    canEdit: true,
    canDelete: true,
  });
  const list = await as('paul').get(`/nodes/${node}/comments`);
  expect(list.entries).toEqual([{ ...entry, canEdit: false, canDelete: false }]);
});

it('commenting leaves the node as it is', async () => {
  const node = await file();
  const before = (await as('anna').get(`/nodes/${node}`)).entry;
  await say(node, 'x');
  expect((await as('anna').get(`/nodes/${node}`)).entry).toEqual(before);
});

it('several are made at once, and listed newest first, in pages', async () => {
  const node = await file();
  const { status, entries, pagination } = await as('anna').post(`/nodes/${node}/comments`, [
    { content: '1' },
    { content: '2' },
    { content: '3' },
  ]);
  expect([status, contents(entries), pagination['count']]).toEqual([201, ['1', '2', '3'], 3]);
  const pages = [
    await as('anna').get(`/nodes/${node}/comments?maxItems=2`),
    await as('anna').get(`/nodes/${node}/comments?skipCount=2`),
    await as('anna').get(`/nodes/${node}/comments?skipCount=9`),
  ];
  expect(pages.map((page) => contents(page.entries))).toEqual([['3', '2'], ['1'], []]);
  expect(pages.map((page) => [page.pagination['totalItems'], page.pagination['hasMoreItems']])).toEqual([
    [3, true],
    [3, false],
    [3, false],
  ]);
});

it('one bad comment of several makes none', async () => {
  const node = await file();
  expect((await as('anna').post(`/nodes/${node}/comments`, [{ content: 'a' }, { content: ' ' }])).status).toBe(400);
  expect((await as('anna').get(`/nodes/${node}/comments`)).entries).toEqual([]);
});

describe.each([
  ['Consumer', 403],
  ['Editor', 403],
  ['Contributor', 201],
  ['Collaborator', 201],
  ['Coordinator', 201],
])('a %s of the node', (role, status) => {
  it('comments on it or not', async () => {
    const node = await file(role);
    expect((await as('paul').post(`/nodes/${node}/comments`, { content: 'x' })).status).toBe(status);
  });

  it('changes and deletes comments of others only as a coordinator', async () => {
    const node = await file(role);
    const { id } = await say(node, 'x');
    const may = role === 'Coordinator';
    const [listed] = (await as('paul').get(`/nodes/${node}/comments`)).entries;
    expect([listed?.['canEdit'], listed?.['canDelete']]).toEqual([may, may]);
    const path = `/nodes/${node}/comments/${String(id)}`;
    expect((await as('paul').put(path, { content: 'y' })).status).toBe(may ? 200 : 403);
    expect((await as('paul').delete(path)).status).toBe(may ? 204 : 403);
  });
});

it('who wrote a comment changes it, and deletes it', async () => {
  const node = await file('Contributor');
  const { id } = await say(node, 'before', 'paul');
  const path = `/nodes/${node}/comments/${String(id)}`;
  const { status, entry } = await as('paul').put(path, { content: 'after' });
  expect([status, entry['content'], entry['edited']]).toEqual([200, 'after', true]);
  expect(contents((await as('anna').get(`/nodes/${node}/comments`)).entries)).toEqual(['after']);
  expect((await as('paul').delete(path)).status).toBe(204);
  expect((await as('anna').get(`/nodes/${node}/comments`)).pagination['totalItems']).toBe(0);
  expect((await as('paul').delete(path)).status).toBe(404);
});

it.each(['get', 'post'] as const)('who may not read the node can not %s its comments', async (method) => {
  const node = await file();
  await say(node, 'secret');
  const answer = await as('cora')[method](`/nodes/${node}/comments`, { content: 'x' });
  expect(answer.status).toBe(403);
  expect(answer.text).not.toContain('secret');
});

it('a comment is found under its own node alone', async () => {
  const [one, other] = [await file('Coordinator'), await file('Coordinator')];
  const { id } = await say(one, 'x');
  for (const who of ['anna', 'admin'] as const) {
    expect((await as(who).delete(`/nodes/${other}/comments/${String(id)}`)).status).toBe(400);
  }
  expect((await as('anna').get(`/nodes/${one}/comments`)).entries).toHaveLength(1);
});

it.each([
  ['an unknown node', () => '/nodes/00000000-0000-4000-8000-000000000000/comments', 404],
  ['what is no id', () => '/nodes/x/comments', 404],
])('%s has no comments', async (_what, path, status) => {
  expect((await as('admin').get(path())).status).toBe(status);
  expect((await as('admin').post(path(), { content: 'x' })).status).toBe(status);
});

it.each([
  ['no text', {}],
  ['an empty text', { content: '' }],
  ['blanks', { content: ' \n' }],
  ['too much', { content: 'x'.repeat(1_000_001) }],
  ['more than there is', { content: 'x', createdBy: 'anna' }],
])('a comment with %s is refused', async (_what, body) => {
  const node = await file();
  const { id } = await say(node, 'kept');
  expect((await as('anna').post(`/nodes/${node}/comments`, body)).status).toBe(400);
  expect((await as('anna').put(`/nodes/${node}/comments/${String(id)}`, body)).status).toBe(400);
  expect(contents((await as('anna').get(`/nodes/${node}/comments`)).entries)).toEqual(['kept']);
});

it('what is locked by another is not commented on', async () => {
  const node = await file('Collaborator');
  const { id } = await say(node, 'x', 'paul');
  expect((await as('anna').post(`/nodes/${node}/lock`, {})).status).toBe(200);
  expect((await as('paul').post(`/nodes/${node}/comments`, { content: 'y' })).status).toBe(409);
  expect((await as('paul').put(`/nodes/${node}/comments/${String(id)}`, { content: 'y' })).status).toBe(409);
  const [listed] = (await as('paul').get(`/nodes/${node}/comments`)).entries;
  expect(listed?.['canEdit']).toBe(false);
});

it('what is checked out shows comments that nobody edits', async () => {
  const node = await file();
  await say(node, 'x');
  const shown = async (id: string): Promise<readonly unknown[]> =>
    (await as('anna').get(`/nodes/${id}/comments`)).entries.map(({ canEdit }) => canEdit);
  expect(await shown(node)).toEqual([true]);
  await as('anna').make(`/nodes/${node}/checkout`, undefined);
  expect(await shown(node)).toEqual([false]);
});

it('comments go with their node into the trash, and come back with it', async () => {
  const node = await file();
  await say(node, 'kept');
  expect((await as('anna').delete(`/nodes/${node}`)).status).toBe(204);
  expect((await as('anna').get(`/nodes/${node}/comments`)).status).toBe(404);
  expect((await as('anna').post(`/deleted-nodes/${node}/restore`)).status).toBe(200);
  expect(contents((await as('anna').get(`/nodes/${node}/comments`)).entries)).toEqual(['kept']);
  expect((await as('anna').delete(`/nodes/${node}?permanent=true`)).status).toBe(204);
});

it('comments stay with a document through its versions', async () => {
  const node = await file();
  await say(node, 'kept');
  const made = await as('anna').fetch(`/nodes/${node}/content?majorVersion=true`, { method: 'PUT', body: 'new' });
  expect(made.status).toBe(200);
  expect(contents((await as('anna').get(`/nodes/${node}/comments`)).entries)).toEqual(['kept']);
});

it('only nodes that are documents or folders take comments', async () => {
  const { status, json } = await as('admin').post('/nodes/-root-/children', { name: 'i', nodeType: 'cm:cmobject' });
  expect(status).toBe(201);
  const id = String(((json['entry'] ?? {}) as Json)['id']);
  const listed = await as('admin').get(`/nodes/${id}/comments`);
  const made = await as('admin').post(`/nodes/${id}/comments`, { content: 'x' });
  expect([listed.status, made.status]).toEqual([400, 405]);
  expect(errorOf(made).summary).toBe('Cannot comment on this node');
});

describe.each([
  ['comments listed', 400, (id: string) => as('anna').get(`/nodes/${id}/comments`)],
  ['another comment', 405, (id: string) => as('anna').post(`/nodes/${id}/comments`, { content: 'x' })],
  ['a comment changed', 405, (id: string) => as('anna').put(`/nodes/${id}/comments/${id}`, { content: 'x' })],
  ['a comment deleted', 405, (id: string) => as('anna').delete(`/nodes/${id}/comments/${id}`)],
  ['ratings listed', 405, (id: string) => as('anna').get(`/nodes/${id}/ratings`)],
  ['a rating', 405, (id: string) => as('anna').post(`/nodes/${id}/ratings`, { id: 'likes', myRating: true })],
  ['a rating taken back', 405, (id: string) => as('anna').delete(`/nodes/${id}/ratings/likes`)],
  ['tags', 405, (id: string) => as('anna').post(`/nodes/${id}/tags`, { tag: 'x' })],
])('%s, asked of a comment', (_what, status, ask) => {
  it(`is ${status}`, async () => {
    const { id } = await say(await file(), 'a');
    expect((await ask(String(id))).status).toBe(status);
  });
});

it('a comment that one may not read is unknown', async () => {
  const { id } = await say(await file(), 'a');
  const rated = await as('cora').post(`/nodes/${String(id)}/ratings`, { id: 'likes', myRating: true });
  const commented = await as('cora').post(`/nodes/${String(id)}/comments`, { content: 'x' });
  expect([rated.status, commented.status]).toEqual([404, 404]);
});
