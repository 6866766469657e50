import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const CMIS = '/alfresco/api/-default-/public/cmis/versions/1.1/browser/root';
const PEOPLE = ['anna', 'paul', 'cora', 'dora', 'max'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

/** A new site of anna's, with these other members. */
async function site(
  visibility = 'PUBLIC',
  members: Readonly<Partial<Record<Name, string>>> = {},
  more: Json = {},
): Promise<{ readonly id: string; readonly guid: string }> {
  const made = await as('anna').make('/sites', { id: `site-${++count}`, title: `Site ${count}`, visibility, ...more });
  const id = String(made['id']);
  for (const [name, role] of Object.entries(members)) await as('anna').make(`/sites/${id}/members`, { id: name, role });
  return { id, guid: String(made['guid']) };
}
const idsOf = (entries: readonly Json[]): readonly string[] => entries.map(({ id }) => String(id));
const libraryOf = async (id: string, client = as('anna')): Promise<string> =>
  String((await client.get(`/sites/${id}/containers/documentLibrary`)).entry['id']);

describe('a new site', () => {
  it('is shown as it was made, its maker being its manager', async () => {
    const body = { id: 'Marketing-1', title: 'Marketing', description: 'All of it', visibility: 'MODERATED' };
    const { status, entry } = await as('anna').post('/sites', body);
    expect(status).toBe(201);
    const shown = { ...body, guid: expect.any(String) as string, preset: 'site-dashboard', role: 'SiteManager' };
    expect(entry).toEqual(shown);
    expect((await as('anna').get('/sites/Marketing-1')).entry).toEqual(shown);
    const { role: _role, ...others } = shown;
    expect((await as('paul').get('/sites/marketing-1')).entry).toEqual(others);
  });

  it.each([
    ['', true],
    ['?skipAddToFavorites=false', true],
    ['?skipAddToFavorites=true', false],
  ])('made with %j is a favourite of its maker: %j', async (query, isFavourite) => {
    const id = `liked-${query.length}`;
    await as('anna').make(`/sites${query}`, { id, title: 'Liked', visibility: 'PRIVATE' });
    const { status } = await as('anna').get(`/people/-me-/favorite-sites/${id}`);
    expect(status).toBe(isFavourite ? 200 : 404);
  });

  it('is a folder with a document library, on every door', async () => {
    const { id, guid } = await site('PUBLIC', {}, { description: 'About' });
    expect((await as('paul').get(`/nodes/${guid}?include=path`)).entry).toMatchObject({
      name: id,
      nodeType: 'st:site',
      isFolder: true,
      createdByUser: { id: 'anna' },
      properties: {
        'cm:title': `Site ${count}`,
        'cm:description': 'About',
        'st:siteVisibility': 'PUBLIC',
        'st:sitePreset': 'site-dashboard',
      },
      path: { name: '/Company Home/Sites' },
    });
    const { entries, pagination } = await as('paul').get(`/sites/${id}/containers`);
    expect(entries).toEqual([{ id: await libraryOf(id), folderId: 'documentLibrary' }]);
    expect(pagination).toMatchObject({ count: 1, totalItems: 1, hasMoreItems: false });
    const library = await as('paul').get(`${CMIS}/Sites/${id}/documentLibrary?cmisselector=object&succinct=true`);
    expect(library.json['succinctProperties']).toMatchObject({
      'cmis:objectId': await libraryOf(id),
      'cmis:secondaryObjectTypeIds': expect.arrayContaining(['P:st:siteContainer']) as readonly string[],
      'st:componentId': 'documentLibrary',
    });
  });

  it('has a group of its members, and one for each role', async () => {
    const { id } = await site('PRIVATE', { paul: 'SiteConsumer' });
    const all = `GROUP_site_${id}`;
    const found = await as('admin').get(`/groups/${all}/members?orderBy=id`);
    const roles = ['SiteCollaborator', 'SiteConsumer', 'SiteContributor', 'SiteManager'];
    expect(idsOf(found.entries)).toEqual(roles.map((role) => `${all}_${role}`));
    expect(idsOf((await as('admin').get(`/groups/${all}_SiteConsumer/members`)).entries)).toEqual(['paul']);
    expect((await as('admin').get(`/groups/${all}?include=zones`)).entry['zones']).toEqual(['APP.SHARE', 'AUTH.ALF']);
    expect(idsOf((await as('paul').get("/people/-me-/groups?where=(zones in ('APP.SHARE'))")).entries)).toContain(all);
    for (const group of [all, `${all}_SiteManager`]) {
      expect((await as('admin').delete(`/groups/${group}`)).status).toBe(409);
    }
    expect((await as('admin').delete(`/groups/${all}/members/${all}_SiteManager`)).status).toBe(409);
  });

  it.each([
    ['  Größe & more -- 2   ', 'gre-more----2'],
    ['Two Words', 'two-words'],
  ])('without an id is called after its title "%s"', async (title, id) => {
    const { entry } = await as('anna').post('/sites', { title, visibility: 'PUBLIC' });
    expect(entry).toMatchObject({ id, title });
  });

  it.each([
    ['no title', { title: '' }, 400],
    ['no visibility', { visibility: null }, 400],
    ['a visibility that there is not', { visibility: 'SECRET' }, 400],
    ['a preset', { preset: 'x' }, 400],
    ['an id with other characters', { id: 'a_b' }, 400],
    ['an id that is too long', { id: 'a'.repeat(73) }, 400],
    ['a title that makes no id', { id: undefined, title: '???' }, 400],
    ['a title that is too long', { title: 'x'.repeat(257) }, 400],
    ['a description that is too long', { description: 'x'.repeat(513) }, 400],
    ['an id that is taken', { id: 'taken' }, 409],
    ['an id that is taken in other letters', { id: 'TAKEN' }, 409],
  ])('with %s is refused', async (_what, more, status) => {
    await as('admin').post('/sites', { id: 'taken', title: 'Taken', visibility: 'PRIVATE' });
    const answer = await as('anna').post('/sites', { id: 'fresh', title: 'Title', visibility: 'PUBLIC', ...more });
    expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
    expect((await as('admin').get('/sites/fresh')).status).toBe(404);
  });
});

describe('what a site lets in', () => {
  type Access = readonly [site: number, members: number, folder: number, library: number];
  const access = async (client: AlfrescoClient, { id, guid }: { id: string; guid: string }): Promise<Access> => {
    const library = await libraryOf(id);
    const paths = [`/sites/${id}`, `/sites/${id}/members`, `/nodes/${guid}`, `/nodes/${library}`];
    const [one, two, three, four] = (await Promise.all(paths.map((path) => client.get(path)))).map(
      ({ status }) => status,
    );
    return [one ?? 0, two ?? 0, three ?? 0, four ?? 0];
  };

  it.each([
    ['PUBLIC', 'paul', [200, 200, 200, 200]],
    ['MODERATED', 'paul', [200, 200, 200, 403]],
    ['PRIVATE', 'paul', [404, 404, 403, 403]],
    ['PRIVATE', 'cora', [200, 200, 200, 200]],
    ['MODERATED', 'cora', [200, 200, 200, 200]],
    ['PRIVATE', 'admin', [200, 200, 200, 200]],
  ] as const)('%s: %s', async (visibility, name, expected) => {
    const made = await site(visibility, { cora: 'SiteConsumer' });
    expect(await access(as(name), made)).toEqual(expected);
    const listed = idsOf((await as(name).get('/sites?maxItems=1000')).entries);
    expect(listed.includes(made.id)).toBe(expected[0] === 200);
  });

  it('follows its visibility at once', async () => {
    const made = await site('PUBLIC', { cora: 'SiteConsumer' });
    for (const [visibility, expected] of [
      ['PRIVATE', [404, 404, 403, 403]],
      ['MODERATED', [200, 200, 200, 403]],
      ['PUBLIC', [200, 200, 200, 200]],
    ] as const) {
      const { entry } = await as('anna').put(`/sites/${made.id}`, { visibility });
      expect(entry['visibility']).toBe(visibility);
      expect(await access(as('paul'), made)).toEqual(expected);
      expect(await access(as('cora'), made)).toEqual([200, 200, 200, 200]);
    }
  });

  it.each([
    ['SiteManager', [201, 200, 204]],
    ['SiteCollaborator', [201, 200, 403]],
    ['SiteContributor', [201, 403, 403]],
    ['SiteConsumer', [403, 403, 403]],
  ] as const)('%s may create, change and delete', async (role, expected) => {
    const { id } = await site('PRIVATE', { paul: role });
    const library = await libraryOf(id);
    const folder = { name: 'f', nodeType: 'cm:folder' };
    const { id: node } = await as('anna').make(`/nodes/${library}/children`, folder);
    const statuses = [
      (await as('paul').post(`/nodes/${library}/children`, { ...folder, name: 'g' })).status,
      (await as('paul').put(`/nodes/${String(node)}`, { name: 'h' })).status,
      (await as('paul').delete(`/nodes/${String(node)}`)).status,
    ];
    expect(statuses).toEqual(expected);
  });

  it('is nothing for who has left, even the one who made it', async () => {
    const made = await site('PRIVATE', { paul: 'SiteManager' });
    expect((await as('anna').delete(`/sites/${made.id}/members/-me-`)).status).toBe(204);
    expect((await as('anna').get(`/sites/${made.id}`)).status).toBe(404);
    expect((await as('anna').get(`/nodes/${made.guid}`)).status).toBe(403);
  });
});

describe('a change of a site', () => {
  it('keeps what it does not name', async () => {
    const { id, guid } = await site('PUBLIC', {}, { description: 'Old' });
    const changed = await as('anna').put(`/sites/${id}`, { title: 'New' });
    expect([changed.status, changed.entry]).toMatchObject([
      200,
      { title: 'New', description: 'Old', visibility: 'PUBLIC', role: 'SiteManager' },
    ]);
    expect((await as('anna').put(`/sites/${id}`, { description: null })).entry['description']).toBeUndefined();
    expect((await as('paul').get(`/nodes/${guid}`)).entry['properties']).toMatchObject({ 'cm:title': 'New' });
  });

  it.each([
    ['an id', 'anna', { id: 'x' }, 400],
    ['no title', 'anna', { title: null }, 400],
    ['no visibility', 'anna', { visibility: null }, 400],
    ['a role', 'anna', { role: 'SiteManager' }, 400],
    ['anything, by a collaborator', 'cora', { title: 'x' }, 403],
    ['anything, by a stranger', 'dora', { title: 'x' }, 404],
    ['anything, by an administrator', 'admin', { title: 'x' }, 200],
  ] as const)('of %s by %s', async (...[, name, body, status]) => {
    const { id } = await site('PRIVATE', { cora: 'SiteCollaborator' });
    expect((await as(name).put(`/sites/${id}`, body)).status).toBe(status);
  });
});

describe('deleting a site', () => {
  it('takes all that is in it, and its groups; the id is free again', async () => {
    const { id, guid } = await site('PRIVATE', { paul: 'SiteContributor' });
    const library = await libraryOf(id);
    const { id: folder } = await as('paul').make(`/nodes/${library}/children`, { name: 'f', nodeType: 'cm:folder' });
    await as('paul').make(`/nodes/${String(folder)}/children`, { name: 'd.txt', nodeType: 'cm:content' });
    expect((await as('anna').delete(`/sites/${id}?permanent=true`)).status).toBe(204);
    for (const path of [`/sites/${id}`, `/nodes/${guid}`, `/nodes/${String(folder)}`, `/groups/GROUP_site_${id}`]) {
      expect((await as('admin').get(path)).status).toBe(404);
    }
    expect((await as('paul').get('/people/-me-/sites')).entries.map((entry) => entry['id'])).not.toContain(id);
    await as('dora').make('/sites', { id, title: 'Again', visibility: 'PRIVATE' });
    expect((await as('paul').get(`/sites/${id}`)).status).toBe(404);
    expect((await as('anna').get(`/sites/${id}`)).status).toBe(404);
  });

  it.each([
    ['who deleted it', 'anna'],
    ['an administrator', 'admin'],
  ] as const)(
    'into the trash lets %s have it back with its members, and nobody else the id meanwhile',
    async (_, who) => {
      const { id, guid } = await site('PRIVATE', { paul: 'SiteContributor' });
      const library = await libraryOf(id);
      expect((await as('anna').delete(`/sites/${id}`)).status).toBe(204);
      expect((await as('paul').get(`/sites/${id}`)).status).toBe(404);
      expect((await as('paul').get(`/nodes/${library}`)).status).toBe(404);
      expect((await as('paul').get(`/people/-me-/sites/${id}`)).status).toBe(404);
      const again = { id, title: 'Again', visibility: 'PUBLIC' };
      expect((await as('dora').post('/sites', again)).status).toBe(409);
      expect((await as('dora').post(`/deleted-nodes/${guid}/restore`)).status).toBe(404);
      expect((await as(who).post(`/deleted-nodes/${guid}/restore`)).status).toBe(200);
      expect((await as('paul').get(`/sites/${id}`)).entry).toMatchObject({ guid, role: 'SiteContributor' });
      expect((await as('anna').get(`/sites/${id}`)).entry).toMatchObject({ guid, role: 'SiteManager' });
      expect(await libraryOf(id, as('paul'))).toBe(library);
      expect((await as('dora').get(`/sites/${id}`)).status).toBe(404);
    },
  );

  it('from the trash, too, frees its id', async () => {
    const { id, guid } = await site('PRIVATE', { paul: 'SiteContributor' });
    await as('anna').delete(`/sites/${id}`);
    expect((await as('admin').get(`/groups/GROUP_site_${id}`)).status).toBe(200);
    expect((await as('anna').delete(`/deleted-nodes/${guid}`)).status).toBe(204);
    expect((await as('admin').get(`/groups/GROUP_site_${id}`)).status).toBe(404);
    await as('dora').make('/sites', { id, title: 'Again', visibility: 'PRIVATE' });
    expect((await as('paul').get(`/sites/${id}`)).status).toBe(404);
  });

  it('leaves what is in folders elsewhere, too', async () => {
    const { id } = await site();
    const library = await libraryOf(id);
    const { id: document } = await as('anna').make(`/nodes/${library}/children`, { name: 'd', nodeType: 'cm:content' });
    const { entry: home } = await as('anna').get('/nodes/-my-');
    const form = new FormData();
    for (const [name, value] of [
      ['cmisaction', 'addObjectToFolder'],
      ['objectId', String(document)],
      ['folderId', String(home['id'])],
    ] as const)
      form.set(name, value);
    expect((await as('anna').fetch(CMIS, { method: 'POST', body: form })).status).toBe(201);
    expect((await as('anna').delete(`/sites/${id}`)).status).toBe(204);
    expect((await as('anna').get(`/nodes/${String(document)}`)).entry['parentId']).toBe(home['id']);
  });

  it.each([
    ['a collaborator', 'cora', 403],
    ['a stranger', 'dora', 404],
    ['an administrator', 'admin', 204],
  ] as const)('by %s', async (_who, name, status) => {
    const { id } = await site('PRIVATE', { cora: 'SiteCollaborator' });
    expect((await as(name).delete(`/sites/${id}`)).status).toBe(status);
    expect((await as('anna').get(`/sites/${id}`)).status).toBe(status === 204 ? 404 : 200);
  });

  it('is not done by deleting its folder', async () => {
    const { id, guid } = await site();
    const { status } = await as('anna').delete(`/nodes/${guid}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect((await as('anna').get(`/sites/${id}`)).status).toBe(200);
  });
});

describe('the folder of a site', () => {
  it.each([
    ['moved', (guid: string, home: string) => as('anna').post(`/nodes/${guid}/move`, { targetParentId: home })],
    ['copied', (guid: string, home: string) => as('anna').post(`/nodes/${guid}/copy`, { targetParentId: home })],
    [
      'made otherwise',
      (_guid: string, home: string) => as('anna').post(`/nodes/${home}/children`, { name: 'x', nodeType: 'st:site' }),
    ],
  ] as const)('cannot be %s', async (_what, act) => {
    const { id, guid } = await site();
    const { entry } = await as('anna').get('/nodes/-my-');
    const answer = await act(guid, String(entry['id']));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((await as('anna').get(`/sites/${id}`)).entry).toMatchObject({ guid });
  });

  it('may be called otherwise; the site keeps its id', async () => {
    const { id, guid } = await site('MODERATED');
    expect((await as('anna').put(`/nodes/${guid}`, { name: `other-${id}` })).status).toBe(200);
    expect((await as('paul').get(`/sites/${id}`)).entry).toMatchObject({ id, guid });
    expect((await as('paul').post('/sites', { id, title: 'x', visibility: 'PUBLIC' })).status).toBe(409);
    expect(idsOf((await as('paul').get(`/sites/${id}/members`)).entries)).toEqual(['anna']);
    await as('anna').put(`/sites/${id}`, { visibility: 'PRIVATE' });
    expect((await as('paul').post('/sites', { id, title: 'x', visibility: 'PUBLIC' })).status).toBe(409);
  });
});

describe('the list of sites', () => {
  beforeAll(async () => {
    for (const [id, title, description, visibility] of [
      ['list-a', 'zulu', 'B', 'PUBLIC'],
      ['list-b', 'Alpha', 'C', 'MODERATED'],
      ['list-c', 'mike', 'A', 'PRIVATE'],
    ])
      await as('max').make('/sites', { id, title, description, visibility });
  });
  const short = (entries: readonly Json[]): string =>
    idsOf(entries)
      .filter((id) => id.startsWith('list-'))
      .map((id) => id.slice(-1))
      .join('');

  it.each([
    ['', 'bca'],
    ['orderBy=id desc', 'cba'],
    ['orderBy=title ASC', 'bca'],
    ['orderBy=description', 'cab'],
    ['orderBy=description,id', 'cab'],
    ["where=(visibility='PRIVATE')", 'c'],
    ["where=(visibility='PRIVATE' OR visibility='PUBLIC')", 'ca'],
    ["where=(preset='site-dashboard')", 'bca'],
    ["where=(preset='other')", ''],
  ])('with "%s"', async (query, found) => {
    const { status, entries } = await as('max').get(`/sites?maxItems=1000&${encodeURI(query)}`);
    expect([status, short(entries)]).toEqual([200, found]);
  });

  it('shows and counts those alone that the caller may see', async () => {
    const [mine, others] = await Promise.all(
      (['max', 'dora'] as const).map((name) => as(name).get("/sites?maxItems=1000&where=(visibility='PRIVATE')")),
    );
    expect(short(mine?.entries ?? [])).toBe('c');
    expect(short(others?.entries ?? [])).toBe('');
    const all = await as('dora').get('/sites?maxItems=1000');
    const page = await as('dora').get('/sites?skipCount=1&maxItems=2');
    expect(page.entries).toEqual(all.entries.slice(1, 3));
    expect(page.pagination).toMatchObject({ count: 2, hasMoreItems: true, totalItems: all.entries.length });
  });

  it('has beside each site what else is asked for', async () => {
    const { json } = await as('max').get('/sites?where=(visibility=PRIVATE)&relations=containers,members');
    const [first] = (json['list'] as { entries: readonly Json[] }).entries;
    const relations = first?.['relations'] as Readonly<Record<string, { list: { entries: readonly Json[] } }>>;
    expect(relations['containers']?.list.entries).toHaveLength(1);
    expect(relations['members']?.list.entries).toMatchObject([{ entry: { id: 'max', role: 'SiteManager' } }]);
  });

  it.each([
    ["where=(visibility='SECRET')"],
    ["where=(visibility='PUBLIC' AND preset='x')"],
    ["where=(title='x')"],
    ["where=(NOT preset='x')"],
    ['orderBy=visibility'],
    ['orderBy=role'],
  ])('refuses %s', async (query) => {
    expect((await as('max').get(`/sites?${encodeURI(query)}`)).status).toBe(400);
  });
});

describe('the members of a site', () => {
  it('are people with roles, also through groups', async () => {
    const { id } = await site('PUBLIC', { paul: 'SiteContributor', cora: 'SiteConsumer' });
    const { id: group } = await as('admin').make('/groups', { id: `team-${id}`, displayName: 'Team' });
    for (const name of ['dora', 'cora'])
      await as('admin').make(`/groups/${String(group)}/members`, { id: name, memberType: 'PERSON' });
    const added = await as('anna').post(`/sites/${id}/group-members`, { id: group, role: 'SiteCollaborator' });
    expect([added.status, added.entry]).toMatchObject([
      201,
      { id: group, role: 'SiteCollaborator', group: { id: group, displayName: 'Team' } },
    ]);
    const { entries, pagination } = await as('max').get(`/sites/${id}/members`);
    expect(entries.map((entry) => [entry['id'], entry['role'], entry['isMemberOfGroup']])).toEqual([
      ['anna', 'SiteManager', false],
      ['cora', 'SiteCollaborator', false],
      ['dora', 'SiteCollaborator', true],
      ['paul', 'SiteContributor', false],
    ]);
    expect(entries[2]).toMatchObject({ person: { id: 'dora', firstName: 'dora', enabled: true } });
    await as('anna').put('/people/-me-', { lastName: 'Zuse' });
    const byName = (await as('max').get(`/sites/${id}/members`)).entries.map((entry) => entry['id']);
    expect(byName).toEqual(['cora', 'dora', 'paul', 'anna']);
    await as('anna').put('/people/-me-', { lastName: null });
    const { error } = (await as('anna').delete(`/sites/${id}/members/anna`)).json;
    expect(error).toMatchObject({ statusCode: 400, errorKey: `Can't remove last manager of site ${id}` });
    const { error: refused } = (await as('paul').delete(`/sites/${id}/members/anna`)).json;
    expect(refused).toMatchObject({ statusCode: 422, errorKey: 'framework.exception.ApiDefault' });
    const { error: missing } = (await as('anna').get(`/sites/${id}/members/max`)).json;
    expect(missing).toMatchObject({ statusCode: 404, errorKey: 'framework.exception.RelationshipNotFound' });
    expect(pagination).toMatchObject({ count: 4, totalItems: 4, hasMoreItems: false });
    const through = await as('max').get(`/sites/${id}/members?where=(isMemberOfGroup=true)`);
    expect([idsOf(through.entries), through.pagination['totalItems']]).toEqual([['dora'], 1]);
    expect((await as('max').get(`/sites/${id}/members?skipCount=1&maxItems=1`)).pagination).toMatchObject({
      count: 1,
      hasMoreItems: true,
      totalItems: 4,
    });
    expect(idsOf((await as('max').get(`/sites/${id}/group-members`)).entries)).toEqual([group]);
    expect((await as('dora').get(`/sites/${id}`)).entry['role']).toBe('SiteCollaborator');
    expect((await as('anna').put(`/sites/${id}/members/dora`, { role: 'SiteConsumer' })).status).toBe(400);
    const changed = await as('anna').put(`/sites/${id}/group-members/${String(group)}`, { role: 'SiteConsumer' });
    expect(changed.entry).toMatchObject({ id: group, role: 'SiteConsumer' });
    expect((await as('anna').delete(`/sites/${id}/group-members/${String(group)}`)).status).toBe(204);
    expect((await as('anna').get(`/sites/${id}/group-members/${String(group)}`)).status).toBe(404);
    expect((await as('dora').get(`/sites/${id}`)).entry['role']).toBeUndefined();
  });

  it('come, change their roles and go, which acts at once', async () => {
    const { id } = await site('PRIVATE');
    const added = await as('anna').post(`/sites/${id}/members`, { id: 'paul', role: 'SiteConsumer' });
    expect([added.status, added.entry]).toMatchObject([
      201,
      { id: 'paul', role: 'SiteConsumer', isMemberOfGroup: false },
    ]);
    expect((await as('paul').get(`/sites/${id}`)).entry['role']).toBe('SiteConsumer');
    const changed = await as('anna').put(`/sites/${id}/members/paul`, { role: 'SiteManager' });
    expect([changed.status, changed.entry]).toMatchObject([200, { id: 'paul', role: 'SiteManager' }]);
    expect((await as('paul').put(`/sites/${id}`, { title: 'Mine' })).status).toBe(200);
    expect((await as('anna').get(`/sites/${id}/members/paul`)).entry).toMatchObject({ role: 'SiteManager' });
    expect((await as('anna').delete(`/sites/${id}/members/paul`)).status).toBe(204);
    expect((await as('paul').get(`/sites/${id}`)).status).toBe(404);
  });

  it('come several at once, all or none', async () => {
    const { id } = await site('PRIVATE');
    const members = (...names: readonly string[]): readonly Json[] =>
      names.map((name) => ({ id: name, role: 'SiteConsumer' }));
    expect((await as('anna').post(`/sites/${id}/members`, members('paul', 'nobody'))).status).toBe(404);
    expect((await as('paul').get(`/sites/${id}`)).status).toBe(404);
    const { status, entries } = await as('anna').post(`/sites/${id}/members`, members('paul', 'cora'));
    expect([status, idsOf(entries)]).toEqual([201, ['paul', 'cora']]);
  });

  type Act = (client: AlfrescoClient, site: string) => Promise<ApiAnswer>;
  const add =
    (body: Json, kind = 'members'): Act =>
    (client, id) =>
      client.post(`/sites/${id}/${kind}`, body);
  const change =
    (name: string, role: string): Act =>
    (client, id) =>
      client.put(`/sites/${id}/members/${name}`, { role });
  const remove =
    (name: string): Act =>
    (client, id) =>
      client.delete(`/sites/${id}/members/${name}`);
  const removeGroup =
    (name: string): Act =>
    (client, id) =>
      client.delete(`/sites/${id}/group-members/${name}`);
  const removeFrom =
    (name: string): Act =>
    (client, id) =>
      client.delete(`/people/${name}/sites/${id}`);
  const read =
    (path: string): Act =>
    (client, id) =>
      client.get(`/sites/${id}/${path}`);
  it.each<readonly [string, Name, Act, number]>([
    ['adding nobody', 'anna', add({ id: 'nobody', role: 'SiteConsumer' }), 404],
    ['adding a member', 'anna', add({ id: 'cora', role: 'SiteConsumer' }), 409],
    ['adding with no role', 'anna', add({ id: 'paul' }), 400],
    ['adding with a role that there is not', 'anna', add({ id: 'paul', role: 'Consumer' }), 400],
    ['adding no id', 'anna', add({ role: 'SiteConsumer' }), 400],
    ['adding a group as a person', 'anna', add({ id: 'GROUP_EVERYONE', role: 'SiteConsumer' }), 404],
    ['adding a person as a group', 'anna', add({ id: 'paul', role: 'SiteConsumer' }, 'group-members'), 404],
    ['adding everybody', 'anna', add({ id: 'GROUP_EVERYONE', role: 'SiteConsumer' }, 'group-members'), 422],
    ['adding, by a collaborator', 'cora', add({ id: 'paul', role: 'SiteConsumer' }), 403],
    ['adding oneself, by a stranger', 'dora', add({ id: 'dora', role: 'SiteManager' }), 404],
    ['changing who is no member', 'anna', change('paul', 'SiteConsumer'), 400],
    ['changing nobody', 'anna', change('nobody', 'SiteConsumer'), 404],
    ['changing to a role that there is not', 'anna', change('cora', 'Boss'), 400],
    ['changing the last manager', 'anna', change('anna', 'SiteConsumer'), 400],
    ['raising oneself', 'cora', change('-me-', 'SiteManager'), 403],
    ['changing nothing', 'anna', change('anna', 'SiteManager'), 200],
    ['removing who is no member', 'anna', remove('paul'), 400],
    ['removing nobody', 'anna', remove('nobody'), 404],
    ['removing the last manager', 'anna', remove('anna'), 400],
    ['removing the last manager, by an administrator', 'admin', remove('anna'), 400],
    ['removing another', 'cora', remove('anna'), 422],
    ['removing another from the sites that she is in', 'cora', removeFrom('anna'), 422],
    ['removing a group', 'cora', removeGroup('GROUP_EVERYONE'), 422],
    ['leaving', 'cora', remove('-ME-'), 204],
    ['reading who is no member', 'anna', read('members/paul'), 404],
    ['reading oneself', 'cora', read('members/-me-'), 200],
    ['reading by another condition', 'anna', read('members?where=(role=x)'), 400],
    ['reading a container that is not there', 'anna', read('containers/wiki'), 404],
    ['reading containers, by a stranger', 'dora', read('containers'), 404],
    ['reading members, by a stranger', 'dora', read('members'), 404],
  ])('%s (%s)', async (...[, name, act, status]) => {
    const { id } = await site('PRIVATE', { cora: 'SiteCollaborator' });
    const answer = await act(as(name), id);
    expect([answer.status, errorOf(answer).summary]).toMatchObject([status, expect.any(String)]);
    expect((await as('anna').get(`/sites/${id}`)).entry['role']).toBe('SiteManager');
  });
});

describe('the sites of a person', () => {
  it('are those that the person belongs to, of those that the caller sees', async () => {
    await server.person('petra');
    const petra = server.as('petra');
    const [open, secret] = [await site('PUBLIC'), await site('PRIVATE')];
    for (const { id } of [open, secret])
      await as('anna').make(`/sites/${id}/members`, { id: 'petra', role: 'SiteContributor' });
    const mine = await petra.get('/people/-me-/sites?orderBy=id');
    expect(mine.entries).toMatchObject([
      { id: open.id, guid: open.guid, role: 'SiteContributor', site: { id: open.id, role: 'SiteContributor' } },
      { id: secret.id, guid: secret.guid, role: 'SiteContributor', site: { visibility: 'PRIVATE' } },
    ]);
    expect(mine.pagination).toMatchObject({ count: 2, totalItems: 2 });
    const seen = await as('dora').get('/people/petra/sites');
    expect([idsOf(seen.entries), seen.pagination['totalItems']]).toEqual([[open.id], 1]);
    const filtered = await petra.get("/people/-me-/sites?where=(visibility='PRIVATE')");
    expect([idsOf(filtered.entries), filtered.pagination['totalItems']]).toEqual([[secret.id], 1]);
    expect((await petra.get(`/people/-me-/sites/${secret.id}`)).entry).toMatchObject({ id: secret.id });
    const { json } = await petra.get('/people/-me-/sites?orderBy=id&maxItems=1&relations=site');
    const [first] = (json['list'] as { entries: readonly Json[] }).entries;
    expect(first?.['relations']).toMatchObject({ site: { entry: { id: open.id } } });
    expect((await petra.delete(`/people/-me-/sites/${secret.id}`)).status).toBe(204);
    expect((await petra.get(`/people/-me-/sites/${secret.id}`)).status).toBe(404);
  });

  it.each([
    ['GET', '/people/nobody/sites', 404],
    ['GET', '/people/-me-/sites/none', 404],
    ['GET', '/people/-me-/sites?orderBy=description', 400],
    ['DELETE', '/people/-me-/sites/none', 404],
  ])('%s %s answers %d', async (method, path, status) => {
    expect((await as('dora').fetch(path, { method })).status).toBe(status);
  });
});

describe('who asks to join', () => {
  const ASK = '/people/-me-/site-membership-requests';
  const TO_DECIDE = '/site-membership-requests';

  it('a public site is in it at once', async () => {
    const { id } = await site('PUBLIC');
    const { status, entry } = await as('dora').post(ASK, { id, message: 'Hello' });
    expect([status, entry]).toMatchObject([201, { id, message: 'Hello', site: { id, role: 'SiteConsumer' } }]);
    expect((await as('dora').get(`/sites/${id}`)).entry['role']).toBe('SiteConsumer');
    expect((await as('dora').get(`${ASK}/${id}`)).status).toBe(404);
  });

  it('a moderated site waits for a manager, who says yes', async () => {
    const { id } = await site('MODERATED');
    expect((await as('dora').post(ASK, { id, message: 'Please', title: 'T', client: 'workspace' })).status).toBe(201);
    expect((await as('dora').get(`${ASK}/${id}`)).entry).toMatchObject({ id, message: 'Please', site: { id } });
    const read = (await as('dora').get(`${ASK}/${id}`)).entry;
    const changed = await as('dora').put(`${ASK}/${id}`, { ...read, title: 'T', message: 'Pretty please' });
    expect(changed.entry).toMatchObject({ id, message: 'Pretty please' });
    const { entries, pagination } = await as('anna').get(`${TO_DECIDE}?where=(siteId='${id}')`);
    expect(entries).toMatchObject([{ id, message: 'Pretty please', person: { id: 'dora' }, site: { id } }]);
    expect(pagination).toMatchObject({ count: 1, totalItems: 1 });
    expect((await as('paul').get(`${TO_DECIDE}?where=(siteId='${id}')`)).entries).toEqual([]);
    const approved = await as('anna').post(`/sites/${id}/site-membership-requests/dora/approve`, {
      role: 'SiteContributor',
    });
    expect([approved.status, approved.text]).toEqual([200, '']);
    expect((await as('dora').get(`/sites/${id}`)).entry['role']).toBe('SiteContributor');
    expect((await as('dora').get(`${ASK}/${id}`)).status).toBe(404);
  });

  it.each([
    ['a manager says no', (id: string) => as('anna').post(`/sites/${id}/site-membership-requests/dora/reject`)],
    ['thinks better of it', (id: string) => as('dora').delete(`${ASK}/${id}`)],
  ])('and then %s stays outside', async (_what, act) => {
    const { id } = await site('MODERATED');
    await as('dora').post(ASK, { id });
    expect((await act(id)).status).toBeLessThan(300);
    expect((await as('dora').get(`${ASK}/${id}`)).status).toBe(404);
    expect((await as('dora').get(`/sites/${id}`)).entry['role']).toBeUndefined();
  });

  it('and is made a member meanwhile waits no more', async () => {
    const { id } = await site('MODERATED');
    await as('dora').post(ASK, { id });
    await as('anna').make(`/sites/${id}/members`, { id: 'dora', role: 'SiteConsumer' });
    expect((await as('dora').get(`${ASK}/${id}`)).status).toBe(404);
  });

  it.each([
    ['a private site', 'PRIVATE', (id: string) => as('dora').post(ASK, { id }), 404],
    ['a private site of theirs', 'PRIVATE', (id: string) => as('anna').post(ASK, { id }), 404],
    ['nothing', 'PUBLIC', () => as('dora').post(ASK, { id: 'none' }), 404],
    ['a site of theirs', 'PUBLIC', (id: string) => as('anna').post(ASK, { id }), 400],
    ['no site', 'PUBLIC', () => as('dora').post(ASK, { message: 'x' }), 400],
    ['for another', 'PUBLIC', (id: string) => as('dora').post('/people/paul/site-membership-requests', { id }), 404],
    ["to see another's", 'PUBLIC', () => as('dora').get('/people/paul/site-membership-requests'), 404],
    ['and approves', 'MODERATED', (id: string) => approve('cora', id), 403],
    ['and approves nobody', 'MODERATED', (id: string) => approve('anna', id), 404],
    ['and changes nothing', 'MODERATED', (id: string) => as('dora').put(`${ASK}/${id}`, { message: 'x' }), 404],
    ['and withdraws nothing', 'MODERATED', (id: string) => as('dora').delete(`${ASK}/${id}`), 404],
  ] as const)('%s (%s) is refused', async (...[, visibility, act, status]) => {
    const { id } = await site(visibility, { cora: 'SiteCollaborator' });
    expect((await act(id)).status).toBe(status);
  });
  const approve = (name: Name, id: string): Promise<ApiAnswer> =>
    as(name).post(`/sites/${id}/site-membership-requests/dora/approve`);

  it('is seen and turned away by who may decide on it, and by no other', async () => {
    const { id } = await site('MODERATED', { cora: 'SiteCollaborator' });
    await as('dora').post(ASK, { id, message: 'Hello' });
    const path = `/people/dora/site-membership-requests/${id}`;
    for (const who of ['anna', 'admin'] as const)
      expect((await as(who).get(path)).entry).toMatchObject({ id, message: 'Hello', site: { id } });
    const none = { statusCode: 404, errorKey: 'framework.exception.RelationshipNotFound' };
    expect((await as('cora').get(path)).json['error']).toMatchObject(none);
    expect((await as('cora').delete(path)).json['error']).toMatchObject(none);
    expect((await as('anna').put(path, { message: 'x' })).status).toBe(404);
    expect((await as('anna').delete(path)).status).toBe(204);
    expect((await as('anna').delete(path)).json['error']).toMatchObject(none);
    expect((await as('dora').get(`${ASK}/${id}`)).json['error']).toMatchObject(none);
    expect((await as('anna').get(`/people/nobody/site-membership-requests/${id}`)).json['error']).toMatchObject({
      errorKey: 'framework.exception.EntityNotFound',
    });
  });

  it('twice is told so', async () => {
    const { id } = await site('MODERATED');
    await as('max').post(ASK, { id });
    expect((await as('max').post(ASK, { id })).status).toBe(400);
    expect((await as('max').get(ASK)).pagination['totalItems']).toBe(1);
  });
});
