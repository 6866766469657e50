/** `npm run reindex`: builds the index of words anew, while servers go on or are stopped. */
import { join } from 'node:path';
import { readConfig } from './config';
import { checkContentFolder } from './content-folder';
import { localDisk } from './content/local-disk';
import { knownFolder } from './data-folder';
import { reindex } from './jobs/text';
import { openDatabase } from './postgres/connection/database';
import { textIndex } from './postgres/jobs/text-index';
import { readAlfrescoProperties } from './properties-file';
import { textSource } from './repository/content/content-text';
import { withRepositoryDatabase } from './repository-database';
import { createTextExtractor } from './text/extractor';

void main();

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error('Stopped.')));
  try {
    const config = readConfig(process.env, readAlfrescoProperties(process.env));
    const contentDir = join(config.databaseUrl === undefined ? knownFolder(config.dataDir) : config.dataDir, 'content');
    await withRepositoryDatabase(config, (url) => run({ url, contentDir, signal: stop.signal }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

interface Run {
  readonly url: string;
  readonly contentDir: string;
  readonly signal: AbortSignal;
}

async function run({ url, contentDir, signal }: Run): Promise<void> {
  const database = openDatabase({ url, connections: 3 });
  const store = localDisk(contentDir);
  const extractor = createTextExtractor();
  try {
    const [row] = await database.run({ text: `select to_regclass('fulltext') is not null` });
    if (row?.[0] !== 't')
      throw new Error('There is no repository of this version in the database yet: start the server once.');
    await checkContentFolder({ dir: contentDir, store, database });
    const index = textIndex(database);
    const total = await index.countOwners();
    const progress = progressTo(process.stderr, total);
    const missing = await reindex(
      { index, extractor, sourceOf: (content) => textSource(store, content) },
      { signal, onProgress: ({ done }) => progress(done) },
    );
    const { pending = 0, failed = 0 } = await index.countStates();
    process.stdout.write(
      `${total} objects and versions are indexed; ${failed} contents cannot be read, ${pending} wait.\n`,
    );
    if (missing > 0) {
      throw new Error(`The bytes of ${missing} contents are not in '${contentDir}': their words stay as they were.`);
    }
  } finally {
    await extractor.close();
    await database.close();
    await store.close();
  }
}

const LINE_MS = 5_000;

/** One line that is written over where a person looks on; else a line now and then. */
function progressTo(stream: NodeJS.WriteStream, total: number): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const text = `${done} of ${total} (${total === 0 ? 100 : Math.floor((Math.min(done, total) / total) * 100)} %)`;
    if (stream.isTTY) stream.write(`\r${text}${done >= total ? '\n' : ''}`);
    else if (done >= total || performance.now() - last > LINE_MS) {
      last = performance.now();
      stream.write(`${text}\n`);
    }
  };
}
