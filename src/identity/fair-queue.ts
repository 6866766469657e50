import { CmisError } from '../model/errors';

/** Runs works a few at a time; lanes take turns, so that one that asks for much does not keep the others waiting. */
export interface FairQueue {
  /** @throws CmisError `unauthorized` when too many of the lane wait already. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
}

/** A queue that runs `atOnce` works at a time and lets `waitingPerLane` wait in each lane. */
export function fairQueue(options: { readonly atOnce: number; readonly waitingPerLane: number }): FairQueue {
  /** Lanes with someone waiting, the next one first. */
  const lanes = new Map<string, (() => void)[]>();
  let running = 0;

  const turn = (lane: string): Promise<void> => {
    if (running < options.atOnce) {
      running++;
      return Promise.resolve();
    }
    const waiting = lanes.get(lane) ?? [];
    if (waiting.length >= options.waitingPerLane) {
      throw new CmisError('unauthorized', 'Too many logins from this address are waiting; try again later.');
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
      lanes.set(lane, waiting);
    });
  };

  const next = (): void => {
    const [entry] = lanes;
    if (!entry) {
      running--;
      return;
    }
    const [lane, waiting] = entry;
    // To the end of the round, or out of it.
    lanes.delete(lane);
    const start = waiting.shift();
    if (waiting.length > 0) lanes.set(lane, waiting);
    start?.();
  };

  return {
    run: async (lane, work) => {
      await turn(lane);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
