/** What holds for every operation of the table: who may call it, and that nonsense is refused in the envelope. */
import type { Operation } from '../../src/alfresco/framework/operation';
import { OPERATIONS } from '../../src/alfresco/operations';
import { AUTHENTICATION, CORE, errorOf, type AlfrescoClient, type ApiAnswer } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const BASES: Readonly<Record<Operation['api'], string>> = {
  core: CORE,
  model: CORE,
  authentication: AUTHENTICATION,
  search: '/alfresco/api/-default-/public/search/versions/1',
  rules: '/alfresco/api/-default-/private/alfresco/versions/1',
  discovery: '/alfresco/api',
};

let server: AlfrescoServer;
let stranger: AlfrescoClient;
let reader: AlfrescoClient;
let admin: AlfrescoClient;
let node = '';

beforeAll(async () => {
  server = await startAlfresco(['reader']);
  stranger = server.stranger;
  reader = server.as('reader');
  admin = server.as('admin');
  node = String((await admin.make('/nodes/-root-/children', { name: 'untouched', nodeType: 'cm:folder' }))['id']);
});
afterAll(async () => {
  const { pagination } = await admin.get(`/nodes/${node}/children`);
  await server.close();
  expect(pagination['totalItems']).toBe(0);
});

const pathOf = ({ api, path }: Operation): string =>
  BASES[api] + path.replace(/\{(\w+)\}/g, (_part, name: string) => (name === 'nodeId' ? node : 'x'));

type Called = readonly [client: AlfrescoClient, operation: Operation, query?: string, init?: RequestInit];

const call = (...[client, operation, query = '', init = {}]: Called): Promise<ApiAnswer> =>
  client.fetch(`${pathOf(operation)}${query}`, { method: operation.method, ...init });

const json = (body: string): RequestInit => ({ body, headers: { 'Content-Type': 'application/json' } });
const named = (operations: readonly Operation[]) =>
  operations.map((one) => [`${one.method} ${one.path}`, one] as const);

async function refused(answer: Promise<ApiAnswer>, statuses: readonly number[]): Promise<void> {
  const given = await answer;
  expect(statuses).toContain(given.status);
  expect(errorOf(given)).toMatchObject({ statusCode: given.status, errorKey: expect.stringMatching(/./) as string });
  expect(given.text).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d/);
}

describe.each(named(OPERATIONS.filter(({ access }) => access !== 'anyone')))('%s', (_name, operation) => {
  it('is for those who log in', () => refused(call(stranger, operation), [401]));
});

for (const [name, operation] of named(OPERATIONS.filter(({ access }) => access === 'administrator'))) {
  it(`${name} is for administrators`, () =>
    refused(call(reader, operation, '', operation.body ? json('{}') : {}), [403]));
}

const WITH_BODY = OPERATIONS.filter((one) => one.body && one.rawBody !== true && one.method !== 'GET');

