import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startApplication, warnOfPassword } from './application';
import { readConfig } from './config';
import type { Config } from './config';
import { dataFolder, plainFolder, SYSTEM_FOLDER } from './data-folder';
import { logTo } from './log';
import type { Observe } from './observation';
import { BusyError } from './model/errors';
import { embeddedPostgres } from './postgres/embedded/embedded';
import type { EmbeddedPostgres } from './postgres/embedded/embedded';
import { settingsFor } from './postgres/embedded/settings';
import { databaseFailure } from './database-failure';
import { migrate } from './postgres/schema/migrate';
import { failureOfProcess } from './process-failure';
import { readAlfrescoProperties } from './properties-file';
import { DATABASE } from './repository-database';
import { startWorkers, type Workers } from './workers';

interface Running {
  /** This process alone, or several. */
  readonly serving: Workers;
  readonly embedded: EmbeddedPostgres | undefined;
}

void main();

async function main(): Promise<void> {
  const config = configuration();
  const observe = logTo(config.logLevel);
  const signals = signalQueue();
  const failed = failureOfProcess();
  try {
    const running = await start(config, { observe, fail: failed.report });
    const reason = await Promise.race([signals.next(), failed.happened]);
    if (reason instanceof Error) observe({ kind: 'unexpected-error', error: reason, where: 'process' });
    else observe({ kind: 'stopping', signal: reason });
    await stop(running, { cutAtOnce: reason instanceof Error, hurry: signals.next() });
    observe({ kind: 'stopped' });
    process.exit(reason instanceof Error ? 1 : 0);
  } catch (error) {
    refuse((error as Error).message);
  }
}

function configuration(): Config {
  try {
    return readConfig(process.env, readAlfrescoProperties(process.env));
  } catch (error) {
    refuse((error as Error).message);
  }
}

/** Ends a start that cannot succeed, with a reason for the operator instead of a stack trace. */
function refuse(reason: string): never {
  process.stderr.write(`Triptych does not start:\n${reason.replace(/^/gm, '  ')}\n`);
  process.exit(1);
}

async function start(
  config: Config,
  told: { readonly observe: Observe; readonly fail: (error: Error) => void },
): Promise<Running> {
  const { observe } = told;
  if (config.unknownKeys.length > 0) {
    observe({ kind: 'warning', sentence: `Properties that mean nothing here: ${config.unknownKeys.join(', ')}.` });
  }
  for (const sentence of config.warnings) observe({ kind: 'warning', sentence });
  const data = config.databaseUrl === undefined ? await dataFolder(config.dataDir) : await plainFolder(config.dataDir);
  if (data.note !== undefined) observe({ kind: 'note', sentence: data.note });
  if (config.databaseUrl === undefined && !existsSync(join(data.dir, 'postgres'))) {
    observe({ kind: 'note', sentence: `Making the database in '${data.dir}', which takes some seconds` });
  }
  const embedded = config.databaseUrl === undefined ? await startEmbedded(data.dir, config, told) : undefined;
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
    const names = await migrate(databaseUrl).catch((error: unknown) => {
      throw config.databaseUrl === undefined ? error : databaseFailure(config.databaseUrl, error);
    });
    if (names.length > 0) observe({ kind: 'migrated', names });
    const contentDir = join(data.dir, 'content');
    const serving =
      config.workers === 1
        ? await serveAlone({ ...config, databaseUrl, contentDir, observe })
        : await startWorkers({ count: config.workers, databaseUrl, contentDir, ...told });
    observe({ kind: 'listening', url: serving.url });
    return { serving, embedded };
  } catch (error) {
    await embedded?.stop();
    throw config.databaseUrl !== undefined && error instanceof BusyError
      ? databaseFailure(config.databaseUrl, error)
      : error;
  }
}

async function serveAlone(options: Parameters<typeof startApplication>[0]): Promise<Workers> {
  const application = await startApplication(options);
  void warnOfPassword(application, options.observe);
  return application;
}

/** Connections of a process besides its pool: its jobs, and some for programs of the operator. */
const OTHER_CONNECTIONS = 8;

function startEmbedded(
  dir: string,
  { workers, databaseConnections }: Config,
  { observe, fail }: { readonly observe: Observe; readonly fail: (error: Error) => void },
): Promise<EmbeddedPostgres> {
  return embeddedPostgres({
    dir: join(dir, 'postgres'),
    binariesDir: SYSTEM_FOLDER,
    database: DATABASE,
    settings: settingsFor({ connections: Math.max(100, workers * (databaseConnections + OTHER_CONNECTIONS)) }),
    onEvent: (event) => (event.kind === 'database-failed' ? fail(event.error) : observe(event)),
  });
}

async function stop(
  running: Running,
  how: { readonly cutAtOnce: boolean; readonly hurry: Promise<unknown> },
): Promise<void> {
  // A second signal means that the operator does not want to wait for slow requests.
  void how.hurry.then(() => running.serving.close({ drainMs: 0 }));
  await running.serving.close(how.cutAtOnce ? { drainMs: 0 } : {});
  await running.embedded?.stop();
}

/** An interrupt from the terminal comes twice when npm, which it reaches too, passes it on. */
const SAME_SIGNAL_MS = 1_000;

/** Signals that ask for an end, kept from the first moment on: one that comes during the start acts after it. */
function signalQueue(): { next(): Promise<NodeJS.Signals> } {
  const waiting: ((signal: NodeJS.Signals) => void)[] = [];
  const come: NodeJS.Signals[] = [];
  let last = -Infinity;
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, (signal) => {
      const isRepeated = performance.now() - last < SAME_SIGNAL_MS;
      last = performance.now();
      if (isRepeated) return;
      const take = waiting.shift();
      if (take) take(signal);
      else come.push(signal);
    });
  }
  return {
    next: () =>
      new Promise((resolve) => {
        const signal = come.shift();
        if (signal) resolve(signal);
        else waiting.push(resolve);
      }),
  };
}
