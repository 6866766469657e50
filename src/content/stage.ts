import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { CmisError } from '../model/errors';
import type { ContentStore } from './content-store';
import type { Staging } from './staging';
import type { UnclaimedContent } from './unclaimed-content';

export interface StagingOptions {
  readonly store: ContentStore;
  readonly unclaimed: UnclaimedContent;
  /** How long a key may stay unclaimed before the reaper takes it. */
  readonly ageMs: number;
  /** Undefined: what the store holds. */
  readonly maxBytes?: number;
  /** Never the same twice. */
  readonly newKey?: () => string;
}

export interface StoreStaging extends Staging {
  /** Releases now what was to be released soon. */
  flush(): Promise<void>;
}

/** Stages content in `store` under keys that `unclaimed` has noted before. */
export function createStaging(options: StagingOptions): StoreStaging {
  const { store, unclaimed, maxBytes } = options;
  const keys = keyReserve(options);
  const releaseAll = (gone: readonly string[]): Promise<void> => unclaimed.release(gone, (key) => store.delete(key));
  const release = (key: string): Promise<void> => releaseAll([key]);
  const later = releaseQueue(releaseAll);
  return {
    stage: async (source) => {
      let key: string | undefined;
      try {
        key = await keys.take();
        return await store.put(key, maxBytes === undefined ? source : limited(source, maxBytes));
      } catch (error) {
        source.destroy();
        // The store kept nothing; should forgetting the key fail as well, the reaper does it.
        if (key !== undefined) await release(key).catch(() => undefined);
        throw error;
      }
    },
    release,
    releaseSoon: (key) => later.add(key),
    flush: () => later.flush(),
  };
}

interface ReleaseQueue {
  add(key: string): void;
  flush(): Promise<void>;
}

const SOON_MS = 1_000;
const AT_ONCE = 200;

/** What fails here, or is forgotten by a process that ends, is left to the reaper. */
function releaseQueue(releaseAll: (keys: readonly string[]) => Promise<void>): ReleaseQueue {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const keys = waiting;
    waiting = [];
    if (keys.length > 0) await releaseAll(keys).catch(() => undefined);
  };
  return {
    add: (key) => {
      waiting.push(key);
      if (waiting.length >= AT_ONCE) void flush();
      else timer ??= setTimeout(() => void flush(), SOON_MS).unref();
    },
    flush,
  };
}

function limited(source: Readable, maxBytes: number): Readable {
  const counted = async function* (): AsyncGenerator<Buffer> {
    let length = 0;
    for await (const bytes of source as AsyncIterable<Buffer>) {
      length += bytes.length;
      if (length > maxBytes) {
        throw new CmisError('constraint', `The content is longer than ${maxBytes} bytes, the limit of this server.`);
      }
      yield bytes;
    }
  };
  const stream = Readable.from(counted(), { objectMode: false });
  // A store that has failed may have stopped listening; an unheard 'error' event would end the process.
  return stream.on('error', () => undefined);
}

interface KeyReserve {
  take(): Promise<string>;
}

const BATCH = 32;
/** A key that waited longer might meet the reaper while its content is still arriving. */
const USABLE_PART_OF_AGE = 1 / 3;

/**
 * Keys noted in batches ahead of their use, so that most uploads cost no statement for it. Keys that are never used,
 * by an idle or a killed process, are rows that the reaper removes.
 */
function keyReserve({ unclaimed, ageMs, newKey = randomUUID }: StagingOptions): KeyReserve {
  let ready: { readonly key: string; readonly until: number }[] = [];
  let filling: Promise<void> | undefined;
  const fill = async (): Promise<void> => {
    const until = performance.now() + ageMs * USABLE_PART_OF_AGE;
    const keys = Array.from({ length: BATCH }, newKey);
    await unclaimed.add(keys);
    ready = [...ready, ...keys.map((key) => ({ key, until }))];
  };
  const startFilling = (): Promise<void> =>
    (filling ??= fill().finally(() => {
      filling = undefined;
    }));
  const next = (): string | undefined => {
    const now = performance.now();
    for (let last = ready.pop(); last; last = ready.pop()) {
      // Batches lie in the order of their age: below an outdated key there are only older ones.
      if (last.until > now) return last.key;
      ready = [];
    }
    return undefined;
  };
  return {
    take: async () => {
      let key = next();
      while (key === undefined) {
        await startFilling();
        key = next();
      }
      // Whoever needs the next batch hears of its failure.
      if (ready.length < BATCH / 2) startFilling().catch(() => undefined);
      return key;
    },
  };
}
