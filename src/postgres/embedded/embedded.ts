import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { accountForPostgres, findBinaries } from './binaries';
import type { Binaries, RunAs } from './binaries';
import { checkCluster, clusterExists, clusterOwner, clusterPassword, makeCluster, SUPERUSER } from './cluster';
import { freePort, launch, runningPostmaster, shutDown, type Postmaster } from './process';
import { settingsFor } from './settings';
import type { Settings } from './settings';

/** What happens to the built-in database after its start. */
export type EmbeddedEvent =
  | { readonly kind: 'database-lost' }
  | { readonly kind: 'database-recovered'; readonly durationMs: number }
  | { readonly kind: 'database-failed'; readonly error: Error };

export interface EmbeddedPostgres {
  /** Connection address of the repository's database. The same for as long as this server runs. */
  readonly url: string;
  /** Ends PostgreSQL; resolves when its process is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The cluster's folder; made when it is missing. Its parent exists and can be reached by PostgreSQL's account. */
  readonly dir: string;
  /** Where the binaries are copied to when PostgreSQL's account cannot reach the installed ones. */
  readonly binariesDir: string;
  readonly database: string;
  readonly settings?: Settings;
  /** Nothing is forced to disk and the end is immediate. */
  readonly throwAway?: boolean;
  readonly onEvent?: (event: EmbeddedEvent) => void;
}

interface Cluster {
  readonly dir: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly settings: Settings;
  readonly password: string;
}

const START_TIMEOUT_MS = 300_000;

/**
 * Runs the PostgreSQL that comes with the server on a folder, and again whenever it ends unasked. A PostgreSQL that a
 * killed server left behind is taken over.
 * @throws Error in a sentence for the operator: another server uses the folder, it belongs to someone else, …
 */
export async function embeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepare(options);
  let current = await open(cluster);
  const { server } = current;
  let stopping = false;
  let recovery: Promise<void> | undefined;

  const watch = (session: Client): void => {
    session.once('end', () => {
      if (!stopping) recovery = recover();
    });
  };
  const recover = async (): Promise<void> => {
    const since = Date.now();
    options.onEvent?.({ kind: 'database-lost' });
    try {
      current = await open(cluster, server.port);
      if (current.server.port !== server.port)
        throw new Error(`PostgreSQL came back on port ${current.server.port} instead of ${server.port}.`);
    } catch (error) {
      if (!stopping) options.onEvent?.({ kind: 'database-failed', error: error as Error });
      return;
    }
    watch(current.session);
    options.onEvent?.({ kind: 'database-recovered', durationMs: Date.now() - since });
  };

  await ensureDatabase(current.session, options.database);
  watch(current.session);
  return {
    url: address(cluster, server, options.database),
    stop: async () => {
      stopping = true;
      await recovery;
      await current.session.end().catch(() => undefined);
      await shutDown(cluster.dir, { immediate: options.throwAway ?? false });
    },
  };
}

/**
 * Address of the database while PostgreSQL runs on the folder, whoever started it; undefined when none runs there.
 * Never becomes its owner.
 * @throws Error in a sentence for the operator when it does not answer.
 */
export async function runningDatabase(options: {
  readonly dir: string;
  readonly database: string;
}): Promise<string | undefined> {
  const dir = join(await realpath(dirname(options.dir)), basename(options.dir));
  for (let waited = 0; waited < 30_000; waited += 50) {
    const running = runningPostmaster(dir);
    if (!running) return undefined;
    const cluster = { dir, password: clusterPassword(dir) };
    const session = running.port ? await connect(cluster, running) : undefined;
    if (session) {
      await session.end();
      return address(cluster, running, options.database);
    }
    await sleep(50);
  }
  throw new Error(`PostgreSQL on '${dir}' does not answer.`);
}

async function prepare(options: EmbeddedOptions): Promise<Cluster> {
  const dir = join(await realpath(dirname(options.dir)), basename(options.dir));
  const runAs = accountForPostgres(clusterOwner(dir));
  const binaries = await findBinaries(runAs, options.binariesDir);
  if (!clusterExists(dir)) await makeCluster({ dir, binaries, runAs, sync: options.throwAway !== true });
  checkCluster(dir, binaries, runAs);
  return {
    dir,
    logFile: `${dir}.log`,
    binaries,
    runAs,
    settings: options.settings ?? settingsFor(),
    password: clusterPassword(dir),
  };
}

/** A running PostgreSQL and the session that owns it: adopts what runs, or launches. */
async function open(
  cluster: Cluster,
  wantedPort?: number,
): Promise<{ readonly session: Client; readonly server: Postmaster }> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let launched: Awaited<ReturnType<typeof launch>> | undefined;
  let failures = 0;
  for (;;) {
    const running = runningPostmaster(cluster.dir);
    const failure = launched?.failure();
    if (failure && ++failures >= 40) throw failure;
    if (running?.port) {
      const session = await connect(cluster, running);
      if (session) {
        await takeOwnership(session, cluster);
        return { session, server: running };
      }
    } else if (!running && (!launched || failure)) {
      // Processes of a killed PostgreSQL hold its shared memory for a moment; then the next try succeeds.
      if (failure) await sleep(250);
      launched = await launch({ ...cluster, port: wantedPort ?? (await freePort()) });
    }
    if (Date.now() > deadline) throw failure ?? new Error(`PostgreSQL on '${cluster.dir}' does not answer.`);
    await sleep(20);
  }
}

async function connect(cluster: Pick<Cluster, 'password'>, server: Postmaster): Promise<Client | undefined> {
  const session = new Client({
    connectionString: address(cluster, server, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  // The end of the session is what is watched; an unheard 'error' event would end the process.
  session.on('error', () => undefined);
  try {
    await session.connect();
    return session;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw error;
    return undefined;
  }
}

async function takeOwnership(session: Client, cluster: Cluster): Promise<void> {
  // The session of a server that was just killed ends within moments.
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await session.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      ADVISORY_LOCKS.embeddedOwner,
    ]);
    if (rows[0]?.mine) return;
    await sleep(100);
  }
  await session.end();
  throw new Error(
    `Another server is running on '${dirname(cluster.dir)}': stop it first, or start with another DATA_DIR.`,
  );
}

async function ensureDatabase(session: Client, name: string): Promise<void> {
  const { rowCount } = await session.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount === 0) await session.query(`create database ${session.escapeIdentifier(name)}`);
}

/** By its socket, which takes half the time of a connection through the network, where it has one. */
function address(cluster: Pick<Cluster, 'password'>, server: Postmaster, database: string): string {
  const host = server.socketFolder === undefined ? '127.0.0.1' : encodeURIComponent(server.socketFolder);
  return `postgres://${SUPERUSER}:${cluster.password}@${host}:${server.port}/${database}`;
}
