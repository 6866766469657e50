import { once } from 'node:events';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { openDatabase } from '../../src/postgres/connection/database';
import { basic, type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul'] as const;
type Name = (typeof PEOPLE)[number];

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

const folder = async (name = `d${++count}`, parent = '-my-'): Promise<string> =>
  String((await as('anna').make(`/nodes/${parent}/children`, { name, nodeType: 'cm:folder' }))['id']);

async function file(name: string, content: string | Uint8Array<ArrayBuffer>, parent = '-my-'): Promise<string> {
  const form = new FormData();
  form.set('filedata', new Blob([content]), name);
  return String((await as('anna').make(`/nodes/${parent}/children`, form))['id']);
}

async function ask(nodeIds: readonly string[], who: Name = 'anna'): Promise<string> {
  const { status, entry } = await as(who).post('/downloads', { nodeIds });
  expect(status).toBe(202);
  expect(entry).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    status: 'PENDING',
    filesAdded: 0,
    bytesAdded: 0,
    totalFiles: 0,
    totalBytes: 0,
  });
  return String(entry['id']);
}

/** The download as it is when nothing is done for it any more. */
async function finished(id: string, who: Name = 'anna'): Promise<Json> {
  for (let tries = 0; tries < 150; tries++) {
    const { status, entry } = await as(who).get(`/downloads/${id}`);
    expect(status).toBe(200);
    if (entry['status'] !== 'PENDING' && entry['status'] !== 'IN_PROGRESS') return entry;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The download ${id} did not end.`);
}

async function bytesOf(id: string, who: Name = 'anna'): Promise<Buffer> {
  const path = `/alfresco/api/-default-/public/alfresco/versions/1/nodes/${id}/content`;
  const response = await fetch(server.url + path, { headers: { Authorization: basic(who, who) } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return Buffer.from(await response.arrayBuffer());
}

/** Contents by path; folders have none. Sums and lengths are checked by the reader. */
async function unzip(bytes: Buffer): Promise<Readonly<Record<string, Buffer | undefined>>> {
  const zip = await promisify<Buffer, object, ZipFile>(fromBuffer as never)(bytes, { lazyEntries: true });
  const found: Record<string, Buffer | undefined> = {};
  const open = promisify(zip.openReadStream.bind(zip)) as (entry: Entry) => Promise<NodeJS.ReadableStream>;
  zip.on('entry', (entry: Entry) => {
    void (async () => {
      const chunks: Buffer[] = [];
      if (!entry.fileName.endsWith('/')) for await (const chunk of await open(entry)) chunks.push(chunk as Buffer);
      found[entry.fileName] = entry.fileName.endsWith('/') ? undefined : Buffer.concat(chunks);
      zip.readEntry();
    })();
  });
  const ended = once(zip, 'end');
  zip.readEntry();
  await ended;
  return found;
}
const texts = async (id: string, who: Name = 'anna'): Promise<Readonly<Record<string, string | undefined>>> =>
  Object.fromEntries(
    Object.entries(await unzip(await bytesOf(id, who))).map(([path, bytes]) => [path, bytes?.toString()]),
  );

it('files and folders are packed with all that is in them', async () => {
  const top = await folder('top');
  const inner = await folder('Ünner', top);
  await folder('empty', top);
  await file('a.txt', 'first', top);
  await file('日本.txt', 'second', inner);
  await file('nothing.txt', '', inner);
  const single = await file('single.txt', 'third');
  const id = await ask([top, single]);
  expect(await finished(id)).toEqual({
    id,
    status: 'DONE',
    filesAdded: 4,
    totalFiles: 4,
    bytesAdded: 16,
    totalBytes: 16,
  });
  expect(await texts(id)).toEqual({
    'top/': undefined,
    'top/empty/': undefined,
    'top/a.txt': 'first',
    'top/Ünner/': undefined,
    'top/Ünner/日本.txt': 'second',
    'top/Ünner/nothing.txt': '',
    'single.txt': 'third',
  });
  const { entry } = await as('anna').get(`/nodes/${id}`);
  expect(entry).toMatchObject({ name: 'archive.zip', nodeType: 'download:download' });
});

it('one node gives the archive its name', async () => {
  const id = await ask([await folder('single folder')]);
  await finished(id);
  expect((await as('anna').get(`/nodes/${id}`)).entry['name']).toBe('single folder.zip');
});

it('two of one name get two names', async () => {
  const [one, two] = [await folder(), await folder()];
  const id = await ask([await file('same.txt', '1', one), await file('Same.txt', '2', two)]);
  await finished(id);
  expect(await texts(id)).toEqual({ 'same.txt': '1', 'Same-1.txt': '2' });
});

it('large contents come out as they went in', async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * at) % 251);
  const id = await ask([await file('large.bin', bytes)]);
  expect(await finished(id)).toMatchObject({ status: 'DONE', bytesAdded: bytes.length });
  expect((await unzip(await bytesOf(id)))['large.bin']?.equals(bytes)).toBe(true);
});

it('holds what the person may see who asks, and is for that person alone', async () => {
  const top = await folder();
  await file('open.txt', 'open', top);
  const closed = await file('closed.txt', 'closed', top);
  const hidden = await folder('hidden', top);
  await file('in.txt', 'in', hidden);
  const permissions = { isInheritanceEnabled: false, locallySet: [] };
  for (const id of [closed, hidden]) await as('anna').put(`/nodes/${id}`, { permissions });
  await as('anna').put(`/nodes/${top}`, { permissions: { locallySet: [{ authorityId: 'paul', name: 'Consumer' }] } });
  const id = await ask([top], 'paul');
  expect(await finished(id, 'paul')).toMatchObject({ status: 'DONE', filesAdded: 1, totalFiles: 1, totalBytes: 4 });
  expect(Object.keys(await texts(id, 'paul'))).toEqual([`d${count}/`, `d${count}/open.txt`]);
  expect((await as('anna').get(`/downloads/${id}`)).status).toBe(403);
  expect((await as('anna').delete(`/downloads/${id}`)).status).toBe(403);
  expect((await as('anna').get(`/nodes/${id}/content`)).status).toBe(403);
});

it('what is cancelled is not made, and what is made is not cancelled', async () => {
  const done = await ask([await file('kept.txt', 'kept')]);
  await finished(done);
  expect((await as('anna').delete(`/downloads/${done}`)).status).toBe(202);
  expect((await finished(done))['status']).toBe('DONE');
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  // No process takes the job before it is cancelled.
  const id = await ask([await file('given up.txt', 'x')]);
  const { status } = await as('anna').delete(`/downloads/${id}`);
  expect(status).toBe(202);
  const ended = await finished(id);
  expect(['CANCELLED', 'DONE']).toContain(ended['status']);
  for (let tries = 0; tries < 100; tries++) {
    const [row] = await database.run({ text: `select count(*) from jobs where kind = 'zip'` });
    if (row?.[0] === '0') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await database.close();
  expect(await finished(id)).toEqual(ended);
  if (ended['status'] === 'CANCELLED') expect((await as('anna').get(`/nodes/${id}/content`)).status).toBe(404);
});

it('archives go after a day', async () => {
  const old = await ask([await file('old.txt', 'old')]);
  await finished(old);
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  await database.run(
    {
      text: `update downloads set created = created - interval '25 hours' where object_id = (select id from objects where uuid = $1)`,
    },
    [old],
  );
  await finished(await ask([await file('new.txt', 'new')]));
  for (let tries = 0; tries < 100; tries++) {
    if ((await as('anna').get(`/downloads/${old}`)).status === 404) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await as('anna').get(`/downloads/${old}`)).status).toBe(404);
  expect((await as('anna').get(`/nodes/${old}/content`)).status).toBe(404);
  await database.close();
});

it.each([
  ['nothing', {}, 400],
  ['no nodes', { nodeIds: [] }, 400],
  ['what is no id', { nodeIds: ['x'] }, 404],
  ['an unknown node', { nodeIds: ['00000000-0000-4000-8000-000000000000'] }, 404],
  ['something more', { nodeIds: ['-my-'], name: 'x' }, 400],
  ['one twice', { nodeIds: ['-my-', '-my-'] }, 400],
  ['too many', { nodeIds: Array.from({ length: 1_001 }, () => '-my-') }, 400],
  ['a list', [{ nodeIds: ['-my-'] }, { nodeIds: ['-my-'] }], 405],
] as const)('%s is refused', async (_what, body, status) => {
  expect((await as('anna').post('/downloads', body)).status).toBe(status);
});

it('what may not be read is not packed', async () => {
  const id = await file('private.txt', 'private');
  await as('anna').put(`/nodes/${id}`, { permissions: { isInheritanceEnabled: false, locallySet: [] } });
  expect((await as('paul').post('/downloads', { nodeIds: [id] })).status).toBe(403);
});

it('a node that is no download has none', async () => {
  const id = await file('plain.txt', 'plain');
  expect((await as('anna').get(`/downloads/${id}`)).status).toBe(404);
  expect((await as('anna').delete(`/downloads/${id}`)).status).toBe(404);
  expect((await as('anna').get('/downloads/x')).status).toBe(404);
});
