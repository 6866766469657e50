import { type AlfrescoClient, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

/** A node of anna's that paul has this role on, and cora none. */
const node = (role = 'Consumer', nodeType = 'cm:content'): Promise<string> =>
  nodeOf(as('anna'), { name: `t${++count}`, nodeType }, { paul: role });
const tag = (id: string, ...tags: readonly string[]): ReturnType<AlfrescoClient['post']> =>
  as('anna').post(
    `/nodes/${id}/tags`,
    tags.map((name) => ({ tag: name })),
  );
const names = (entries: readonly Json[]): readonly unknown[] => entries.map((entry) => entry['tag']);
const tagsOf = async (id: string, who: Name = 'anna'): Promise<readonly unknown[]> =>
  names((await as(who).get(`/nodes/${id}/tags`)).entries);
const where = (text: string): string => `where=${encodeURIComponent(text)}`;

it.each(['cm:content', 'cm:folder'])('a %s is tagged, in lower case, once with each tag', async (nodeType) => {
  const id = await node('Consumer', nodeType);
  const made = await as('anna').post(`/nodes/${id}/tags`, { tag: ' Blue Sky ' });
  expect(made.status).toBe(201);
  expect(made.entry).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, tag: 'blue sky' });
  const more = await tag(id, 'BLUE SKY', 'alps', 'alps');
  expect([more.status, names(more.entries)]).toEqual([201, ['blue sky', 'alps']]);
  const { entries, pagination } = await as('paul').get(`/nodes/${id}/tags`);
  expect(names(entries)).toEqual(['alps', 'blue sky']);
  expect(entries).toContainEqual(made.entry);
  expect(pagination).toMatchObject({ totalItems: 2, hasMoreItems: false });
  const second = await as('paul').get(`/nodes/${id}/tags?skipCount=1&maxItems=1`);
  expect([names(second.entries), second.pagination['totalItems']]).toEqual([['blue sky'], 2]);
});

it('the tags of a node are among its properties and aspects', async () => {
  const id = await node();
  const { entry } = await as('anna').post(`/nodes/${id}/tags`, { tag: 'seen' });
  const shown = (await as('paul').get(`/nodes/${id}`)).entry;
  expect(shown['aspectNames']).toContain('cm:taggable');
  expect((shown['properties'] as Json)['cm:taggable']).toEqual([entry['id']]);
});

it('a tag comes off its node, and stays', async () => {
  const id = await node();
  const [first] = (await tag(id, 'off', 'on')).entries;
  const path = `/nodes/${id}/tags/${String(first?.['id'])}`;
  expect((await as('paul').delete(path)).status).toBe(403);
  expect((await as('anna').delete(path)).status).toBe(204);
  expect((await as('anna').delete(path)).status).toBe(404);
  expect(await tagsOf(id)).toEqual(['on']);
  expect((await as('paul').get(`/tags/${String(first?.['id'])}`)).entry).toEqual(first);
});

it.each([
  ['Consumer', 403],
  ['Contributor', 403],
  ['Editor', 201],
  ['Coordinator', 201],
])('a %s gets %i', async (role, status) => {
  const id = await node(role);
  expect((await as('paul').post(`/nodes/${id}/tags`, { tag: `by-${role}` })).status).toBe(status);
  const made = (await as('admin').get(`/tags?${where(`(tag='by-${role}')`)}`)).pagination['totalItems'];
  expect(made).toBe(status === 201 ? 1 : 0);
});

it('who may not read a node does not know its tags', async () => {
  const id = await node();
  await tag(id, 'hidden-tag');
  const answer = await as('cora').get(`/nodes/${id}/tags`);
  expect([answer.status, answer.text.includes('hidden-tag')]).toEqual([403, false]);
});

