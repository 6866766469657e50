import { Client } from 'pg';
import { endTestServer } from './test-server';

export default async function globalTeardown(): Promise<void> {
  if (await endTestServer()) return;
  const admin = new Client({ connectionString: process.env['TRIPTYCH_TEST_ADMIN_URL'] });
  await admin.connect();
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname = $1 or datname like $1 || '\\_copy\\_%'`,
    [process.env['TRIPTYCH_TEST_TEMPLATE']],
  );
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
  await admin.end();
}
