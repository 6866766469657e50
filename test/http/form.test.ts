import { randomBytes, createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deflateSync, gzipSync, brotliCompressSync, createGzip } from 'node:zlib';
import type { ContentStore } from '../../src/content/content-store';
import { localDisk, type LocalDisk } from '../../src/content/local-disk';
import { createStaging } from '../../src/content/stage';
import type { Staging } from '../../src/content/staging';
import { withForm } from '../../src/http/form';
import type { Form, FormLimits } from '../../src/http/submitted-form';
import { CmisError } from '../../src/model/errors';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { unclaimedContent } from '../../src/postgres/jobs/unclaimed-content';
import { createDatabase, type TestDatabase } from '../support/database';
import { readAll } from '../contract/content-store.contract';
import { idle, memoryGrowth, rawConnection, serve, until, type Served } from './serve';

const MB = 1024 * 1024;
const root = mkdtempSync(join(tmpdir(), 'triptych-form-'));
const limits: FormLimits = { maxBodyBytes: 100_000, maxFormFields: 50, idleMs: 3_000 };
let testDatabase: TestDatabase;
let database: Database;
let disk: LocalDisk;
let failingStore: Error | undefined;
let staging: Staging & { flush(): Promise<void> };
let server: Served;
let used: Form[] = [];
let use: (form: Form) => Promise<void> | void;

beforeAll(async () => {
  testDatabase = await createDatabase();
  database = openDatabase({ url: testDatabase.url, connections: 6 });
  disk = localDisk(root);
  // A disk that can be made to fail in the middle of a content.
  const store: ContentStore = {
    ...disk,
    put: (key, source) => {
      const failure = failingStore;
      if (!failure) return disk.put(key, source);
      return new Promise((_, reject) => source.once('data', () => reject(failure)));
    },
  };
  const unclaimed = unclaimedContent(database);
  staging = createStaging({ store, unclaimed, ageMs: 3_600_000, maxBytes: 400 * MB });
  server = await serve(async (req, res) => {
    const fields = await withForm(req, { staging, limits, contentControl: 'content' }, async (form) => {
      used.push(form);
      await use(form);
      return form;
    });
    res.end(JSON.stringify(fields));
  });
});
afterAll(async () => {
  await server.close();
  await disk.close();
  await database.close();
  await testDatabase.drop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  used = [];
  use = claim;
  failingStore = undefined;
});

async function claim({ content }: Form): Promise<void> {
  if (content) await database.run({ text: 'delete from unclaimed_content where key = $1' }, [content.key]);
}
const storedFiles = (): number =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly message?: string } & Partial<Form>;
}
async function post(
  type: string | undefined,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    body,
    headers: { ...(type !== undefined && { 'Content-Type': type }), ...headers },
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
const URL_ENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=XX';
/** Lines of a body whose boundary is XX; a Buffer is put in as it is. */
const lines = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from('\r\n')]));
const field = (name: string, value: string, ...headers: readonly string[]): readonly string[] => [
  '--XX',
  `Content-Disposition: form-data; name="${name}"`,
  ...headers,
  '',
  value,
];
const file = (
  disposition: string,
  value: string | Buffer,
  ...headers: readonly string[]
): readonly (string | Buffer)[] => ['--XX', `Content-Disposition: form-data; ${disposition}`, ...headers, '', value];
const contentText = async ({ content }: Partial<Form>): Promise<string> =>
  content ? String(await readAll(await disk.open(content.key))) : '';

