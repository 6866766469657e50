/** Categories: the tree that administrators keep, and what is put into it. */
import { untilQuiet } from '../support/quiet';
import { moveOn } from '../support/unmoved';
import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const statements: string[] = [];
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE, { onStatement: (text) => statements.push(text) });
});
afterAll(() => server.close());

const below = (id: string): string => `/categories/${id}/subcategories`;
const make = async (parent: string, name: string): Promise<string> =>
  String((await as('admin').make(below(parent), { name }))['id']);
/** Made anew for each test. */
const top = (): Promise<string> => make('-root-', `Top ${++count}`);
const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);
const childrenOf = async (id: string): Promise<readonly unknown[]> => names(await as('paul').get(below(id)));
/** A node of anna's that paul edits, and cora does not see. */
const node = (nodeType = 'cm:content'): Promise<string> =>
  nodeOf(as('anna'), { name: `n${++count}`, nodeType }, { paul: 'Collaborator' });
const link = (id: string, categoryId: string, who: Name = 'anna'): Promise<ApiAnswer> =>
  as(who).post(`/nodes/${id}/category-links`, { categoryId });

async function refused(answer: Promise<ApiAnswer>, status: number, message = ''): Promise<void> {
  const given = await answer;
  expect([given.status, errorOf(given).statusCode]).toEqual([status, status]);
  expect(errorOf(given).summary).toContain(message);
}

