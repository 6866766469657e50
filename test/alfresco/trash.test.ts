import { openDatabase } from '../../src/postgres/connection/database';
import { purgeTrash } from '../../src/postgres/rows/trash-purge';
import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;
let ben: AlfrescoClient;
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'ben']);
  admin = server.as('admin');
  anna = server.as('anna');
  ben = server.as('ben');
});
afterAll(() => server.close());

const idOf = (entry: Json): string => String(entry['id']);
const folder = async (parent = '-my-', name = `folder${++count}`): Promise<string> =>
  idOf(await anna.make(`/nodes/${parent}/children`, { name, nodeType: 'cm:folder' }));

async function upload(parent: string, name: string, text = 'text'): Promise<string> {
  const data = new FormData();
  data.append('filedata', new Blob([text]), name);
  data.append('cm:title', `title of ${name}`);
  const { status, entry } = await anna.post(`/nodes/${parent}/children`, data);
  expect(status).toBe(201);
  return idOf(entry);
}

const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);
const status = async (answer: Promise<ApiAnswer>): Promise<number> => (await answer).status;
const BROWSER = '/alfresco/api/-default-/public/cmis/versions/1.1/browser/-default-';
const found = async (statement: string): Promise<number> => {
  const query = new URLSearchParams({ cmisselector: 'query', q: statement });
  return ((await anna.get(`${BROWSER}?${query.toString()}`)).json['results'] as readonly unknown[]).length;
};

it('a deleted file is in the trash and comes back as it was', async () => {
  const parent = await folder();
  const id = await upload(parent, 'doc.txt', 'wonderwords of old');
  await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body: 'wonderwords of new' });
  await anna.put(`/nodes/${id}`, { permissions: { locallySet: [{ authorityId: 'ben', name: 'Editor' }] } });
  const query = '?include=permissions,path,allowableOperations';
  const before = (await anna.get(`/nodes/${id}${query}`)).entry;
  expect(await status(anna.delete(`/nodes/${id}`))).toBe(204);

  expect(await status(anna.get(`/nodes/${id}`))).toBe(404);
  expect(await found(`SELECT cmis:objectId FROM cmis:document WHERE CONTAINS('wonderwords')`)).toBe(0);
  const trashed = (await anna.get(`/deleted-nodes/${id}?include=path`)).entry;
  expect(trashed).toMatchObject({
    id,
    name: 'doc.txt',
    isFile: true,
    archivedByUser: { id: 'anna', displayName: 'anna' },
    archivedAt: expect.stringMatching(/\+0000$/) as string,
    path: { name: (before['path'] as Json)['name'] },
    properties: { 'cm:title': 'title of doc.txt' },
  });
  expect(trashed).not.toHaveProperty('parentId');
  expect((await anna.get(`/deleted-nodes/${id}/content`)).text).toBe('wonderwords of new');

  const restored = await anna.post(`/deleted-nodes/${id}/restore`);
  expect([restored.status, restored.entry['id']]).toEqual([200, id]);
  expect((await anna.get(`/nodes/${id}${query}`)).entry).toEqual(before);
  expect((await anna.get(`/nodes/${id}/versions`)).entries.map((one) => one['id'])).toEqual(['1.1', '1.0']);
  expect((await anna.get(`/nodes/${id}/versions/1.0/content`)).text).toBe('wonderwords of old');
  expect(await status(ben.put(`/nodes/${id}`, { properties: { 'cm:title': 'by ben' } }))).toBe(200);
  expect(await found(`SELECT cmis:objectId FROM cmis:document WHERE CONTAINS('wonderwords')`)).toBe(1);
  expect(await status(anna.get(`/deleted-nodes/${id}`))).toBe(404);
});

it('a folder comes back with all in it, whichever door deleted it', async () => {
  const [outer, elsewhere] = [await folder(), await folder()];
  const top = await folder(outer, 'top');
  const inner = await folder(top, 'inner');
  const file = await upload(inner, 'deep.txt', 'deep');
  const other = await upload(elsewhere, 'other.txt');
  await anna.make(`/nodes/${inner}/secondary-children`, { childId: other });
  await anna.make(`/nodes/${file}/targets`, { targetId: other, assocType: 'cm:references' });
  const form = new URLSearchParams({ cmisaction: 'deleteTree', objectId: top, unfileObjects: 'deletesinglefiled' });
  expect(await status(anna.fetch(`${BROWSER}/root`, { method: 'POST', body: form }))).toBe(200);

  expect(names(await anna.get(`/nodes/${outer}/children`))).toEqual([]);
  expect(names(await anna.get(`/nodes/${elsewhere}/children`))).toEqual(['other.txt']);
  expect(await status(anna.get(`/deleted-nodes/${top}`))).toBe(200);
  // What went with a folder is no entry of its own.
  expect(await status(anna.get(`/deleted-nodes/${inner}`))).toBe(404);

  expect(await status(anna.post(`/deleted-nodes/${top}/restore`, { targetParentId: elsewhere }))).toBe(200);
  const deep = (await anna.get(`/nodes/${elsewhere}?relativePath=top/inner/deep.txt&include=path`)).entry;
  expect(deep).toMatchObject({
    id: file,
    path: { isComplete: true, name: expect.stringMatching(/\/top\/inner$/) as string },
  });
  expect(names(await anna.get(`/nodes/${inner}/children`))).toEqual(['deep.txt', 'other.txt']);
  expect(names(await anna.get(`/nodes/${file}/targets`))).toEqual(['other.txt']);
  expect((await anna.get(`/nodes/${file}/content`)).text).toBe('deep');
});

