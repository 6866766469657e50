import type { Job, JobHandler, JobQueue } from './queue';

export interface JobRunnerOptions {
  readonly queue: JobQueue;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** How often an idle process looks for a job. */
  readonly pollMs: number;
  /** Without a job it is the looking for one that failed: that is told once, until it succeeds or fails otherwise. */
  readonly onError: (error: unknown, job: Job | undefined) => void;
}

export interface JobRunner {
  /** Lets an idle runner look for a job now: there is one. */
  wake(): void;
  /** Tells a job in progress to end, and waits for that. */
  stop(): Promise<void>;
}

const ATTEMPTS = 5;
const RENEW_MS = 30_000;
const FIRST_RETRY_MS = 5_000;

/** Does the jobs of these kinds one after the other, as long as the process lives. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const abort = new AbortController();
  let woken = new AbortController();
  const tellOnce = onceWhile(options);
  const loop = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      if (woken.signal.aborted) woken = new AbortController();
      if (await next(tellOnce, abort.signal)) continue;
      await pause(options.pollMs * (0.5 + Math.random()), AbortSignal.any([abort.signal, woken.signal]));
    }
  };
  const running = loop();
  return {
    wake: () => woken.abort(),
    stop: async () => {
      abort.abort();
      await running;
    },
  };
}

/** A database that is away would otherwise be told of every second, by each runner. */
function onceWhile({ queue, onError, ...options }: JobRunnerOptions): JobRunnerOptions {
  let told: string | undefined;
  return {
    ...options,
    queue: {
      ...queue,
      take: async (kinds) => {
        const job = await queue.take(kinds);
        told = undefined;
        return job;
      },
    },
    onError: (error, job) => {
      const message = (error as Error).message;
      if (!job && told === message) return;
      if (!job) told = message;
      onError(error, job);
    },
  };
}

/** Whether there was a job to do. */
async function next(options: JobRunnerOptions, signal: AbortSignal): Promise<boolean> {
  let job: Job | undefined;
  try {
    job = await options.queue.take(Object.keys(options.handlers));
    if (!job) return false;
    await work(options, job, signal);
    return true;
  } catch (error) {
    options.onError(error, job);
    return false;
  }
}

async function work({ queue, handlers, onError }: JobRunnerOptions, job: Job, signal: AbortSignal): Promise<void> {
  const handler = handlers[job.kind];
  if (!handler) return;
  const renewing = setInterval(() => void queue.renew(job).catch(() => undefined), RENEW_MS);
  try {
    // Processes that died over it count as attempts, too.
    if (job.attempts > ATTEMPTS) throw new Error('It was begun too often.');
    await handler.run(job, { signal, save: (payload) => queue.renew(job, payload) });
    await queue.done(job);
  } catch (error) {
    if (signal.aborted) return await queue.release(job);
    onError(error, job);
    await retryOrGiveUp({ queue, handler, job, error: (error as Error).message });
  } finally {
    clearInterval(renewing);
  }
}

async function retryOrGiveUp(failed: {
  readonly queue: JobQueue;
  readonly handler: JobHandler;
  readonly job: Job;
  readonly error: string;
}): Promise<void> {
  const { queue, handler, job, error } = failed;
  if (job.attempts < ATTEMPTS) await queue.failed(job, error, FIRST_RETRY_MS * 4 ** (job.attempts - 1));
  else if (handler.giveUp) {
    await handler.giveUp(job, error);
    await queue.done(job);
  } else await queue.failed(job, error, undefined);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    timer.unref();
    signal.addEventListener('abort', end);
  });
}
