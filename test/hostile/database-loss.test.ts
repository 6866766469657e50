/** A database that goes away under a request. */
import { openDatabase } from '../../src/postgres/connection/database';
import { browserClient } from '../cmis/browser/client';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('a request whose connection PostgreSQL ends is told to come again, and the next one is answered', async () => {
  const admin = browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: 'admin', password: 'admin' });
  const folder = await admin.make({ path: '/Shared' }, 'createFolder', {
    'propertyId[0]': 'cmis:objectTypeId',
    'propertyValue[0]': 'cmis:folder',
    'propertyId[1]': 'cmis:name',
    'propertyValue[1]': 'mine',
    succinct: true,
  });
  const database = openDatabase({ url: server.databaseUrl, connections: 2 });
  const update = { 'propertyId[0]': 'cmis:description', 'propertyValue[0]': 'x', succinct: true };
  let cut = false;
  const answer = await database.transaction(async (executor) => {
    await executor.run({ text: `select from objects where name = 'mine' for update` });
    const waiting = admin.post({ id: folder.id }, 'update', update);
    while (!cut) {
      const ended = await database.run({
        text: `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      });
      cut = ended.length > 0;
    }
    return waiting;
  });
  await database.close();
  expect(answer.status).toBe(503);
  expect(answer.json).toMatchObject({ exception: 'runtime', message: expect.stringContaining('try again') as string });
  expect((await admin.post({ id: folder.id }, 'update', update)).status).toBe(200);
});
