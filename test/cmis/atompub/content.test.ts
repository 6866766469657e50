import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../../support/server';
import {
  atomClient,
  childrenOf,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  exceptionOf,
  linkOf,
  NAMESPACES,
  one,
  property,
  requireLink,
  rootChildren,
  type AtomClient,
} from './client';
import { ATOM } from '../../../src/cmis/xml/namespaces';
import { attribute, child, type XmlElement } from '../../../src/cmis/xml/tree';

let server: TestServer;
let client: AtomClient;
let here: string;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  client = atomClient(`${server.url}/cmis/1.1/atom`);
});
beforeEach(async () => {
  number += 1;
  here = childrenOf(await createFolder(client, await rootChildren(client), `content ${number}`));
});
afterEach(() => expect(server.observations).toEqual([]));
afterAll(() => server.close());

const sourceOf = (document: XmlElement): string | undefined => {
  const content = child(document, ATOM, 'content');
  return content && attribute(content, 'src');
};
const contentOf = async (document: XmlElement): Promise<string> => (await client.get(sourceOf(document) ?? '')).text;
const storedFiles = async (): Promise<number> =>
  (await readdir(server.contentDir, { recursive: true, withFileTypes: true })).filter((file) => file.isFile()).length;

describe('content in an entry', () => {
  const post = async (extras: string): Promise<XmlElement> =>
    created(
      await client.post(here, {
        body: entry({ title: 'doc', extras, properties: { 'cmis:objectTypeId': 'cmis:document' } }),
      }),
    );

  it.each([
    [
      'base64 of CMIS',
      '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64> aGFs\nbG8= </ra:base64></ra:content>',
      'hallo',
      'a/b',
    ],
    [
      'its media type at the end',
      '<ra:content><ra:base64>aGFsbG8=</ra:base64><ra:mediatype>a/b</ra:mediatype></ra:content>',
      'hallo',
      'a/b',
    ],
    ['text of Atom', '<content>a &lt;b&gt; ö</content>', 'a <b> ö', 'text/plain'],
    ['HTML of Atom', '<content type="html">&lt;p&gt;ö&lt;/p&gt;</content>', '<p>ö</p>', 'text/html'],
    ['text of a type', '<content type="text/csv">a;b</content>', 'a;b', 'text/csv'],
    ['base64 of Atom', '<content type="image/png">aGFsbG8=</content>', 'hallo', 'image/png'],
    [
      'XHTML of Atom',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>x</b>&amp;</div></content>',
      /^<div xmlns="http:\/\/www\.w3\.org\/1999\/xhtml".*><b>x<\/b>&amp;<\/div>$/,
      'application/xhtml+xml',
    ],
    [
      'XML of Atom',
      '<content type="application/x+xml"><x xmlns="urn:x"/></content>',
      /^<x xmlns="urn:x".*><\/x>$/,
      'application/x+xml',
    ],
    [
      'that of CMIS before that of Atom',
      '<content>no</content><ra:content><ra:mediatype>text/plain</ra:mediatype><ra:base64>eWVz</ra:base64></ra:content>',
      'yes',
      'text/plain',
    ],
  ])('is %s', async (...[, extras, content, type]) => {
    const made = await post(extras);
    expect(await contentOf(made)).toEqual(typeof content === 'string' ? content : expect.stringMatching(content));
    expect(one(made, 'cmis:contentStreamMimeType')).toBe(type);
  });

  it('has the file name that is beside it', async () => {
    const made = await post(
      '<ra:content><ra:mediatype>text/plain</ra:mediatype><ch:filename>Übersicht &amp; "x".txt</ch:filename><ra:base64/></ra:content>',
    );
    expect([one(made, 'cmis:contentStreamFileName'), one(made, 'cmis:contentStreamLength')]).toEqual([
      'Übersicht & "x".txt',
      '0',
    ]);
    const answer = await client.get(sourceOf(made) ?? '');
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''%C3%9Cbersicht%20%26%20%22x%22.txt`);
  });

  it('is nothing where an Atom element is empty', async () => {
    const made = await post('<content/>');
    expect([sourceOf(made), property(made, 'cmis:contentStreamLength')]).toEqual([undefined, []]);
    expect((await client.get(requireLink(made, 'edit-media'))).status).toBe(409);
  });

  it('is copied where it refers to content of this repository, and refused elsewhere', async () => {
    const original = await createDocument(client, here, { title: 'original', content: 'shared' });
    const read = await client.get(requireLink(original, 'edit'));
    const copy = read.text
      .replace(/<cmis:propertyId propertyDefinitionId="cmis:objectId".*?<\/cmis:propertyId>/s, '')
      .replaceAll('>original<', '>copy<');
    const made = created(await client.post(here, { body: copy }));
    expect([one(made, 'cmis:name'), await contentOf(made)]).toEqual(['copy', 'shared']);
    expect(one(made, 'cmis:objectId')).not.toBe(one(original, 'cmis:objectId'));
    const body = entry({
      title: 'x',
      extras: '<content src="http://127.0.0.1:1/secret" type="text/plain"/>',
      properties: { 'cmis:objectTypeId': 'cmis:document' },
    });
    expect((await client.post(here, { body })).status).toBe(405);
  });

  it.each([
    ['no base64', '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>a*==</ra:base64></ra:content>'],
    ['base64 without an end', '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>aGFsb</ra:base64></ra:content>'],
    [
      'base64 behind its end',
      '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>aA==aA==</ra:base64></ra:content>',
    ],
    ['elements in base64', '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64><x/></ra:base64></ra:content>'],
    ['two of them', '<ra:content><ra:base64>aGFs</ra:base64><ra:base64>aGFs</ra:base64></ra:content>'],
  ])('is refused when it is %s, and leaves no bytes', async (_, extras) => {
    const before = await storedFiles();
    const body = entry({ title: 'x', extras, properties: { 'cmis:objectTypeId': 'cmis:document' } });
    const answer = await client.post(here, { body });
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
    expect(await storedFiles()).toBe(before);
  });

  it('leaves no bytes when the object cannot be made', async () => {
    const before = await storedFiles();
    const extras = `<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>${'aGFs'.repeat(100_000)}</ra:base64></ra:content>`;
    const body = entry({ title: 'x/y', extras, properties: { 'cmis:objectTypeId': 'cmis:document' } });
    expect((await client.post(here, { body })).status).toBe(409);
    const folder = entry({ title: 'x', extras, properties: { 'cmis:objectTypeId': 'cmis:folder' } });
    expect((await client.post(here, { body: folder })).status).toBe(409);
    expect(await storedFiles()).toBe(before);
  });

  it('leaves no bytes when the client goes away', async () => {
    const before = await storedFiles();
    const [head] = entry({
      title: 'lost',
      extras: '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>@</ra:base64></ra:content>',
    }).split('@');
    const sent = request(here, {
      method: 'POST',
      auth: 'admin:admin',
      headers: { 'Content-Type': 'application/atom+xml' },
    });
    sent.on('error', () => undefined);
    sent.write(head);
    sent.write('QUJD'.repeat(3_000_000));
    while ((await storedFiles()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
    sent.destroy();
    while ((await storedFiles()) > before) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(entriesOf((await client.get(here)).root)).toEqual([]);
  });

  it('is of any length, in constant memory', async () => {
    const [head, tail] = entry({
      title: 'big',
      extras: '<ra:content><ra:mediatype>a/b</ra:mediatype><ra:base64>@</ra:base64></ra:content>',
      properties: { 'cmis:objectTypeId': 'cmis:document' },
    }).split('@');
    const megabyte = Buffer.alloc(1024 * 1024 - 4, 'QUJD');
    const before = process.memoryUsage().rss;
    let peak = 0;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(here, {
        method: 'POST',
        auth: 'admin:admin',
        headers: { 'Content-Type': 'application/atom+xml' },
      });
      sent.on('error', reject).on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      const pieces = async (): Promise<void> => {
        sent.write(head);
        for (let i = 0; i < 150; i += 1) {
          if (!sent.write(megabyte)) await new Promise((drained) => sent.once('drain', drained));
          peak = Math.max(peak, process.memoryUsage().rss);
        }
        sent.end(tail);
      };
      pieces().catch(reject);
    });
    expect(status).toBe(201);
    const made = entriesOf((await client.get(here)).root)[0];
    expect(made && one(made, 'cmis:contentStreamLength')).toBe(String((150 * (1024 * 1024 - 4) * 3) / 4));
    expect(peak - before).toBeLessThan(150 * 1024 * 1024);
  });
});

describe('the content of a document', () => {
  it('is read whole and in part, under its own type and name', async () => {
    const made = await createDocument(client, here, { title: 'a b.txt', content: '0123456789' });
    const whole = await client.get(sourceOf(made) ?? '');
    expect([whole.status, whole.text, whole.headers.get('content-type')]).toEqual([200, '0123456789', 'text/plain']);
    expect(whole.headers.get('content-disposition')).toContain('filename="a b.txt"');
    const part = await client.get(sourceOf(made) ?? '', { headers: { Range: 'bytes=2-4' } });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    const uuid = one(made, 'cmis:versionSeriesId') ?? '';
    expect((await client.get(`/content?id=${uuid}`)).text).toBe('0123456789');
  });

  it('is set, with its name, replaced, and deleted', async () => {
    const made = await createDocument(client, here, { title: 'x' });
    const media = requireLink(made, 'edit-media');
    const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''%C3%A4.bin` };
    const set = await client.put(media, { body: 'one', type: 'a/b', headers });
    expect([set.status, set.text]).toEqual([200, '']);
    const now = (await client.get(requireLink(made, 'edit'))).root;
    expect([
      await contentOf(now),
      one(now, 'cmis:contentStreamMimeType'),
      one(now, 'cmis:contentStreamFileName'),
    ]).toEqual(['one', 'a/b', 'ä.bin']);
    const long = await client.put(media, { body: 'two', type: `a/${'b'.repeat(9_000)}` });
    expect([long.status, exceptionOf(long)]).toEqual([400, 'invalidArgument']);
    const kept = await client.put(`${media}&overwriteFlag=false`, { body: 'two', type: 'a/b' });
    expect([kept.status, exceptionOf(kept)]).toEqual([409, 'contentAlreadyExists']);
    expect((await client.put(media, { body: 'two', type: 'a/c' })).status).toBe(200);
    expect(await contentOf(now)).toBe('two');
    expect((await client.delete(media)).status).toBe(204);
    const gone = (await client.get(requireLink(made, 'edit'))).root;
    expect([sourceOf(gone), linkOf(gone, 'edit-media')]).toEqual([undefined, expect.any(String)]);
  });

  it('grows by what is appended', async () => {
    const made = await createDocument(client, here, { title: 'x' });
    const media = requireLink(made, 'edit-media');
    for (const [text, last] of [
      ['a', 'false'],
      ['b', 'false'],
      ['c', 'true'],
    ] as const) {
      expect(
        (await client.put(`${media}&append=true&isLastChunk=${last}`, { body: text, type: 'text/plain' })).status,
      ).toBe(200);
    }
    expect(await contentOf((await client.get(requireLink(made, 'edit'))).root)).toBe('abc');
  });

  it('may arrive packed', async () => {
    const made = await createDocument(client, here, { title: 'x' });
    const body = gzipSync('unpacked');
    await client.put(requireLink(made, 'edit-media'), {
      body,
      type: 'text/plain',
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(await contentOf((await client.get(requireLink(made, 'edit'))).root)).toBe('unpacked');
  });

  it('is not written over a state that the client does not know', async () => {
    const made = await createDocument(client, here, { title: 'x', content: 'one' });
    const media = requireLink(made, 'edit-media');
    const tag = (await client.get(media)).headers.get('etag') ?? '';
    const stale = await client.put(`${media}&changeToken=0`, { body: 'two', type: 'text/plain' });
    expect([stale.status, exceptionOf(stale)]).toEqual([409, 'updateConflict']);
    expect((await client.put(media, { body: 'two', type: 'text/plain', headers: { 'If-Match': tag } })).status).toBe(
      200,
    );
    const again = await client.put(media, { body: 'three', type: 'text/plain', headers: { 'If-Match': tag } });
    expect(again.status).toBe(412);
    expect(await contentOf((await client.get(requireLink(made, 'edit'))).root)).toBe('two');
  });

  it('makes a new version below Alfresco addresses, and says so', async () => {
    const alfresco = atomClient(`${server.url}/alfresco/api/-default-/public/cmis/versions/1.1/atom`);
    const made = await createDocument(alfresco, here.replace(client.base, alfresco.base), {
      title: 'x',
      content: 'one',
    });
    const answer = await alfresco.put(requireLink(made, 'edit-media'), { body: 'two', type: 'text/plain' });
    expect(answer.status).toBe(201);
    expect((await alfresco.get(answer.headers.get('location') ?? '')).text).toBe('two');
    expect((await alfresco.get(sourceOf(made) ?? '')).text).toBe('one');
  });
});

it('says that an update of properties takes no content', async () => {
  const made = await createDocument(client, here, { title: 'x', content: 'one' });
  const body = `<entry ${NAMESPACES}><content>two</content><ra:object><c:properties/></ra:object></entry>`;
  expect((await client.put(requireLink(made, 'edit'), { body })).status).toBe(405);
  expect(await contentOf(made)).toBe('one');
});
