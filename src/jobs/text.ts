import { finished } from 'node:stream/promises';
import type { IndexedContent, OwnerPlace, TextIndex } from '../text/text-index';
import { noText, type ContentText, type TextExtractor, type TextSource } from '../text/text-extractor';
import type { JobHandler } from './queue';

export interface TextJobParts {
  readonly index: TextIndex;
  readonly extractor: TextExtractor;
  readonly sourceOf: (content: IndexedContent) => TextSource;
}

/** Finds the words of the content whose key the job names. */
export function textHandler({ index, extractor, sourceOf }: TextJobParts): JobHandler {
  return {
    run: async (job, { signal }) => {
      const key = Number(job.key);
      const content = await index.content(key);
      if (!content) return;
      const text = await read(extractor, sourceOf(content));
      // A process that ends takes its readers of files along: that says nothing of the file.
      signal.throwIfAborted();
      if (text === 'kept') throw new Error('The bytes of the content are not there.');
      await index.writeContent(key, text);
    },
    giveUp: (job, error) => index.writeContent(Number(job.key), noText('failed', error)),
  };
}

/** The words of a content; `kept`: its bytes are not there, which says nothing of its words. */
async function read(extractor: TextExtractor, source: TextSource): Promise<ContentText | 'kept'> {
  const text = await extractor.extractPatiently(source);
  return text.state === 'failed' && !(await isThere(source)) ? 'kept' : text;
}

async function isThere(source: TextSource): Promise<boolean> {
  try {
    await finished((await source.open()).resume());
    return true;
  } catch {
    return false;
  }
}

/** Builds the whole index anew. */
export function reindexHandler(parts: TextJobParts): JobHandler {
  return {
    run: async (job, { signal, save }) => {
      const after = job.payload['after'] as OwnerPlace | undefined;
      await reindex(parts, { ...(after && { after }), signal, onProgress: ({ place }) => save({ after: place }) });
    },
  };
}

const BATCH = 50;

/**
 * Writes the words of every object and version anew, while others go on reading and writing. Contents whose bytes are
 * not there keep the words that they have; returns how many these are.
 * `onProgress`: after each batch, with the number of those that were written.
 */
export async function reindex(
  { index, extractor, sourceOf }: TextJobParts,
  options: {
    readonly after?: OwnerPlace;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: { readonly place: OwnerPlace; readonly done: number }) => Promise<void> | void;
  },
): Promise<number> {
  let place = options.after;
  let done = 0;
  let missing = 0;
  // A version often has the content of the one before.
  let last: { readonly key: number; readonly text: ContentText | 'kept' } | undefined;
  for (;;) {
    const owners = await index.owners(place, BATCH);
    if (owners.length === 0) return missing;
    for (const owner of owners) {
      const { content } = owner;
      if (content && last?.key !== content.key) {
        last = { key: content.key, text: await read(extractor, sourceOf(content)) };
        if (last.text === 'kept') missing++;
      }
      options.signal.throwIfAborted();
      await index.writeOwner(owner, content && last?.text);
      place = { table: owner.table, key: owner.key };
      done++;
    }
    if (place) await options.onProgress({ place, done });
  }
}
