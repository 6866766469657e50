import { CmisError } from '../model/errors';

export interface ThrottleOptions {
  /** Wrong passwords in a row that cost nothing but their verification. */
  readonly freeFailures: number;
  /** The pause after the first one beyond; it doubles with each. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Failures older than this are forgotten. */
  readonly memoryMs: number;
  /** Pairs of user and address that are remembered. */
  readonly capacity: number;
}

export const THROTTLE: ThrottleOptions = {
  freeFailures: 10,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  memoryMs: 15 * 60_000,
  capacity: 10_000,
};

interface Tries {
  /** Digests of wrong passwords: a client that repeats a forgotten one is no one who guesses. */
  readonly wrong: Set<string>;
  failures: number;
  running: number;
  pauseUntil: number;
  last: number;
}

/** Slows down who guesses passwords: one user from one address. Other addresses of that user are not touched. */
export interface Throttle {
  /** Called before a verification, which then ends with one of the answer's functions. @throws CmisError `unauthorized` in a pause. */
  begin(login: { readonly user: string; readonly address: string }): Attempt;
}

export interface Attempt {
  succeeded(): void;
  failed(digest: string): void;
  /** Nothing was found out. */
  abandoned(): void;
}

/** Counts are kept by this process alone: many processes together allow as many times more guesses. */
export function createThrottle(options: ThrottleOptions, now: () => number = () => performance.now()): Throttle {
  const known = new Map<string, Tries>();

  const triesOf = (key: string): Tries => {
    const found = known.get(key);
    known.delete(key);
    const fresh = found && (found.running > 0 || now() - found.last < options.memoryMs) ? found : undefined;
    const tries = fresh ?? { wrong: new Set(), failures: 0, running: 0, pauseUntil: 0, last: now() };
    known.set(key, tries);
    for (const [oldest] of known) {
      if (known.size <= options.capacity) break;
      known.delete(oldest);
    }
    return tries;
  };

  const fail = (tries: Tries, digest: string): void => {
    tries.last = now();
    if (tries.wrong.has(digest)) return;
    if (tries.wrong.size < 2 * options.freeFailures) tries.wrong.add(digest);
    tries.failures++;
    const beyond = tries.failures - options.freeFailures;
    if (beyond >= 0) {
      tries.pauseUntil = now() + Math.min(options.longestPauseMs, options.firstPauseMs * 2 ** Math.min(beyond, 30));
    }
  };

  return {
    begin: ({ user, address }) => {
      const key = `${address} ${user}`;
      const tries = triesOf(key);
      const pause = tries.pauseUntil - now();
      if (pause > 0) throw paused(user, pause);
      // What is being verified may fail as well: nobody gets more guesses by making them at once.
      if (tries.running >= Math.max(1, options.freeFailures - tries.failures)) throw paused(user, options.firstPauseMs);
      tries.running++;
      return {
        succeeded: () => {
          tries.running--;
          known.delete(key);
        },
        failed: (digest) => {
          tries.running--;
          fail(tries, digest);
        },
        abandoned: () => {
          tries.running--;
        },
      };
    },
  };
}

function paused(user: string, pauseMs: number): CmisError {
  const seconds = Math.ceil(pauseMs / 1000);
  return new CmisError(
    'unauthorized',
    `Too many failed logins as '${user}' from this address; try again in ${seconds} s.`,
  );
}
