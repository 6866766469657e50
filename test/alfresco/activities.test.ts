import { browserClient } from '../cmis/browser/client';
import { forgetActivities } from '../../src/postgres/changes/activities';
import { openDatabase } from '../../src/postgres/connection/database';
import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora', 'dora'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

const statements: string[] = [];
let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE, {
    onStatement: (text) => statements.push(text),
    activities: { ageMs: 3_600_000, perSite: 12 },
  });
});
afterAll(() => server.close());

interface Place {
  readonly id: string;
  readonly library: string;
}

/** A new site of anna's, with these other members. */
async function site(visibility: string, members: Readonly<Partial<Record<Name, string>>> = {}): Promise<Place> {
  const id = `site-${++count}`;
  await as('anna').make('/sites', { id, title: `Site ${count}`, visibility });
  for (const [name, role] of Object.entries(members)) await as('anna').make(`/sites/${id}/members`, { id: name, role });
  const library = String((await as('anna').get(`/sites/${id}/containers/documentLibrary`)).entry['id']);
  return { id, library };
}

const make = async (name: Name, parent: string, node: Json): Promise<string> =>
  String((await as(name).make(`/nodes/${parent}/children`, { nodeType: 'cm:content', ...node }))['id']);

const feed = (name: Name, of: Place, query = ''): Promise<ApiAnswer> =>
  as(name).get(`/people/-me-/activities?siteId=${of.id}${query}`);

/** `kind who title` of each, newest first; of memberships who it is about. */
async function told(name: Name, of: Place, query = ''): Promise<readonly string[]> {
  const { status, entries, pagination } = await feed(name, of, query);
  expect(status).toBe(200);
  if (query === '') expect(pagination['totalItems']).toBe(entries.length);
  return entries.map(({ activityType, postPersonId, activitySummary }) => {
    const { title } = activitySummary as Json;
    return [String(activityType).replace(/.*\./, ''), postPersonId, title].join(' ');
  });
}

