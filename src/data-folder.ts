import { randomBytes } from 'node:crypto';
import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { access, chmod, mkdtemp, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder';
import { accountForPostgres, mayReach } from './postgres/embedded/binaries';

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
  const folder = await chooseFolder(wanted);
  await requireWritable(folder.dir);
  return folder;
}

/** Where the data of a server that ran on the wanted folder are. Makes nothing. */
export function knownFolder(wanted: string): string {
  const pointer = join(wanted, POINTER);
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : wanted;
}

/** The wanted folder, for a server whose database is elsewhere. */
export async function plainFolder(wanted: string): Promise<DataFolder> {
  await requireWritable(wanted);
  return { dir: wanted };
}

/** Makes the folder if it is missing. @throws Error in a sentence for the operator when this account may not write there. */
async function requireWritable(dir: string): Promise<void> {
  try {
    const made = await makeFolder(dir);
    // Whatever the umask of root: PostgreSQL's account passes through.
    if (made !== undefined && process.getuid?.() === 0) {
      for (let folder = dir; folder.length >= made.length; folder = dirname(folder)) await chmod(folder, 0o755);
    }
    await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    // To root everything seems allowed, and some file systems take nothing.
    await rmdir(await mkdtemp(join(dir, '.try-')));
  } catch (error) {
    throw new Error(`The data folder '${dir}' cannot be written by this account${ownerOf(dir)}.`, { cause: error });
  }
}

function ownerOf(dir: string): string {
  try {
    const [owner, account] = [statSync(dir).uid, process.getuid?.()];
    return owner === account ? '' : `: it belongs to user ${owner}, and this is user ${account}`;
  } catch {
    return '';
  }
}

async function chooseFolder(wanted: string): Promise<DataFolder> {
  const pointer = join(wanted, POINTER);
  if (mayReach(wanted, accountForPostgres()) && !existsSync(pointer)) return { dir: wanted };
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
  const dir = existsSync(known) ? known : join(SYSTEM_FOLDER, `data-${randomBytes(4).toString('hex')}`);
  if (dir !== known) {
    await requireWritable(wanted);
    await requireWritable(dir);
    await writeFile(pointer, `${dir}\n`);
  }
  return {
    dir,
    note: `PostgreSQL does not run as root and its account cannot reach '${wanted}': database and content are in '${dir}'.`,
  };
}
