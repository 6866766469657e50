import { APP, ATOM, CMIS, CMISRA } from '../../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText } from '../../../src/cmis/xml/tree';
import { ATOMPUB_MOUNTS } from '../../../src/cmis/atompub/mounts';
import { startTestServer, type TestServer } from '../../support/server';
import { atomClient, cmisLink, entry, exceptionOf, linkOf, rootChildren, type AtomClient } from './client';

let server: TestServer;
let client: AtomClient;

beforeAll(async () => {
  server = await startTestServer();
  client = atomClient(`${server.url}/cmis/1.1/atom`);
});
afterAll(async () => {
  await server.close();
  expect(server.observations).toEqual([]);
});

describe('the service document', () => {
  it.each(ATOMPUB_MOUNTS.map(({ path, version }) => [path, version]))('is at %s', async (path, version) => {
    const answer = await atomClient(`${server.url}${path}`).get('');
    expect(answer.headers.get('content-type')).toBe('application/atomsvc+xml;charset=UTF-8');
    const [workspace, ...others] = childrenNamed(answer.root, APP, 'workspace');
    expect(others).toEqual([]);
    const info = child(workspace, CMISRA, 'repositoryInfo');
    expect([childText(info, CMIS, 'repositoryId'), childText(info, CMIS, 'cmisVersionSupported')]).toEqual([
      '-default-',
      version,
    ]);
    const hrefs = childrenNamed(workspace, APP, 'collection').map((collection) => [
      childText(collection, CMISRA, 'collectionType'),
      attribute(collection, 'href')?.startsWith(`${server.url}${path}/`),
    ]);
    const types = ['root', 'types', 'query', 'checkedout', 'unfiled', ...(version === '1.1' ? ['update'] : [])];
    expect(hrefs).toEqual(types.map((type) => [type, true]));
    const templates = childrenNamed(workspace, CMISRA, 'uritemplate').map((each) => childText(each, CMISRA, 'type'));
    expect(templates).toEqual(['objectbyid', 'objectbypath', 'query', 'typebyid']);
    for (const name of ['typedescendants', 'foldertree', 'rootdescendants', 'changes']) {
      expect(linkOf(workspace ?? answer.root, cmisLink(name))).toBeDefined();
    }
  });

  it.each(ATOMPUB_MOUNTS.map(({ path }) => path))(
    'has capabilities at %s that all begin with a text, as cmislib reads them',
    async (path) => {
      const { text } = await atomClient(`${server.url}${path}`).get('');
      expect(text.match(/<cmis:capability\w+>(?!<)/g)?.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/<cmis:capability\w+><|<cmis:capability\w+\/>/);
    },
  );

  it('is that of a repository, whose id has no case', async () => {
    expect((await client.get('?repositoryId=-DEFAULT-')).status).toBe(200);
    const other = await client.get('?repositoryId=other');
    expect([other.status, exceptionOf(other)]).toEqual([404, 'objectNotFound']);
  });

  it('follows the address that the client used', async () => {
    const { root } = await client.get('', { headers: { 'X-Forwarded-Host': 'evil.example' } });
    const collection = child(child(root, APP, 'workspace'), APP, 'collection');
    expect(collection && attribute(collection, 'href')).toMatch(new RegExp(`^${server.url}/`));
  });
});

const rootIdOf = async (of: AtomClient): Promise<string> =>
  new URL(await rootChildren(of)).searchParams.get('id') ?? '';

