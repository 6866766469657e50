/** A process that answers requests of a server which has several; `workers.ts` starts it and tells it what to do. */
// First: what follows takes a while to load.
import './unheard-signals';
import { startApplication, warnOfPassword, type Application } from './application';
import { readConfig } from './config';
import { logTo } from './log';
import { failureOfProcess } from './process-failure';
import { readAlfrescoProperties } from './properties-file';
import type { Order, Report } from './worker-messages';

type Start = Extract<Order, { kind: 'start' }>;
type Stop = Extract<Order, { kind: 'stop' }>;

// Without it nobody would ever end this one.
process.once('disconnect', () => process.exit(1));

const figuresAsked: ((text: string) => void)[] = [];
const stopsAsked: ((stop: Stop) => void)[] = [];

process.on('message', (order: Order) => {
  if (order.kind === 'start') void serve(order);
  else if (order.kind === 'stop') for (const stop of stopsAsked) stop(order);
  else if (order.kind === 'figures') figuresAsked.shift()?.(order.text);
});

async function serve(start: Start): Promise<void> {
  const config = readConfig(process.env, readAlfrescoProperties(process.env));
  const observe = logTo(config.logLevel);
  const failed = failureOfProcess();
  let running: Application | undefined;
  const stopped = new Promise<Stop>((resolve) => {
    stopsAsked.push((stop) => {
      resolve(stop);
      void running?.close(drainOf(stop));
    });
  });
  try {
    const { databaseUrl, contentDir } = start;
    const application = await startApplication({ ...config, databaseUrl, contentDir, observe, figuresOfAll });
    running = application;
    await tell({ kind: 'listening', url: application.url });
    if (start.warns) void warnOfPassword(application, observe);
    const reason = await Promise.race([stopped, failed.happened]);
    if (reason instanceof Error) observe({ kind: 'unexpected-error', error: reason, where: 'process' });
    await application.close(reason instanceof Error ? { drainMs: 0 } : drainOf(reason));
    process.exit(reason instanceof Error ? 1 : 0);
  } catch (error) {
    await tell({ kind: 'refused', sentence: (error as Error).message });
    process.exit(1);
  }
}

const drainOf = ({ drainMs }: Stop): { readonly drainMs?: number } => (drainMs === undefined ? {} : { drainMs });

const tell = (report: Report): Promise<void> =>
  new Promise((resolve) => {
    if (process.send) process.send(report, undefined, undefined, () => resolve());
    else resolve();
  });

/** Asked of the first process, which asks all workers. */
function figuresOfAll(): Promise<string> {
  return new Promise((resolve) => {
    figuresAsked.push(resolve);
    void tell({ kind: 'figures' });
  });
}
