import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sign, type SignOptions } from 'jsonwebtoken';
import { publishedKeys } from '../../src/identity/key-set';
import { hashPassword } from '../../src/identity/passwords';
import { openDatabase } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { startTestServer, type TestServer } from '../support/server';
import { alfrescoClient, AUTHENTICATION, basic, type ApiAnswer } from '../alfresco/client';

const pair = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =>
  generateKeyPairSync('rsa', { modulusLength: 2048 });
const ours = pair();
const foreign = pair();
const next = pair();

let keys: readonly unknown[] = [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }];
let asked = 0;
let identityService: Server;
let server: TestServer;

beforeAll(async () => {
  identityService = createServer((_req, res) => {
    asked++;
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((listening) => identityService.listen(0, '127.0.0.1', listening));
  const { port } = identityService.address() as AddressInfo;
  server = await startTestServer({
    tokens: {
      key: { kind: 'url', url: `http://127.0.0.1:${port}/certs` },
      issuer: 'https://id.example.org',
      audience: 'triptych',
      userClaim: 'preferred_username',
    },
  });
  await server.person('anna');
});
afterAll(async () => {
  await server.close();
  await new Promise((closed) => identityService.close(closed));
  expect(server.observations.filter(({ kind }) => kind === 'unexpected-error')).toEqual([]);
});

const CLAIMS = { preferred_username: 'anna' };
const OPTIONS: SignOptions = {
  algorithm: 'RS256',
  keyid: 'one',
  issuer: 'https://id.example.org',
  audience: 'triptych',
  expiresIn: 60,
};

function token(claims: object = {}, options: SignOptions = {}, key: KeyObject | string = ours.privateKey): string {
  const all: Record<string, unknown> = { ...OPTIONS, ...options };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return sign({ ...CLAIMS, ...claims }, key, given as SignOptions);
}

const get = (bearer: string, path = '/nodes/-my-'): Promise<ApiAnswer> =>
  alfrescoClient(server.url, `Bearer ${bearer}`).get(path);

it.each([
  '/nodes/-my-',
  '/alfresco/api/-default-/public/cmis/versions/1.1/browser',
  '/alfresco/api/-default-/public/cmis/versions/1.1/atom',
])('a token opens %s', async (path) => {
  expect((await get(token(), path)).status).toBe(200);
});

it('a password that is not right any more opens nothing, though tokens are taken', async () => {
  await server.person('paula');
  const paula = alfrescoClient(server.url, basic('paula', 'paula'));
  expect((await paula.get('/nodes/-my-')).status).toBe(200);
  // By another process, so that this one has the old password in mind.
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  await principalDirectory({ database }).updatePerson('paula', { password: await hashPassword('new') });
  await database.close();
  expect((await paula.get('/nodes/-my-')).status).toBe(401);
  expect((await alfrescoClient(server.url, basic('paula', 'new')).get('/nodes/-my-')).status).toBe(200);
});

it('a token gets its owner a ticket', async () => {
  const { status, entry } = await get(token(), `${AUTHENTICATION}/tickets/-me-`);
  expect(status).toBe(200);
  expect((await alfrescoClient(server.url).get(`/nodes/-my-?alf_ticket=${String(entry['id'])}`)).status).toBe(200);
});

const [, payload = ''] = token().split('.');
const unsigned = `${Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')}.${payload}.`;

it.each([
  ['of another key', () => token({}, {}, foreign.privateKey)],
  ['of a key that nobody publishes', () => token({}, { keyid: 'other' }, foreign.privateKey)],
  ['that has expired', () => token({}, { expiresIn: -120 })],
  ['that never expires', () => token({}, { expiresIn: undefined } as unknown as SignOptions)],
  ['of another issuer', () => token({}, { issuer: 'https://evil.example.org' })],
  ['for another audience', () => token({}, { audience: 'other' })],
  ['that is not good yet', () => token({}, { notBefore: 600 })],
  ['of nobody', () => token({ preferred_username: 'nobody' })],
  ['of the anonymous principal', () => token({ preferred_username: 'guest' })],
  ['without a name', () => token({ preferred_username: undefined })],
  ['with an object for a name', () => token({ preferred_username: { a: 1 } })],
  ['that nobody signed', () => unsigned],
  [
    'signed with the public key as a secret',
    () => token({}, { algorithm: 'HS256' }, ours.publicKey.export({ format: 'pem', type: 'spki' }) as string),
  ],
  ['that is none', () => 'a.b.c'],
  ['that is very long', () => 'x'.repeat(20_000)],
])('a token %s opens nothing', async (_what, make) => {
  expect((await get(make())).status).toBe(401);
});

it('keys are asked for seldom, and again when one is new', async () => {
  let now = 0;
  const { port } = identityService.address() as AddressInfo;
  const published = publishedKeys(`http://127.0.0.1:${port}/certs`, () => now);
  asked = 0;
  for (let n = 0; n < 5; n++) expect(await published.find('one')).toBeDefined();
  expect(asked).toBe(1);
  keys = [{ ...next.publicKey.export({ format: 'jwk' }), kid: 'two' }];
  // Tokens of unknown keys do not make it ask each time.
  expect(await published.find('two')).toBeUndefined();
  now += 11_000;
  expect(await published.find('two')).toBeDefined();
  expect(await published.find('one')).toBeUndefined();
  expect(asked).toBe(2);
});

it('keys that were good are so while the identity service is away, and others are to come again', async () => {
  let now = 0;
  const { port } = identityService.address() as AddressInfo;
  const published = publishedKeys(`http://127.0.0.1:${port}/certs`, () => now);
  await published.find('two');
  keys = 'nonsense' as unknown as readonly unknown[];
  now += 3_600_000;
  expect(await published.find('two')).toBeDefined();
  const never = publishedKeys('http://127.0.0.1:1/certs', () => now);
  await expect(never.find('one')).rejects.toThrow(/try again later/);
});
