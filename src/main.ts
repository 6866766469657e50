import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startApplication } from './application';
import type { Application } from './application';
import { readConfig } from './config';
import type { Config } from './config';
import { dataFolder, plainFolder, SYSTEM_FOLDER } from './data-folder';
import { logTo } from './log';
import type { Observe } from './observation';
import { embeddedPostgres } from './postgres/embedded/embedded';
import type { EmbeddedPostgres } from './postgres/embedded/embedded';
import { databaseFailure } from './database-failure';
import { migrate } from './postgres/schema/migrate';
import { readAlfrescoProperties } from './properties-file';
import { DATABASE } from './repository-database';

interface Running {
  readonly application: Application;
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
  const embedded = config.databaseUrl === undefined ? await startEmbedded(data.dir, told) : undefined;
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
    const names = await migrate(databaseUrl).catch((error: unknown) => {
      throw config.databaseUrl === undefined ? error : databaseFailure(config.databaseUrl, error);
    });
    if (names.length > 0) observe({ kind: 'migrated', names });
    const application = await startApplication({
      ...config,
      databaseUrl,
      contentDir: join(data.dir, 'content'),
      observe,
    });
    observe({ kind: 'listening', url: application.url });
    void warnOfPassword(application, observe);
    return { application, embedded };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Afterwards, since a password takes a moment to try; whatever fails here fails for requests, too. */
async function warnOfPassword(application: Application, observe: Observe): Promise<void> {
  const sentence = await application.passwordWarning().catch(() => undefined);
  if (sentence !== undefined) observe({ kind: 'warning', sentence });
}

function startEmbedded(
  dir: string,
  { observe, fail }: { readonly observe: Observe; readonly fail: (error: Error) => void },
): Promise<EmbeddedPostgres> {
  return embeddedPostgres({
    dir: join(dir, 'postgres'),
    binariesDir: SYSTEM_FOLDER,
    database: DATABASE,
    onEvent: (event) => (event.kind === 'database-failed' ? fail(event.error) : observe(event)),
  });
}

async function stop(
  running: Running,
  how: { readonly cutAtOnce: boolean; readonly hurry: Promise<unknown> },
): Promise<void> {
  // A second signal means that the operator does not want to wait for slow requests.
  void how.hurry.then(() => running.application.close({ drainMs: 0 }));
  await running.application.close(how.cutAtOnce ? { drainMs: 0 } : {});
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

/** Faults that no request owns: the server stops in order instead of going on in an unknown state. */
function failureOfProcess(): { readonly happened: Promise<Error>; readonly report: (error: Error) => void } {
  let report: (error: Error) => void = () => undefined;
  const happened = new Promise<Error>((resolve) => {
    report = resolve;
  });
  process.on('uncaughtException', (error) => report(error));
  process.on('unhandledRejection', (reason) => report(reason instanceof Error ? reason : new Error(String(reason))));
  return { happened, report };
}
