import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { openDatabase } from '../../src/postgres/connection/database';
import { unclaimedContent } from '../../src/postgres/jobs/unclaimed-content';
import type { AlfrescoClient } from './client';
import { idOf, looked, made, picture, upload } from './renditions';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let anna: AlfrescoClient;
const statements: string[] = [];

beforeAll(async () => {
  server = await startAlfresco(['anna', 'berta'], { onStatement: (text) => statements.push(text) });
  anna = server.as('anna');
});
afterAll(() => server.close());

const withThumbnail = async (name: string): Promise<string> => {
  const id = idOf(await upload(anna, { name, bytes: await picture('png') }));
  await made(anna, `/nodes/${id}/renditions`, 'doclib');
  return id;
};
const statusOf = async (list: string, client = anna): Promise<unknown> =>
  (await client.get(`${list}/doclib`)).entry['status'];
const write = async (id: string, body: Buffer<ArrayBuffer>): Promise<void> => {
  expect((await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body })).status).toBe(200);
};

it('a rendition is of the bytes it was made of: new content has none, its version keeps it', async () => {
  const id = await withThumbnail('versions.png');
  await write(id, await picture('png', 90, 90));
  expect(await statusOf(`/nodes/${id}/renditions`)).toBe('NOT_CREATED');
  expect((await anna.get(`/nodes/${id}/renditions/doclib/content`)).status).toBe(404);
  const before = `/nodes/${id}/versions/1.0/renditions`;
  expect(await statusOf(before)).toBe('CREATED');
  expect((await anna.get(before)).entries).toHaveLength(6);
  expect((await anna.get(`${before}/doclib/content`)).headers.get('content-type')).toBe('image/png');
  await made(anna, before, 'avatar');
  expect((await anna.delete(`${before}/doclib`)).status).toBe(204);
  expect((await anna.get(`${before}/doclib/content`)).status).toBe(404);
  expect((await anna.get(`/nodes/${id}/versions/7.0/renditions`)).status).toBe(404);
  await made(anna, `/nodes/${id}/renditions`, 'doclib');
});

it('new properties leave it alone', async () => {
  const id = await withThumbnail('properties.png');
  await anna.put(`/nodes/${id}`, { name: 'renamed.png' });
  expect(await statusOf(`/nodes/${id}/renditions`)).toBe('CREATED');
});

it('a copy has it, too', async () => {
  const id = await withThumbnail('original.png');
  const copy = await anna.make(`/nodes/${id}/copy`, { targetParentId: '-my-', name: 'copy.png' });
  expect(await statusOf(`/nodes/${String(copy['id'])}/renditions`)).toBe('CREATED');
});

it('it goes to the trash and comes back with its document', async () => {
  const id = await withThumbnail('trash.png');
  await anna.delete(`/nodes/${id}`);
  const list = `/deleted-nodes/${id}/renditions`;
  expect((await anna.get(`${list}?where=(status='CREATED')`)).entries.map((one) => one['id'])).toEqual(['doclib']);
  expect(await statusOf(list)).toBe('CREATED');
  expect((await anna.get(`${list}/doclib/content`)).status).toBe(200);
  expect((await server.as('berta').get(list)).status).toBe(404);
  expect((await anna.get(`/nodes/${id}/renditions`)).status).toBe(404);
  await anna.post(`/deleted-nodes/${id}/restore`);
  expect(await statusOf(`/nodes/${id}/renditions`)).toBe('CREATED');
});

it('whoever knows a link to its document gets those that are made', async () => {
  const id = await withThumbnail('shared.png');
  const link = String((await anna.make('/shared-links', { nodeId: id }))['id']);
  const list = `/shared-links/${link}/renditions`;
  expect((await server.stranger.get(list)).entries.map((one) => one['id'])).toEqual(['doclib']);
  expect(await statusOf(list, server.stranger)).toBe('CREATED');
  expect((await server.stranger.get(`${list}/pdf`)).status).toBe(404);
  const content = await server.stranger.get(`${list}/doclib/content?attachment=false`);
  expect([content.status, content.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await server.stranger.get(`${list}/pdf/content`)).status).toBe(404);
  await anna.delete(`/shared-links/${link}`);
  expect((await server.stranger.get(list)).status).toBe(404);
});