describe('the list of tags', () => {
  beforeAll(async () => {
    await as('admin').post('/tags', [{ tag: 'q-one' }, { tag: 'q-two' }, { tag: 'q-three' }, { tag: 'q_four' }]);
    for (const tags of [['q-two'], ['q-two', 'q-one'], ['q-two', 'q-one', 'q-three']]) await tag(await node(), ...tags);
  });

  it.each([
    ["(tag='Q-ONE')", ['q-one']],
    ["(tag='q-none')", []],
    ["(tag in ('q-one', 'q-two'))", ['q-one', 'q-two']],
    ["(tag matches ('q-*'))", ['q-one', 'q-three', 'q-two']],
    ["(tag matches ('q_*'))", ['q_four']],
    ["(tag matches ('*t*e*'))", ['q-three']],
    ["(tag matches ('q-one'))", ['q-one']],
    ["(tag='q-one' OR tag matches ('*four'))", ['q-one', 'q_four']],
  ])('where %s', async (text, expected) => {
    const { entries, pagination } = await as('cora').get(`/tags?${where(text)}`);
    expect(names(entries)).toEqual(expected);
    expect(pagination['totalItems']).toBe(expected.length);
  });

  it.each([
    ["(tag='a' AND tag='b')"],
    ["(NOT tag='a')"],
    ["(name='a')"],
    ['(EXISTS(tag))'],
    ["(tag BETWEEN ('a','b'))"],
    ["(tag > 'a')"],
  ])('where %s is refused', async (text) => {
    expect((await as('cora').get(`/tags?${where(text)}`)).status).toBe(400);
  });

  const Q = where("(tag matches ('q-*'))");
  it('is ordered and paged', async () => {
    const list = async (query: string): Promise<readonly unknown[]> =>
      names((await as('anna').get(`/tags?${Q}&${query}`)).entries);
    expect(await list('orderBy=tag desc')).toEqual(['q-two', 'q-three', 'q-one']);
    expect(await list('orderBy=count&include=count')).toEqual(['q-three', 'q-one', 'q-two']);
    expect(await list('orderBy=count desc&include=count&maxItems=2')).toEqual(['q-two', 'q-one']);
    expect(await list('skipCount=1&maxItems=1')).toEqual(['q-three']);
    for (const refused of ['name', 'count'])
      expect((await as('anna').get(`/tags?${Q}&orderBy=${refused}`)).status).toBe(400);
  });

  it('counts what the caller may see', async () => {
    const counts = async (who: Name): Promise<readonly unknown[]> =>
      (await as(who).get(`/tags?${Q}&include=count`)).entries.map((entry) => entry['count']);
    expect(await counts('anna')).toEqual([2, 1, 3]);
    expect(await counts('cora')).toEqual([0, 0, 0]);
    const [two] = (await as('anna').get(`/tags?${where("(tag='q-two')")}`)).entries;
    expect(two).not.toHaveProperty('count');
    expect((await as('paul').get(`/tags/${String(two?.['id'])}?include=count`)).entry['count']).toBe(3);
  });
});

describe('administrators', () => {
  it('make tags', async () => {
    const made = await as('admin').post('/tags?include=count', [{ tag: 'Made' }, { tag: 'made' }]);
    expect([made.status, made.entry['tag'], made.entry['count']]).toEqual([201, 'made', 0]);
    expect((await as('admin').post('/tags', { tag: 'MADE' })).status).toBe(409);
    expect((await as('admin').post('/tags', { tag: 'made', id: 'x' })).status).toBe(409);
    expect((await as('admin').post('/tags', [{ tag: 'unmade' }, { tag: 'made' }])).status).toBe(409);
    expect((await as('admin').get(`/tags?${where("(tag='unmade')")}`)).entries).toEqual([]);
  });

  it('rename tags, on all that has them', async () => {
    const id = await node();
    const [old] = (await tag(id, 'old', 'other')).entries;
    const path = `/tags/${String(old?.['id'])}`;
    expect((await as('admin').put(path, { tag: 'other' })).status).toBe(409);
    expect((await as('admin').put(path, { tag: 'OLD' })).status).toBe(400);
    const { status, entry } = await as('admin').put(path, { tag: 'New' });
    expect([status, entry]).toEqual([200, { id: old?.['id'], tag: 'new' }]);
    expect(await tagsOf(id)).toEqual(['new', 'other']);
    expect(names((await tag(id, 'old')).entries)).toEqual([]);
    expect(await tagsOf(id)).toEqual(['new', 'old', 'other']);
  });

  it('delete tags, from all that has them', async () => {
    const [one, two] = [await node(), await node()];
    const { entry } = await as('anna').post(`/nodes/${one}/tags`, { tag: 'going' });
    await tag(two, 'going', 'staying');
    expect((await as('admin').delete(`/tags/${String(entry['id'])}`)).status).toBe(204);
    expect([await tagsOf(one), await tagsOf(two)]).toEqual([[], ['staying']]);
    expect((await as('admin').get(`/tags/${String(entry['id'])}`)).status).toBe(404);
    expect((await as('admin').delete(`/tags/${String(entry['id'])}`)).status).toBe(404);
    const { properties } = (await as('anna').get(`/nodes/${one}`)).entry as { readonly properties?: Json };
    expect(properties?.['cm:taggable']).toBeUndefined();
  });

  it('alone do so', async () => {
    const { entry } = await as('anna').post(`/nodes/${await node()}/tags`, { tag: 'mine' });
    const path = `/tags/${String(entry['id'])}`;
    expect((await as('anna').post('/tags', { tag: 'x' })).status).toBe(403);
    expect((await as('anna').put(path, { tag: 'x' })).status).toBe(403);
    expect((await as('anna').delete(path)).status).toBe(403);
  });
});

