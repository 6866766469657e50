import { browserClient, type BrowserClient } from '../cmis/browser/client';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let admin: BrowserClient;
let reader: BrowserClient;

beforeAll(async () => {
  server = await startTestServer();
  await server.person('reader');
  const url = `${server.url}/cmis/1.1/browser/-default-`;
  admin = browserClient(url, { user: 'admin', password: 'admin' });
  reader = browserClient(url, { user: 'reader', password: 'reader' });
});
afterAll(() => server.close());

const named = (name: string, type: string): Readonly<Record<string, string>> => ({
  'propertyId[0]': 'cmis:objectTypeId',
  'propertyValue[0]': type,
  'propertyId[1]': 'cmis:name',
  'propertyValue[1]': name,
});

interface Listed {
  readonly objects: readonly {
    readonly object: {
      readonly succinctProperties: Readonly<Record<string, unknown>>;
      readonly allowableActions?: Readonly<Record<string, boolean>>;
    };
  }[];
}

async function children(client: BrowserClient, folder: string): Promise<Listed['objects'][number]['object'][]> {
  const answer = await client.get({ id: folder }, 'children', { succinct: true, includeAllowableActions: true });
  return (answer.json as Listed).objects.map(({ object }) => object);
}

it('a list shows every change at once, whatever was listed before', async () => {
  const folder = await admin.make({ path: '/' }, 'createFolder', named('changing', 'cmis:folder'));
  const document = await admin.make({ id: folder.id }, 'createDocument', named('d', 'cmis:document'), { text: 'one' });
  for (let round = 0; round < 5; round++) {
    await children(admin, folder.id);
    const fields = { 'propertyId[0]': 'cmis:description', 'propertyValue[0]': `round ${round}` };
    await admin.make({ id: document.id }, 'update', fields);
    const [object] = await children(admin, folder.id);
    expect(object?.succinctProperties['cmis:description']).toBe(`round ${round}`);
  }
  await admin.make({ id: document.id }, 'setContent', { overwriteFlag: true }, { text: 'longer' });
  const [withContent] = await children(admin, folder.id);
  expect(withContent?.succinctProperties['cmis:contentStreamLength']).toBe(6);
  const copy = await admin.make({ id: document.id }, 'checkOut', {});
  expect(
    (await children(admin, folder.id)).map(
      ({ succinctProperties }) => succinctProperties['cmis:isVersionSeriesCheckedOut'],
    ),
  ).toEqual([true, true]);
  await admin.post({ id: copy.id }, 'cancelCheckOut');
  const [back, ...more] = await children(admin, folder.id);
  expect([back?.succinctProperties['cmis:isVersionSeriesCheckedOut'], more.length]).toEqual([false, 0]);
});

it('what one caller may do with a listed object is not shown to another', async () => {
  const folder = await admin.make({ path: '/' }, 'createFolder', named('two callers', 'cmis:folder'));
  await admin.make({ id: folder.id }, 'createDocument', named('d', 'cmis:document'), { text: 'one' });
  const allowed = async (client: BrowserClient): Promise<unknown> =>
    (await children(client, folder.id))[0]?.allowableActions?.['canUpdateProperties'];
  expect([await allowed(admin), await allowed(reader), await allowed(admin)]).toEqual([true, false, true]);
});
