import { startTestServer, type TestServer } from '../../support/server';
import { browserClient, exceptionOf, named, type Answer, type BrowserClient, type Json } from './client';

const ADMIN = { user: 'admin', password: 'admin' };
const OPEN = '/alfresco/api/-default-/public/cmis/versions/1.1/browser';

/** Service address, and where the repository and its root folder are below it. */
const MOUNTS = [
  [OPEN, '', '/root'],
  ['/alfresco/api/-default-/cmis/versions/1.1/browser', '', '/root'],
  ['/alfresco/api/cmis/versions/1.1/browser', '', '/root'],
  ['/alfresco/cmisbrowser', '/-default-', '/-default-/root'],
  ['/cmis/1.1/browser', '/-default-', '/-default-/root'],
] as const;

let server: TestServer;
let scripts: TestServer;
let admin: BrowserClient;
let stranger: BrowserClient;

beforeAll(async () => {
  [server, scripts] = await Promise.all([startTestServer(), startTestServer({ jsonp: true })]);
  admin = browserClient(`${server.url}/cmis/1.1/browser/-default-`, ADMIN);
  stranger = browserClient(`${server.url}/cmis/1.1/browser/-default-`);
});
afterAll(() => Promise.all([server.close(), scripts.close()]));

const infosOf = (answer: Answer): Readonly<Record<string, Json>> => answer.json as Readonly<Record<string, Json>>;

