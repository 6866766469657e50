import { randomBytes } from 'node:crypto';
import { open, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a read and a write would work now; undefined when they would, otherwise a sentence that says what fails. */
export type Readiness = () => Promise<string | undefined>;

const CACHE_MS = 1_000;
const TIMEOUT_MS = 5_000;
/** With less than this the next upload or the next write of the database may fail. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

/** Tries both stores really, at most once a second however often it is asked. */
export function readiness(parts: {
  /** Reads and writes one row. */
  readonly tryDatabase: () => Promise<void>;
  readonly contentDir: string;
}): Readiness {
  let answer: Promise<string | undefined> | undefined;
  let until = 0;
  return () => {
    if (!answer || Date.now() > until) {
      until = Date.now() + CACHE_MS;
      answer = check(parts);
    }
    return answer;
  };
}

async function check(parts: Parameters<typeof readiness>[0]): Promise<string | undefined> {
  const [database, content] = await Promise.all([
    withinTime(parts.tryDatabase()).then(works, () => 'The database cannot be read and written.'),
    withinTime(tryContent(parts.contentDir)).catch(() => 'The content folder cannot be read and written.'),
  ]);
  return database ?? content;
}

const works = (): undefined => undefined;

/** Answers in a sentence what is no fault yet. */
async function tryContent(folder: string): Promise<string | undefined> {
  await writeAndRead(folder);
  const { bavail, bsize, blocks } = await statfs(folder);
  // Some file systems of networks do not know.
  const isFull = blocks > 0 && bavail * bsize < LEAST_FREE_BYTES;
  return isFull ? 'The content folder has less than 16 MB left.' : undefined;
}

async function writeAndRead(folder: string): Promise<void> {
  const file = join(folder, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`);
  const text = randomBytes(2048).toString('hex');
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text).finally(() => handle.close());
    if ((await readFile(file, 'utf8')) !== text) throw new Error('What was written is not what is read.');
  } finally {
    await rm(file, { force: true });
  }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