it.each([
  ['nothing', {}],
  ['an empty text', { tag: '' }],
  ['blanks', { tag: '  ' }],
  ['a line break', { tag: 'a\nb' }],
  ['a bar', { tag: 'a|b' }],
  ['too much', { tag: 'x'.repeat(256) }],
  ['a count', { tag: 'x', count: 1 }],
])('%s can be no tag', async (_what, body) => {
  const id = await node();
  const { entry } = await as('admin').post('/tags', { tag: `kept${count}` });
  expect((await as('anna').post(`/nodes/${id}/tags`, body)).status).toBe(400);
  expect((await as('anna').post(`/nodes/${id}/tags`, [{ tag: 'fine' }, body])).status).toBe(400);
  expect((await as('admin').post('/tags', body)).status).toBe(400);
  expect((await as('admin').put(`/tags/${String(entry['id'])}`, body)).status).toBe(400);
  expect(await tagsOf(id)).toEqual([]);
});

it.each(['x', '00000000-0000-4000-8000-000000000000'])('there is no tag %s', async (id) => {
  expect((await as('admin').get(`/tags/${id}`)).status).toBe(404);
  expect((await as('admin').put(`/tags/${id}`, { tag: 'y' })).status).toBe(404);
  expect((await as('admin').delete(`/tags/${id}`)).status).toBe(404);
});

it('a node is no tag, though it has an id', async () => {
  const id = await node();
  expect((await as('anna').get(`/tags/${id}`)).status).toBe(404);
  expect((await as('admin').delete(`/tags/${id}`)).status).toBe(404);
});

it('ids of no tags among the tags of a node are passed over', async () => {
  const id = await node();
  const { status } = await as('anna').put(`/nodes/${id}`, { properties: { 'cm:taggable': ['x', id] } });
  expect(status).toBe(200);
  expect(await tagsOf(id)).toEqual([]);
  await tag(id, 'after');
  expect(await tagsOf(id)).toEqual(['after']);
});

it('two that tag with the same new word at once make one tag', async () => {
  const ids = await Promise.all([node(), node(), node(), node()]);
  const answers = await Promise.all(ids.map((id) => as('anna').post(`/nodes/${id}/tags`, { tag: 'raced' })));
  expect(new Set(answers.map(({ status, entry }) => `${status} ${String(entry['id'])}`)).size).toBe(1);
});

it('tags go with their node into the trash, and come back with it', async () => {
  const id = await node();
  await tag(id, 'back');
  await as('anna').delete(`/nodes/${id}`);
  expect((await as('anna').get(`/nodes/${id}/tags`)).status).toBe(404);
  expect((await as('anna').post(`/deleted-nodes/${id}/restore`)).status).toBe(200);
  expect(await tagsOf(id)).toEqual(['back']);
});

it('copies have the tags of what they were copied from', async () => {
  const id = await node();
  await tag(id, 'copied');
  const home = String((await as('anna').get('/nodes/-my-')).entry['id']);
  const copy = await as('anna').make(`/nodes/${id}/copy`, { targetParentId: home, name: `copy${++count}` });
  expect(await tagsOf(String(copy['id']))).toEqual(['copied']);
});
