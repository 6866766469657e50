import type { ContentStore } from './content-store';
import type { UnclaimedContent } from './unclaimed-content';

export type ReaperObservation =
  | { readonly kind: 'content-reaped'; readonly count: number }
  | { readonly kind: 'unexpected-error'; readonly error: unknown; readonly where: string };

export interface ReaperOptions {
  readonly unclaimed: UnclaimedContent;
  readonly store: ContentStore;
  /** How long content may belong to no object; far longer than any upload takes. */
  readonly ageMs: number;
  readonly intervalMs: number;
  readonly observe: (observation: ReaperObservation) => void;
}

export interface Reaper {
  /** Resolves when a run in progress has ended. */
  stop(): Promise<void>;
}

const BATCH = 100;

/** Removes content that belongs to nothing, every `intervalMs`. Any number of processes may do so at once. */
export function startReaper(options: ReaperOptions): Reaper {
  const { intervalMs, observe } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      const count = await reapAll(options, () => stopped);
      if (count > 0) observe({ kind: 'content-reaped', count });
    } catch (error) {
      observe({ kind: 'unexpected-error', error, where: 'removing unclaimed content' });
    }
  };
  const schedule = (): void => {
    if (stopped) return;
    // Processes that started together need not come together.
    timer = setTimeout(
      () => {
        running = run().then(schedule);
      },
      intervalMs * (0.5 + Math.random() * 0.5),
    );
    timer.unref();
  };
  schedule();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function reapAll({ unclaimed, store, ageMs }: ReaperOptions, stopped: () => boolean): Promise<number> {
  let total = 0;
  for (let gone = BATCH; gone === BATCH && !stopped(); total += gone) {
    gone = await unclaimed.reap({ ageMs, limit: BATCH, remove: (key) => store.delete(key) });
  }
  return total;
}
