import { randomBytes } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a read and a write would work now; undefined when they would, otherwise a sentence that says what fails. */
export type Readiness = () => Promise<string | undefined>;

const CACHE_MS = 1_000;
const TIMEOUT_MS = 5_000;

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
    withinTime(tryContent(parts.contentDir)).then(works, () => 'The content folder cannot be read and written.'),
  ]);
  return database ?? content;
}

const works = (): undefined => undefined;

async function tryContent(folder: string): Promise<void> {
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

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), TIMEOUT_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