describe('the tree', () => {
  it('has categories at the top, and categories below them', async () => {
    const made = await as('admin').post(below('-root-'), { name: ' Languages ' });
    expect(made.status).toBe(201);
    const id = String(made.entry['id']);
    expect(made.entry).toEqual({ id, name: 'Languages', parentId: '-root-', hasChildren: false });
    const given = { name: 'Counted', count: 2, path: '/x' };
    const counted = await as('admin').post(`${below('-root-')}?include=count`, given);
    expect([counted.status, counted.entry['count']]).toEqual([201, 0]);
    const more = await as('admin').post(below(id), [{ name: 'Welsh' }, { name: 'English' }]);
    expect([more.status, names(more)]).toEqual([201, ['Welsh', 'English']]);
    const british = await make(String(more.entries[1]?.['id']), 'British');

    const all = await as('paul').get(`${below(id)}?include=path,count`);
    expect(all.entries).toEqual([
      { ...more.entries[1], parentId: id, hasChildren: true, count: 0, path: '/categories/General/Languages' },
      { ...more.entries[0], parentId: id, hasChildren: false, count: 0, path: '/categories/General/Languages' },
    ]);
    expect(all.pagination).toMatchObject({ totalItems: 2, hasMoreItems: false });
    const page = await as('paul').get(`${below(id)}?skipCount=1&maxItems=1`);
    expect([names(page), page.pagination['totalItems']]).toEqual([['Welsh'], 2]);
    expect((await as('paul').get(`/categories/${british}?include=path`)).entry).toEqual({
      ...{ id: british, name: 'British', parentId: more.entries[1]?.['id'], hasChildren: false },
      path: '/categories/General/Languages/English',
    });
    expect((await as('paul').get(`${below('-root-')}?include=path`)).entries).toContainEqual({
      ...{ id, name: 'Languages', parentId: '-root-', hasChildren: true, path: '/categories/General' },
    });
  });

  it('has each name once below each', async () => {
    const id = await top();
    await make(id, 'Twice');
    await refused(as('admin').post(below(id), { name: 'twice' }), 409);
    await refused(as('admin').post(below(id), [{ name: 'a' }, { name: 'A' }]), 409);
    expect(await childrenOf(id)).toEqual(['Twice']);
    await make(await make(id, 'other'), 'Twice');
  });

  it('takes new names', async () => {
    const id = await top();
    const child = await make(id, 'before');
    await make(id, 'taken');
    const renamed = await as('admin').put(`/categories/${child}`, { name: 'After' });
    expect([renamed.status, renamed.entry]).toEqual([
      200,
      { id: child, name: 'After', parentId: id, hasChildren: false },
    ]);
    expect((await as('admin').put(`/categories/${child}`, { name: 'after', id: 'x' })).status).toBe(200);
    await refused(as('admin').put(`/categories/${child}`, { name: 'TAKEN' }), 409);
    expect(await childrenOf(id)).toEqual(['after', 'taken']);
  });

  it('loses all below what is deleted, and nodes leave it', async () => {
    const id = await top();
    const child = await make(id, 'child');
    const leaf = await make(child, 'leaf');
    const file = await node();
    await link(file, leaf);
    await link(file, id);
    expect((await as('admin').delete(`/categories/${child}`)).status).toBe(204);
    for (const gone of [child, leaf]) await refused(as('paul').get(`/categories/${gone}`), 404);
    expect(await childrenOf(id)).toEqual([]);
    expect(names(await as('anna').get(`/nodes/${file}/category-links`))).toEqual([`Top ${count - 1}`]);
    expect((await as('admin').get('/deleted-nodes')).entries.filter(({ name }) => name === 'child')).toEqual([]);
  });

  it('is for administrators to change', async () => {
    const id = await top();
    await refused(as('anna').post(below(id), { name: 'x' }), 403);
    await refused(as('anna').put(`/categories/${id}`, { name: 'x' }), 403);
    await refused(as('anna').delete(`/categories/${id}`), 403);
    expect(await childrenOf(id)).toEqual([]);
  });

  it.each<readonly [what: string, call: (id: string, file: string) => Promise<ApiAnswer>, status: number]>([
    ['the root', () => as('admin').get('/categories/-root-'), 400],
    ['the root, to rename', () => as('admin').put('/categories/-root-', { name: 'x' }), 400],
    ['the root, to delete', () => as('admin').delete('/categories/-root-'), 400],
    ['a node', (_, file) => as('admin').get(`/categories/${file}`), 400],
    ['a node, to be above', (_, file) => as('admin').post(below(file), { name: 'x' }), 400],
    ['nothing', () => as('admin').get('/categories/00000000-0000-0000-0000-000000000000'), 404],
    ['no id', () => as('admin').get(below('nothing')), 404],
    ['no name', (id) => as('admin').post(below(id), {}), 400],
    ['an empty name', (id) => as('admin').post(below(id), { name: ' ' }), 400],
    ['a name that cannot be', (id) => as('admin').post(below(id), { name: 'a/b' }), 422],
    ['an id', (id) => as('admin').post(below(id), { name: 'x', id }), 400],
    ['another place', (id) => as('admin').put(`/categories/${id}`, { name: 'x', parentId: '-root-' }), 400],
  ])('refuses %s', async (...[, call, status]) => {
    await refused(call(await top(), await node()), status);
  });
});

it('is kept by its own operations alone', async () => {
  const category = await top();
  const file = await node();
  const { entry } = await as('anna').post(`/nodes/${file}/tags`, { tag: 'kept' });
  for (const id of [category, String(entry['id'])]) {
    await refused(as('admin').delete(`/nodes/${id}`), 422, 'only the operations on these');
    await refused(as('admin').put(`/nodes/${id}`, { name: 'other' }), 422, 'only the operations on these');
  }
  expect((await as('admin').get(`/categories/${category}`)).status).toBe(200);
});