describe('a url-encoded form', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'literal brackets',
      'propertyId[0]=cmis:name&propertyValue[0]=a',
      { 'propertyId[0]': 'cmis:name', 'propertyValue[0]': 'a' },
    ],
    ['encoded brackets', 'propertyId%5B0%5D=x', { 'propertyId[0]': 'x' }],
    ['UTF-8, encoded or not', 'a=gr%C3%B6%C3%9Fe&b=größe&c=%F0%9F%90%98', { a: 'größe', b: 'größe', c: '🐘' }],
    ['plus, percent and equals', 'a=1+1%3D2&b=x=y&c=100%25', { a: '1 1=2', b: 'x=y', c: '100%' }],
    ['empty values and no values', 'a=&b&&c=1&', { a: '', b: '', c: '1' }],
    ['nothing', '', {}],
    ['line breaks', 'a=1%0D%0A2', { a: '1\r\n2' }],
  ])('is read: %s', async (_, body, expected) => {
    const { status, body: form } = await post(URL_ENCODED, body);
    expect(status).toBe(200);
    expect(Object.fromEntries(form.fields?.map(({ name, value }) => [name, value]) ?? [])).toEqual(expected);
  });

  it.each([
    ['latin 1', 'iso-8859-1', 'a=gr%F6%DFe', 'größe'],
    ['windows-1251', 'windows-1251', 'a=%EF%F0%E8', 'при'],
    ['a quoted name of it', '"utf-8"', 'a=%C3%B6', 'ö'],
  ])('may be in another character set: %s', async (...[, charset, body, value]) => {
    const { body: form } = await post(`${URL_ENCODED}; charset=${charset}`, body);
    expect(form.fields).toEqual([{ name: 'a', value }]);
  });

  it.each([
    ['says so itself', URL_ENCODED, '_charset_=windows-1252&a=gr%F6%DFe'],
    ['says so at its end', URL_ENCODED, 'a=gr%F6%DFe&_CHARSET_=iso-8859-1'],
    ['says otherwise than the request', `${URL_ENCODED}; charset=utf-8`, 'a=gr%C3%B6%C3%9Fe&_charset_=iso-8859-1'],
    ['says nothing', URL_ENCODED, 'a=gr%C3%B6%C3%9Fe&_charset_='],
  ])('may be in the character set that it names: %s', async (_, type, body) => {
    const { body: form } = await post(type, body);
    expect(form.fields).toContainEqual({ name: 'a', value: 'größe' });
  });

  it.each([
    ['an unknown character set of its own', URL_ENCODED, '_charset_=klingon&a=1', 'klingon'],
    ['an unknown character set', `${URL_ENCODED};charset=klingon`, 'a=1', 'klingon'],
    ['a broken percent sequence', URL_ENCODED, 'a=100%&b=%zz', '100%'],
    ['bytes that are no UTF-8', URL_ENCODED, 'a=%FF%FE', '%FF%FE'],
    ['a control twice', URL_ENCODED, 'a=1&a=2', "'a'"],
    ['a control twice in other letters', URL_ENCODED, 'cmisaction=x&CMISaction=y', "'CMISaction'"],
    ['too many controls', URL_ENCODED, Array.from({ length: 51 }, (_, i) => `f${i}=`).join('&'), '50 controls'],
    ['a name that is too long', URL_ENCODED, `${'n'.repeat(1_001)}=1`, '1000 characters'],
    ['a body that is too long', URL_ENCODED, `a=${'x'.repeat(100_000)}`, '100000 bytes'],
    ['another type', 'application/json', '{}', 'application/json'],
    ['a type that is none', 'nonsense', 'a=1', 'nonsense'],
  ])('is refused for %s', async (...[, type, body, named]) => {
    const { status, body: error } = await post(type, body);
    expect({ status, code: error.code }).toEqual({ status: 400, code: 'invalidArgument' });
    expect(error.message).toContain(named);
    expect(used).toEqual([]);
  });

  it('is empty when the request has no body', async () => {
    const { body } = await streamed(undefined, []);
    expect(body.fields).toEqual([]);
  });
});

