import { BusyError } from '../../model/errors';

/** Statements that a caller's wish decides are run a few at a time, and no caller's take every place. */
export interface Turns {
  /** Waits for a place, runs the work, and gives the place back. @throws BusyError when none becomes free in time. */
  run<T>(caller: unknown, work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly caller: unknown;
  readonly start: () => void;
}

/** Who runs least goes first; among equals, who came first. */
const leastRunning = (waiting: readonly Waiting[], runningOf: (caller: unknown) => number): Waiting | undefined => {
  const least = Math.min(...waiting.map(({ caller }) => runningOf(caller)));
  return waiting.find(({ caller }) => runningOf(caller) === least);
};

/** At most `atOnce` works at a time, `perCaller` of them of one caller; who has waited `patienceMs` is refused. */
export function callerTurns(options: {
  readonly atOnce: number;
  readonly perCaller: number;
  readonly patienceMs: number;
}): Turns {
  const running = new Map<unknown, number>();
  let total = 0;
  const waiting = new Set<Waiting>();
  const runningOf = (caller: unknown): number => running.get(caller) ?? 0;
  const mayStart = (caller: unknown): boolean => total < options.atOnce && runningOf(caller) < options.perCaller;

  const begin = (caller: unknown): void => {
    total++;
    running.set(caller, runningOf(caller) + 1);
  };

  const end = (caller: unknown): void => {
    total--;
    const left = runningOf(caller) - 1;
    if (left > 0) running.set(caller, left);
    else running.delete(caller);
    const able = [...waiting].filter((one) => mayStart(one.caller));
    leastRunning(able, runningOf)?.start();
  };

  const turn = (caller: unknown): Promise<void> => {
    if (mayStart(caller)) {
      begin(caller);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        caller,
        start: () => {
          clearTimeout(timer);
          waiting.delete(one);
          begin(caller);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        waiting.delete(one);
        reject(new BusyError('Too many queries are running; try again later.'));
      }, options.patienceMs);
      waiting.add(one);
    });
  };

  return {
    run: async (caller, work) => {
      await turn(caller);
      try {
        return await work();
      } finally {
        end(caller);
      }
    },
  };
}
