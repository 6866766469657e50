import { type AlfrescoClient, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora'] as const;
type Name = (typeof PEOPLE)[number];

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;
const MINE = '/people/-me-/favorites';

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

/** A node of anna's that paul may read. */
const node = (nodeType = 'cm:content', properties: Json = {}): Promise<string> =>
  nodeOf(as('anna'), { name: `f${++count}`, nodeType, properties }, { paul: 'Consumer' });
const target = (kind: string, guid: string): Json => ({ target: { [kind]: { guid } } });
const guids = (entries: readonly Json[]): readonly unknown[] => entries.map((entry) => entry['targetGuid']);
async function clear(who: Name): Promise<void> {
  for (const guid of guids((await as(who).get(MINE)).entries))
    expect((await as(who).delete(`${MINE}/${String(guid)}`)).status).toBe(204);
}
const date = expect.stringMatching(/\+0000$/) as string;

it('a file is shown with its favourite', async () => {
  const id = await node('cm:content', { 'cm:title': 'T', 'cm:author': 'A' });
  const { status, entry } = await as('paul').post(MINE, target('file', id));
  expect(status).toBe(201);
  expect(entry).toEqual({
    targetGuid: id,
    createdAt: date,
    target: {
      file: expect.objectContaining({
        id,
        guid: id,
        name: `f${count}`,
        title: 'T',
        createdBy: 'anna',
        createdByUser: { id: 'anna', displayName: 'anna' },
        modifiedBy: 'anna',
        createdAt: date,
        isFile: true,
        mimeType: 'application/octet-stream',
        sizeInBytes: 0,
      }) as Json,
    },
  });
  expect((entry['target'] as { readonly file: Json }).file).not.toHaveProperty('nodeType');
  expect((await as('paul').get(`${MINE}/${id}`)).entry).toEqual(entry);
  const full = (await as('paul').get(`${MINE}/${id}?include=path,properties,allowableOperations,aspectNames`)).entry;
  expect(full).toMatchObject({ properties: { 'cm:author': 'A' } });
  expect(full['properties']).not.toHaveProperty('cm:title');
  expect((full['target'] as { readonly file: Json }).file).toHaveProperty('path');
  expect(full['allowableOperations']).toBeUndefined();
  await clear('paul');
});

it('the second time changes nothing', async () => {
  const id = await node();
  const first = await as('paul').post(MINE, [target('file', id)]);
  const second = await as('paul').post(MINE, target('file', id));
  expect([second.status, second.entry]).toEqual([201, first.entry]);
  expect((await as('paul').get(MINE)).pagination['totalItems']).toBe(1);
  await clear('paul');
});

describe('the list', () => {
  const ids: Record<string, string> = {};
  let siteId = '';
  beforeAll(async () => {
    ids['a'] = await node('cm:content', { 'cm:title': 'Beta' });
    ids['b'] = await node('cm:content', { 'cm:title': 'alpha' });
    ids['folder'] = await node('cm:folder', { 'cm:title': 'gamma' });
    const site = await as('anna').make('/sites?skipAddToFavorites=true', {
      id: 'favoured',
      title: 'Delta',
      visibility: 'PUBLIC',
    });
    ids['site'] = String(site['guid']);
    siteId = String(site['id']);
    for (const [key, kind] of [
      ['a', 'file'],
      ['site', 'site'],
      ['b', 'file'],
      ['folder', 'folder'],
    ] as const) {
      await as('paul').make(MINE, target(kind, String(ids[key])));
    }
  });

  const list = async (query = ''): Promise<readonly unknown[]> => {
    const { status, entries, pagination } = await as('paul').get(`${MINE}?${query}`);
    expect(status).toBe(200);
    if (!query.includes('maxItems')) expect(pagination['totalItems']).toBe(entries.length);
    const names = Object.entries(ids);
    return guids(entries).map((guid) => names.find(([, id]) => id === guid)?.[0]);
  };

  it.each([
    ['', ['b', 'a', 'folder', 'site']],
    ['orderBy=createdAt', ['a', 'site', 'b', 'folder']],
    ['orderBy=title desc', ['folder', 'site', 'a', 'b']],
    ['orderBy=username,type desc,title', ['site', 'folder', 'b', 'a']],
    ['where=(EXISTS(target/site))', ['site']],
    ['where=(EXISTS(target/file) OR EXISTS(target/folder))', ['b', 'a', 'folder']],
    ['where=(EXISTS(target/file))&maxItems=1&skipCount=1', ['a']],
  ])('?%s', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it.each([
    'where=(EXISTS(target/file) AND EXISTS(target/site))',
    'where=(EXISTS(target/x))',
    'where=(a=b)',
    'orderBy=x',
  ])('?%s is refused', async (query) => {
    expect((await as('paul').get(`${MINE}?${query}`)).status).toBe(400);
  });

  it('counts the whole', async () => {
    const { pagination } = await as('paul').get(`${MINE}?maxItems=3`);
    expect(pagination).toMatchObject({ count: 3, totalItems: 4, hasMoreItems: true });
  });

  it('shows sites as sites', async () => {
    const { entries } = await as('paul').get(`${MINE}?where=(EXISTS(target/site))`);
    expect(entries[0]?.['target']).toEqual({
      site: expect.objectContaining({
        id: 'favoured',
        guid: ids['site'],
        title: 'Delta',
        visibility: 'PUBLIC',
      }) as Json,
    });
  });

  it('is the same for the older list of favourite sites', async () => {
    const path = '/people/-me-/favorite-sites';
    expect((await as('paul').get(path)).entries).toMatchObject([{ id: siteId, title: 'Delta' }]);
    expect((await as('paul').get(`${path}/${siteId}`)).entry['guid']).toBe(ids['site']);
    const errorKey = `Site ${siteId} is already a favourite site`;
    expect((await as('paul').post(path, { id: siteId })).json['error']).toMatchObject({ statusCode: 409, errorKey });
    expect((await as('paul').delete(`${path}/${siteId}`)).status).toBe(204);
    expect((await as('paul').get(`${path}/${siteId}`)).status).toBe(404);
    expect((await as('paul').delete(`${path}/${siteId}`)).status).toBe(404);
    expect((await as('paul').post(path, { id: 'nothing' })).status).toBe(404);
    const none = { statusCode: 404, errorKey: 'framework.exception.RelationshipNotFound' };
    expect((await as('paul').get(`${path}/nothing`)).json['error']).toMatchObject(none);
    expect((await as('paul').delete(`${path}/nothing`)).json['error']).toMatchObject(none);
    const made = await as('paul').post(path, { id: siteId });
    expect([made.status, made.entry['id']]).toEqual([201, siteId]);
  });

  it('tells who asks for the favourite sites of somebody else that they are none of theirs', async () => {
    const path = '/people/paul/favorite-sites';
    for (const who of ['anna', 'cora'] as const) {
      expect((await as(who).get(path)).status).toBe(403);
      expect((await as(who).post(path, { id: siteId })).status).toBe(403);
      expect((await as(who).get(`${path}/${siteId}`)).status).toBe(403);
      expect((await as(who).delete(`${path}/${siteId}`)).status).toBe(403);
    }
    expect((await as('anna').get('/people/nobody/favorite-sites')).status).toBe(404);
  });

  it('shows and changes the favourite sites of everybody for administrators', async () => {
    const admin = server.as('admin');
    const path = '/people/paul/favorite-sites';
    const sites = async (client: AlfrescoClient, of: string): Promise<readonly unknown[]> =>
      (await client.get(`/people/${of}/favorite-sites`)).entries.map(({ id }) => id);
    const before = await sites(as('paul'), '-me-');
    expect(await sites(admin, 'paul')).toEqual(before);
    if (before.includes(siteId)) expect((await admin.delete(`${path}/${siteId}`)).status).toBe(204);
    expect((await admin.get(`${path}/${siteId}`)).status).toBe(404);
    expect((await admin.post(path, { id: siteId })).status).toBe(201);
    expect((await admin.get(`${path}/${siteId}`)).entry['id']).toBe(siteId);
    expect(await sites(as('paul'), '-me-')).toContain(siteId);
    expect((await admin.delete(`${path}/${siteId}`)).status).toBe(204);
    expect([await sites(as('paul'), '-me-'), await sites(admin, '-me-')]).toEqual([
      before.filter((id) => id !== siteId),
      expect.not.arrayContaining([siteId]),
    ]);
    expect((await as('paul').post('/people/-me-/favorite-sites', { id: siteId })).status).toBe(201);
    expect((await admin.get('/people/nobody/favorite-sites')).status).toBe(404);
  });

  it('holds nothing that the caller may not see any more, or that is in the trash', async () => {
    const alone = { permissions: { isInheritanceEnabled: false, locallySet: [] } };
    expect((await as('anna').put(`/nodes/${String(ids['a'])}`, alone)).status).toBe(200);
    await as('anna').delete(`/nodes/${String(ids['b'])}`);
    expect(await list()).toEqual(['folder', 'site']);
    for (const id of [String(ids['a']), 'nothing']) {
      const { error } = (await as('paul').get(`${MINE}/${id}`)).json;
      expect(error).toMatchObject({ statusCode: 404, errorKey: 'framework.exception.EntityNotFound' });
    }
    expect((await as('anna').post(`/deleted-nodes/${String(ids['b'])}/restore`)).status).toBe(200);
    expect(await list()).toEqual(['b', 'folder', 'site']);
  });
});

it.each([
  ['a folder for a file', async () => target('file', await node('cm:folder'))],
  ['a file for a folder', async () => target('folder', await node())],
  ['a folder for a site', async () => target('site', await node('cm:folder'))],
  ['what is no id', () => Promise.resolve(target('file', 'x'))],
  ['an unknown id', () => Promise.resolve(target('file', '00000000-0000-4000-8000-000000000000'))],
])('%s is not there', async (_what, body) => {
  expect((await as('anna').post(MINE, await body())).status).toBe(404);
  expect((await as('anna').get(MINE)).entries).toEqual([]);
});

it('what one of several is not there for makes none', async () => {
  const id = await node();
  expect((await as('anna').post(MINE, [target('file', id), target('file', 'x')])).status).toBe(404);
  expect((await as('anna').get(MINE)).entries).toEqual([]);
});

it('what may not be read can be no favourite', async () => {
  const id = await node();
  expect((await as('cora').post(MINE, target('file', id))).status).toBe(404);
  expect((await as('cora').get(MINE)).entries).toEqual([]);
});

it.each([
  ['nothing', {}],
  ['an empty target', { target: {} }],
  ['two targets', { target: { file: { guid: 'x' }, folder: { guid: 'x' } } }],
  ['no guid', { target: { file: {} } }],
  ['a target of another kind', { target: { person: { guid: 'x' } } }],
])('%s is refused', async (_what, body) => {
  expect((await as('anna').post(MINE, body)).status).toBe(400);
});

it("others' favourites are nobody's business", async () => {
  const id = await node();
  await as('anna').make(MINE, target('file', id));
  expect((await as('paul').get('/people/anna/favorites')).status).toBe(404);
  expect((await as('paul').get(`/people/anna/favorites/${id}`)).status).toBe(404);
  expect((await as('paul').post('/people/anna/favorites', target('file', id))).status).toBe(404);
  expect((await as('paul').delete(`/people/anna/favorites/${id}`)).status).toBe(404);
  expect((await as('paul').delete(`${MINE}/${id}`)).status).toBe(404);
  expect((await as('anna').get('/people/anna/favorites')).pagination['totalItems']).toBe(1);
  await clear('anna');
});

it('nodes say whether they are favourites, one by one and in lists', async () => {
  const [one, other] = [await node(), await node()];
  await as('anna').make(MINE, target('file', one));
  const shown = async (who: Name, id: string): Promise<unknown> =>
    (await as(who).get(`/nodes/${id}?include=isFavorite`)).entry['isFavorite'];
  expect([await shown('anna', one), await shown('anna', other), await shown('paul', one)]).toEqual([
    true,
    false,
    false,
  ]);
  const { entries } = await as('anna').get('/nodes/-my-/children?include=isFavorite&maxItems=1000');
  expect(entries.filter((entry) => entry['isFavorite'] === true).map(({ id }) => id)).toEqual([one]);
  expect((await as('anna').get(`/nodes/${one}`)).entry).not.toHaveProperty('isFavorite');
  await clear('anna');
});