describe('the activities of a site', () => {
  it('are what its members did in it, newest first, at once', async () => {
    const place = await site('PRIVATE', { paul: 'SiteCollaborator' });
    const folder = await make('paul', place.library, { name: 'papers', nodeType: 'cm:folder' });
    const file = await make('paul', folder, { name: 'a.txt' });
    expect((await as('anna').put(`/nodes/${file}/content`, 'text')).status).toBe(200);
    const comment = await as('anna').make(`/nodes/${file}/comments`, { content: 'Good' });
    await as('anna').put(`/nodes/${file}/comments/${String(comment['id'])}`, { content: 'Very good' });
    await as('anna').delete(`/nodes/${file}/comments/${String(comment['id'])}`);
    await as('anna').make(`/nodes/${file}/ratings`, { id: 'likes', myRating: true });
    await as('anna').make(`/nodes/${folder}/ratings`, { id: 'likes', myRating: true });
    await as('paul').delete(`/nodes/${folder}`);
    const expected = [
      'folder-deleted paul papers',
      'folder-liked anna papers',
      'file-liked anna a.txt',
      'comment-deleted anna a.txt',
      'comment-updated anna a.txt',
      'comment-created anna a.txt',
      'file-updated anna a.txt',
      'file-added paul a.txt',
      'folder-added paul papers',
      'user-joined anna paul',
    ];
    expect(await told('anna', place)).toEqual(expected);
    expect(await told('paul', place)).toEqual(expected);
    expect(await told('paul', place, '&who=me')).toEqual(expected.filter((one) => one.includes(' paul ')));
    expect(await told('paul', place, '&who=others')).toEqual(expected.filter((one) => one.includes(' anna ')));
  });

  it('show what clients put into words', async () => {
    await as('admin').put('/people/paul', { firstName: 'Paul', lastName: 'Wood', email: 'paul@example.com' });
    const place = await site('PUBLIC', { paul: 'SiteCollaborator' });
    const file = await make('paul', place.library, { name: 'b.txt' });
    const [added, joined] = (await feed('anna', place)).entries;
    expect(added).toEqual({
      id: expect.any(Number) as number,
      postedAt: expect.stringMatching(/^\d{4}-.*\+0000$/) as string,
      feedPersonId: 'anna',
      postPersonId: 'paul',
      siteId: place.id,
      activityType: 'org.alfresco.documentlibrary.file-added',
      activitySummary: {
        firstName: 'Paul',
        lastName: 'Wood',
        title: 'b.txt',
        objectId: file,
        parentObjectId: place.library,
      },
    });
    expect(joined).toMatchObject({
      activityType: 'org.alfresco.site.user-joined',
      activitySummary: {
        role: 'SiteCollaborator',
        memberFirstName: 'Paul',
        memberLastName: 'Wood',
        memberPersonId: 'paul',
        title: 'Paul Wood',
      },
    });
    await as('admin').put('/people/paul', { firstName: 'paul', lastName: '' });
  });

  it('are who comes, gets another role and goes, people and groups', async () => {
    const place = await site('MODERATED', { cora: 'SiteConsumer' });
    await as('anna').put(`/sites/${place.id}/members/cora`, { role: 'SiteManager' });
    // What is as it was says nothing.
    await as('anna').put(`/sites/${place.id}/members/cora`, { role: 'SiteManager' });
    await as('admin').make('/groups', { id: `crowd-${count}`, displayName: 'Crowd' });
    const group = `GROUP_crowd-${count}`;
    await as('anna').make(`/sites/${place.id}/group-members`, { id: group, role: 'SiteConsumer' });
    await as('anna').put(`/sites/${place.id}/group-members/${group}`, { role: 'SiteContributor' });
    await as('anna').delete(`/sites/${place.id}/group-members/${group}`);
    await as('paul').make('/people/-me-/site-membership-requests', { id: place.id, message: '' });
    await as('anna').post(`/sites/${place.id}/site-membership-requests/paul/approve`, { role: 'SiteConsumer' });
    await as('cora').delete(`/sites/${place.id}/members/cora`);
    expect(await told('anna', place)).toEqual([
      'user-left cora cora',
      'user-joined anna paul',
      `group-removed anna ${group}`,
      `group-role-changed anna ${group}`,
      `group-added anna ${group}`,
      'user-role-changed anna cora',
      'user-joined anna cora',
    ]);
  });

  it('are told once for each request, and once for a tree', async () => {
    const place = await site('PUBLIC');
    const folder = await make('anna', place.library, { name: 'tree', nodeType: 'cm:folder' });
    await make('anna', folder, { name: 'leaf', properties: { 'cm:title': 'Leaf' } });
    await as('anna').make(`/nodes/${folder}/copy`, { targetParentId: place.library, name: 'copied' });
    const form = new FormData();
    form.set('filedata', new Blob(['text']), 'c.txt');
    form.set('cm:title', 'C');
    const { entry } = await as('anna').post(`/nodes/${place.library}/children`, form);
    await as('anna').make(`/nodes/${String(entry['id'])}/ratings`, { id: 'likes', myRating: true });
    await as('anna').make(`/nodes/${String(entry['id'])}/ratings`, { id: 'likes', myRating: true });
    await as('anna')
      .make(`/nodes/${String(entry['id'])}/ratings`, { id: 'fiveStar', myRating: 3 })
      .catch(() => ({}));
    await as('anna').post(`/nodes/${String(entry['id'])}/lock`, {});
    await as('anna').post(`/nodes/${String(entry['id'])}/unlock`);
    await as('anna').make(`/nodes/${String(entry['id'])}/tags`, { tag: 'told' });
    await as('anna').delete(`/nodes/${folder}`);
    expect(await told('anna', place)).toEqual([
      'folder-deleted anna tree',
      'file-liked anna c.txt',
      'file-added anna c.txt',
      'folder-added anna copied',
      'file-added anna leaf',
      'folder-added anna tree',
    ]);
  });

  it('come from every door, of what was checked in', async () => {
    const place = await site('PUBLIC');
    const cmis = browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: 'anna', password: 'anna' });
    const properties = (name: string): Readonly<Record<string, string>> => ({
      'propertyId[0]': 'cmis:name',
      'propertyValue[0]': name,
      'propertyId[1]': 'cmis:objectTypeId',
      'propertyValue[1]': 'cmis:document',
    });
    const made = await cmis.make({ id: place.library }, 'createDocument', properties('d.txt'), { text: 'd' });
    const copy = await cmis.make({ id: made.id }, 'checkOut');
    expect(await told('anna', place)).toEqual(['file-added anna d.txt']);
    const checkedIn = await cmis.make({ id: copy.id }, 'checkIn', { major: 'true' }, { text: 'dd' });
    const draft = await cmis.make({ id: place.library }, 'createDocument', {
      ...properties('e.txt'),
      versioningState: 'checkedout',
    });
    expect(await told('anna', place)).toEqual(['file-updated anna d.txt', 'file-added anna d.txt']);
    await cmis.make({ id: draft.id }, 'checkIn', { major: 'true' }, { text: 'e' });
    await as('anna').delete(`/nodes/${checkedIn.id.split(';')[0] ?? ''}?permanent=true`);
    expect(await told('anna', place)).toEqual([
      'file-deleted anna d.txt',
      'file-added anna e.txt',
      'file-updated anna d.txt',
      'file-added anna d.txt',
    ]);
  });
});

