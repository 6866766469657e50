import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

const PREFIX = '.s.PGSQL.';
/** Of a socket's whole path; the least of the systems that have sockets in files (104 with the zero at the end). */
const MAX_PATH_BYTES = 103;

/**
 * Whether PostgreSQL can have its Unix socket in the folder: paths of sockets are short, folders that are shared with
 * another machine or system often take none, and PostgreSQL would not start where it cannot make what it is told to.
 */
export async function takesSockets(dir: string): Promise<boolean> {
  if (process.platform === 'win32' || /[,"]/.test(dir)) return false;
  const longest = join(dir, `${PREFIX}65535`);
  if (Buffer.byteLength(longest) > MAX_PATH_BYTES) return false;
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(join(dir, `${PREFIX}probe`), () => probe.close(() => resolve(true)));
  });
}

/** What a killed PostgreSQL has left: the next one listens under another number. */
export async function removeSockets(dir: string): Promise<void> {
  const left = (await readdir(dir)).filter((name) => name.startsWith(PREFIX));
  await Promise.all(left.map((name) => rm(join(dir, name), { force: true })));
}
