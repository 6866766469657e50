import cluster, { type Worker } from 'node:cluster';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AggregatorRegistry } from 'prom-client';
import type { Observe } from './observation';
import type { Order, Report } from './worker-messages';

/** Processes that share the requests of one server. */
export interface Workers {
  readonly url: string;
  /** Lets requests in flight finish, for at most `drainMs` (default: as configured). A second call may shorten that. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

export interface WorkersOptions {
  readonly count: number;
  readonly databaseUrl: string;
  readonly contentDir: string;
  readonly observe: Observe;
  /** The server cannot go on. */
  readonly fail: (error: Error) => void;
}

/** A worker that ends unasked is not replaced at once: what ended it may last. */
const PAUSE_MS = 500;

/**
 * Starts as many workers, each a whole server on the same database and content; another one whenever one ends.
 * @throws Error in a sentence for the operator.
 */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  cluster.setupPrimary({ exec: join(__dirname, 'worker.js') });
  const figures: Figures = new AggregatorRegistry();
  let closing = false;
  const hire = async (warns: boolean): Promise<string> => {
    const { worker, listening } = started({ ...options, warns, figures });
    const url = await listening;
    worker.once('exit', (code: number, signal: string | null) => {
      if (!closing) void replace(signal ?? `code ${code}`);
    });
    return url;
  };
  const replace = async (end: string): Promise<void> => {
    options.observe({ kind: 'warning', sentence: `A worker ended unasked (${end}); another one is started.` });
    await sleep(PAUSE_MS);
    if (closing) return;
    await hire(false).catch((error: Error) => {
      if (closing) return;
      if (error instanceof Refusal) options.fail(error);
      else void replace('before it listened');
    });
  };
  const close: Workers['close'] = async ({ drainMs } = {}) => {
    closing = true;
    const order: Order = { kind: 'stop', ...(drainMs !== undefined && { drainMs }) };
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(workers.map((worker) => ended(worker, order)));
  };
  try {
    const [url = ''] = await Promise.all(Array.from({ length: options.count }, (_, index) => hire(index === 0)));
    return { url, close };
  } catch (error) {
    await close({ drainMs: 0 });
    throw error;
  }
}

/** A worker cannot start, and no other one could. */
class Refusal extends Error {}

type Figures = Pick<AggregatorRegistry<typeof AggregatorRegistry.PROMETHEUS_CONTENT_TYPE>, 'clusterMetrics'>;

interface Start extends WorkersOptions {
  readonly warns: boolean;
  readonly figures: Figures;
}

function started({ databaseUrl, contentDir, warns, figures }: Start): {
  readonly worker: Worker;
  readonly listening: Promise<string>;
} {
  const worker = cluster.fork();
  const listening = new Promise<string>((resolve, reject) => {
    worker.on('message', (report: Report) => {
      if (report.kind === 'listening') resolve(report.url);
      else if (report.kind === 'refused') reject(new Refusal(report.sentence));
      else if (report.kind === 'figures') void answerFigures(worker, figures);
    });
    worker.once('exit', () => reject(new Error('A worker ended before it listened.')));
  });
  tell(worker, { kind: 'start', databaseUrl, contentDir, warns });
  return { worker, listening };
}

async function answerFigures(worker: Worker, figures: Figures): Promise<void> {
  // A worker that ends meanwhile leaves figures without its own for the next time.
  const text = await figures.clusterMetrics().catch(() => '');
  tell(worker, { kind: 'figures', text });
}

/** A worker that is gone already hears nothing. */
const tell = (worker: Worker, order: Order): void => void (worker.isConnected() && worker.send(order, () => undefined));

function ended(worker: Worker, order: Order): Promise<void> {
  if (worker.isDead()) return Promise.resolve();
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    tell(worker, order);
  });
}
