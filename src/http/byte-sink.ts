import { PassThrough, type Writable } from 'node:stream';
import type { Staging } from '../content/staging';
import type { NewContent } from '../repository/storage/storage';

/** Bytes on their way to the content store, pushed as they arrive. */
export interface ByteSink {
  write(bytes: Buffer): void;
  /** Undefined when more may come at once. */
  ready(): Promise<void> | undefined;
  /** Aborted with the reason when the store fails. */
  readonly failed: AbortSignal;
  end(): Promise<NewContent>;
  /** Leaves no bytes. */
  giveUp(): Promise<void>;
}

const BUFFERED_BYTES = 1024 * 1024;

/** Resolves when a stream takes more, or will never again. */
export function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/** A sink into the store, with at most a megabyte on its way. Either `end` or `giveUp` must be called. */
export function byteSink(staging: Staging): ByteSink {
  const source = new PassThrough({ highWaterMark: BUFFERED_BYTES });
  const failed = new AbortController();
  // `staged` carries it; an unheard 'error' event would end the process.
  source.on('error', () => undefined);
  const staged = staging.stage(source);
  staged.catch((error: unknown) => failed.abort(error));
  let isFull = false;
  return {
    failed: failed.signal,
    write: (bytes) => {
      isFull = !source.write(bytes);
    },
    ready: () => {
      if (!isFull) return undefined;
      isFull = false;
      // A store that failed closes its source; `failed` says why.
      return drained(source);
    },
    end: () => {
      source.end();
      return staged;
    },
    giveUp: async () => {
      if (!source.writableFinished) source.destroy(new Error('The content is not wanted any more.'));
      const stored = await staged.catch(() => undefined);
      // Should this fail as well, the reaper does it.
      if (stored) await staging.release(stored.key).catch(() => undefined);
    },
  };
}
