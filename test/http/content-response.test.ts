import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { localDisk, type LocalDisk } from '../../src/content/local-disk';
import { sendContent } from '../../src/http/content-response';
import { CmisError } from '../../src/model/errors';
import type { ContentAnswer } from '../../src/repository/contract/content-answer';
import type { StoredContent } from '../../src/repository/values/stored-object';
import { idle, memoryGrowth, rawConnection, serve, until, type Served } from './serve';

const MB = 1024 * 1024;
const root = mkdtempSync(join(tmpdir(), 'triptych-answer-'));
const MODIFIED = Date.parse('2024-05-06T07:08:09.123Z');
const LAST_MODIFIED = 'Mon, 06 May 2024 07:08:09 GMT';
const BEFORE = 'Mon, 06 May 2024 07:08:08 GMT';
const AFTER = 'Mon, 06 May 2024 07:08:10 GMT';
let disk: LocalDisk;
let server: Served;
let answer: ContentAnswer & { readonly content: StoredContent };
let download: 'inline' | 'attachment';
let bytes: Buffer;

beforeAll(async () => {
  disk = localDisk(root);
  server = await serve((req, res) => sendContent(req, res, { content: answer, download }));
});
afterAll(async () => {
  await server.close();
  await disk.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  download = 'inline';
  server.unanswered.length = 0;
  await store(Buffer.from('0123456789'));
});

async function store(content: Buffer, about: Partial<StoredContent> = {}): Promise<void> {
  const { key, length } = await disk.put(randomUUID(), Readable.from([content]));
  bytes = content;
  answer = {
    content: {
      key: 1,
      id: 'content-1',
      pieces: [{ key, length }],
      length,
      mimeType: 'text/plain',
      fileName: 'a.txt',
      textState: 'done',
      ...about,
    },
    modified: MODIFIED,
    open: (range) => disk.open(key, range),
  };
}
const ask = (headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Response> =>
  fetch(server.url, { method, headers });
const openFiles = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return (
        readlinkSync(`/proc/self/fd/${fd}`).includes(root) &&
        readlinkSync(`/proc/self/fd/${fd}`).length > root.length + 5
      );
    } catch {
      return false;
    }
  }).length;

describe('a content that is asked for', () => {
  it('is answered with what is known of it', async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('0123456789');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '10',
      'content-disposition': 'inline; filename="a.txt"',
      'last-modified': LAST_MODIFIED,
      etag: '"content-1"',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([0, 1, 65_536, MB, MB + 1, 5 * MB + 3])('is complete at %i bytes, also by HEAD', async (length) => {
    await store(randomBytes(length));
    const response = await ask();
    expect(response.headers.get('content-length')).toBe(String(length));
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    const head = await ask({}, 'HEAD');
    expect(head.headers.get('content-length')).toBe(String(length));
    expect(head.headers.get('content-type')).toBe('text/plain');
    expect(await head.text()).toBe('');
  });

  it.each([
    ['text/plain; charset=ISO-8859-1', 'text/plain; charset=ISO-8859-1'],
    ['Text/X-Odd;a="b"', 'Text/X-Odd;a="b"'],
    ['', 'application/octet-stream'],
    ['text/plain\r\nX-Evil: 1', 'application/octet-stream'],
    ['text/größe\u2028', 'application/octet-stream'],
  ])('has the stored type %j as %j', async (mimeType, sent) => {
    await store(Buffer.from('x'), { mimeType });
    expect((await ask()).headers.get('content-type')).toBe(sent);
  });

  it.each([
    ['text/html', 'inline', 'attachment'],
    ['image/svg+xml', 'inline', 'attachment'],
    ['application/xhtml+xml; charset=utf-8', 'inline', 'attachment'],
    ['text/xml', 'inline', 'attachment'],
    ['image/png', 'inline', 'inline'],
    ['application/pdf', 'inline', 'inline'],
    ['text/plain; charset=utf-8', 'inline', 'inline'],
    ['text/plainly-html', 'inline', 'attachment'],
    ['image/png', 'attachment', 'attachment'],
  ] as const)('of type %s that shall be %s is %s', async (mimeType, wanted, sent) => {
    await store(Buffer.from('x'), { mimeType });
    download = wanted;
    expect((await ask()).headers.get('content-disposition')).toMatch(new RegExp(`^${sent};`));
  });
});

describe('the name of a content', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['with space.txt', 'with space.txt'],
    ['größe €.txt', 'größe €.txt'],
    ['文書 🐘.pdf', '文書 🐘.pdf'],
    ['a "quoted" \'one\'', 'a "quoted" \'one\''],
    ['100%41.txt', '100%41.txt'],
    ['a;b=c, d*.txt', 'a;b=c, d*.txt'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Users\\a.txt', 'C:_Users_a.txt'],
    ['half \ud800 pair', 'half \ufffd pair'],
  ])('%j arrives as %j', async (fileName, arrived) => {
    await store(Buffer.from('x'), { fileName });
    expect(decodedName((await ask()).headers.get('content-disposition') ?? '')).toBe(arrived);
  });

  it('arrives, whatever the name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (fileName) => {
        const { key } = answer.content.pieces[0] ?? { key: '' };
        answer = { ...answer, content: { ...answer.content, fileName }, open: (range) => disk.open(key, range) };
        const arrived = decodedName((await ask()).headers.get('content-disposition') ?? '');
        expect(arrived).toBe(fileName.replace(/[/\\]/g, '_'));
      }),
      { numRuns: 200 },
    );
  });
});