describe.each(MOUNTS)('the address %s', (path, repository, root) => {
  it('lists the repository with the addresses below it', async () => {
    const answer = await admin.fetch(server.url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    const infos = infosOf(answer);
    expect(Object.keys(infos)).toEqual(['-default-']);
    expect(infos['-default-']).toMatchObject({
      repositoryId: '-default-',
      cmisVersionSupported: '1.1',
      repositoryUrl: server.url + path + repository,
      rootFolderUrl: server.url + path + root,
      thinClientURI: `${server.url}/`,
      principalIdAnyone: 'GROUP_EVERYONE',
    });
  });

  it('leads to the repository and its root folder, also by the id', async () => {
    for (const below of ['', '/-default-']) {
      const info = await admin.fetch(`${server.url}${path}${below}?cmisselector=repositoryInfo`);
      expect(Object.keys(infosOf(info))).toEqual(['-default-']);
      const rootFolder = await admin.fetch(`${server.url}${path}${below}/root?cmisselector=object&succinct=true`);
      expect(rootFolder.json).toMatchObject({ succinctProperties: { 'cmis:path': '/', 'cmis:parentId': null } });
    }
  });

  it('asks strangers for a name and a password', async () => {
    for (const url of [path, `${path}/root`, `${path}/other?cmisselector=x`]) {
      for (const method of ['GET', 'POST']) {
        const answer = await stranger.fetch(server.url + url, { method });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+", charset="UTF-8"$/);
        expect(answer.json).toEqual({ exception: 'unauthorized', message: expect.any(String) as unknown });
      }
    }
  });

  it('knows no other repository', async () => {
    const answer = await admin.fetch(`${server.url}${path}/other?cmisselector=repositoryInfo`);
    expect([answer.status, answer.json]).toEqual([
      404,
      { exception: 'objectNotFound', message: "There is no repository 'other'." },
    ]);
  });
});

it('refuses wrong passwords and people who do not exist', async () => {
  for (const credentials of [
    { user: 'admin', password: 'wrong' },
    { user: 'nobody', password: 'admin' },
  ]) {
    const answer = await browserClient(admin.repositoryUrl, credentials).get('repository', 'repositoryInfo');
    expect([answer.status, exceptionOf(answer)]).toEqual([401, 'unauthorized']);
  }
});

it('tells of the repository all that the schema asks for', async () => {
  const info = infosOf(await admin.get('repository', 'REPOSITORYINFO'))['-default-'] ?? {};
  for (const name of [
    'repositoryName',
    'repositoryDescription',
    'vendorName',
    'productName',
    'productVersion',
    'rootFolderId',
    'latestChangeLogToken',
  ]) {
    expect(typeof info[name]).toBe('string');
  }
  const capabilities = info['capabilities'] as Json;
  expect(Object.keys(capabilities)).toHaveLength(17);
  expect(capabilities['capabilityCreatablePropertyTypes']).toEqual({
    canCreate: expect.arrayContaining(['string']) as unknown,
  });
  expect(Object.keys(capabilities['capabilityNewTypeSettableAttributes'] as Json)).toHaveLength(13);
  const acl = info['aclCapabilities'] as Json;
  expect(acl).toMatchObject({ supportedPermissions: 'both', propagation: 'propagate' });
  expect(acl['permissionMapping']).toEqual(acl['mapping']);
});

describe('what is not known', () => {
  it.each([
    ['no selector for the repository', () => admin.get('repository', undefined)],
    ['an unknown selector for the repository', () => admin.get('repository', 'children')],
    ['an unknown selector for an object', () => admin.get({ path: '/' }, 'repositoryInfo')],
    ['a selector with an odd name', () => admin.get({ path: '/' }, 'constructor')],
    ['no action', () => admin.post({ path: '/' }, undefined)],
    ['an unknown action', () => admin.post({ path: '/' }, 'explode')],
    ['an action of objects for the repository', () => admin.post('repository', 'createFolder')],
    ['an action of the repository for an object', () => admin.post({ path: '/' }, 'createType')],
    ['another path below the repository', () => admin.fetch(`${admin.repositoryUrl}/other`)],
  ])('%s is not supported', async (_case, request) => {
    const answer = await request();
    expect([answer.status, exceptionOf(answer)]).toEqual([405, 'notSupported']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('the method %s is not supported', async (method) => {
    const answer = await admin.fetch(admin.rootUrl, { method });
    expect([answer.status, exceptionOf(answer), answer.headers.get('allow')]).toEqual([
      405,
      'notSupported',
      'GET, HEAD, POST',
    ]);
  });

  it('parameters and controls without a meaning are ignored', async () => {
    expect((await admin.get({ path: '/' }, 'object', { foo: 'bar' })).status).toBe(200);
    expect(
      (await admin.make({ path: '/Shared' }, 'createFolder', { ...named('cmis:folder', 'ignoring'), foo: 'bar' }))
        .status,
    ).toBe(201);
  });
});

it('takes names of selectors, actions, parameters and controls in any case', async () => {
  const one = await admin.fetch(`${admin.rootUrl}?CMISSelector=OBJECT&Succinct=TRUE&FILTER=cmis:path`);
  expect(one.json).toMatchObject({ succinctProperties: { 'cmis:path': '/' } });
  const fields = {
    'PROPERTYID[0]': 'cmis:objectTypeId',
    'propertyvalue[0]': 'cmis:folder',
    'PropertyId[1]': 'cmis:name',
    'PropertyValue[1]': 'any case',
  };
  const made = await admin.fetch(`${admin.rootUrl}/Shared`, {
    method: 'POST',
    body: new URLSearchParams({ CMISACTION: 'CREATEFOLDER', ...fields }),
  });
  expect(made.status).toBe(201);
});

it('answers HEAD as GET, without a body', async () => {
  const document = await admin.make({ path: '/Shared' }, 'createDocument', named('cmis:document', 'head.txt'), {
    text: 'hello',
  });
  for (const url of [
    `${admin.rootUrl}?cmisselector=object`,
    `${admin.rootUrl}?objectId=${document.id}`,
    `${admin.rootUrl}/nothing`,
  ]) {
    const [head, get] = await Promise.all([admin.fetch(url, { method: 'HEAD' }), admin.fetch(url)]);
    expect(head.text).toBe('');
    expect(head.status).toBe(get.status);
    for (const name of ['content-type', 'content-disposition', 'etag'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(get.text));
  }
});

it('always answers 200 where the client cannot see the status', async () => {
  const get = await admin.get({ path: '/nothing' }, 'object', { suppressResponseCodes: true });
  expect([get.status, exceptionOf(get)]).toEqual([200, 'objectNotFound']);
  const post = await admin.post({ path: '/nothing' }, 'delete', { suppressResponseCodes: true });
  expect([post.status, exceptionOf(post)]).toEqual([200, 'objectNotFound']);
  const created = await admin.post({ path: '/Shared' }, 'createFolder', {
    ...named('cmis:folder', 'always 200'),
    suppressResponseCodes: 'TRUE',
  });
  expect(created.status).toBe(200);
  const unknown = await stranger.get('repository', 'repositoryInfo', { suppressResponseCodes: true });
  expect([unknown.status, exceptionOf(unknown)]).toEqual([200, 'unauthorized']);
});

it('writes and reads dates as texts where that is asked for', async () => {
  const created = await admin.make({ path: '/Shared' }, 'createFolder', {
    ...named('cmis:folder', 'dated'),
    dateTimeFormat: 'extended',
  });
  expect(created.properties['cmis:creationDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const simple = await admin.get({ id: created.id }, 'object', { succinct: true, dateTimeFormat: 'simple' });
  const { succinctProperties } = simple.json as { readonly succinctProperties: Json };
  expect(succinctProperties['cmis:creationDate']).toBe(Date.parse(String(created.properties['cmis:creationDate'])));
});

describe('a callback', () => {
  const calling = (): BrowserClient => browserClient(`${scripts.url}/cmis/1.1/browser/-default-`, ADMIN);

  it.each(['callback=f', 'callback='])('is refused while JSONP is off: %s', async (query) => {
    for (const url of [`${admin.rootUrl}?${query}`, `${admin.repositoryUrl}?cmisselector=repositoryInfo&${query}`]) {
      const answer = await admin.fetch(url);
      expect([answer.status, exceptionOf(answer)]).toEqual([403, 'permissionDenied']);
    }
    const post = await admin.fetch(`${admin.rootUrl}/Shared?${query}`, {
      method: 'POST',
      body: new URLSearchParams({
        cmisaction: 'createFolder',
        ...(named('cmis:folder', 'not made') as Record<string, string>),
      }),
    });
    expect([post.status, exceptionOf(post)]).toEqual([403, 'permissionDenied']);
    expect((await admin.get({ path: '/Shared/not made' }, 'object')).status).toBe(404);
  });

  it('is called with the answer, or the error, where JSONP is on', async () => {
    const plain = await calling().get({ path: '/' }, 'object');
    const called = await calling().get({ path: '/' }, 'object', { callback: 'a.b[0]' });
    expect(called.headers.get('content-type')).toBe('application/javascript;charset=UTF-8');
    expect(called.headers.get('x-content-type-options')).toBe('nosniff');
    expect(called.text).toBe(`a.b[0](${plain.text})`);
    const failed = await calling().get({ path: '/nothing' }, 'object', { callback: 'f', suppressResponseCodes: true });
    expect([failed.status, failed.text]).toEqual([
      200,
      expect.stringMatching(/^f\(\{"exception":"objectNotFound",.*\}\)$/) as unknown,
    ]);
  });

  it.each([
    ['no name', () => calling().get({ path: '/' }, 'object', { callback: '' })],
    ['code for a name', () => calling().get({ path: '/' }, 'object', { callback: 'alert(1)//' })],
    ['a write', () => calling().post({ path: '/' }, 'query', { callback: 'f' })],
    ['content', () => calling().get({ path: '/' }, 'content', { callback: 'f' })],
  ])('is invalid with %s', async (_case, request) => {
    const answer = await request();
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });
});

describe('a form with a token', () => {
  const result = (client: BrowserClient, token: string): Promise<Answer> =>
    client.get('repository', 'lastResult', { token });

  it('is answered by a page, and its result fetched once', async () => {
    const page = await admin.post({ path: '/Shared' }, 'createFolder', {
      ...named('cmis:folder', 'by token'),
      token: 't1',
    });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const first = await result(admin, 't1');
    expect([first.status, first.json]).toEqual([
      200,
      { code: 201, objectId: expect.any(String) as unknown, exception: null, message: null },
    ]);
    const made = await admin.get({ path: '/Shared/by token' }, 'object', { succinct: true });
    expect(made.json).toMatchObject({ succinctProperties: { 'cmis:objectId': (first.json as Json)['objectId'] } });
    const second = await result(admin, 't1');
    expect([second.status, second.json]).toMatchObject([
      200,
      { code: 0, objectId: null, exception: 'invalidArgument' },
    ]);
  });

  it('keeps what went wrong', async () => {
    for (const [action, place, status, exception] of [
      ['createFolder', '/Shared', 409, 'nameConstraintViolation'],
      ['delete', '/nothing', 404, 'objectNotFound'],
      ['explode', '/Shared', 405, 'notSupported'],
    ] as const) {
      const fields = { ...named('cmis:folder', 'by token'), token: 't2' };
      expect((await admin.post({ path: place }, action, fields)).status).toBe(200);
      expect((await result(admin, 't2')).json).toEqual({
        code: status,
        objectId: null,
        exception,
        message: expect.any(String) as unknown,
      });
    }
  });

  it('is invalid when the token cannot be stored', async () => {
    const answers = [await result(admin, 't\0'), await admin.post({ path: '/Shared' }, 'delete', { token: 't\0' })];
    for (const answer of answers) expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });

  it('is nothing to another user', async () => {
    await server.person('tess');
    await admin.post({ path: '/nothing' }, 'delete', { token: 't3' });
    const tess = browserClient(admin.repositoryUrl, { user: 'tess', password: 'tess' });
    expect((await result(tess, 't3')).json).toMatchObject({ code: 0 });
    expect((await result(admin, 't3')).json).toMatchObject({ code: 404 });
  });
});
