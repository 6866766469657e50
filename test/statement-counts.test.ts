import { untilQuiet } from './support/quiet';
import { moveOn } from './support/unmoved';
import { browserClient, type BrowserClient } from './cmis/browser/client';
import { startTestServer, type TestServer } from './support/server';

const ALL = {
  succinct: true,
  filter: '*',
  includeAllowableActions: true,
  includeRelationships: 'both',
  includePolicyIds: true,
  includeACL: true,
  renditionFilter: '*',
  includePathSegment: true,
};

let server: TestServer;
let admin: BrowserClient;
let reader: BrowserClient;
const statements: string[] = [];
const folders: Record<number, string> = {};
const SIZES = [1, 100] as const;

const counted = async (work: () => Promise<{ readonly status: number }>): Promise<number> => {
  // The first request may verify credentials and prepare what is remembered afterwards.
  await work();
  await moveOn(server.databaseUrl);
  statements.length = 0;
  const { status } = await work();
  expect(status).toBe(200);
  return statements.length;
};

beforeAll(async () => {
  server = await startTestServer({ onStatement: (text) => statements.push(text) });
  await server.person('reader');
  const url = `${server.url}/cmis/1.1/browser/-default-`;
  admin = browserClient(url, { user: 'admin', password: 'admin' });
  reader = browserClient(url, { user: 'reader', password: 'reader' });
  for (const size of SIZES) {
    const folder = await admin.make({ path: '/' }, 'createFolder', properties(`of-${size}`, 'cmis:folder'));
    folders[size] = folder.id;
    for (let n = 0; n < size; n++) {
      await admin.make({ id: folder.id }, 'createDocument', properties(`d${n}`, 'cmis:document'), {
        text: `text ${n}`,
      });
    }
  }
  await untilQuiet(statements);
});
afterAll(() => server.close());

const properties = (name: string, type: string): Readonly<Record<string, string>> => ({
  'propertyId[0]': 'cmis:name',
  'propertyValue[0]': name,
  'propertyId[1]': 'cmis:objectTypeId',
  'propertyValue[1]': type,
});

const CLIENTS = [
  ['an administrator', () => admin],
  ['a reader', () => reader],
] as const;

describe.each(CLIENTS)('for %s', (_name, client) => {
  it.each(SIZES)('a page of children with every include takes the same statements for %i objects', async (size) => {
    const count = await counted(() => client().get({ id: folders[size] ?? '' }, 'children', { ...ALL, maxItems: 100 }));
    // At most three, and one for each of relationships and policies.
    expect(count).toBeLessThanOrEqual(5);
    expect(count).toBe(
      await counted(() => client().get({ id: folders[1] ?? '' }, 'children', { ...ALL, maxItems: 100 })),
    );
  });

  it('a page of children without includes takes at most three', async () => {
    expect(
      await counted(() => client().get({ id: folders[100] ?? '' }, 'children', { succinct: true })),
    ).toBeLessThanOrEqual(3);
  });

  it.each([
    ['by id', () => client().get({ path: '/of-100/d7' }, 'object', { succinct: true })],
    ['by path', () => client().get({ path: '/of-1/d0' }, 'object', { succinct: true })],
    [
      'of a folder',
      () =>
        client().get({ id: folders[100] ?? '' }, 'object', {
          succinct: true,
          includeACL: true,
          includeAllowableActions: true,
        }),
    ],
  ])('an object %s takes at most two', async (_how, get) => {
    expect(await counted(get)).toBeLessThanOrEqual(2);
  });

  it.each(SIZES)('descendants with every include take the same statements for %i objects', async (size) => {
    const count = await counted(() => client().get({ id: folders[size] ?? '' }, 'descendants', ALL));
    expect(count).toBeLessThanOrEqual(5);
    expect(count).toBe(await counted(() => client().get({ id: folders[1] ?? '' }, 'descendants', ALL)));
  });
});
