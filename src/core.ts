import { renewingCallers } from './authentication';
import type { BrowserResults } from './cmis/browser/last-result';
import { localDisk } from './content/local-disk';
import { startReaper } from './content/reaper';
import { createStaging } from './content/stage';
import type { Staging } from './content/staging';
import { basicAuthenticator } from './identity/basic';
import type { BasicAuthenticator } from './identity/basic';
import type { Accounts } from './identity/directory';
import { hashPassword } from './identity/passwords';
import type { Observe } from './observation';
import { openRepository } from './postgres/bootstrap';
import { browserResults } from './postgres/browser-results';
import { sequenceEvents, startSequencer } from './postgres/change-sequencer';
import { openDatabase } from './postgres/database';
import type { Database, StatementObserver } from './postgres/database';
import { heartbeat } from './postgres/heartbeat';
import { principalDirectory } from './postgres/principals';
import { createTransactor } from './postgres/transactor';
import { loadRegistry } from './postgres/types';
import { unclaimedContent } from './postgres/unclaimed-content';
import { readUnit, unitOfWork } from './postgres/units';
import { createTextExtractor } from './text/extractor';
import { createRepository } from './repository/bind';
import type { Repository } from './repository/repository';

/** All that lies below the doors: one repository on its database and its content. */
export interface Core {
  readonly repositoryId: string;
  readonly repository: Repository;
  readonly staging: Staging;
  readonly results: BrowserResults;
  readonly accounts: Accounts;
  readonly basic: BasicAuthenticator;
  /** Reads and writes one row. */
  tryDatabase(): Promise<void>;
  close(): Promise<void>;
}

export interface CoreOptions {
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly contentDir: string;
  readonly adminPassword: string;
  /** Of everyone on the root folder of a new repository. */
  readonly rootRole: string;
  readonly maxContentBytes?: number;
  readonly countLimit: number;
  readonly unclaimedAgeMs: number;
  readonly reapIntervalMs: number;
  readonly observe: Observe;
  /** Told of every statement of requests. */
  readonly onStatement?: StatementObserver;
}

/** Opens the repository, and makes it when the database is new. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { observe } = options;
  const database = openDatabase({
    url: options.databaseUrl,
    connections: options.databaseConnections,
    onError: (error) => observe({ kind: 'connection-lost', error }),
    ...(options.onStatement && { onStatement: options.onStatement }),
  });
  try {
    return await assemble(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who reads the change log sequences what is new himself; this is for times when nobody does. */
const SEQUENCE_MS = 60_000;

async function assemble(database: Database, options: CoreOptions): Promise<Core> {
  const { observe, unclaimedAgeMs: ageMs, reapIntervalMs: intervalMs, maxContentBytes } = options;
  const row = await openRepository(database, {
    adminPasswordHash: () => hashPassword(options.adminPassword),
    rootRole: options.rootRole,
  });
  const store = localDisk(options.contentDir);
  const unclaimed = unclaimedContent(database);
  const staging = createStaging({
    store,
    unclaimed,
    ageMs,
    ...(maxContentBytes !== undefined && { maxBytes: maxContentBytes }),
  });
  const text = createTextExtractor();
  const accounts = principalDirectory({ database });
  const basic = basicAuthenticator({ directory: accounts });
  const units = { countLimit: options.countLimit, sequence: () => sequenceEvents(database) };
  const transactor = createTransactor({
    database,
    shared: { types: await loadRegistry(database), repository: row },
    loadTypes: loadRegistry,
    readUnit: (session, shared) => readUnit(session, shared, units),
    unitOfWork: (session, { shared, now }) => unitOfWork(session, { shared, now, options: units }),
  });
  const reaper = startReaper({ unclaimed, store, ageMs, intervalMs, observe });
  const sequencer = startSequencer({
    database,
    intervalMs: SEQUENCE_MS,
    onError: (error) => observe({ kind: 'unexpected-error', error, where: 'sequencing changes' }),
  });
  return {
    repositoryId: row.id,
    repository: createRepository({ transactor: renewingCallers(transactor, basic), store, staging, text }),
    staging,
    results: browserResults(database),
    accounts,
    basic,
    tryDatabase: () => heartbeat(database),
    close: async () => {
      await reaper.stop();
      await sequencer.stop();
      await staging.flush();
      await text.close();
      await database.close();
      await store.close();
    },
  };
}
