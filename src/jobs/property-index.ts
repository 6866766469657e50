import type { JobHandler } from './queue';

/** Port on the indexes of properties of clients' types. */
export interface PropertyIndexes {
  /** Makes or drops the index of that name, as the property's row wants it. Runs as long as the table is large. */
  bring(name: string): Promise<void>;
}

/** Jobs whose key is the name of an index. Done twice they change nothing. */
export function propertyIndexHandler(indexes: PropertyIndexes): JobHandler {
  return { run: (job) => indexes.bring(job.key) };
}
