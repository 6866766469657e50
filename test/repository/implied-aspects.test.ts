import { browserClient, type BrowserClient } from '../cmis/browser/client';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
const clients: Record<string, BrowserClient> = {};

beforeAll(async () => {
  server = await startTestServer();
  const credentials = { user: 'admin', password: 'admin' };
  clients['cmis'] = browserClient(`${server.url}/cmis/1.1/browser/-default-`, credentials);
  clients['alfresco'] = browserClient(`${server.url}/alfresco/cmisbrowser/-default-`, credentials);
});
afterAll(() => server.close());

const folder = (name: string, property: string): Readonly<Record<string, string>> => ({
  'propertyId[0]': 'cmis:objectTypeId',
  'propertyValue[0]': 'cmis:folder',
  'propertyId[1]': 'cmis:name',
  'propertyValue[1]': name,
  'propertyId[2]': property,
  'propertyValue[2]': 'words',
});

it.each([
  ['alfresco', 'cmis:description', ['P:cm:titled']],
  ['alfresco', 'cm:title', ['P:cm:titled']],
  ['cmis', 'cmis:description', null],
])('below /%s a folder made with %s carries %j', async (dialect, property, expected) => {
  const made = await clients[dialect]?.make(
    { path: '/' },
    'createFolder',
    folder(`${dialect} ${property.replace(':', ' ')}`, property),
  );
  expect(made?.properties['cmis:secondaryObjectTypeIds']).toEqual(expected);
  expect(made?.properties[property]).toBe('words');
});

it('below /cmis a property of an aspect that is not applied is a constraint', async () => {
  const refused = await clients['cmis']?.post({ path: '/' }, 'createFolder', folder('refused', 'cm:title'));
  expect(refused?.status).toBe(409);
});
