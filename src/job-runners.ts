import { propertyIndexHandler } from './jobs/property-index';
import { startJobRunner } from './jobs/runner';
import { reindexHandler, textHandler } from './jobs/text';
import type { Job } from './jobs/queue';
import type { ContentStore } from './content/content-store';
import type { Observe } from './observation';
import { openDatabase } from './postgres/database';
import { jobQueue } from './postgres/job-queue';
import { propertyIndexes } from './postgres/property-indexes';
import { textIndex } from './postgres/text-index';
import { textSource } from './repository/content-text';
import type { TextExtractor } from './text/text-extractor';
import type { TextIndex } from './text/text-index';

export interface Jobs {
  readonly index: TextIndex;
  /** Before the extractor closes; what is in progress is left to another process. */
  stop(): Promise<void>;
}

export interface JobsOptions {
  readonly databaseUrl: string;
  readonly store: ContentStore;
  readonly text: TextExtractor;
  readonly observe: Observe;
}

const POLL_MS = 1_000;

/** Does the jobs of the repository, on connections of their own: requests never wait for them. */
export function startJobs({ databaseUrl, store, text, observe }: JobsOptions): Jobs {
  const database = openDatabase({
    url: databaseUrl,
    connections: 3,
    onError: (error) => observe({ kind: 'connection-lost', error }),
  });
  const queue = jobQueue(database);
  const index = textIndex(database);
  const parts = {
    index,
    extractor: text,
    sourceOf: (content: Parameters<typeof textSource>[1]) => textSource(store, content),
  };
  const onError = (error: unknown, job: Job | undefined): void =>
    observe({ kind: 'unexpected-error', error, where: job ? `job ${job.kind} ${job.key}` : 'looking for jobs' });
  const runners = [
    { text: textHandler(parts), reindex: reindexHandler(parts) },
    { 'property-index': propertyIndexHandler(propertyIndexes(database)) },
  ].map((handlers) => startJobRunner({ queue, handlers, pollMs: POLL_MS, onError }));
  return {
    index,
    stop: async () => {
      const stopped = runners.map((runner) => runner.stop());
      // A reader of files that ends lets its job end.
      await text.close();
      await Promise.all(stopped);
      await database.close();
    },
  };
}
