import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { sendJson, type JsonAnswer } from '../../src/http/json';
import { readAll } from '../contract/content-store.contract';
import { serve, type Served } from './serve';

let server: Served;
let answer: JsonAnswer;

beforeAll(async () => {
  server = await serve((req, res) => {
    res.setHeader('Vary', 'Origin');
    return sendJson(req, res, answer);
  });
});
afterAll(() => server.close());

const LONG = { text: 'größe '.repeat(500) };
const UNPACK: Readonly<Record<string, (bytes: Buffer) => Buffer>> = { gzip: gunzipSync, br: brotliDecompressSync };

interface Received {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}
function ask(accept?: string, method = 'GET'): Promise<Received> {
  return new Promise((resolve, reject) => {
    const headers = accept === undefined ? {} : { 'Accept-Encoding': accept };
    request(server.url, { method, headers }, (response) => {
      readAll(response).then(
        (bytes) => resolve({ status: response.statusCode, headers: response.headers, bytes }),
        reject,
      );
    }).end();
  });
}

it.each([
  ['an object', { a: 'größe', b: [1, null] }, '{"a":"größe","b":[1,null]}'],
  ['a text that is JSON already', '{"a" : 1}', '{"a" : 1}'],
])('sends %s', async (_, body, sent) => {
  answer = { status: 201, body, headers: { Location: '/x' } };
  const { status, headers, bytes } = await ask();
  expect(status).toBe(201);
  expect(String(bytes)).toBe(sent);
  expect(headers).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'private, max-age=0',
    'content-length': String(Buffer.byteLength(sent)),
    location: '/x',
  });
});

it.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['gzip,deflate', 'gzip'],
  ['gzip, deflate, br', 'gzip'],
  ['br', 'br'],
  ['gzip;q=0.5, br;q=0.9', 'br'],
  ['gzip;q=0, br;q=0', undefined],
  ['*', 'gzip'],
  ['*;q=0', undefined],
  ['gzip;q=0, *', 'br'],
  ['GZIP ; Q=1', 'gzip'],
  ['gzip;q=nonsense', undefined],
])('packs for a client that accepts %j as %j', async (accept, encoding) => {
  answer = { status: 200, body: LONG };
  const { headers, bytes } = await ask(accept);
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['content-length']).toBe(String(bytes.length));
  expect(headers['vary']).toBe('Origin, Accept-Encoding');
  const unpack = UNPACK[encoding ?? ''];
  expect(JSON.parse(String(unpack ? unpack(bytes) : bytes))).toEqual(LONG);
});

it('packs neither what is short nor what is secret', async () => {
  answer = { status: 200, body: { a: 1 } };
  expect((await ask('gzip')).headers['content-encoding']).toBeUndefined();
  answer = { status: 200, body: LONG, compress: false };
  expect((await ask('gzip')).headers['content-encoding']).toBeUndefined();
});

it('sends a HEAD the length and no body', async () => {
  answer = { status: 200, body: LONG };
  const { headers, bytes } = await ask('gzip', 'HEAD');
  expect(headers['content-length']).toBe(String(Buffer.byteLength(JSON.stringify(LONG))));
  expect(bytes).toHaveLength(0);
});

it('does nothing when an answer has begun', async () => {
  const other = await serve(async (req, res) => {
    res.end('first');
    await sendJson(req, res, { status: 500, body: 'second' });
  });
  expect(await (await fetch(other.url)).text()).toBe('first');
  expect(other.unanswered).toEqual([]);
  await other.close();
});