describe('a multipart form', () => {
  const OPENCMIS = [
    '',
    ...field('cmisaction', 'createDocument', 'Content-Type: text/plain; charset=utf-8'),
    ...field('propertyValue[0]', 'größe 🐘', 'Content-Type: text/plain; charset=utf-8'),
    ...file('name="content"; filename=a.txt', 'Hello', 'Content-Type: text/plain', 'Content-Transfer-Encoding: binary'),
    '--XX--',
  ];

  it('is read as OpenCMIS sends it: an empty line first, the content last', async () => {
    const { body: form } = await post(MULTIPART, lines(...OPENCMIS));
    expect(form.fields).toEqual([
      { name: 'cmisaction', value: 'createDocument' },
      { name: 'propertyValue[0]', value: 'größe 🐘' },
    ]);
    expect(form.content).toMatchObject({ fileName: 'a.txt', mimeType: 'text/plain', length: 5 });
    expect(await contentText(form)).toBe('Hello');
  });

  it('may have the content first, and text before and after the parts', async () => {
    const body = lines(
      'preamble',
      ...file('name="x"; filename="a"', 'Hello'),
      ...field('a', '1'),
      '--XX--',
      'epilogue',
    );
    const { body: form } = await post(MULTIPART, body);
    expect(form.fields).toEqual([{ name: 'a', value: '1' }]);
    expect(await contentText(form)).toBe('Hello');
  });

  it.each([
    ['name="content"; filename="größe.txt"', 'größe.txt'],
    [`name="content"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%F0%9F%90%98.txt`, 'größe 🐘.txt'],
    [`name="content"; filename="fallback"; filename*=UTF-8''%E6%96%87.txt`, '文.txt'],
    [`name="content"; filename*=iso-8859-1''gr%F6.txt`, 'grö.txt'],
    ['name="content"; filename="a \\"quoted\\" one.txt"', 'a "quoted" one.txt'],
    ['name="content"; filename="C:\\\\Users\\\\me\\\\a.txt"', 'a.txt'],
    ['name="content"; filename="../../etc/passwd"', 'passwd'],
    ['name="content"; filename=plain.txt', 'plain.txt'],
    ['filename="no name.txt"', 'no name.txt'],
  ])('gives the file name of %s', async (disposition, fileName) => {
    const { body: form } = await post(MULTIPART, lines(...file(disposition, 'x'), '--XX--'));
    expect(form.content?.fileName).toBe(fileName);
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['text/plain; charset=ISO-8859-1', 'text/plain; charset=ISO-8859-1'],
    ['multipart/related; boundary="a b"; type="text/xml"', 'multipart/related; boundary="a b"; type="text/xml"'],
    ['Image/PNG', 'Image/PNG'],
    ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('gives the type %j of a content as %j', async (sent, mimeType) => {
    const headers = sent === undefined ? [] : [`Content-Type: ${sent}`];
    const { body: form } = await post(MULTIPART, lines(...file('name="c"; filename="f"', 'x', ...headers), '--XX--'));
    expect(form.content?.mimeType).toBe(mimeType);
    expect(form.content?.length).toBe(1);
  });

  it.each<[string, readonly string[], Readonly<Record<string, unknown>>]>([
    ['name="content"; filename=""', ['Content-Type: text/plain'], { mimeType: 'text/plain' }],
    ['name="content"; filename=""', [], {}],
    ['name="content"', ['Content-Type: text/plain; charset=utf-8'], { mimeType: 'text/plain; charset=utf-8' }],
    ['name=Content', ['content-type: application/octet-stream'], { mimeType: 'application/octet-stream' }],
    ['filename=""; name="content"', ['X-More: 1', 'Content-Type: image/png'], { mimeType: 'image/png' }],
  ])('takes a part without a file name for the content: %s %j', async (disposition, headers, about) => {
    const bytes = Buffer.from('\u0000\r\n--X\xff', 'latin1');
    const body = lines(...field('a', '1'), ...file(disposition, bytes, ...headers), ...field('b', '2'), '--XX--');
    for (const size of [1, 5, body.length]) {
      const { body: form } = await streamed(MULTIPART, pieces(body, size));
      expect(form.fields?.map(({ value }) => value)).toEqual(['1', '2']);
      expect(form.content).toMatchObject({ ...about, length: bytes.length });
      expect(form.content).not.toHaveProperty('fileName');
      const { content } = used.at(-1) ?? {};
      expect(content && (await readAll(await disk.open(content.key))).equals(bytes)).toBe(true);
    }
  });

  it.each([
    ['name="content"', []],
    ['name="contents"', ['Content-Type: text/plain']],
    ['name="a"; x="content"', ['Content-Type: text/plain']],
    ['name="a"; filename=""', ['Content-Type: text/plain']],
  ])('leaves a control a control: %s %j', async (disposition, headers) => {
    const { body: form } = await post(MULTIPART, lines(...file(disposition, 'x', ...headers), '--XX--'));
    expect(form).toEqual({ fields: [{ name: expect.any(String) as string, value: 'x' }] });
  });

  it('takes what has a type and no bytes for an empty content', async () => {
    const part = file('name="content"; filename=""', '', 'Content-Type: text/plain');
    const { body: form } = await post(MULTIPART, lines(...part, '--XX--'));
    expect(form.content).toMatchObject({ mimeType: 'text/plain', length: 0 });
  });

  it('reads each control in its own character set', async () => {
    const body = lines(
      '--XX',
      'Content-Disposition: form-data; name="a"',
      'Content-Type: text/plain; charset=iso-8859-1',
      '',
      Buffer.from('grö', 'latin1'),
      ...field('b', 'grö'),
      '--XX--',
    );
    const { body: form } = await post(MULTIPART, body);
    expect(form.fields?.map(({ value }) => value)).toEqual(['grö', 'grö']);
  });

  it('reads controls that name no character set in that of the form', async () => {
    const bytes = ['--XX', 'Content-Disposition: form-data; name="a"', '', Buffer.from('grö', 'latin1')];
    const own = field('b', 'grö', 'Content-Type: text/plain; charset=utf-8');
    for (const order of [
      [...field('_charset_', 'iso-8859-1'), ...bytes, ...own],
      [...own, ...bytes, ...field('_charset_', 'iso-8859-1')],
    ]) {
      const { body: form } = await post(MULTIPART, lines(...order, '--XX--'));
      const values = form.fields?.filter(({ name }) => name !== '_charset_').map(({ value }) => value);
      expect(values).toEqual(['grö', 'grö']);
    }
    const unknown = await post(MULTIPART, lines(...field('_charset_', 'klingon'), '--XX--'));
    expect(unknown.status).toBe(400);
  });

  it('takes an empty file for a content, but not a file control in which nothing was chosen', async () => {
    const empty = await post(MULTIPART, lines(...file('name="content"; filename="empty.txt"', ''), '--XX--'));
    expect(empty.body.content).toMatchObject({ fileName: 'empty.txt', length: 0 });
    const type = 'Content-Type: application/octet-stream';
    const none = await post(MULTIPART, lines(...file('name="content"; filename=""', '', type), '--XX--'));
    expect(none.status).toBe(200);
    expect(none.body.content).toBeUndefined();
  });

  it('keeps bytes that look like boundaries', async () => {
    const bytes = Buffer.from('\r\n--X\r\n--XY\r\n-- XX\r\n\r\n--xx--\n--XX\r--XX\r\n\r\n--X');
    const { body: form } = await post(
      MULTIPART,
      lines(...file('name="c"; filename="f"', bytes), ...field('a', '1'), '--XX--'),
    );
    expect(await contentText(form)).toBe(bytes.toString());
    expect(form.fields).toEqual([{ name: 'a', value: '1' }]);
  });

  it.each([1, 2, 3, 7, 64])('is the same in pieces of %i bytes', async (size) => {
    const bytes = lines(...OPENCMIS);
    const form = await streamed(MULTIPART, pieces(bytes, size));
    expect(form.body.fields).toHaveLength(2);
    expect(form.body.content).toMatchObject({ fileName: 'a.txt', mimeType: 'text/plain', length: 5 });
  });

  it.each<[string, readonly (string | Buffer)[], string]>([
    [
      'two contents',
      [...file('name="a"; filename="1"', 'x'), ...file('name="b"; filename="2"', 'y'), '--XX--'],
      'more than one content',
    ],
    ['a control twice', [...field('a', '1'), ...field('A', '2'), '--XX--'], "'A'"],
    ['no end', [...field('a', '1'), ...file('name="c"; filename="f"', 'x')], 'Unexpected end'],
    ['nothing at all', [], 'Unexpected end'],
    ['another boundary', ['--YY', 'Content-Disposition: form-data; name="a"', '', '1', '--YY--'], 'Unexpected end'],
    ['a url-encoded body under this type', ['cmisaction=createDocument&a=b'], 'Unexpected end'],
    ['a broken header', ['--XX', 'Content-Disposition form-data', '', 'x', '--XX--'], 'header'],
    ['a part of no name', [...file('', 'x'), '--XX--'], 'Content-Disposition'],
    ['a part without a disposition', ['--XX', 'Content-Type: text/plain', '', 'x', '--XX--'], 'Content-Disposition'],
    [
      'a content whose file name cannot be read',
      [...file('name="c"; filename=my file.txt', 'x'), ...field('a', '1'), '--XX--'],
      'Content-Disposition',
    ],
    [
      'a file name in an unknown character set',
      [...file(`name="c"; filename*=klingon''%FF`, 'x'), '--XX--'],
      'Content-Disposition',
    ],
    [
      'an unknown character set',
      [...field('a', 'x', 'Content-Type: text/plain; charset=klingon'), '--XX--'],
      'klingon',
    ],
    [
      'a content in base64',
      [...file('name="c"; filename="f"', 'eA==', 'Content-Transfer-Encoding: base64'), '--XX--'],
      'base64',
    ],
    [
      'too many controls',
      [...Array.from({ length: 51 }, (_, i) => field(`f${i}`, '')).flat(), '--XX--'],
      '50 controls',
    ],
    ['a control that is too long', [...field('a', 'x'.repeat(100_001)), '--XX--'], '100000 bytes'],
    [
      'controls that are too long together',
      [...Array.from({ length: 11 }, (_, i) => field(`f${i}`, 'x'.repeat(10_000))).flat(), '--XX--'],
      '100000 bytes',
    ],
    ['a name that is too long', [...field('n'.repeat(1_001), 'x'), '--XX--'], '1000 characters'],
    ['a header that is too long', [...field('a', 'x', `X-Pad: ${'p'.repeat(17_000)}`), '--XX--'], 'header'],
    [
      'parts that are skipped, many of them',
      Array.from({ length: 60 }, () => ['--XX', 'X: y', '', '']).flat(),
      'parts',
    ],
  ])('is refused for %s, and leaves nothing', async (_, body, named) => {
    const files = storedFiles();
    const { status, body: error } = await post(MULTIPART, lines(...body));
    expect({ status, code: error.code }).toEqual({ status: 400, code: 'invalidArgument' });
    expect(error.message).toContain(named);
    expect(used).toEqual([]);
    expect(storedFiles()).toBe(files);
  });

  it('is refused without a boundary', async () => {
    const { body } = await post('multipart/form-data', 'x');
    expect(body).toMatchObject({ code: 'invalidArgument' });
  });
});

describe('what becomes of the content', () => {
  const BIG = lines(...field('a', '1'), ...file('name="c"; filename="f"', randomBytes(3 * MB)), '--XX--');

  it.each([
    [
      'an operation that fails',
      () => Promise.reject(new CmisError('nameConstraintViolation', 'taken')),
      'nameConstraintViolation',
    ],
    ['an operation that breaks', () => Promise.reject(new Error('bug')), 'unexpected'],
  ])('goes at once after %s', async (_, operation, code) => {
    const files = storedFiles();
    use = operation;
    expect((await post(MULTIPART, BIG)).body.code).toBe(code);
    expect(storedFiles()).toBe(files);
  });

  it('goes soon when an operation did not want it, and stays when it was claimed', async () => {
    const files = storedFiles();
    use = () => undefined;
    expect((await post(MULTIPART, BIG)).status).toBe(200);
    await staging.flush();
    expect(storedFiles()).toBe(files);
    use = claim;
    expect((await post(MULTIPART, BIG)).status).toBe(200);
    await staging.flush();
    expect(storedFiles()).toBe(files + 1);
  });

  it('is nothing, and the client hears why, when the store fails in the middle', async () => {
    const files = storedFiles();
    failingStore = new CmisError('storage', 'The content store has no space left.');
    const { status, body } = await post(MULTIPART, BIG);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'storage' });
    expect(storedFiles()).toBe(files);
    failingStore = undefined;
    expect((await post(MULTIPART, BIG)).status).toBe(200);
  });

  it.each(['in a control', 'in the content', 'in a header'])(
    'is nothing when the client goes away %s',
    async (where) => {
      const files = storedFiles();
      const connection = await rawConnection(server.port);
      const head = lines('POST / HTTP/1.1', 'Host: x', 'Content-Length: 9999999', `Content-Type: ${MULTIPART}`, '');
      const control = lines(...field('a', 'begin')).subarray(0, -2);
      const content = lines(...file('name="c"; filename="f"', Buffer.alloc(2 * MB)));
      const sent = {
        'in a control': [control],
        'in the content': [content],
        'in a header': [content, Buffer.from('--XX\r\nContent-Di')],
      };
      await connection.send(head);
      for (const bytes of sent[where as keyof typeof sent]) await connection.send(bytes);
      await idle(100);
      connection.socket.destroy();
      await idle(100);
      await until(() => storedFiles() === files);
      expect(used).toEqual([]);
    },
  );

  it('is nothing when the client stalls, which is told so', async () => {
    const files = storedFiles();
    const connection = await rawConnection(server.port);
    await connection.send(
      lines('POST / HTTP/1.1', 'Host: x', 'Content-Length: 9999999', `Content-Type: ${MULTIPART}`, ''),
    );
    await connection.send(lines(...file('name="c"; filename="f"', Buffer.alloc(2 * MB))));
    await until(async () => (await connection.received(50)).includes('invalidArgument'));
    expect(await connection.received(50)).toContain('3 seconds');
    expect(storedFiles()).toBe(files);
    connection.socket.destroy();
  });
});