describe('what is in categories', () => {
  it.each(['cm:content', 'cm:folder'])('is a %s, once in each', async (nodeType) => {
    const [first, second] = [await top(), await top()];
    const id = await node(nodeType);
    const one = await link(id, second);
    expect([one.status, one.entry]).toEqual([
      201,
      { id: second, name: `Top ${count - 1}`, parentId: '-root-', hasChildren: false },
    ]);
    const both = await as('anna').post(`/nodes/${id}/category-links?include=path`, [
      { categoryId: first },
      { categoryId: second },
    ]);
    expect([both.status, both.entries.map((entry) => entry['path'])]).toEqual([
      201,
      ['/categories/General', '/categories/General'],
    ]);
    const { entries, pagination } = await as('paul').get(`/nodes/${id}/category-links`);
    expect([entries.map((entry) => entry['id']), pagination['totalItems']]).toEqual([[second, first], 2]);
    expect((await as('anna').get(`/nodes/${id}`)).entry).toMatchObject({
      aspectNames: expect.arrayContaining(['cm:generalclassifiable']) as string[],
      properties: { 'cm:categories': [second, first] },
    });
    expect((await as('anna').delete(`/nodes/${id}/category-links/${first}`)).status).toBe(204);
    expect(names(await as('anna').get(`/nodes/${id}/category-links`))).toEqual([`Top ${count - 1}`]);
    await refused(as('anna').delete(`/nodes/${id}/category-links/${first}`), 400, 'does not belong');
    expect((await as('anna').get(`/nodes/${id}`)).entry['aspectNames']).toContain('cm:generalclassifiable');
    expect((await as('anna').delete(`/nodes/${id}/category-links/${second}`)).status).toBe(204);
    const { entry } = await as('anna').get(`/nodes/${id}`);
    expect(entry['aspectNames']).not.toContain('cm:generalclassifiable');
    expect(entry['properties'] ?? {}).not.toHaveProperty('cm:categories');
    expect((await link(id, first)).status).toBe(201);
  });

  it('is counted for who sees it', async () => {
    const category = await top();
    await link(await node(), category);
    await link(await node(), category);
    const counts = [];
    for (const who of ['anna', 'paul', 'cora', 'admin'] as const)
      counts.push((await as(who).get(`/categories/${category}?include=count`)).entry['count']);
    expect(counts).toEqual([2, 2, 0, 2]);
  });

  it('is decided by who may give rights on it', async () => {
    const category = await top();
    const id = await node();
    await refused(link(id, category, 'paul'), 403);
    await refused(link(id, category, 'cora'), 403);
    await refused(as('cora').get(`/nodes/${id}/category-links`), 403);
    await link(id, category);
    await refused(as('paul').delete(`/nodes/${id}/category-links/${category}`), 403);
    expect((await as('paul').get(`/nodes/${id}/category-links`)).entries).toHaveLength(1);
  });

  it('is put into what there is', async () => {
    const id = await node();
    const category = await top();
    await refused(link(id, '-root-'), 400);
    await refused(link(id, id), 400, 'does not refer to a valid category');
    await refused(link(id, '00000000-0000-0000-0000-000000000000'), 404, '00000000');
    await refused(link('00000000-0000-0000-0000-000000000000', category), 404, '00000000');
    await refused(link(category, category, 'admin'), 422);
    await refused(as('anna').post(`/nodes/${id}/category-links`, {}), 400);
    const some = [{ categoryId: category }, { categoryId: 'x' }];
    await refused(as('anna').post(`/nodes/${id}/category-links`, some), 404);
    expect((await as('anna').get(`/nodes/${id}/category-links`)).entries).toEqual([]);
  });
});

it('takes the same few statements whatever a list holds', async () => {
  const counted = async (path: string): Promise<number> => {
    await as('paul').get(path);
    await untilQuiet(statements);
    await moveOn(server.databaseUrl);
    statements.length = 0;
    expect((await as('paul').get(path)).status).toBe(200);
    return statements.length;
  };
  const few = await top();
  const many = await top();
  await make(few, 'only');
  const body: readonly Json[] = Array.from({ length: 30 }, (_, n) => ({ name: `c${n}` }));
  const { entries } = await as('admin').post(below(many), body);
  const id = await node();
  const before = await counted(`/nodes/${id}/category-links`);
  await as('anna').post(
    `/nodes/${id}/category-links`,
    entries.map((category) => ({ categoryId: category['id'] })),
  );
  expect(await counted(`/nodes/${id}/category-links`)).toBeLessThanOrEqual(before + 1);
  const query = '?include=count,path';
  expect(await counted(below(many) + query)).toBe(await counted(below(few) + query));
});
