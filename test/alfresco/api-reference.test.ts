/** The API reference is made from the table of operations; other programs can read it. */
import SwaggerParser from '@apidevtools/swagger-parser';
import { parse } from 'yaml';
import { ENTITIES } from '../../src/alfresco/framework/entities';
import { OPERATIONS } from '../../src/alfresco/operations';
import { startTestServer, type TestServer } from '../support/server';

interface Item {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security: readonly object[];
  readonly 'x-since': string;
}

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Item>>>>;
}

let server: TestServer;
const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(server.url + path, init);
const document = async (file: string): Promise<Document> =>
  (await (await get(`/api-explorer/definitions/${file}.json`)).json()) as Document;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FILES = {
  core: 'alfresco-core',
  model: 'alfresco-model',
  authentication: 'alfresco-auth',
  discovery: 'alfresco-discovery',
  search: 'alfresco-search',
  rules: 'alfresco-rules',
} as const;
const APIS = [...new Set(OPERATIONS.map(({ api }) => api))].map((api) => [FILES[api], api] as const);

describe.each(APIS)('%s', (file, api) => {
  const operations = OPERATIONS.filter((operation) => operation.api === api);

  it('is valid OpenAPI', async () => {
    const valid = await SwaggerParser.validate((await document(file)) as never);
    expect((valid as { readonly openapi?: string }).openapi).toBe('3.0.3');
  });

  it('says the same as YAML', async () => {
    const answer = await get(`/api-explorer/definitions/${file}.yaml`);
    expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    const text = await answer.text();
    expect(text).toMatch(/^openapi: "3\.0\.3"\n/);
    expect(parse(text)).toEqual(await document(file));
  });

  it('has every operation of the table and no other', async () => {
    const { paths } = await document(file);
    const shown = Object.entries(paths).flatMap(([path, items]) =>
      Object.keys(items).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(shown.sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('tells of each what it takes, what it answers, since when and for whom', async () => {
    const { paths } = await document(file);
    for (const operation of operations) {
      const { method, path, id, parameters, status, access, body, rawBody } = operation;
      const item = paths[path]?.[method.toLowerCase()];
      expect(item).toMatchObject({ operationId: id, 'x-since': expect.stringMatching(/^\d+\.\d+/) as string });
      expect(item?.summary).toMatch(/\w{3}/);
      const named = item?.parameters.map(({ name }) => name) ?? [];
      expect(named).toEqual(expect.arrayContaining([...Object.keys(parameters)]));
      expect(new Set(named).size).toBe(named.length);
      expect(item?.requestBody !== undefined).toBe(body !== undefined || rawBody === true);
      expect(item?.responses).toHaveProperty(String(status));
      expect(item?.security.some((one) => Object.keys(one).length === 0)).toBe(access === 'anyone');
    }
  });

  it('begins at the address that the reader used', async () => {
    const path = { core: '/alfresco/api/-default-/public/alfresco/versions/1', discovery: '/alfresco/api' };
    const [first] = (await document(file)).servers;
    expect(first?.url.startsWith(server.url)).toBe(true);
    expect(first?.url).toMatch(new RegExp(`${(path as Record<string, string>)[api] ?? '/versions/1'}$`));
  });
});

it('no two operations have the same id', () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

it('operations that answer entries say what these are', () => {
  const silent = OPERATIONS.filter(
    ({ answers, status, rawAnswer, method, parameters }) =>
      answers === undefined &&
      rawAnswer !== true &&
      (parameters['maxItems'] !== undefined || status === 201 || (method === 'GET' && status === 200)),
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
  const used = new Set(OPERATIONS.map(({ answers }) => answers));
  expect(Object.keys(ENTITIES).filter((name) => !used.has(name as never))).toEqual([]);
});

it('bodies to try are such as the operations take', () => {
  const shown = OPERATIONS.filter(({ example }) => example !== undefined);
  expect(shown.length).toBeGreaterThan(30);
  for (const { body, example, id } of shown) {
    expect([id, body?.read(example, 'body')]).toEqual([id, expect.objectContaining({})]);
  }
});

describe('/api-explorer', () => {
  it.each(['/api-explorer', '/api-explorer/', '/api-explorer/index.html', '/api-explorer?x=1'])(
    'shows people a page at %s that runs nothing from elsewhere',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/);
      expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const html = await answer.text();
      expect(html).toContain(`<base href="${server.url}/api-explorer/">`);
      expect(html.replaceAll(server.url, '')).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    },
  );

  it('is linked from the page of doors', async () => {
    expect(await (await get('/')).text()).toContain('href="api-explorer"');
  });

  it.each(['swagger-ui.css', 'swagger-ui-bundle.js'])('serves %s, packed and once', async (file) => {
    const answer = await get(`/api-explorer/${file}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect((await answer.text()).length).toBeGreaterThan(100_000);
    const etag = answer.headers.get('etag') ?? '';
    const again = await get(`/api-explorer/${file}`, { headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': etag } });
    expect(again.status).toBe(304);
  });

  it.each([
    '/api-explorer/package.json',
    '/api-explorer/../package.json',
    '/api-explorer/%2e%2e/package.json',
    '/api-explorer/constructor',
    '/api-explorer/swagger-ui.js',
    '/api-explorer/definitions',
    '/api-explorer/definitions/alfresco-nothing.yaml',
    '/api-explorer/definitions/alfresco-core.txt',
    '/api-explorer/%',
  ])('has nothing at %s', async (path) => {
    const answer = await get(path);
    expect([400, 404]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/\bat \S+ \(|node_modules/);
  });

  it('can only be read', async () => {
    const answer = await get('/api-explorer', { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await (await get('/api-explorer', { method: 'HEAD' })).text()).toBe('');
  });
});
