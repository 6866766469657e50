import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { embeddedPostgres } from '../../src/postgres/embedded/embedded';
import type { EmbeddedPostgres } from '../../src/postgres/embedded/embedded';
import { isAlive } from '../../src/postgres/embedded/cluster';
import { shutDown } from '../../src/postgres/embedded/process';
import { throwAwaySettings } from '../../src/postgres/embedded/settings';
import { migrate } from '../../src/postgres/schema/migrate';
import { remember } from './test-server';

const PREFIX = 'triptych-test-';

/**
 * One PostgreSQL for the whole run: the one of TEST_DATABASE_URL or DATABASE_URL (an account that may create
 * databases), else the built-in one on a folder that is thrown away. In it, a migrated template to copy from.
 */
export default async function globalSetup(): Promise<void> {
  await removeLeftOvers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), String(process.pid));
  chmodSync(folder, 0o755);
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const server = given === undefined ? await throwAwayServer(folder) : undefined;
  remember({ server, folder });
  const adminUrl = given ?? server?.url ?? '';
  const template = `triptych_template_${process.pid}`;
  await makeTemplate(adminUrl, template);
  process.env['TRIPTYCH_TEST_ADMIN_URL'] = adminUrl;
  process.env['TRIPTYCH_TEST_TEMPLATE'] = template;
  // Whatever tests put into the system's folder for such files goes with the run.
  process.env['TMPDIR'] = folder;
}

function throwAwayServer(folder: string): Promise<EmbeddedPostgres> {
  return embeddedPostgres({
    dir: join(folder, 'postgres'),
    binariesDir: join(folder, 'binaries'),
    database: 'triptych',
    settings: throwAwaySettings(),
    throwAway: true,
  });
}

async function makeTemplate(adminUrl: string, name: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template template0 encoding 'UTF8'`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
}

const OWNER = 'owner';
/** A folder without an owner is being made, or was left half removed. */
const MAKING_MS = 600_000;

/** Runs that were killed leave their server and their files behind. */
async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX)) continue;
    try {
      const owner = existsSync(join(folder, OWNER)) ? readFileSync(join(folder, OWNER), 'utf8') : undefined;
      const isInUse = owner === undefined ? Date.now() - statSync(folder).mtimeMs < MAKING_MS : isAlive(Number(owner));
      if (isInUse) continue;
      for (const cluster of ['.', ...readdirSync(folder)]) {
        await shutDown(join(folder, cluster, 'postgres'), { immediate: true });
      }
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run is just making or removing it.
    }
  }
}
