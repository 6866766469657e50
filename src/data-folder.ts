import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountForPostgres, mayReach } from './postgres/embedded-binaries';

/** Where root keeps what the account of PostgreSQL could not reach elsewhere. */
export const SYSTEM_FOLDER = '/var/lib/triptych';

// In the folder that was asked for: where its data are instead. Who deletes that folder starts anew.
const POINTER = 'location';

export interface DataFolder {
  readonly dir: string;
  /** Fit for the log when the data lie elsewhere than asked. */
  readonly note?: string;
}

/** The folder for database and content: the wanted one, unless root asks for one that PostgreSQL's account cannot reach. */
export async function dataFolder(wanted: string): Promise<DataFolder> {
  const pointer = join(wanted, POINTER);
  if (mayReach(wanted, accountForPostgres()) && !existsSync(pointer)) return { dir: wanted };
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
  const dir = existsSync(known) ? known : join(SYSTEM_FOLDER, `data-${randomBytes(4).toString('hex')}`);
  if (dir !== known) {
    await mkdir(wanted, { recursive: true });
    await mkdir(dir, { recursive: true, mode: 0o755 });
    await writeFile(pointer, `${dir}\n`);
  }
  return {
    dir,
    note: `PostgreSQL does not run as root and its account cannot reach '${wanted}': database and content are in '${dir}'.`,
  };
}