it('is a picture turned as its camera was held, and never larger than the original', async () => {
  const bytes = await sharp(await picture('jpeg', 60, 30))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const id = idOf(await upload(anna, { name: 'turned.jpg', bytes }));
  await made(anna, `/nodes/${id}/renditions`, 'doclib');
  const response = await fetch(
    `${server.url}/alfresco/api/-default-/public/alfresco/versions/1/nodes/${id}/renditions/doclib/content`,
    { headers: { Authorization: `Basic ${Buffer.from('anna:anna').toString('base64')}` } },
  );
  expect(await looked(Buffer.from(await response.arrayBuffer()))).toMatchObject({ width: 30, height: 60 });
});

describe('AtomPub', () => {
  it('links to renditions that were asked for, and answers them', async () => {
    const id = await withThumbnail('atom.png');
    const atom = `/alfresco/api/-default-/public/cmis/versions/1.1/atom/-default-`;
    const { text } = await anna.get(`${atom}/id?id=${id}&renditionFilter=*`);
    const links = [...text.matchAll(/<(?:atom:)?link [^>]*rel="alternate"[^>]*>/g)].map(([link]) => link);
    expect(links).toHaveLength(1);
    expect(links[0]).toContain('cmisra:renditionKind="cmis:thumbnail"');
    const href = (/href="([^"]+)"/.exec(links[0] ?? '')?.[1] ?? '').replaceAll('&amp;', '&');
    const content = await anna.get(new URL(href).pathname + new URL(href).search);
    expect([content.status, content.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await anna.get(`${atom}/id?id=${id}`)).text).not.toContain('rel="alternate"');
  });
});

it('costs one statement more, however many are shown', async () => {
  const browser = '/alfresco/api/-default-/public/cmis/versions/1.1/browser/-default-/root';
  const counts: number[] = [];
  for (const size of [1, 12]) {
    const folder = await anna.make('/nodes/-my-/children', { name: `of-${size}`, nodeType: 'cm:folder' });
    for (let n = 0; n < size; n++) await upload(anna, { name: `${n}.png`, bytes: 'x' }, { relativePath: `of-${size}` });
    const page = `${browser}?objectId=${String(folder['id'])}&cmisselector=children`;
    const counted = async (more: string): Promise<number> => {
      await anna.get(page + more);
      statements.length = 0;
      expect((await anna.get(page + more)).status).toBe(200);
      return statements.length;
    };
    counts.push((await counted('&renditionFilter=*')) - (await counted('')));
  }
  expect(counts).toEqual([1, 1]);
});

// The last one: it reaps keys that were kept for uploads.
it('its bytes go when nothing needs them any more', async () => {
  const id = await withThumbnail('purged.png');
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  try {
    const keys = async (): Promise<readonly string[]> =>
      (await database.run({ text: 'select key from renditions' })).map(([key]) => key ?? '');
    const files = async (): Promise<ReadonlySet<string>> =>
      new Set((await readdir(server.contentDir, { recursive: true })).map((path) => path.split('/').pop() ?? ''));
    const before = await keys();
    expect([...(await files())]).toEqual(expect.arrayContaining([...before]));
    await anna.delete(`/nodes/${id}?permanent=true`);
    const gone: string[] = [];
    const remove = (key: string): Promise<void> => Promise.resolve(void gone.push(key));
    await unclaimedContent(database).reap({ ageMs: 0, limit: 1000, remove });
    const after = await keys();
    const lost = before.filter((key) => !after.includes(key));
    expect(lost).toHaveLength(1);
    expect(gone).toEqual(expect.arrayContaining(lost));
    expect(gone).not.toEqual(expect.arrayContaining([...after]));
  } finally {
    await database.close();
  }
});
