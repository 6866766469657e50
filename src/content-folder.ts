/** Which repository a content folder belongs to: a file in it says so, since bytes without their database say nothing. */
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { give, ownerToGive } from './content/folder-owner';
import type { LocalDisk } from './content/local-disk';
import { makeFolder } from './make-folder';
import { newestContentKeys, repositoryUuid } from './postgres/schema/content-owner';
import type { Database } from './postgres/connection/database';

// No key of a content begins like this.
const OWNER_FILE = '.repository';

/** Where a file system begins here, it has folders of its own that nobody else may look into. */
const SHARD = /^[0-9a-z]{2}$/;

/** Contents of which one must be there before a folder that does not say whose it is is taken for the repository's. */
const LOOKED_FOR = 100;

export interface ContentFolder {
  readonly dir: string;
  readonly store: Pick<LocalDisk, 'path'>;
  readonly database: Database;
}

/** Makes the folder where it is missing, for the account that owns the one above. */
export async function makeContentFolder(dir: string): Promise<void> {
  const made = await makeFolder(dir, 0o700);
  if (made === dir) await give(dir, ownerToGive(dirname(dir)));
}

/** Makes the folder the repository's, unless it is already. @throws Error in a sentence for the operator. */
export async function claimContentFolder(folder: ContentFolder): Promise<void> {
  const repository = await repositoryUuid(folder.database);
  if (await belongs(folder, repository)) return;
  const { dir } = folder;
  const file = join(dir, OWNER_FILE);
  const draft = `${file}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(`${repository}\n`).finally(() => handle.close());
  await give(draft, ownerToGive(dir));
  // Whoever sees the file sees all of it.
  await rename(draft, file);
}

/** Changes nothing. @throws Error in a sentence for the operator when the folder is not that of the repository. */
export async function checkContentFolder(folder: ContentFolder): Promise<void> {
  await belongs(folder, await repositoryUuid(folder.database));
}

/** False where nothing says so yet and nothing speaks against it: a new repository, or one that is older than the file. */
async function belongs({ dir, store, database }: ContentFolder, repository: string): Promise<boolean> {
  await requireUsable(dir);
  const file = join(dir, OWNER_FILE);
  const owner = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
  if (owner === repository) return true;
  if (owner !== '') {
    throw new Error(
      `The content folder '${dir}' belongs to another repository than the database: set DATA_DIR to the folder of this one.`,
    );
  }
  const keys = await newestContentKeys(database, LOOKED_FOR);
  if (keys.length === 0 || keys.some((key) => existsSync(store.path(key)))) return false;
  throw new Error(
    `The content folder '${dir}' holds none of the contents that the database names: set DATA_DIR to the folder of this repository, or bring its contents back. To go on although they are lost, write '${repository}' into the file '${file}'.`,
  );
}

/** What cannot be looked into would pass for missing, and uploads would fail now and then. */
async function requireUsable(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  await requireAccess(dir, dir);
  const inside = await readdir(dir, { withFileTypes: true });
  const folders = inside.filter((entry) => entry.isDirectory() && SHARD.test(entry.name));
  await Promise.all(folders.map(({ name }) => requireAccess(join(dir, name), dir)));
  const file = join(dir, OWNER_FILE);
  if (existsSync(file)) await requireAccess(file, dir, constants.R_OK);
}

async function requireAccess(
  path: string,
  dir: string,
  mode = constants.R_OK | constants.W_OK | constants.X_OK,
): Promise<void> {
  await access(path, mode).catch((cause: unknown) => {
    const account = process.getuid?.() ?? 'ACCOUNT';
    throw new Error(
      `This account may not read and write '${path}', which another one has made: 'chown -R ${account} ${dir}' as root gives it all that is there.`,
      { cause },
    );
  });
}
