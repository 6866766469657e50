/** People and groups as objects: what the directory says is what every door shows, and only the directory changes it. */
import { openRepository } from '../../src/postgres/schema/bootstrap';
import { openDatabase } from '../../src/postgres/connection/database';
import { browserClient, exceptionOf, named, properties, type BrowserClient, type Fields } from '../cmis/browser/client';
import { errorOf, type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const DOORS = {
  cmis: '/cmis/1.1/browser/-default-',
  alfresco: '/alfresco/api/-default-/public/cmis/versions/1.1/browser',
} as const;
type Dialect = keyof typeof DOORS;

let server: AlfrescoServer;
const api = (name = 'admin'): AlfrescoClient => server.as(name);
const browser = (name = 'admin', dialect: Dialect = 'cmis'): BrowserClient =>
  browserClient(server.url + DOORS[dialect], { user: name, password: name });

beforeAll(async () => {
  server = await startAlfresco(['anna', 'paul', 'cora']);
});
afterAll(() => server.close());

async function query(statement: string, client = browser('paul')): Promise<readonly Json[]> {
  const { status, text, json } = await client.get('repository', 'query', { q: statement, succinct: true });
  if (status !== 200) throw new Error(`${statement}: ${status} ${text}`);
  return (json as { readonly results: readonly { readonly succinctProperties: Json }[] }).results.map(
    ({ succinctProperties }) => succinctProperties,
  );
}

/** The ids of the one object that the condition is true of. */
async function idOf(condition: string): Promise<string> {
  const rows = await query(`SELECT cmis:objectId FROM ${condition}`);
  expect(rows).toHaveLength(1);
  return String(rows[0]?.['cmis:objectId']);
}
const personId = (name: string): Promise<string> => idOf(`cm:person WHERE cm:userName = '${name}'`);
const groupId = (name: string): Promise<string> => idOf(`cm:authorityContainer WHERE cm:authorityName = '${name}'`);

async function search(text: string): Promise<readonly unknown[]> {
  const path = '/alfresco/api/-default-/public/search/versions/1/search';
  const sort = [{ type: 'FIELD', field: 'cm:name', ascending: true }];
  const { entries } = await api('paul').post(path, { query: { query: text }, sort });
  return entries.map(({ name }) => name);
}

/** Kinds of the events of an object, the oldest first. */
async function changesOf(objectId: string): Promise<readonly unknown[]> {
  const { json } = await browser().get('repository', 'contentChanges', { succinct: true, maxItems: 10_000 });
  const { objects } = json as { readonly objects: readonly Json[] };
  return objects
    .filter(({ succinctProperties }) => (succinctProperties as Json)['cmis:objectId'] === objectId)
    .map(({ changeEventInfo }) => (changeEventInfo as Json)['changeType']);
}

describe.each(Object.keys(DOORS) as readonly Dialect[])('queries (%s)', (dialect) => {
  it('find everybody', async () => {
    const rows = await query('SELECT * FROM cm:person ORDER BY cm:userName', browser('paul', dialect));
    expect(rows.map((row) => row['cm:userName'])).toEqual(expect.arrayContaining(['admin', 'anna', 'guest', 'paul']));
    expect(rows.find((row) => row['cm:userName'] === 'anna')).toMatchObject({
      'cmis:name': 'anna',
      'cmis:objectTypeId': 'I:cm:person',
      'cm:firstName': 'anna',
      'cm:homeFolder': (await api('anna').get('/nodes/-my-')).entry['id'],
    });
  });

  it('find the groups, but for the one that everybody belongs to', async () => {
    const statement = `SELECT cm:authorityName, cm:authorityDisplayName FROM cm:authorityContainer`;
    const rows = await query(statement, browser('paul', dialect));
    expect(rows).toContainEqual({
      'cm:authorityName': 'GROUP_ALFRESCO_ADMINISTRATORS',
      'cm:authorityDisplayName': 'ALFRESCO_ADMINISTRATORS',
    });
    expect(rows.map((row) => row['cm:authorityName'])).not.toContain('GROUP_EVERYONE');
  });

  it('find both as items', async () => {
    const statement = `SELECT cmis:name FROM cmis:item WHERE cmis:name IN ('anna', 'GROUP_EMAIL_CONTRIBUTORS') ORDER BY cmis:name`;
    const rows = await query(statement, browser('paul', dialect));
    expect(rows.map((row) => row['cmis:name'])).toEqual(['anna', 'GROUP_EMAIL_CONTRIBUTORS']);
  });
});

const ANY = {
  ...{ id: 'vera', firstName: 'Vera', lastName: 'Quist', email: 'vera@example.org', password: 'very secret' },
  ...{ jobTitle: 'Cartographer', location: 'Oslo', telephone: '1', mobile: '2', skypeId: 's', instantMessageId: 'i' },
  ...{ googleId: 'g', userStatus: 'drawing', emailNotificationsEnabled: false, description: 'Draws maps' },
  company: {
    ...{ organization: 'Maps & Sons', address1: 'a', address2: 'b', address3: 'c', postcode: '0150' },
    ...{ telephone: '3', fax: '4', email: 'maps@example.org' },
  },
};

describe('a person', () => {
  let id: string;
  beforeAll(async () => {
    await api().make('/people', ANY);
    id = await personId('vera');
  });

  it('is there with all that the directory says, and nothing secret', async () => {
    const [row] = await query(`SELECT * FROM cm:person WHERE cm:userName = 'vera'`);
    expect(row).toMatchObject({
      ...{ 'cm:firstName': 'Vera', 'cm:lastName': 'Quist', 'cm:email': 'vera@example.org' },
      ...{ 'cm:jobtitle': 'Cartographer', 'cm:location': 'Oslo', 'cm:telephone': '1', 'cm:mobile': '2' },
      ...{ 'cm:skype': 's', 'cm:instantmsg': 'i', 'cm:googleusername': 'g', 'cm:userStatus': 'drawing' },
      ...{ 'cm:emailFeedDisabled': true, 'cm:organization': 'Maps & Sons', 'cm:companyaddress1': 'a' },
      ...{ 'cm:companyaddress2': 'b', 'cm:companyaddress3': 'c', 'cm:companypostcode': '0150' },
      ...{ 'cm:companytelephone': '3', 'cm:companyfax': '4', 'cm:companyemail': 'maps@example.org' },
    });
    expect(Math.abs(Number(row?.['cm:userStatusTime']) - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(row)).not.toMatch(/secret|scrypt/);
  });

  it('changes with the directory, at once and for every door', async () => {
    expect(await search('Cartographer')).toEqual(['vera']);
    await api().put('/people/vera', { jobTitle: 'Surveyor', lastName: null, enabled: false });
    const [row] = await query(`SELECT * FROM cm:person WHERE cm:jobtitle = 'Surveyor'`);
    expect(row).toMatchObject({ 'cmis:objectId': id, 'cm:userName': 'vera', 'cm:lastName': null });
    expect(await search('Cartographer')).toEqual([]);
    expect(await search("Surveyor OR TYPE:'st:site'")).toEqual(['vera']);
    expect(await search("TYPE:'cm:person' AND ASPECT:'cm:personDisabled'")).toEqual(['vera']);
    const { entry } = await api('paul').get(`/nodes/${id}`);
    expect(entry).toMatchObject({ name: 'vera', nodeType: 'cm:person', properties: { 'cm:jobtitle': 'Surveyor' } });
    expect(await changesOf(id)).toEqual(['created', 'updated']);
  });

  it('is as it was when nothing that it shows has changed', async () => {
    const before = (await api().get(`/nodes/${id}`)).entry;
    await api().put('/people/vera', { password: 'another secret', oldPassword: 'very secret' });
    expect((await api().get(`/nodes/${id}`)).entry).toEqual(before);
  });

  it('changes when the person changes the own password and status in one', async () => {
    const change = { password: 'new', oldPassword: 'cora', userStatus: 'away' };
    expect((await api('cora').put('/people/cora', change)).status).toBe(200);
    expect(await query(`SELECT cm:userName FROM cm:person WHERE cm:userStatus = 'away'`)).toEqual([
      { 'cm:userName': 'cora' },
    ]);
  });

  it('is in no folder and below no path', async () => {
    const { json } = await browser().get({ id }, 'parents', {});
    expect(json).toEqual([]);
    expect((await browser().get({ path: '/vera' }, 'object')).status).toBe(404);
    expect((await api().get(`/nodes/${id}?include=path`)).entry['parentId']).toBeUndefined();
    expect(await query(`SELECT cmis:name FROM cmis:item WHERE IN_TREE('${await rootId()}')`)).toEqual([]);
  });
});

const rootId = async (): Promise<string> => String((await api().get('/nodes/-root-')).entry['id']);

it.each([
  ['a person', `TYPE:'cm:person' AND userName:anna`],
  ['a home', `TYPE:'cm:folder' AND name:anna`],
])('%s is found with the rights on it', async (_what, text) => {
  const path = '/alfresco/api/-default-/public/search/versions/1/search';
  const answer = await api().post(path, { query: { query: text }, include: ['permissions', 'allowableOperations'] });
  expect(answer.entries).toHaveLength(1);
  const [found] = answer.entries;
  const { entry } = await api().get(`/nodes/${String(found?.['id'])}?include=permissions,allowableOperations`);
  expect(found).toMatchObject({ permissions: entry['permissions'] });
  expect(found?.['allowableOperations']).toEqual(entry['allowableOperations']);
});

describe('a group', () => {
  it('comes, changes and goes with the directory', async () => {
    await api().make('/groups', { id: 'maps', displayName: 'Map makers', description: 'Who draws' });
    const id = await groupId('GROUP_maps');
    expect(
      await query(
        `SELECT cm:authorityDisplayName, cmis:description FROM cm:authorityContainer WHERE cmis:objectId = '${id}'`,
      ),
    ).toEqual([{ 'cm:authorityDisplayName': 'Map makers', 'cmis:description': 'Who draws' }]);
    await api().put('/groups/GROUP_maps', { displayName: 'Cartographers' });
    expect(await search("cartographers AND TYPE:'cm:authorityContainer'")).toEqual(['GROUP_maps']);
    const source = await browser().make('repository', 'createDocument', named('cmis:document', 'map'));
    const ends = { 'cmis:sourceId': source.id, 'cmis:targetId': id };
    const tie = await browser().make('repository', 'createRelationship', named('cmis:relationship', 'tie', ends));
    expect((await api().delete('/groups/GROUP_maps')).status).toBe(204);
    expect(exceptionOf(await browser().get({ id }, 'object'))).toBe('objectNotFound');
    expect(exceptionOf(await browser().get({ id: tie.id }, 'object'))).toBe('objectNotFound');
    expect(await changesOf(id)).toEqual(['created', 'updated', 'deleted']);
    expect((await api().get('/deleted-nodes')).entries.map(({ id: gone }) => gone)).not.toContain(id);
    await api().make('/groups', { id: 'maps', displayName: 'Map makers' });
    expect(await groupId('GROUP_maps')).not.toBe(id);
  });

  it('of a site comes and goes with the site', async () => {
    await api('anna').make('/sites', { id: 'atlas', title: 'Atlas', visibility: 'PRIVATE' });
    const groups = `SELECT cm:authorityName FROM cm:authorityContainer WHERE cm:authorityName LIKE 'GROUP_site_atlas%'`;
    expect(await query(groups)).toHaveLength(5);
    expect((await api('anna').delete('/sites/atlas?permanent=true')).status).toBe(204);
    expect(await query(groups)).toEqual([]);
  });
});

describe('nobody changes by other operations', () => {
  let folder: string;
  let policy: string;
  beforeAll(async () => {
    await api('anna').make('/nodes/-my-/tags', { tag: 'green' });
    await api().make('/categories/-root-/subcategories', { name: 'Regions' });
    folder = (await browser().make({ path: '/' }, 'createFolder', named('cmis:folder', 'place'))).id;
    policy = (
      await browser().make('repository', 'createPolicy', named('cmis:policy', 'rule', { 'cmis:policyText': 'x' }))
    ).id;
  });
  const ids = {
    person: () => personId('anna'),
    group: () => groupId('GROUP_EMAIL_CONTRIBUTORS'),
    tag: () => idOf(`cm:category WHERE cmis:name = 'green'`),
    category: () => idOf(`cm:category WHERE cmis:name = 'Regions'`),
  };
  const KINDS = Object.keys(ids) as readonly (keyof typeof ids)[];
  type Action = readonly [action: string, fields: () => Fields];
  const ACTIONS: readonly Action[] = [
    ['update', () => properties({ 'cm:email': 'x' })],
    ['update', () => properties({ 'cmis:name': 'x' })],
    ['update', () => properties({ 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] })],
    ['delete', () => ({})],
    ['move', () => ({ sourceFolderId: folder, targetFolderId: folder })],
    ['addObjectToFolder', () => ({ folderId: folder })],
    ['applyACL', () => ({ 'addACEPrincipal[0]': 'paul', 'addACEPermission[0][0]': 'cmis:all' })],
    ['applyPolicy', () => ({ policyId: policy })],
  ];
  const CASES = KINDS.flatMap((kind) =>
    ACTIONS.map((action, index) => [kind, `${action[0]} (${index})`, action] as const),
  );

  it.each(CASES)('a %s: %s', async (kind, _what, [action, fields]) => {
    const id = await ids[kind]();
    const before = (await browser().get({ id }, 'object', { includeACL: true })).text;
    for (const dialect of ['cmis', 'alfresco'] as const) {
      const refused = await browser('admin', dialect).post({ id }, action, fields());
      expect([refused.status, exceptionOf(refused)]).toEqual([409, 'constraint']);
      const denied = await browser('anna', dialect).post({ id }, action, fields());
      expect([403, 409]).toContain(denied.status);
    }
    expect((await browser().get({ id }, 'object', { includeACL: true })).text).toBe(before);
  });

  it.each(KINDS)('a %s as the source of a relationship', async (kind) => {
    const ends = { 'cmis:sourceId': await ids[kind](), 'cmis:targetId': folder };
    const form = named('cmis:relationship', 'tie', ends);
    expect(exceptionOf(await browser().post('repository', 'createRelationship', form))).toBe('constraint');
  });

  it.each(['I:cm:person', 'I:cm:authorityContainer', 'I:cm:category'])('by making a %s', async (type) => {
    const answer = await browser().post({ path: '/' }, 'createItem', named(type, 'x'));
    expect(exceptionOf(answer)).toBe('constraint');
  });

  it.each(KINDS)('a %s through nodes of the v1 API', async (kind) => {
    const id = await ids[kind]();
    const { entry } = await api().get(`/nodes/${id}?include=allowableOperations`);
    expect(entry['allowableOperations']).toBeUndefined();
    for (const answer of [
      await api().put(`/nodes/${id}`, { name: 'x' }),
      await api().put(`/nodes/${id}`, { properties: { 'cm:email': 'x' } }),
      await api().put(`/nodes/${id}`, { permissions: { locallySet: [{ authorityId: 'paul', name: 'Editor' }] } }),
      await api().delete(`/nodes/${id}`),
      await api().delete(`/nodes/${id}?permanent=true`),
      await api().post(`/nodes/${id}/move`, { targetParentId: folder }),
      await api().post(`/nodes/${id}/copy`, { targetParentId: folder }),
      await api().post(`/nodes/${id}/lock`, {}),
      await api().post(`/nodes/${folder}/secondary-children`, { childId: id, assocType: 'cm:contains' }),
    ]) {
      expect({ ...errorOf(answer), status: answer.status }).toMatchObject({ statusCode: answer.status });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    expect((await api().get(`/nodes/${id}?include=allowableOperations`)).entry).toEqual(entry);
    expect((await api().get(`/nodes/${folder}/children`)).entries).toEqual([]);
  });
});

it('a repository of before gets the objects of its people and groups when it is opened', async () => {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  const all = 'SELECT cmis:name FROM cm:authority ORDER BY cmis:name';
  const before = await query(all);
  try {
    await database.run({
      text: `with gone as (delete from objects o using principals p where p.object_id = o.id returning o.id)
        delete from acls a using gone where a.object_id = gone.id`,
    });
    expect(await query(all)).toEqual([]);
    await openRepository(database, {
      adminPasswordHash: () => Promise.reject(new Error('asked')),
      rootRole: 'Consumer',
    });
  } finally {
    await database.close();
  }
  expect(await query(all)).toEqual(before);
  expect(await search('email:vera@example.org')).toEqual(['vera']);
});