describe('a packed body', () => {
  const body = lines(...field('a', 'größe'), ...file('name="c"; filename="f"', Buffer.alloc(2 * MB, 'ab')), '--XX--');

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
  ])('is unpacked: %s', async (encoding, pack) => {
    const { body: form } = await post(MULTIPART, pack(body), { 'Content-Encoding': encoding });
    expect(form.fields).toEqual([{ name: 'a', value: 'größe' }]);
    expect(form.content?.length).toBe(2 * MB);
    const encoded = await post(URL_ENCODED, pack(Buffer.from('a=1')), { 'Content-Encoding': encoding });
    expect(encoded.body.fields).toEqual([{ name: 'a', value: '1' }]);
  });

  it.each<[string, string, Buffer, string]>([
    ['of an unknown encoding', 'zstd', Buffer.from('x'), 'zstd'],
    ['that is not packed', 'gzip', Buffer.from('a=1'), 'gzip'],
    ['that breaks off', 'gzip', gzipSync(randomBytes(100_000)).subarray(0, 50_000), 'gzip'],
    ['that is damaged', 'gzip', Buffer.concat([gzipSync('a=1').subarray(0, 12), Buffer.alloc(20, 7)]), 'gzip'],
  ])('is refused when %s', async (...[, encoding, bytes, named]) => {
    for (const type of [URL_ENCODED, MULTIPART]) {
      const { body: error } = await post(type, bytes, { 'Content-Encoding': encoding });
      expect(error.code).toBe('invalidArgument');
      expect(error.message).toContain(named);
    }
  });

  it.each([
    ['in a url-encoded body', URL_ENCODED, ['a=']],
    ['in a control', MULTIPART, ['--XX', 'Content-Disposition: form-data; name="a"', '', '']],
    ['before the first part', MULTIPART, ['']],
    ['in a part that is skipped', MULTIPART, ['--XX', 'X: y', '', '']],
    ['after the last part', MULTIPART, [...field('a', '1'), '--XX--', '']],
  ])('is no bomb %s', async (_, type, beginning) => {
    const bomb = createGzip({ level: 9 });
    bomb.write(lines(...beginning));
    const zeros = Buffer.alloc(MB);
    const growth = await memoryGrowth(async () => {
      const packed = readAll(bomb);
      for (let i = 0; i < 100; i += 1)
        if (!bomb.write(zeros)) await new Promise((resolve) => bomb.once('drain', resolve));
      bomb.end();
      const { body: error } = await post(type, await packed, { 'Content-Encoding': 'gzip' });
      expect(error.code).toBe('invalidArgument');
      expect(error.message).toContain('100000 bytes');
    });
    expect(growth).toBeLessThan(60 * MB);
  });
});