describe('who is told', () => {
  it('are the members of now: nobody else, and nobody any more who has left', async () => {
    const place = await site('PRIVATE', { paul: 'SiteConsumer' });
    await make('anna', place.library, { name: 'secret.txt' });
    expect(await told('paul', place)).toEqual(['file-added anna secret.txt', 'user-joined anna paul']);
    expect((await feed('cora', place)).status).toBe(404);
    await as('anna').delete(`/sites/${place.id}/members/paul`);
    expect((await feed('paul', place)).status).toBe(404);
    const { entries } = await as('paul').get('/people/-me-/activities?maxItems=1000');
    expect(entries.filter(({ siteId }) => siteId === place.id)).toEqual([]);
  });

  it('are members through groups, and no readers of public sites', async () => {
    const place = await site('PUBLIC');
    await make('anna', place.library, { name: 'f.txt' });
    expect(await told('dora', place)).toEqual([]);
    await as('admin').make('/groups', { id: `many-${count}`, displayName: 'Many' });
    await as('admin').make(`/groups/GROUP_many-${count}/members`, { id: 'dora', memberType: 'PERSON' });
    await as('anna').make(`/sites/${place.id}/group-members`, { id: `GROUP_many-${count}`, role: 'SiteConsumer' });
    expect(await told('dora', place)).toHaveLength(2);
  });

  it('are of members those who may read the object, and could in the end', async () => {
    const place = await site('PUBLIC', { paul: 'SiteConsumer' });
    const open = await make('anna', place.library, { name: 'open.txt' });
    const closed = await make('anna', place.library, { name: 'closed.txt' });
    const hide = { permissions: { isInheritanceEnabled: false } };
    expect((await as('anna').put(`/nodes/${closed}`, hide)).status).toBe(200);
    expect(await told('paul', place)).toEqual(['file-added anna open.txt', 'user-joined anna paul']);
    await as('anna').delete(`/nodes/${closed}`);
    await as('anna').delete(`/nodes/${open}`);
    const left = ['file-deleted anna open.txt', 'file-added anna open.txt', 'user-joined anna paul'];
    expect(await told('paul', place)).toEqual(left);
    expect(await told('anna', place)).toHaveLength(5);
    expect((await as('anna').delete(`/deleted-nodes/${closed}`)).status).toBe(204);
    expect((await as('anna').delete(`/deleted-nodes/${open}`)).status).toBe(204);
    expect(await told('paul', place)).toEqual(left);
    // Who looks for all of the changes sees the same.
    await as('admin').get(
      '/alfresco/api/-default-/public/cmis/versions/1.1/browser/-default-?cmisselector=contentChanges',
    );
    expect(await told('paul', place)).toEqual(left);
  });

  it('is the person, and administrators may look', async () => {
    const place = await site('PRIVATE');
    await make('anna', place.library, { name: 'g.txt' });
    const path = `/people/anna/activities?siteId=${place.id}`;
    expect((await as('admin').get(path)).entries).toMatchObject([{ feedPersonId: 'anna', postPersonId: 'anna' }]);
    expect((await as('paul').get('/people/anna/activities')).status).toBe(403);
    expect((await server.stranger.get(path)).status).toBe(401);
  });

  it('forgets a site that is gone, and finds it again with what comes back', async () => {
    const place = await site('PUBLIC');
    await make('anna', place.library, { name: 'h.txt' });
    const { guid } = (await as('anna').get(`/sites/${place.id}`)).entry;
    const ofSite = async (): Promise<number> =>
      (await as('anna').get('/people/-me-/activities?maxItems=1000')).entries.filter(
        ({ siteId }) => siteId === place.id,
      ).length;
    expect(await ofSite()).toBe(1);
    await as('anna').delete(`/sites/${place.id}`);
    expect(await ofSite()).toBe(0);
    expect((await as('admin').post(`/deleted-nodes/${String(guid)}/restore`)).status).toBe(200);
    expect(await ofSite()).toBe(1);
    await as('anna').delete(`/sites/${place.id}?permanent=true`);
    expect(await ofSite()).toBe(0);
  });
});

