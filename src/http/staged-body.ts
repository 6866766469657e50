import type { IncomingMessage } from 'node:http';
import type { Staging } from '../content/staging';
import type { NewContent } from '../repository/storage/storage';
import { byteSink } from './byte-sink';
import { readPieces } from './request-body';

/**
 * Stages the body of a request as a content and lets `use` work with it; what is unclaimed afterwards goes. `onFailure`
 * says what a failure before `use` amounts to. @throws what reading, staging and `use` throw.
 */
export async function withStagedBody<T>(
  req: IncomingMessage,
  staging: Staging,
  options: {
    readonly use: (content: NewContent) => Promise<T>;
    readonly onFailure?: (error: unknown) => unknown;
  },
): Promise<T> {
  const sink = byteSink(staging);
  try {
    const take = (piece: Buffer): Promise<void> | undefined => {
      sink.write(piece);
      return sink.ready();
    };
    const stored = await readPieces(req, take, { signal: sink.failed })
      .then(() => sink.end())
      .catch((error: unknown) => {
        throw options.onFailure?.(error) ?? error;
      });
    const result = await options.use(stored);
    staging.releaseSoon(stored.key);
    return result;
  } catch (error) {
    await sink.giveUp();
    throw error;
  }
}