describe('an error before the body was read', () => {
  let refusing: Served;
  beforeAll(async () => {
    refusing = await serve(() => {
      throw new CmisError('permissionDenied', 'No.');
    });
  });
  afterAll(() => refusing.close());

  it.each([
    ['keeps the connection', 'keep-alive'],
    ['closes the connection', 'close'],
  ])('reaches a client that sends everything before it reads, when it %s', async (_, connection) => {
    const raw = await rawConnection(refusing.port);
    await raw.send(lines('POST / HTTP/1.1', 'Host: x', `Connection: ${connection}`, 'Content-Length: 20000000', ''));
    for (let i = 0; i < 20; i += 1) await raw.send(Buffer.alloc(1_000_000));
    await until(async () => (await raw.received(20)).includes('permissionDenied'));
    if (connection === 'keep-alive') {
      await raw.send(lines('GET / HTTP/1.1', 'Host: x', ''));
      await until(async () => (await raw.received(20)).split('permissionDenied').length === 3);
    }
    raw.socket.destroy();
  });

  it('ends the connection when far too much keeps coming', async () => {
    const raw = await rawConnection(refusing.port);
    await raw.send(lines('POST / HTTP/1.1', 'Host: x', 'Content-Length: 99999999999', ''));
    const chunk = Buffer.alloc(MB);
    let sent = 0;
    const sending = (async () => {
      while (!raw.socket.destroyed && sent < 500 * MB) {
        await Promise.race([raw.send(chunk), idle(500)]);
        sent += MB;
      }
    })();
    expect(await raw.received(10_000)).toContain('permissionDenied');
    await sending;
    expect(sent).toBeLessThan(200 * MB);
  });

  it('reaches the client of a form that is refused in its first control', async () => {
    const raw = await rawConnection(server.port);
    await raw.send(
      lines(
        'POST / HTTP/1.1',
        'Host: x',
        'Connection: close',
        'Content-Length: 30100100',
        `Content-Type: ${MULTIPART}`,
        '',
      ),
    );
    const control = lines(...field('a', 'x'.repeat(100_001)));
    await raw.send(Buffer.concat([control, Buffer.alloc(30_100_100 - control.length)]));
    expect(await raw.received()).toContain('100000 bytes');
  });
});

