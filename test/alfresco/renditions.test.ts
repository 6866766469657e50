import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../../src/postgres/connection/database';
import { errorOf, type AlfrescoClient } from './client';
import { eventually, idOf, looked, made, picture, redPage, upload } from './renditions';
import { until } from '../http/serve';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let anna: AlfrescoClient;
let berta: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'berta']);
  anna = server.as('anna');
  berta = server.as('berta');
});
afterAll(() => server.close());

const bytesOf = async (client: AlfrescoClient, path: string): Promise<Buffer> => {
  const response = await fetch(`${server.url}/alfresco/api/-default-/public/alfresco/versions/1${path}`, {
    headers: {
      Authorization: `Basic ${Buffer.from(client === anna ? 'anna:anna' : 'berta:berta').toString('base64')}`,
    },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

const IMAGES = ['avatar', 'avatar32', 'doclib', 'imgpreview', 'medium'];
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="#c20"/></svg>';

it.each([
  ['a picture', { name: 'a.jpg', bytes: () => picture('jpeg') }, [...IMAGES, 'pdf']],
  ['a drawing', { name: 'a.svg', bytes: () => SVG }, [...IMAGES, 'pdf']],
  ['a PDF', { name: 'a.pdf', bytes: () => redPage() }, IMAGES],
  ['a text', { name: 'a.txt', bytes: () => 'Some words' }, [...IMAGES, 'pdf']],
  ['an archive', { name: 'a.zip', bytes: () => 'PK' }, []],
  ['a page that scripts may be in', { name: 'a.html', bytes: () => '<p>Some words</p>' }, []],
])('what can be made of %s is listed, sorted, and not made yet', async (_, { name, bytes }, expected) => {
  const id = idOf(await upload(anna, { name: `listed-${name}`, bytes: await bytes() }));
  const { entries, pagination } = await anna.get(`/nodes/${id}/renditions`);
  expect(entries.map((one) => one['id'])).toEqual(expected);
  expect(pagination['totalItems']).toBe(expected.length);
  for (const one of entries)
    expect(one).toMatchObject({ status: 'NOT_CREATED', content: { mimeType: expect.any(String) as string } });
});

describe('a rendition is made', () => {
  it.each([
    ['avatar', 'png', { width: 64, height: 43 }],
    ['avatar32', 'png', { width: 32, height: 21 }],
    ['doclib', 'png', { width: 100, height: 67 }],
    ['imgpreview', 'jpeg', { width: 300, height: 200 }],
    ['medium', 'jpeg', { width: 100, height: 67 }],
  ])('as %s of a picture', async (name, format, size) => {
    const id = idOf(await upload(anna, { name: `${name}.png`, bytes: await picture('png') }));
    const { entry } = await made(anna, `/nodes/${id}/renditions`, name);
    const bytes = await bytesOf(anna, `/nodes/${id}/renditions/${name}/content`);
    expect(entry).toEqual({
      id: name,
      status: 'CREATED',
      content: {
        mimeType: `image/${format}`,
        mimeTypeName: format === 'png' ? 'PNG Image' : 'JPEG Image',
        sizeInBytes: bytes.length,
        encoding: 'UTF-8',
      },
    });
    const seen = await looked(bytes);
    expect(seen).toMatchObject({ format, ...size });
    expect(Math.abs((seen.colour[0] ?? 0) - 0xcc) + Math.abs((seen.colour[2] ?? 255) - 0)).toBeLessThan(20);
  });

  it.each([
    ['gif', () => picture('gif')],
    ['webp', () => picture('webp')],
    ['tiff', () => picture('tiff')],
    ['svg', () => SVG],
    ['pdf', () => redPage()],
    ['txt', () => 'Some words\n'.repeat(100)],
  ])('as doclib of .%s', async (extension, bytes) => {
    const id = idOf(await upload(anna, { name: `doclib.${extension}`, bytes: await bytes() }));
    await made(anna, `/nodes/${id}/renditions`, 'doclib');
    const seen = await looked(await bytesOf(anna, `/nodes/${id}/renditions/doclib/content`));
    expect(seen.format).toBe('png');
    expect(Math.max(seen.width, seen.height)).toBe(100);
    // Red and blue are where they belong.
    if (extension === 'pdf') expect(seen.colour).toEqual([255, 0, 0]);
  });

  it.each([
    ['a picture', 'a.jpg', () => picture('jpeg')],
    ['a text of several pages', 'a.txt', () => 'Gr\u00fc\u00dfe (\\) \u20ac\tund W\u00f6rter\n'.repeat(200)],
  ])('as a PDF of %s', async (_, name, bytes) => {
    const id = idOf(await upload(anna, { name: `pdf-of-${name}`, bytes: await bytes() }));
    await made(anna, `/nodes/${id}/renditions`, 'pdf');
    const pdf = await bytesOf(anna, `/nodes/${id}/renditions/pdf/content`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // What reads PDFs here finds the words and draws the picture.
    const again = idOf(await upload(anna, { name: `again-${name}.pdf`, bytes: pdf }));
    await made(anna, `/nodes/${again}/renditions`, 'medium');
    if (name !== 'a.txt') return;
    const { entries } = await anna.post('/alfresco/api/-default-/public/search/versions/1/search', {
      query: { query: `TEXT:"Gr\u00fc\u00dfe" AND cmis:name:"again-a.txt.pdf"` },
    });
    expect(entries.map((one) => one['id'])).toEqual([again]);
  });

  it('when an upload asks for it', async () => {
    const file = { name: 'asked.png', bytes: await picture('png') };
    const id = idOf(await upload(anna, file, { renditions: 'doclib' }));
    await eventually(async () => {
      const { entry } = await anna.get(`/nodes/${id}/renditions/doclib`);
      return entry['status'] === 'CREATED' ? true : undefined;
    });
  });

  it.each([
    ['of what cannot be drawn', 'doclib', 201],
    ['that nobody knows', 'poster', 404],
  ])('and not when an upload asks for one %s', async (_, renditions, status) => {
    expect((await upload(anna, { name: 'upload.zip', bytes: 'x' }, { renditions })).status).toBe(status);
  });
});

describe('who asks for a rendition', () => {
  let id: string;

  beforeAll(async () => {
    id = idOf(await upload(anna, { name: 'asked-for.png', bytes: await picture('png') }));
    await made(anna, `/nodes/${id}/renditions`, 'doclib');
  });

  it.each([
    ['one that is made', 'doclib', 409],
    ['one that nobody knows', 'poster', 404],
    ['several, one of them unknown', 'avatar,poster', 404],
    ['several, not all of them made', 'doclib,avatar', 202],
    ['none', ',', 400],
  ])('asks for %s (%s): %d', async (_, name, status) => {
    expect((await anna.post(`/nodes/${id}/renditions`, { id: name })).status).toBe(status);
  });

  it('may ask for several in an array', async () => {
    const answer = await anna.post(`/nodes/${id}/renditions`, [{ id: 'medium' }, { id: 'avatar32' }]);
    expect([answer.status, answer.text]).toEqual([202, '']);
    await made(anna, `/nodes/${id}/renditions`, 'medium');
  });

  it('gets no rendition of what is no file, has no content, or cannot be drawn', async () => {
    const folder = await anna.make('/nodes/-my-/children', { name: 'folder', nodeType: 'cm:folder' });
    const zip = idOf(await upload(anna, { name: 'drawn.zip', bytes: 'PK' }));
    for (const node of [String(folder['id']), zip]) {
      expect((await anna.post(`/nodes/${node}/renditions`, { id: 'doclib' })).status).toBe(400);
    }
    expect((await anna.get(`/nodes/${String(folder['id'])}/renditions`)).status).toBe(400);
    expect((await anna.get(`/nodes/${zip}/renditions/pdf`)).status).toBe(404);
    expect((await anna.get('/nodes/00000000-0000-0000-0000-000000000000/renditions')).status).toBe(404);
  });

  it('lists those that are made, or those that are not', async () => {
    const of = async (status: string): Promise<readonly unknown[]> =>
      (await anna.get(`/nodes/${id}/renditions?where=(status='${status}')`)).entries.map((one) => one['id']);
    expect(await of('CREATED')).toContain('doclib');
    expect(await of('NOT_CREATED')).toContain('pdf');
    expect((await anna.get(`/nodes/${id}/renditions?where=(status='MAYBE')`)).status).toBe(400);
  });

  it('gets its bytes as it asks: whole, in part, unless they are the same', async () => {
    const path = `/nodes/${id}/renditions/doclib/content`;
    const whole = await anna.get(path);
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="?doclib"?/);
    expect((await anna.get(`${path}?attachment=false`)).headers.get('content-disposition')).toMatch(/^inline/);
    expect((await anna.get(path, { Range: 'bytes=1-3' })).text).toBe('PNG');
    const etag = whole.headers.get('etag') ?? '';
    expect((await anna.get(path, { 'If-None-Match': etag })).status).toBe(304);
    const modified = whole.headers.get('last-modified') ?? '';
    expect((await anna.get(path, { 'If-Modified-Since': modified })).status).toBe(304);
  });

  it('gets a picture in its place while it is not made', async () => {
    const path = `/nodes/${id}/renditions/pdf/content`;
    const missing = await anna.get(path);
    expect(missing.status).toBe(404);
    expect(errorOf(missing).summary).toBe('Thumbnail was not found for [pdf] was not found');
    const placeholder = await anna.get(`${path}?placeholder=true&attachment=false`);
    expect(placeholder.status).toBe(200);
    expect(placeholder.headers.get('content-type')).toBe('image/png');
    expect((await anna.get(`/nodes/${id}/renditions/poster/content?placeholder=true`)).status).toBe(404);
  });
});

describe('a rendition is as secret as its document', () => {
  it('and goes by whoever may write it alone', async () => {
    const id = await nodeOf(anna, { name: 'secret.png' }, { berta: 'Consumer' });
    await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body: await picture('png') });
    const list = `/nodes/${id}/renditions`;
    await made(berta, list, 'doclib');
    expect((await berta.get(`${list}/doclib/content`)).status).toBe(200);
    expect((await berta.delete(`${list}/doclib`)).status).toBe(403);
    await anna.put(`/nodes/${id}`, { permissions: { locallySet: [] } });
    for (const path of [list, `${list}/doclib`, `${list}/doclib/content`, `${list}/pdf/content?placeholder=true`])
      expect((await berta.get(path)).status).toBe(403);
    expect((await berta.post(list, { id: 'avatar' })).status).toBe(403);
    expect((await anna.delete(`${list}/doclib`)).status).toBe(204);
    expect((await anna.delete(`${list}/doclib`)).status).toBe(404);
    expect((await anna.get(`${list}/doclib`)).entry['status']).toBe('NOT_CREATED');
  });
});

describe('a hostile file', () => {
  it.each([
    [
      'of more pixels than anybody can see',
      'bomb.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"><rect width="1" height="1"/></svg>',
    ],
    ['that is no picture', 'no.png', 'no picture'],
    ['that is no PDF', 'no.pdf', '%PDF-1.4 no pages'],
  ])("%s has no rendition, and is in nobody's way", async (_, name, bytes) => {
    const id = idOf(await upload(anna, { name, bytes }));
    expect((await anna.post(`/nodes/${id}/renditions`, { id: 'doclib' })).status).toBe(202);
    const good = idOf(await upload(berta, { name: `beside-${name}.png`, bytes: await picture('png') }));
    await made(berta, `/nodes/${good}/renditions`, 'doclib');
    expect((await anna.get(`/nodes/${id}/renditions/doclib`)).entry['status']).toBe('NOT_CREATED');
    // Whoever asks again once it has failed is told.
    const asked = async (): Promise<number> => (await anna.post(`/nodes/${id}/renditions`, { id: 'doclib' })).status;
    await until(async () => (await asked()) === 422, 40_000);
    expect(server.observations).toContainEqual(
      expect.objectContaining({ kind: 'note', sentence: expect.stringContaining('No rendition was made') as string }),
    );
  });

  it('is refused for a day, without another try, and then tried again', async () => {
    const id = idOf(await upload(anna, { name: 'refused.png', bytes: 'no picture either' }));
    const asked = async (): Promise<number> => (await anna.post(`/nodes/${id}/renditions`, { id: 'doclib' })).status;
    await until(async () => (await asked()) === 422, 40_000);
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    const column = async (text: string): Promise<readonly unknown[]> =>
      (await database.run({ text })).map(([value]) => value);
    const failedAt = `select failed from rendition_failures order by failed desc limit 1`;
    try {
      await until(async () => (await column(`select key from jobs where kind = 'rendition'`)).length === 0, 20_000);
      const before = await column(failedAt);
      expect([await asked(), await asked()]).toEqual([422, 422]);
      expect(await column(`select key from jobs where kind = 'rendition'`)).toEqual([]);
      expect(await column(failedAt)).toEqual(before);
      await column(`update rendition_failures set failed = now() - interval '23 hours 50 minutes'`);
      expect(await asked()).toBe(422);
      await column(`update rendition_failures set failed = now() - interval '24 hours 10 minutes'`);
      expect(await asked()).toBe(202);
      await until(async () => (await asked()) === 422, 40_000);
    } finally {
      await database.close();
    }
  });

  it('that is drawn of other files gets nothing of them', async () => {
    const asked: unknown[] = [];
    const other = createServer((req, res) => {
      asked.push(req.url);
      res.end();
    });
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    try {
      const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/other.png`;
      const links = [address, 'file:///proc/self/environ'].map(
        (href) => `<image href="${href}" width="9" height="9"/>`,
      );
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#c20"/>${links.join('')}</svg>`;
      const id = idOf(await upload(anna, { name: 'linking.svg', bytes: svg }));
      await made(anna, `/nodes/${id}/renditions`, 'doclib');
      const { colour } = await looked(await bytesOf(anna, `/nodes/${id}/renditions/doclib/content`));
      expect([colour, asked]).toEqual([[0xcc, 0x22, 0], []]);
    } finally {
      other.close();
    }
  });
});