it('rights of what comes back are those of where it is', async () => {
  const [open, closed] = [await folder('-shared-'), await folder('-shared-')];
  await anna.put(`/nodes/${closed}`, { permissions: { isInheritanceEnabled: false } });
  const inner = await folder(open, 'inner');
  const file = await upload(inner, 'f.txt');
  expect(await status(ben.get(`/nodes/${file}`))).toBe(200);
  await anna.delete(`/nodes/${inner}`);
  await anna.post(`/deleted-nodes/${inner}/restore`, { targetParentId: closed });
  expect(await status(ben.get(`/nodes/${file}`))).toBe(403);
  await anna.delete(`/nodes/${inner}`);
  await anna.post(`/deleted-nodes/${inner}/restore`, { targetParentId: open });
  expect(await status(ben.get(`/nodes/${file}`))).toBe(200);
});

describe('the trash', () => {
  it('lists what was deleted last first, of everybody for administrators alone', async () => {
    const parent = await folder();
    const ids = [await upload(parent, 'a'), await upload(parent, 'b'), await upload(parent, 'c')];
    for (const id of ids) await anna.delete(`/nodes/${id}`);
    const list = await anna.get('/deleted-nodes?maxItems=2');
    expect(names(list)).toEqual(['c', 'b']);
    expect(list.pagination).toMatchObject({ count: 2, hasMoreItems: true, skipCount: 0, maxItems: 2 });
    expect(list.entries[0]).not.toHaveProperty('properties');
    expect((await ben.get('/deleted-nodes')).pagination['totalItems']).toBe(0);
    expect(names(await admin.get('/deleted-nodes?maxItems=1'))).toEqual(['c']);
    for (const [client, expected] of [
      [ben, 404],
      [admin, 200],
    ] as const) {
      expect(await status(client.get(`/deleted-nodes/${ids[0]}`))).toBe(expected);
    }
    expect(await status(ben.post(`/deleted-nodes/${ids[0]}/restore`))).toBe(404);
    expect(await status(ben.delete(`/deleted-nodes/${ids[0]}`))).toBe(404);
    expect(await status(anna.delete(`/deleted-nodes/${ids[0]}`))).toBe(204);
    expect(await status(anna.post(`/deleted-nodes/${ids[0]}/restore`))).toBe(404);
  });

  it('keeps nothing that was deleted for good', async () => {
    const id = await upload(await folder(), 'gone');
    expect(await status(anna.delete(`/nodes/${id}?permanent=true`))).toBe(204);
    expect(await status(anna.get(`/deleted-nodes/${id}`))).toBe(404);
  });

  it('gives nothing back where that cannot be', async () => {
    const parent = await folder();
    const id = await upload(parent, 'x.txt');
    await anna.delete(`/nodes/${id}`);
    await upload(parent, 'x.txt');
    const clash = await anna.post(`/deleted-nodes/${id}/restore`);
    expect([clash.status, errorOf(clash).summary]).toEqual([409, 'Name already exists in target']);
    expect(await status(anna.post(`/deleted-nodes/${id}/restore`, { targetParentId: '-root-' }))).toBe(403);
    expect(await status(anna.post(`/deleted-nodes/${id}/restore`, { assocType: 'cm:other' }))).toBe(400);
    expect(await status(anna.post(`/deleted-nodes/nonsense/restore`))).toBe(404);
    await anna.delete(`/nodes/${parent}`);
    expect(await status(anna.post(`/deleted-nodes/${id}/restore`))).toBe(404);
    expect(await status(anna.get(`/deleted-nodes/${id}`))).toBe(200);
  });

  it('is emptied in time, and bytes that a copy shares stay', async () => {
    const parent = await folder();
    const id = await upload(parent, 'original', 'shared bytes');
    const copy = idOf(await anna.make(`/nodes/${id}/copy`, { targetParentId: parent, name: 'copy' }));
    await anna.delete(`/nodes/${id}`);
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    await database.run({ text: `update trash set deleted = deleted - interval '40 days' where uuid = $1` }, [id]);
    await purgeTrash(database, 30 * 86_400_000);
    const [row] = await database.run({ text: 'select count(*) from released_contents' });
    await database.close();
    expect(Number(row?.[0])).toBeGreaterThan(0);
    expect(await status(anna.get(`/deleted-nodes/${id}`))).toBe(404);
    expect((await anna.get(`/nodes/${copy}/content`)).text).toBe('shared bytes');
  });
});
