import { ADMINISTRATORS } from '../src/model/principal';
import { hashPassword } from '../src/identity/passwords';
import type { Directory } from '../src/identity/directory';
import { openDatabase, type Database } from '../src/postgres/connection/database';
import { principalDirectory } from '../src/postgres/directory/principals';
import { startTestServer, type TestServer } from './support/server';

let server: TestServer;
let database: Database;
let directory: Directory;
let count = 0;

beforeAll(async () => {
  server = await startTestServer();
  database = openDatabase({ url: server.databaseUrl, connections: 2 });
  directory = principalDirectory({ database });
});

afterAll(async () => {
  await database.close();
  await server.close();
});

/** A person whose password is the name. */
async function person(): Promise<string> {
  const name = `person${++count}`;
  await server.person(name);
  return name;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function get(path: string, authorization?: string): Promise<Response> {
  const response = await fetch(server.url + path, { headers: authorization ? { Authorization: authorization } : {} });
  await response.arrayBuffer();
  return response;
}

const BROWSER = '/cmis/1.1/browser';
const REPOSITORY = `${BROWSER}/-default-`;
const ATOM = '/cmis/1.1/atom';

const READS = [
  BROWSER,
  `${REPOSITORY}?cmisselector=repositoryInfo`,
  `${REPOSITORY}?cmisselector=typeChildren`,
  `${REPOSITORY}?cmisselector=typeDescendants`,
  `${REPOSITORY}?cmisselector=typeDefinition&typeId=cmis:document`,
  `${REPOSITORY}?cmisselector=query&q=${encodeURIComponent('SELECT * FROM cmis:folder')}`,
  `${REPOSITORY}?cmisselector=contentChanges`,
  `${REPOSITORY}?cmisselector=checkedout`,
  `${REPOSITORY}/root?cmisselector=object`,
  `${REPOSITORY}/root?cmisselector=children`,
  ATOM,
  `${ATOM}/-default-/types`,
];

let reader: string;
beforeAll(async () => {
  reader = await person();
});

describe.each(READS)('GET %s', (path) => {
  it('needs credentials', async () => {
    for (const wrong of [undefined, 'Bearer abc', 'Basic ???', 'Digest x']) {
      const refused = await get(path, wrong);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    }
  });

  it('is refused from the moment on when the person is disabled', async () => {
    expect((await get(path, basic(reader, reader))).status).toBe(200);
    await directory.updatePerson(reader, { enabled: false });
    expect((await get(path, basic(reader, reader))).status).toBe(401);
    await directory.updatePerson(reader, { enabled: true });
  });
});

it('knows people by their present password alone', async () => {
  const name = await person();
  const status = async (password: string): Promise<number> =>
    (await get(READS[0] as string, basic(name, password))).status;
  expect(await status('wrong')).toBe(401);
  expect(await status(name)).toBe(200);
  await directory.updatePerson(name, { password: await hashPassword('new') });
  expect(await status(name)).toBe(401);
  expect(await status('new')).toBe(200);
});

it('lets new administrators be some at once, and no longer when they are none', async () => {
  const name = await person();
  const type = JSON.stringify({ id: `my:${name}`, parentId: 'cmis:document', baseId: 'cmis:document' });
  const make = async (): Promise<number> => {
    const body = new FormData();
    body.set('cmisaction', 'createType');
    body.set('type', type);
    return (
      await fetch(server.url + REPOSITORY, { method: 'POST', body, headers: { Authorization: basic(name, name) } })
    ).status;
  };
  expect(await make()).toBe(403);
  await directory.addMember({ group: ADMINISTRATORS, member: name });
  expect(await make()).not.toBe(403);
  await directory.removeMember({ group: ADMINISTRATORS, member: name });
  expect(await make()).toBe(403);
});
