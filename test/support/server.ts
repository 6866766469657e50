import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApplication } from '../../src/application';
import type { ApplicationOptions } from '../../src/application';
import { readConfig } from '../../src/config';
import type { Observation } from '../../src/observation';
import { openDatabase } from '../../src/postgres/connection/database';
import { makeHome } from '../../src/postgres/directory/homes';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { hashPassword } from '../../src/identity/passwords';
import { createDatabase } from './database';

/** A whole server in this process, on a database and a content folder of its own. */
export interface TestServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly contentDir: string;
  /** What an operator would have been told so far, requests left out. */
  readonly observations: readonly Observation[];
  /** Makes a person whose password is the name, in these groups. */
  person(name: string, ...groups: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server; the administrator is `admin` with password `admin`. */
export async function startTestServer(options: Partial<ApplicationOptions> = {}): Promise<TestServer> {
  const database = await createDatabase();
  const contentDir = await mkdtemp(join(tmpdir(), 'triptych-content-'));
  const observations: Observation[] = [];
  const application = await startApplication({
    ...readConfig({ PORT: '0', DATABASE_CONNECTIONS: '6' }),
    databaseUrl: database.url,
    contentDir,
    observe: (observation) => {
      if (observation.kind !== 'request-finished') observations.push(observation);
    },
    ...options,
  });
  return {
    url: application.url,
    databaseUrl: database.url,
    contentDir,
    observations,
    person: (name, ...groups) => createPerson(database.url, name, groups),
    close: async () => {
      await application.close({ drainMs: 1_000 });
      await database.drop();
      await rm(contentDir, { recursive: true, force: true });
    },
  };
}

async function createPerson(url: string, name: string, groups: readonly string[]): Promise<void> {
  const database = openDatabase({ url, connections: 1 });
  const directory = principalDirectory({ database, onPersonCreated: makeHome });
  try {
    await directory.createPerson({ name, password: await hashPassword(name) });
    for (const group of groups) await directory.addMember({ group, member: name });
  } finally {
    await database.close();
  }
}