describe('a page of activities', () => {
  it('is counted exactly, and no longer than what is kept of a site', async () => {
    const place = await site('PUBLIC');
    await as('anna').post(
      `/nodes/${place.library}/children`,
      Array.from({ length: 20 }, (_, n) => ({ name: `n${n}`, nodeType: 'cm:content' })),
    );
    const { pagination, entries } = await feed('anna', place, '&maxItems=5&skipCount=9');
    expect(pagination).toEqual({ count: 3, hasMoreItems: false, totalItems: 12, skipCount: 9, maxItems: 5 });
    expect(entries.map(({ activitySummary }) => (activitySummary as Json)['title'])).toEqual(['n10', 'n9', 'n8']);
    const ids = entries.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it('holds nothing that is older than is told, and what it does not hold is cleared away', async () => {
    const place = await site('PUBLIC');
    const nodes = Array.from({ length: 15 }, (_, n) => ({ name: `o${n}`, nodeType: 'cm:content' }));
    await as('anna').post(`/nodes/${place.library}/children`, nodes);
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    const left = async (): Promise<number> => {
      const text = `select count(*) from activities a join sites s on s.object_id = a.site_id where s.name = '${place.id}'`;
      return Number((await database.run({ text }))[0]?.[0]);
    };
    const limits = { ageMs: 3_600_000, perSite: 12 };
    expect(await left()).toBe(15);
    await forgetActivities(database, limits);
    expect([await left(), (await told('anna', place)).length]).toEqual([12, 12]);
    await database.run({ text: `update activities set at = at - interval '2 hours' where title in ('o4', 'o14')` });
    expect(await told('anna', place)).toHaveLength(10);
    await forgetActivities(database, limits);
    expect(await left()).toBe(10);
    await database.close();
  });

  it.each([
    ['/people/-me-/activities?who=nobody', 400],
    ['/people/-me-/activities?siteId=nothing', 404],
    ['/people/nobody/activities', 404],
    ['/people/%00/activities', 404],
  ])('%s is refused with %i', async (path, status) => {
    const answer = await as('anna').get(path);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject({ statusCode: status });
  });

  it('takes the same few statements whatever it holds, and writing in a site as many as elsewhere', async () => {
    const place = await site('PUBLIC');
    await make('anna', place.library, { name: 'first' });
    const counted = async (work: () => Promise<unknown>): Promise<number> => {
      statements.length = 0;
      await work();
      // Keys of content are let go a second after their use, in statements of their own.
      return statements.filter((text) => !text.includes('unclaimed_content')).length;
    };
    expect(await counted(() => as('anna').get('/people/-me-/activities'))).toBe(1);
    expect(await counted(() => feed('anna', place))).toBe(2);
    const home = await make('anna', '-my-', { name: 'deep', nodeType: 'cm:folder' });
    await make('anna', home, { name: 'warm' });
    const inside = await counted(() => make('anna', place.library, { name: 'second' }));
    expect(await counted(() => make('anna', home, { name: 'second' }))).toBe(inside);
  });
});