describe.each(named(WITH_BODY))('%s', (_name, operation) => {
  it.each([
    ['broken JSON', '{"a":'],
    ['a text', '"text"'],
    ['a number', '1e400'],
    ['a list of lists', '[[]]'],
    ['an empty list', '[]'],
    ['a member that nobody knows', '{"nobodyKnowsThis":1}'],
    ['half of a pair', '{"nobodyKnowsThis":"\\ud800"}'],
    ['no UTF-8', Buffer.from('{"a":"\xff"}', 'latin1')],
    ['deep nesting', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['a poisoned prototype', '{"__proto__":{"isAdmin":true}}'],
  ])('refuses %s', (_what, body) => refused(call(admin, operation, '', json(body as string)), [400, 405]));

  it('refuses an empty body unless it can do without', async () => {
    if (operation.bodyIsOptional === true) return;
    await refused(call(admin, operation), [400]);
  });
});

const PLACES = OPERATIONS.flatMap((one) =>
  [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [`${one.method} ${one.path}`, name, one] as const),
);
it.each(PLACES)('%s finds nothing by a NUL in %s', async (_name, place, operation) => {
  const client = operation.access === 'anyone' ? stranger : admin;
  const path = pathOf({ ...operation, path: operation.path.replace(`{${place}}`, 'a%00b') });
  await refused(client.fetch(path, { method: operation.method, ...(operation.body && json('{}')) }), [404]);
});

const LISTS = OPERATIONS.filter(({ parameters }) => parameters['maxItems']);
describe.each(named(LISTS))('%s', (_name, operation) => {
  it.each([
    'maxItems=0',
    'maxItems=-1',
    'maxItems=x',
    'maxItems=',
    'maxItems=1.5',
    'maxItems=99999999999',
    'skipCount=-1',
    'skipCount=x',
    'skipCount=1e3',
  ])('refuses %s', (query) => refused(call(admin, operation, `?${query}`), [400]));
});

const OTHER_READS = OPERATIONS.filter(({ method, parameters }) => method === 'GET' && !parameters['maxItems']);
it.each(named(OTHER_READS))('%s refuses pages that there cannot be, though it has none', (_name, operation) =>
  refused(call(admin, operation, '?maxItems=0'), [400]),
);

describe.each(named(OPERATIONS.filter(({ parameters }) => parameters['where'])))('%s', (_name, operation) => {
  it.each(['', '(', '()', 'a=b', '(a=b', "(a='b)", '(a=b AND c=d OR e=f)', '%00', '((a=b))'])(
    'refuses where=%s',
    (where) =>
      refused(call(admin, operation, `?where=${where.startsWith('%') ? where : encodeURIComponent(where)}`), [400]),
  );
});

describe.each(named(OPERATIONS.filter(({ parameters }) => parameters['include'])))('%s', (_name, operation) => {
  it.each(['', 'a,', 'a,,b', 'a b', '*', 'a;b', '1a', '%00'])('refuses include=%s', (include) =>
    refused(
      call(admin, operation, `?include=${include.startsWith('%') ? include : encodeURIComponent(include)}`),
      [400],
    ),
  );
});

describe('addresses', () => {
  it.each([
    ['/alfresco/api', 404],
    ['/alfresco/api/-default-', 404],
    ['/alfresco/api/-default-/public/alfresco/versions/1', 404],
    ['/alfresco/api/-default-/public/alfresco/versions/2/nodes/-root-', 404],
    ['/alfresco/api/-default-/public/alfresco/versions/x/nodes/-root-', 400],
    ['/alfresco/api/-default-/public/alfresco/versions/0/nodes/-root-', 400],
    ['/alfresco/api/-default-/public/Alfresco/versions/1/nodes/-root-', 400],
    ['/alfresco/api/-default-/public/nothing/versions/1/nodes', 404],
    ['/alfresco/api/-default-/secret/alfresco/versions/1/nodes', 404],
    ['/alfresco/api/other.org/public/alfresco/versions/1/nodes/-root-', 401],
    [`${CORE}/nothing`, 404],
    [`${CORE}/nodes/-root-/nothing`, 404],
    [`${CORE}/nodes/-root-/children/more/and/more`, 404],
    [`${CORE}/nodes/%`, 400],
    [`${CORE}/nodes/%00`, 401],
    [`${CORE}//nodes/-root-`, 404],
  ])('%s', (path, status) => refused(stranger.get(path), [status]));

  it('say which methods there are', async () => {
    const answer = await stranger.fetch('/nodes/-root-', { method: 'POST' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, PUT, DELETE']);
    expect((await stranger.fetch('/nodes/-root-', { method: 'HEAD' })).status).toBe(405);
    await refused(stranger.fetch('/nodes/-root-', { method: 'PATCH' }), [405]);
  });

  it.each(['%00', 'x'.repeat(5_000), '-nothing-', '..', "' or 1=1", '\u{1f418}', '0'.repeat(36)])(
    'no node has the id %j',
    async (id) => {
      await refused(admin.get(`/nodes/${id.startsWith('%') ? id : encodeURIComponent(id)}`), [404]);
    },
  );

  it('may end with a slash', async () => {
    expect((await admin.get('/nodes/-root-/')).status).toBe(200);
    expect((await admin.get('/alfresco/api/discovery/')).status).toBe(200);
  });

  it('take no callback while that is switched off', () => refused(admin.get('/nodes/-root-?callback=f'), [403]));
});

describe('forms', () => {
  const boundary = 'b0und';
  const part = (head: string, text: string): string => `--${boundary}\r\n${head}\r\n\r\n${text}\r\n`;
  const FILE = part('Content-Disposition: form-data; name="filedata"; filename="f.txt"', 'text');
  const form = (body: string, type = `multipart/form-data; boundary=${boundary}`): Promise<ApiAnswer> =>
    admin.fetch(`/nodes/${node}/children`, { method: 'POST', body, headers: { 'Content-Type': type } });

  it.each([
    ['without a boundary', FILE, 'multipart/form-data', 415],
    ['that break off', FILE, undefined, 400],
    ['with nothing in them', `--${boundary}--\r\n`, undefined, 400],
    [
      'without a file',
      `${part('Content-Disposition: form-data; name="name"', 'x')}--${boundary}--\r\n`,
      undefined,
      400,
    ],
    ['with two files', `${FILE}${FILE}--${boundary}--\r\n`, undefined, 400],
    [
      'with parts that have no name',
      `${part('Content-Type: text/plain', 'x')}${FILE}--${boundary}--\r\n`,
      undefined,
      400,
    ],
    [
      'with a media type longer than any',
      `${part(`Content-Disposition: form-data; name="filedata"; filename="noending"\r\nContent-Type: a/${'b'.repeat(9_000)}`, 'x')}--${boundary}--\r\n`,
      undefined,
      400,
    ],
    ['that are none', 'nonsense', undefined, 400],
  ] as const)('%s are refused', (...[, body, type, status]) => refused(form(body, type), [status]));

  it('go to no operation that takes JSON', () =>
    refused(
      admin.fetch(`/nodes/${node}`, {
        method: 'PUT',
        body: `${FILE}--${boundary}--\r\n`,
        headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
      }),
      [415],
    ));
});

describe('bodies', () => {
  it('longer than the limit are refused', () =>
    refused(admin.post(`/nodes/${node}/children`, `{"name":"${'x'.repeat(11 * 1024 * 1024)}"}`), [413]));

  it.each([
    ['no name', { nodeType: 'cm:folder' }],
    ['no type', { name: 'x' }],
    ['an unknown type', { name: 'x', nodeType: 'x:y' }],
    ['a type that only the repository makes', { name: 'x', nodeType: 'cm:person' }],
    ['an aspect', { name: 'x', nodeType: 'cm:titled' }],
    ['an id', { name: 'x', nodeType: 'cm:folder', id: 'y' }],
    ['a list for a name', { name: ['x', 'y'], nodeType: 'cm:folder' }],
    ['an object for aspects', { name: 'x', nodeType: 'cm:folder', aspectNames: {} }],
    ['a text for properties', { name: 'x', nodeType: 'cm:folder', properties: 'x' }],
    ['objects in properties', { name: 'x', nodeType: 'cm:folder', properties: { 'cm:title': { a: 1 } } }],
    ['lists in lists', { name: 'x', nodeType: 'cm:folder', properties: { 'cm:title': [['a']] } }],
    ['two values for one', { name: 'x', nodeType: 'cm:folder', properties: { 'cm:title': ['a', 'b'] } }],
    ['a NUL', { name: 'x\0', nodeType: 'cm:folder' }],
    ['a date that is none', { name: 'x', nodeType: 'cm:content', properties: { 'cm:from': '2020-02-30' } }],
    ['no number', { name: 'x', nodeType: 'cm:content', properties: { 'exif:pixelXDimension': 'wide' } }],
    ['another association', { name: 'x', nodeType: 'cm:folder', association: { assocType: 'cm:other' } }],
    ['a target without a type', { name: 'x', nodeType: 'cm:content', targets: [{ targetId: 'y' }] }],
    ['a child that is none', { name: 'x', nodeType: 'cm:folder', secondaryChildren: [{ assocType: 'cm:contains' }] }],
  ])('with %s make nothing', (_what, body) => refused(admin.post(`/nodes/${node}/children`, body), [400]));
});
