import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { embeddedPostgres } from '../../src/postgres/embedded';
import { isAlive } from '../../src/postgres/embedded-cluster';
import { shutDown } from '../../src/postgres/embedded-process';
import { throwAwaySettings } from '../../src/postgres/embedded-settings';
import { migrate } from '../../src/postgres/migrate';
import { remember } from './test-server';

const PREFIX = 'triptych-test-';

/**
 * One PostgreSQL for the whole run: the one of TEST_DATABASE_URL or DATABASE_URL (an account that may create
 * databases), else the built-in one on a folder that is thrown away. In it, a migrated template to copy from.
 */
export default async function globalSetup(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const adminUrl = given ?? (await throwAwayServer());
  const template = `triptych_template_${process.pid}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${template} template template0 encoding 'UTF8'`);
  const templateUrl = new URL(adminUrl);
  templateUrl.pathname = `/${template}`;
  await migrate(templateUrl.href);
  await admin.end();
  process.env['TRIPTYCH_TEST_ADMIN_URL'] = adminUrl;
  process.env['TRIPTYCH_TEST_TEMPLATE'] = template;
}

async function throwAwayServer(): Promise<string> {
  await removeLeftOvers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const server = await embeddedPostgres({
    dir: join(folder, 'postgres'),
    binariesDir: join(folder, 'binaries'),
    database: 'triptych',
    settings: throwAwaySettings(),
    throwAway: true,
  });
  remember({ server, folder });
  return server.url;
}

/** Runs that were killed leave their server behind. */
async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX)) continue;
    try {
      if (isAlive(Number(readFileSync(join(folder, 'owner'), 'utf8')))) continue;
      await shutDown(join(folder, 'postgres'), { immediate: true });
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run is just making or removing it.
    }
  }
}