/** As OpenCMIS does: parameters in their order, the last one of a name counts, digits of RFC 2231 in capitals. */
function decodedName(header: string): string | undefined {
  let name: string | undefined;
  for (const [, key = '', quoted, token = ''] of header.matchAll(/;\s*([a-z*]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/g)) {
    const value = quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
    if (key === 'filename') name = value;
    if (key !== 'filename*') continue;
    expect(value).not.toMatch(/%[0-9A-F]?[a-f]/);
    name = decodeURIComponent(value.replace(/^UTF-8''/, ''));
  }
  return name;
}

describe('a part of a content', () => {
  it.each([
    ['bytes=0-', 200, '0123456789', null],
    ['bytes=3-', 206, '3456789', 'bytes 3-9/10'],
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=5-7', 206, '567', 'bytes 5-7/10'],
    ['bytes=5-999', 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-9', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=9-9', 206, '9', 'bytes 9-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes = 1 - 2', 206, '12', 'bytes 1-2/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=99-100', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=99999999999999999999999-', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', null],
    ['bytes=-', 200, '0123456789', null],
    ['bytes=a-b', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
    ['nonsense', 200, '0123456789', null],
  ])('%s is %i', async (...[range, status, body, contentRange]) => {
    const response = await ask({ Range: range });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(response.headers.get('content-length')).toBe(String(body.length));
  });

  it('of an empty content is the empty content', async () => {
    await store(Buffer.alloc(0));
    expect((await ask({ Range: 'bytes=0-9' })).status).toBe(200);
  });

  it('counts for nothing in a HEAD', async () => {
    const response = await ask({ Range: 'bytes=3-' }, 'HEAD');
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('may be large and lie anywhere', async () => {
    await store(randomBytes(4 * MB));
    const response = await ask({ Range: `bytes=1000-${3 * MB}` });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(1_000, 3 * MB + 1))).toBe(true);
  });

  it.each([
    ['"content-1"', 206],
    ['"other"', 200],
    ['W/"content-1"', 200],
    [LAST_MODIFIED, 206],
    [BEFORE, 200],
    [AFTER, 200],
    ['nonsense', 200],
  ])('under If-Range %s is %i', async (condition, status) => {
    expect((await ask({ Range: 'bytes=3-', 'If-Range': condition })).status).toBe(status);
  });
});

describe('conditions', () => {
  it.each<[Record<string, string>, number]>([
    [{ 'If-None-Match': '"content-1"' }, 304],
    [{ 'If-None-Match': 'W/"content-1"' }, 304],
    [{ 'If-None-Match': '"a", "content-1"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"a"' }, 200],
    [{ 'If-None-Match': '"a"', 'If-Modified-Since': AFTER }, 200],
    [{ 'If-Modified-Since': LAST_MODIFIED }, 304],
    [{ 'If-Modified-Since': AFTER }, 304],
    [{ 'If-Modified-Since': BEFORE }, 200],
    [{ 'If-Modified-Since': 'nonsense' }, 200],
    [{ 'If-Match': '"content-1"' }, 200],
    [{ 'If-Match': '*' }, 200],
    [{ 'If-Match': '"a"' }, 412],
    [{ 'If-Match': 'W/"content-1"' }, 412],
    [{ 'If-Unmodified-Since': LAST_MODIFIED }, 200],
    [{ 'If-Unmodified-Since': BEFORE }, 412],
    [{ 'If-Unmodified-Since': 'nonsense' }, 200],
    [{ 'If-Match': '"content-1"', 'If-Unmodified-Since': BEFORE }, 200],
    [{ 'If-Match': '"a"', 'If-None-Match': '"content-1"' }, 412],
    [{ 'If-None-Match': '"content-1"', Range: 'bytes=99-' }, 304],
  ])('%j: %i', async (headers, status) => {
    const response = await ask(headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('etag')).toBe('"content-1"');
    expect(await response.text()).toBe(status === 200 ? '0123456789' : '');
    expect((await ask(headers, 'HEAD')).status).toBe(status);
  });
});

describe('when something goes wrong', () => {
  it('the error can be answered as long as nothing was sent', async () => {
    answer = { ...answer, open: () => Promise.reject(new CmisError('storage', 'It is gone.')) };
    const response = await ask();
    expect([response.status, await response.json()]).toEqual([400, { code: 'storage', message: 'It is gone.' }]);
  });

  it.each([
    ['shorter', 20],
    ['longer', 5],
  ])('a small content that is %s than recorded is an error', async (_, length) => {
    answer = {
      ...answer,
      content: { ...answer.content, length },
      open: () => disk.open(answer.content.pieces[0]?.key ?? ''),
    };
    expect(await (await ask()).json()).toMatchObject({ code: 'storage' });
  });

  it.each([
    ['fails', () => failing()],
    ['ends early', () => Readable.from([Buffer.alloc(2 * MB)])],
    ['does not end', () => Readable.from([Buffer.alloc(4 * MB)])],
  ])('a large content that %s cuts the connection, so that no client takes it for complete', async (_, open) => {
    answer = { ...answer, content: { ...answer.content, length: 3 * MB }, open: () => Promise.resolve(open()) };
    await expect(ask().then((response) => response.arrayBuffer())).rejects.toThrow();
    await until(() => server.unanswered.length === 1);
    expect((await ask({}, 'HEAD')).status).toBe(200);
  });

  it('a client that goes away leaves no file open and is no error', async () => {
    await store(randomBytes(30 * MB));
    const before = openFiles();
    const connection = await rawConnection(server.port);
    await connection.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    connection.socket.pause();
    await until(() => openFiles() === before + 1);
    connection.socket.destroy();
    await until(() => openFiles() === before);
    expect(server.unanswered).toEqual([]);
  });
});

function failing(): Readable {
  return Readable.from(
    (function* () {
      yield Buffer.alloc(2 * MB);
      throw new Error('disk');
    })(),
    { objectMode: false },
  );
}

describe('a content of 300 MB', () => {
  beforeAll(async () => {
    const block = randomBytes(MB);
    const source = Readable.from(
      (function* () {
        for (let i = 0; i < 300; i += 1) yield block;
      })(),
      { objectMode: false },
    );
    await disk.put('the-big-content-00', source);
  });
  beforeEach(() => {
    const content = { ...answer.content, length: 300 * MB };
    answer = { ...answer, content, open: (range) => disk.open('the-big-content-00', range) };
  });

  it('is sent in constant memory', async () => {
    let received = 0;
    const growth = await memoryGrowth(
      () =>
        new Promise<void>((resolve, reject) => {
          get(server.url, (response) => {
            response.on('data', (chunk: Buffer) => (received += chunk.length));
            response.on('end', resolve).on('error', reject);
          });
        }),
    );
    expect(received).toBe(300 * MB);
    expect(growth).toBeLessThan(120 * MB);
  });

  it('waits for a client that does not read', async () => {
    const connection = await rawConnection(server.port);
    connection.socket.pause();
    const growth = await memoryGrowth(async () => {
      await connection.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await idle(700);
    });
    connection.socket.destroy();
    expect(growth).toBeLessThan(60 * MB);
  });
});
