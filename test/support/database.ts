import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own: a copy of the migrated template of this run, or one without anything. */
export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const template = process.env['TRIPTYCH_TEST_TEMPLATE'] ?? '';
  const name = `${template}_copy_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`create database ${name} template ${empty ? `template0 encoding 'UTF8'` : template}`);
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
