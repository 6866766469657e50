import { errorOf, type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;
let count = 0;

const ADMINISTRATORS = 'GROUP_ALFRESCO_ADMINISTRATORS';

beforeAll(async () => {
  server = await startAlfresco(['anna', 'paul']);
  admin = server.as('admin');
  anna = server.as('anna');
});
afterAll(() => server.close());

/** A new group's id, with its prefix. */
async function group(more: Json = {}): Promise<string> {
  return String((await admin.make('/groups', { id: `g${++count}`, ...more }))['id']);
}
const join = (
  id: string,
  member: string,
  memberType = member.startsWith('GROUP_') ? 'GROUP' : 'PERSON',
): Promise<Json> => admin.make(`/groups/${id}/members`, { id: member, memberType });
const idsOf = (entries: readonly Json[]): readonly string[] => entries.map(({ id }) => String(id));

describe('a new group', () => {
  it('is shown as it was made, with its prefix', async () => {
    const parent = await group();
    const body = { id: 'Editors', displayName: 'Our editors', description: 'They edit', parentIds: [parent] };
    const { status, entry } = await admin.post('/groups?include=parentIds,zones,hasSubgroups,description', body);
    expect(status).toBe(201);
    const shown = {
      id: 'GROUP_Editors',
      displayName: 'Our editors',
      description: 'They edit',
      isRoot: false,
      parentIds: [parent],
      zones: ['APP.DEFAULT', 'AUTH.ALF'],
      hasSubgroups: false,
    };
    expect(entry).toEqual(shown);
    expect((await anna.get('/groups/GROUP_Editors')).entry).toEqual({
      id: 'GROUP_Editors',
      displayName: 'Our editors',
      isRoot: false,
    });
    expect((await anna.get(`/groups/${parent}?include=hasSubgroups,parentIds`)).entry).toMatchObject({
      isRoot: true,
      hasSubgroups: true,
      parentIds: [],
    });
  });

  it('is named by its id when it has no other name', async () => {
    const id = await group();
    expect((await anna.get(`/groups/${id}`)).entry['displayName']).toBe(id.slice('GROUP_'.length));
  });

  it.each([
    ['no id', { displayName: 'x' }, 400],
    ['an id that no name can be', { id: 'a/b' }, 422],
    ['an id that is there', { id: 'EVERYONE' }, 409],
    ['a parent that is not there', { id: 'orphan', parentIds: ['GROUP_none'] }, 404],
    ['a parent that is no group', { id: 'orphan', parentIds: ['anna'] }, 400],
    ['a member that nobody knows', { id: 'x', isRoot: true }, 400],
    ['a name that is too long', { id: 'x', displayName: 'x'.repeat(256) }, 422],
  ])('with %s is refused', async (_what, body, status) => {
    const answer = await admin.post('/groups', body);
    expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
  });

  it('of which one parent is not there is not made at all', async () => {
    await admin.post('/groups', { id: 'half', parentIds: [await group(), 'GROUP_none'] });
    expect((await admin.get('/groups/GROUP_half')).status).toBe(404);
  });
});

it.each([
  ['makes a group', (client: AlfrescoClient) => client.post('/groups', { id: 'no' })],
  ['changes one', (client: AlfrescoClient) => client.put('/groups/GROUP_kept', { displayName: 'x' })],
  ['deletes one', (client: AlfrescoClient) => client.delete('/groups/GROUP_kept')],
  [
    'joins one',
    (client: AlfrescoClient) => client.post('/groups/GROUP_kept/members', { id: 'anna', memberType: 'PERSON' }),
  ],
  ['takes out a member', (client: AlfrescoClient) => client.delete('/groups/GROUP_kept/members/paul')],
])('who is no administrator and %s is refused', async (_what, act) => {
  if ((await admin.get('/groups/GROUP_kept')).status === 404) {
    await admin.make('/groups', { id: 'kept' });
    await join('GROUP_kept', 'paul');
  }
  expect((await act(anna)).status).toBe(403);
  expect(idsOf((await anna.get('/groups/GROUP_kept/members')).entries)).toEqual(['paul']);
});

describe('a change', () => {
  it('keeps what it does not name', async () => {
    const id = await group({ displayName: 'Old', description: 'About' });
    const put = await admin.put(`/groups/${id}?include=description`, { displayName: 'New' });
    expect(put.entry).toMatchObject({ displayName: 'New', description: 'About' });
    const cleared = await admin.put(`/groups/${id}?include=description`, { description: null });
    expect(cleared.entry).toEqual({ id, displayName: 'New', isRoot: true });
  });

  it.each([
    ['an id', 'GROUP_EMAIL_CONTRIBUTORS', { id: 'x' }, 400],
    ['no name', 'GROUP_EMAIL_CONTRIBUTORS', { displayName: null }, 400],
    ['everybody', 'GROUP_EVERYONE', { displayName: 'x' }, 409],
    ['nothing that is there', 'GROUP_none', { displayName: 'x' }, 404],
    ['what is no group', 'anna', { displayName: 'x' }, 400],
  ])('of %s is refused', async (...[, id, body, status]) => {
    expect((await admin.put(`/groups/${id}`, body)).status).toBe(status);
  });
});

describe('deleting', () => {
  it('leaves members and subgroups', async () => {
    const [top, below] = [await group(), await group()];
    await join(top, below);
    await join(top, 'anna');
    expect((await admin.delete(`/groups/${top}`)).status).toBe(204);
    expect((await admin.get(`/groups/${top}`)).status).toBe(404);
    expect((await admin.get(`/groups/${below}`)).entry['isRoot']).toBe(true);
    expect(idsOf((await anna.get('/people/-me-/groups')).entries)).not.toContain(top);
  });

  it('with cascade takes subgroups that no other group holds, and no more', async () => {
    const [top, middle, leaf, shared, other] = [
      await group(),
      await group(),
      await group(),
      await group(),
      await group(),
    ];
    for (const [holder, held] of [
      [top, middle],
      [middle, leaf],
      [middle, shared],
      [other, shared],
      [middle, 'anna'],
      [top, 'GROUP_ALFRESCO_ADMINISTRATORS'],
    ] as const)
      await join(holder, held);
    expect((await admin.delete(`/groups/${top}?cascade=true`)).status).toBe(204);
    const statuses = await Promise.all(
      [top, middle, leaf, shared, other, ADMINISTRATORS].map(async (id) => (await admin.get(`/groups/${id}`)).status),
    );
    expect(statuses).toEqual([404, 404, 404, 200, 200, 200]);
  });

  it.each([
    ['GROUP_EVERYONE', 409],
    [ADMINISTRATORS, 409],
    ['GROUP_none', 404],
    ['none', 400],
  ])('%s is refused', async (id, status) => {
    expect((await admin.delete(`/groups/${id}`)).status).toBe(status);
  });
});

describe('the members of a group', () => {
  let team: string;
  let sub: string;

  beforeAll(async () => {
    team = await group({ displayName: 'Team' });
    sub = await group({ displayName: 'beta' });
    await join(team, 'paul');
    await join(team, 'anna');
    await join(team, sub);
  });

  it.each([
    ['', ['anna', 'GROUP', 'paul']],
    ['?orderBy=id desc', ['paul', 'anna', 'GROUP']],
    ["?where=(memberType='PERSON')", ['anna', 'paul']],
    ['?where=(memberType=GROUP)', ['GROUP']],
    ['?skipCount=1&maxItems=1', ['GROUP']],
  ])('are listed%s', async (query, members) => {
    const { entries } = await anna.get(`/groups/${team}/members${query}`);
    expect(idsOf(entries).map((id) => (id === sub ? 'GROUP' : id))).toEqual(members);
  });

  it('say what they are, and how many there are', async () => {
    const { entries, pagination } = await anna.get(`/groups/${team}/members?maxItems=2`);
    expect(entries[0]).toEqual({ id: 'anna', displayName: 'anna', memberType: 'PERSON' });
    expect(entries[1]).toEqual({ id: sub, displayName: 'beta', memberType: 'GROUP' });
    expect(pagination).toEqual({ count: 2, hasMoreItems: true, totalItems: 3, skipCount: 0, maxItems: 2 });
  });

  it.each([
    ['of everybody', '/groups/GROUP_EVERYONE/members', 405],
    ['of nothing', '/groups/GROUP_none/members', 404],
    ['of a person', '/groups/anna/members', 400],
    ['of another kind', `/groups/${ADMINISTRATORS}/members?where=(memberType=ROLE)`, 400],
    ['by another condition', `/groups/${ADMINISTRATORS}/members?where=(id=anna)`, 400],
    ['in two orders', `/groups/${ADMINISTRATORS}/members?orderBy=id,displayName`, 400],
  ])('%s are not listed', async (_what, path, status) => {
    expect((await anna.get(path)).status).toBe(status);
  });

  it('come and go', async () => {
    const id = await group();
    const added = await admin.post(`/groups/${id}/members`, { id: 'anna', memberType: 'PERSON' });
    expect([added.status, added.entry]).toEqual([201, { id: 'anna', displayName: 'anna', memberType: 'PERSON' }]);
    expect((await admin.delete(`/groups/${id}/members/anna`)).status).toBe(204);
    expect((await anna.get(`/groups/${id}/members`)).entries).toEqual([]);
  });

  it.each([
    ['nobody', () => team, { id: 'nobody', memberType: 'PERSON' }, 404],
    ['a person as a group', () => team, { id: 'admin', memberType: 'GROUP' }, 400],
    ['a group as a person', () => team, { id: ADMINISTRATORS, memberType: 'PERSON' }, 400],
    ['another kind', () => team, { id: 'admin', memberType: 'ROLE' }, 400],
    ['no kind', () => team, { id: 'admin' }, 400],
    ['one that is there', () => team, { id: 'anna', memberType: 'PERSON' }, 409],
    ['the group itself', () => sub, { id: 'TEAM', memberType: 'GROUP' }, 422],
    ['to everybody', () => 'GROUP_EVERYONE', { id: 'anna', memberType: 'PERSON' }, 409],
    ['to nothing', () => 'GROUP_none', { id: 'anna', memberType: 'PERSON' }, 404],
  ])('adding %s is refused', async (...[, id, body, status]) => {
    const member = body.id === 'TEAM' ? team : body.id;
    expect((await admin.post(`/groups/${id()}/members`, { ...body, id: member })).status).toBe(status);
  });

  it.each([
    ['nobody', () => team, 'nobody', 404],
    ['who is no member', () => team, 'admin', 404],
    ['from everybody', () => 'GROUP_EVERYONE', 'anna', 409],
    ['the last administrator', () => ADMINISTRATORS, 'admin', 409],
  ])('taking out %s is refused', async (...[, id, member, status]) => {
    expect((await admin.delete(`/groups/${id()}/members/${member}`)).status).toBe(status);
    expect((await admin.get('/people/-me-')).entry['capabilities']).toMatchObject({ isAdmin: true });
  });

  it('of a site stay, which its roles are', async () => {
    await admin.make('/sites', { id: 'kept', title: 'Kept', visibility: 'PUBLIC' });
    const members = async (): Promise<readonly string[]> =>
      idsOf((await admin.get('/groups/GROUP_site_kept/members')).entries);
    const before = await members();
    expect(before).toContain('GROUP_site_kept_SiteManager');
    expect((await admin.delete('/groups/GROUP_site_kept/members/GROUP_site_kept_SiteManager')).status).toBe(409);
    expect(await members()).toEqual(before);
  });

  it.each([
    ['the group that the last administrator is one by', false],
    ['it with its subgroups', true],
  ])('deleting %s is refused', async (_name, cascade) => {
    const outer = await group();
    const inner = await group();
    await join(outer, inner);
    await join(inner, 'admin');
    await join(ADMINISTRATORS, outer);
    expect((await admin.delete(`/groups/${ADMINISTRATORS}/members/admin`)).status).toBe(204);
    expect((await admin.delete(`/groups/${outer}?cascade=${cascade}`)).status).toBe(409);
    expect((await admin.delete(`/groups/${inner}`)).status).toBe(409);
    expect(idsOf((await admin.get(`/groups/${outer}/members`)).entries)).toEqual([inner]);
    await join(ADMINISTRATORS, 'admin');
    expect((await admin.delete(`/groups/${outer}?cascade=true`)).status).toBe(204);
    expect((await admin.get(`/groups/${inner}`)).status).toBe(404);
  });

  it('of administrators are administrators at once', async () => {
    await server.person('rita');
    const rita = server.as('rita');
    expect((await rita.post('/groups', { id: 'rita1' })).status).toBe(403);
    await join(ADMINISTRATORS, 'rita');
    expect((await rita.post('/groups', { id: 'rita1' })).status).toBe(201);
    await admin.delete(`/groups/${ADMINISTRATORS}/members/rita`);
    expect((await rita.post('/groups', { id: 'rita2' })).status).toBe(403);
  });
});

describe('the list of groups', () => {
  beforeAll(async () => {
    const top = await admin.make('/groups', { id: 'list-a', displayName: 'list Zulu' });
    await admin.make('/groups', { id: 'list-b', displayName: 'List alpha', parentIds: [top['id']] });
    await admin.make('/groups', { id: 'list-c', displayName: 'list_100%' });
  });
  const short = (entries: readonly Json[]): string =>
    idsOf(entries)
      .filter((id) => id.startsWith('GROUP_list-'))
      .map((id) => id.slice(-1))
      .join('');

  it.each([
    ['', 'bac'],
    ['orderBy=id', 'abc'],
    ['orderBy=displayName+DESC', 'cab'],
    ['where=(isRoot=true)', 'ac'],
    ['where=(isRoot=false)', 'b'],
    ["where=(displayName in ('LIST *'))", 'ba'],
    ["where=(displayName in ('list_*'))", 'c'],
    ["where=(displayName in ('*%'))", 'c'],
    ["where=(zones in ('APP.DEFAULT') AND isRoot=true)", 'ac'],
    ["where=(zones in ('APP.SHARE'))", ''],
    ["where=(zones in ('AUTH.ALF'))", 'bac'],
    ["where=(zones in ('NONE'))", ''],
    ['where=(isRoot=true AND isRoot=false)', ''],
  ])('with "%s"', async (query, found) => {
    const { status, entries } = await anna.get(`/groups?maxItems=1000&${encodeURI(query)}`);
    expect([status, short(entries)]).toEqual([200, found]);
  });

  it('comes in pages that say how many there are', async () => {
    const all = await anna.get('/groups?maxItems=1000');
    const page = await anna.get('/groups?skipCount=2&maxItems=3');
    expect(page.entries).toEqual(all.entries.slice(2, 5));
    expect(page.pagination).toMatchObject({ count: 3, hasMoreItems: true, totalItems: all.entries.length });
    expect(idsOf(all.entries)).toContain('GROUP_EVERYONE');
  });

  it.each([
    ["where=(zones in ('A','B'))"],
    ['where=(NOT isRoot=true)'],
    ["where=(isRoot=true OR zones in ('A'))"],
    ['where=(id=x)'],
    ['where=isRoot=true'],
    ['orderBy=zones'],
  ])('refuses %s', async (query) => {
    expect((await anna.get(`/groups?${encodeURI(query)}`)).status).toBe(400);
  });
});

describe('the groups of a person', () => {
  it('are all that it belongs to, also through others', async () => {
    await server.person('dora');
    const [outer, inner] = [await group({ displayName: 'a' }), await group({ displayName: 'b' })];
    await join(outer, inner);
    await join(inner, 'dora');
    const dora = server.as('dora');
    const { entries, pagination } = await dora.get('/people/-me-/groups');
    expect(idsOf(entries)).toEqual([outer, inner, 'GROUP_EVERYONE']);
    expect(pagination).toMatchObject({ count: 3, totalItems: 3, hasMoreItems: false });
    expect(idsOf((await anna.get('/people/dora/groups?where=(isRoot=false)')).entries)).toEqual([inner]);
    expect((await dora.get('/people/-me-/groups?include=parentIds&where=(isRoot=false)')).entries).toEqual([
      { id: inner, displayName: 'b', isRoot: false, parentIds: [outer] },
    ]);
  });

  it('of nobody are not listed', async () => {
    expect((await anna.get('/people/nobody/groups')).status).toBe(404);
  });
});
