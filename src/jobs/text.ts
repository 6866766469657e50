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
      const text = await extractor.extractPatiently(sourceOf(content));
      // A process that ends takes its readers of files along: that says nothing of the file.
      signal.throwIfAborted();
      await index.writeContent(key, text);
    },
    giveUp: (job, error) => index.writeContent(Number(job.key), noText('failed', error)),
  };
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
 * Writes the words of every object and version anew, while others go on reading and writing.
 * `onProgress`: after each batch, with the number of those that were written.
 */
export async function reindex(
  { index, extractor, sourceOf }: TextJobParts,
  options: {
    readonly after?: OwnerPlace;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: { readonly place: OwnerPlace; readonly done: number }) => Promise<void> | void;
  },
): Promise<void> {
  let place = options.after;
  let done = 0;
  // A version often has the content of the one before.
  let last: { readonly key: number; readonly text: ContentText } | undefined;
  for (;;) {
    const owners = await index.owners(place, BATCH);
    if (owners.length === 0) return;
    for (const owner of owners) {
      const { content } = owner;
      if (content && last?.key !== content.key) {
        last = { key: content.key, text: await extractor.extractPatiently(sourceOf(content)) };
      }
      options.signal.throwIfAborted();
      await index.writeOwner(owner, content && last?.text);
      place = { table: owner.table, key: owner.key };
      done++;
    }
    if (place) await options.onProgress({ place, done });
  }
}