describe('a big content', () => {
  it.each([
    ['300 MB', 300, undefined],
    ['80 MB, packed', 80, 'gzip' as const],
  ])('is stored in constant memory: %s', async (_, megabytes, encoding) => {
    const block = randomBytes(MB);
    const expected = createHash('sha256');
    for (let i = 0; i < megabytes; i += 1) expected.update(block);
    const body = function* (): Generator<Buffer> {
      yield lines(...field('a', '1'), '--XX', 'Content-Disposition: form-data; name="c"; filename="big"', '');
      for (let i = 0; i < megabytes; i += 1) yield block;
      yield lines('', '--XX--');
    };
    const growth = await memoryGrowth(async () => {
      const { body: form } = await streamed(MULTIPART, body(), encoding);
      expect(form.content).toMatchObject({ length: megabytes * MB, sha256: expected.digest('hex') });
    });
    expect(growth).toBeLessThan(120 * MB);
  });

  it('is refused beyond the limit of a content', async () => {
    const files = storedFiles();
    const block = Buffer.alloc(MB);
    const body = function* (): Generator<Buffer> {
      yield lines('--XX', 'Content-Disposition: form-data; name="c"; filename="big"', '');
      for (let i = 0; i < 401; i += 1) yield block;
      yield lines('', '--XX--');
    };
    const { body: error } = await streamed(MULTIPART, body());
    expect(error.code).toBe('constraint');
    expect(storedFiles()).toBe(files);
  });
});

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Posts a body of unknown length. */
function streamed(type: string | undefined, body: Iterable<Buffer>, encoding?: 'gzip'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...(type && { 'Content-Type': type }), ...(encoding && { 'Content-Encoding': encoding }) };
    const outgoing = request(server.url, { method: 'POST', headers }, (response) => {
      readAll(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(String(bytes)) as Answer['body'] }),
        reject,
      );
    });
    const source = Readable.from(body, { objectMode: false });
    const sent = encoding ? pipeline(source, createGzip({ level: 1 }), outgoing) : pipeline(source, outgoing);
    // An answer may come before everything was sent.
    sent.catch(() => undefined);
    outgoing.on('error', reject);
  });
}
