import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';

// The same place seen from the sources and from what is compiled of them.
const MIGRATIONS = join(__dirname, '..', '..', '..', 'db', 'migrations');
const LEAST_SERVER_VERSION = 150_000;

/**
 * Brings the database to the newest schema: every file of `db/migrations` that it has not seen, in order of name, one
 * transaction each. Returns the names of those that ran.
 * @throws Error in a sentence for the operator: server too old, database newer than this program, a migration that fails.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'triptych migration' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkServer(client);
    // Of two servers that start on one database the second waits and finds nothing left to do.
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.migrations]);
    return await runMissing(client);
  } finally {
    // Also of one that PostgreSQL still waits for, since it had no password to send.
    await client.end();
  }
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; name: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
            current_setting('server_encoding') as encoding`,
  );
  const server = rows[0];
  if (!server || server.version < LEAST_SERVER_VERSION) {
    throw new Error(`The database server is PostgreSQL ${server?.name}; at least PostgreSQL 15 is needed.`);
  }
  if (server.encoding !== 'UTF8') {
    throw new Error(`The database is encoded in ${server.encoding}; make one with encoding 'UTF8'.`);
  }
}

async function runMissing(client: Client): Promise<readonly string[]> {
  await client.query(
    `create table if not exists migrations (
       name text primary key,
       applied timestamptz(3) not null default now()
     )`,
  );
  const { rows } = await client.query<{ name: string }>('select name from migrations');
  const applied = new Set(rows.map((row) => row.name));
  const known = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`The database was changed by a newer version of this program (${unknown.join(', ')}).`);
  }
  const missing = known.filter((name) => !applied.has(name));
  for (const name of missing) await run(client, name);
  return missing;
}

async function run(client: Client, name: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(readFileSync(join(MIGRATIONS, name), 'utf8'));
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
