import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries, RunAs } from './binaries';

export const SUPERUSER = 'triptych';

// Lies in the cluster's own folder, so that folder and password come into being by one rename.
const PASSWORD_FILE = 'superuser.password';

/** Password of the superuser of a cluster that exists. Reads a file, without waiting for other things. */
export const clusterPassword = (dir: string): string => readFileSync(join(dir, PASSWORD_FILE), 'utf8').trim();

/** @throws Error in a sentence for the operator when this account may not look there. */
export function clusterExists(dir: string): boolean {
  if (!existsSync(dir)) return false;
  try {
    return readdirSync(dir).includes('PG_VERSION');
  } catch (error) {
    const account = process.getuid?.();
    throw account === undefined ? error : belongsToAnother(dir, account);
  }
}

const belongsToAnother = (dir: string, account: number): Error =>
  new Error(
    `The database folder '${dir}' belongs to user ${statSync(dir).uid} and would run as user ${account}: 'chown -R ${account} ${dir}' as root gives it to that one.`,
  );

/** The owner of an existing cluster folder. */
export function clusterOwner(dir: string): { readonly uid: number; readonly gid: number } | undefined {
  if (!clusterExists(dir)) return undefined;
  const { uid, gid } = statSync(dir);
  return { uid, gid };
}

/** @throws Error in a sentence for the operator when the folder belongs to another account or another PostgreSQL. */
export function checkCluster(dir: string, binaries: Binaries, runAs: RunAs): void {
  const { uid, mode } = statSync(dir);
  const account = runAs.uid ?? process.getuid?.();
  if (account !== undefined && uid !== account) throw belongsToAnother(dir, account);
  // Copies may have lost it, and PostgreSQL runs on no folder that everybody can look into.
  if (process.platform !== 'win32' && (mode & 0o027) !== 0) chmodSync(dir, 0o700);
  const made = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  const ours = sharedMajor(binaries);
  if (ours !== undefined && made !== ours) {
    throw new Error(
      `The database folder '${dir}' was made by PostgreSQL ${made}, this server brings PostgreSQL ${ours}: dump it with the old one, or start with DATABASE_URL.`,
    );
  }
}

function sharedMajor(binaries: Binaries): string | undefined {
  for (const folder of ['share/postgresql', 'share']) {
    const control = join(binaries.root, folder, 'postgres.bki');
    // First line: "# PostgreSQL 18".
    if (existsSync(control)) return /PostgreSQL (\d+)/.exec(readFileSync(control, 'utf8').slice(0, 200))?.[1];
  }
  return undefined;
}

/** Makes the cluster beside its place and renames it there: a start that was killed leaves no half-made one. */
export async function makeCluster(input: {
  readonly dir: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly sync: boolean;
}): Promise<void> {
  const { dir, binaries, runAs, sync } = input;
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new Error(
      `The folder '${dir}' holds no whole database of PostgreSQL, and something else: PG_VERSION is not there.`,
    );
  }
  await removeAbandoned(dir);
  const workshop = `${dir}.new-${process.pid}`;
  const passwordFile = join(workshop, 'password');
  const cluster = join(workshop, 'cluster');
  try {
    await mkdir(workshop, { recursive: true, mode: 0o700 });
    await chmod(workshop, 0o700);
    await own(workshop, runAs);
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    await own(passwordFile, runAs);
    const flags = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C'];
    flags.push('--data-checksums', ...(sync ? [] : ['--no-sync', '--no-instructions']));
    await initdb(binaries, ['-D', cluster, ...flags], runAs);
    await rename(passwordFile, join(cluster, PASSWORD_FILE));
    if (sync) await syncFolder(cluster);
    await rename(cluster, dir).catch((error: NodeJS.ErrnoException) => {
      // Another start was faster; what it made is used.
      if (!clusterExists(dir)) throw error;
    });
    if (sync) await syncFolder(dirname(dir));
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function initdb(binaries: Binaries, flags: readonly string[], runAs: RunAs): Promise<void> {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  try {
    await promisify(execFile)(binaries.initdb, flags, { ...runAs, cwd: '/', env });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr ?? '';
    const [fatal, hint] = ['error|FATAL', '^HINT'].map((word) =>
      said.split('\n').find((line) => new RegExp(word).test(line)),
    );
    const reason = [fatal ?? (error as Error).message, hint].filter(Boolean).join(' ');
    throw new Error(`PostgreSQL cannot make a database in '${flags[1]}': ${reason}`, { cause: error });
  }
}

async function own(path: string, runAs: RunAs): Promise<void> {
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(path, runAs.uid, runAs.gid);
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

async function removeAbandoned(dir: string): Promise<void> {
  const prefix = `${basename(dir)}.new-`;
  for (const name of await readdir(dirname(dir))) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(dirname(dir), name), { recursive: true, force: true });
    }
  }
}

/** Whether a process of that id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
