import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own, migrated: a copy of the template of this run. */
export async function createDatabase(): Promise<TestDatabase> {
  const template = process.env['TRIPTYCH_TEST_TEMPLATE'] ?? '';
  const name = `${template}_copy_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`create database ${name} template ${template}`);
  const url = new URL(process.env['TRIPTYCH_TEST_ADMIN_URL'] ?? '');
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdministrator(`drop database if exists ${name} with (force)`) };
}

async function asAdministrator(statement: string): Promise<void> {
  const admin = new Client({ connectionString: process.env['TRIPTYCH_TEST_ADMIN_URL'] });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