describe('requests', () => {
  it('need credentials', async () => {
    for (const user of [undefined, 'admin:wrong', 'nobody:x']) {
      const answer = await client.get('', { user });
      expect([answer.status, exceptionOf(answer)]).toEqual([401, 'unauthorized']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    }
  });

  it.each([
    ['POST', '', 'GET, HEAD, OPTIONS'],
    ['PUT', '/children?id=x', 'GET, POST, DELETE, HEAD, OPTIONS'],
    ['PATCH', '/entry?id=x', 'GET, PUT, DELETE, HEAD, OPTIONS'],
    ['GET', '/unfiled', 'POST, OPTIONS'],
    ['DELETE', '/query', 'GET, POST, HEAD, OPTIONS'],
  ])('%s %s is not there, and says what is', async (method, address, allow) => {
    const answer = await client.send(method, address);
    expect([answer.status, exceptionOf(answer), answer.headers.get('allow')]).toEqual([405, 'notSupported', allow]);
    const options = await client.send('OPTIONS', address);
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
  });

  it('what is not supported of a request says which methods there are', async () => {
    const body = entry({
      title: 'from elsewhere',
      properties: { 'cmis:objectTypeId': 'cmis:document' },
      extras: '<content type="text/plain" src="http://127.0.0.1:1/"/>',
    });
    const answer = await client.post('/unfiled', { body });
    expect([answer.status, exceptionOf(answer), answer.headers.get('allow')]).toEqual([
      405,
      'notSupported',
      'POST, OPTIONS',
    ]);
  });

  it('HEAD is GET without the body', async () => {
    const [head, get] = [await client.send('HEAD', '/types'), await client.get('/types')];
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
  });

  it('nothing is at other addresses', async () => {
    for (const address of ['/nothing', '/children/x', '/%FF', '/constructor', '/content/a/b']) {
      expect((await client.get(address)).status).toBe(404);
    }
  });

  it.each([
    ['a broken escape', '/entry?id=%E0%A4%A'],
    ['a negative page', '/types?maxItems=-1'],
    ['a word where a number is wanted', '/types?skipCount=many'],
    ['a word where a boolean is wanted', '/types?includePropertyDefinitions=perhaps'],
  ])('%s is an invalid argument', async (_, address) => {
    const answer = await client.get(address);
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });

  it.each(ATOMPUB_MOUNTS.map(({ path }) => path))(
    'may leave variables of templates that the client does not know as they stand: %s',
    async (path) => {
      const browsing = atomClient(`${server.url}${path}`);
      const workspace = child((await browsing.get('')).root, APP, 'workspace');
      const values: Readonly<Record<string, string>> = {
        objectbyid: await rootIdOf(browsing),
        objectbypath: '/',
        query: 'SELECT * FROM cmis:folder',
        typebyid: 'cmis:folder',
      };
      for (const each of childrenNamed(workspace, CMISRA, 'uritemplate')) {
        const [template, type] = [childText(each, CMISRA, 'template') ?? '', childText(each, CMISRA, 'type') ?? ''];
        const filled = template.replace(/\{\w+\}/, encodeURIComponent(values[type] ?? ''));
        for (const address of [filled, encodeURI(filled).replaceAll('%25', '%')]) {
          expect([type, (await browsing.get(address)).status]).toEqual([type, 200]);
        }
        const none = await browsing.get(template);
        expect([type, none.status, exceptionOf(none)]).toEqual([type, 400, 'invalidArgument']);
      }
    },
  );

  it('count what follows a variable that was left', async () => {
    const id = await rootIdOf(client);
    const answer = await client.get(`/id?id={id}&includeACL={includeACL}&id=${id}&includeACL=perhaps`);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('perhaps')]);
  });

  it('answers packed where the client takes that', async () => {
    const answer = await client.get('/types?includePropertyDefinitions=true', {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.root.local).toBe('feed');
  });
});

describe('documents that are sent', () => {
  it.each([
    ['another media type', { type: 'application/json', body: '{}' }, 415],
    ['a feed', { type: 'application/atom+xml;type=feed', body: '<feed xmlns="http://www.w3.org/2005/Atom"/>' }, 415],
    ['another element', { body: '<feed xmlns="http://www.w3.org/2005/Atom"/>' }, 422],
    ['an entry of another namespace', { body: '<entry/>' }, 422],
    ['an entry without an object', { body: '<entry xmlns="http://www.w3.org/2005/Atom"/>' }, 422],
    ['nothing', { body: '' }, 400],
    ['no XML', { body: 'hello' }, 400],
    ['half of an entry', { body: entry({ title: 'x' }).slice(0, -20) }, 400],
    ['a document type', { body: `<!DOCTYPE entry [<!ENTITY x "y">]>${entry({})}` }, 400],
    [
      'bytes that are no UTF-8',
      { body: Buffer.concat([Buffer.from(entry({}).slice(0, 60)), Buffer.from([0xff])]) },
      400,
    ],
    ['a property twice', { body: entry({ moreProperties: `${named('x')}${named('y')}` }) }, 400],
    ['a property without an id', { body: entry({ moreProperties: '<c:propertyString/>' }) }, 400],
    ['a date that is none', { body: entry({ moreProperties: dated('yesterday') }) }, 400],
    ['a body that is not packed as it says', { body: entry({}), headers: { 'Content-Encoding': 'gzip' } }, 400],
  ])('%s', async (_, send, status) => {
    const answer = await client.post(await rootChildren(client), send);
    expect(answer.status).toBe(status);
    expect(exceptionOf(answer)).toBe('invalidArgument');
    expect(answer.text).not.toMatch(/\n\s+at /);
  });

  it('may be another kind of Atom, without a type, in any encoding of Unicode', async () => {
    const body = entry({ title: 'any', properties: { 'cmis:objectTypeId': 'cmis:folder' } });
    const root = await rootChildren(client);
    for (const [index, type] of [
      'application/cmisatom+xml',
      'application/atom+xml; charset=UTF-16; type=entry',
    ].entries()) {
      const named = body.replace('<title>any', `<title>any ${index}`).replace(/^<\?xml[^>]*>/, '');
      const bytes = type.includes('16') ? Buffer.from(`\ufeff${named}`, 'utf16le') : Buffer.from(named);
      const answer = await client.post(root, { body: bytes, type });
      expect([answer.status, childText(answer.root, ATOM, 'title')]).toEqual([201, `any ${index}`]);
    }
  });

  it('leave nothing behind when the caller may not act', async () => {
    await server.person('reader');
    const body = entry({ title: 'x', properties: { 'cmis:objectTypeId': 'cmis:folder' } });
    const answer = await client.post(await rootChildren(client), { body, user: 'reader:reader' });
    expect([answer.status, exceptionOf(answer)]).toEqual([403, 'permissionDenied']);
  });
});

function named(value: string): string {
  return `<c:propertyString propertyDefinitionId="cmis:name"><c:value>${value}</c:value></c:propertyString>`;
}

function dated(value: string): string {
  return `<c:propertyDateTime propertyDefinitionId="cm:from"><c:value>${value}</c:value></c:propertyDateTime>`;
}
