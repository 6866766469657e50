import { passwordWarning, refuseKnownPassword } from '../src/first-administrator';
import { hashPassword } from '../src/identity/passwords';
import { openRepository } from '../src/postgres/schema/bootstrap';
import { openDatabase, type Database } from '../src/postgres/connection/database';
import { principalDirectory } from '../src/postgres/directory/principals';
import { createDatabase, type TestDatabase } from './support/database';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createDatabase();
  database = openDatabase({ url: test.url, connections: 2 });
  await openRepository(database, { adminPasswordHash: () => hashPassword('admin'), rootRole: 'Consumer' });
  await principalDirectory({ database }).updatePerson('admin', { password: await hashPassword('admin') });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it('warns of the password that everybody knows, and lets nobody else reach the server with it', async () => {
  const accounts = principalDirectory({ database });
  expect(await passwordWarning(accounts, 'admin')).toMatch(/is 'admin', which everybody knows/);
  expect(await passwordWarning(accounts, 'better')).toMatch(/is 'admin', which everybody knows/);
  await expect(refuseKnownPassword(accounts, '0.0.0.0')).rejects.toThrow(/ADMIN_PASSWORD/);
  await expect(refuseKnownPassword(accounts, '127.0.0.1')).resolves.toBeUndefined();
});

it('warns of a password that came too late', async () => {
  const accounts = principalDirectory({ database });
  await accounts.updatePerson('admin', { password: await hashPassword('best') });
  expect(await passwordWarning(accounts, 'better')).toMatch(/ADMIN_PASSWORD has no effect/);
  expect(await passwordWarning(accounts, 'best')).toBeUndefined();
  expect(await passwordWarning(accounts, 'admin')).toBeUndefined();
  await expect(refuseKnownPassword(accounts, '0.0.0.0')).resolves.toBeUndefined();
});
