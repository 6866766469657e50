import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { embeddedPostgres } from '../../src/postgres/embedded/embedded';
import { throwAwaySettings } from '../../src/postgres/embedded/settings';
import { removeSockets } from '../../src/postgres/embedded/sockets';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 's'));
  chmodSync(parent, 0o755);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** What the database says of the connection that its address leads to. */
async function connectionOf(folder: string): Promise<{ readonly url: string; readonly address: string | null }> {
  const postgres = await embeddedPostgres({
    dir: join(folder, 'postgres'),
    binariesDir: join(parent, 'binaries'),
    database: 'triptych',
    settings: throwAwaySettings(),
    throwAway: true,
  });
  try {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query<{ address: string | null }>('select inet_server_addr()::text as address');
    await client.end();
    return { url: postgres.url, address: rows[0]?.address ?? null };
  } finally {
    await postgres.stop();
  }
}

it('reaches the built-in database by its socket', async () => {
  const { url, address } = await connectionOf(parent);
  expect(address).toBeNull();
  expect(url).toContain(encodeURIComponent('/postgres'));
  expect(readdirSync(join(parent, 'postgres')).filter((name) => name.startsWith('.s.'))).toEqual([]);
});

it('reaches it through the network where the path is too long for a socket', async () => {
  const folder = join(parent, 'p'.repeat(60), 'q'.repeat(60));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { url, address } = await connectionOf(folder);
  expect(address).toMatch(/^127\.0\.0\.1/);
  expect(url).toContain('@127.0.0.1:');
});

it('takes away the sockets of a database that was killed, and nothing else', async () => {
  for (const name of ['.s.PGSQL.1', '.s.PGSQL.1.lock', 'PG_VERSION']) writeFileSync(join(parent, name), '');
  await removeSockets(parent);
  expect(readdirSync(parent)).toEqual(['PG_VERSION']);
});
