import { spawn } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './cluster';
import { removeSockets, takesSockets } from './sockets';
import type { Binaries, RunAs } from './binaries';
import type { Settings } from './settings';

/** A PostgreSQL that runs on the folder, started by this process or by an earlier one. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Folder of its Unix socket; undefined when it has none. */
  readonly socketFolder?: string;
}

const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** What `postmaster.pid` names, when that process is alive and serves this folder. */
export function runningPostmaster(dir: string): Postmaster | undefined {
  const lines = read(join(dir, 'postmaster.pid'))?.split('\n');
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  // Its state is the last that it writes down: who does not find it would take the place of the socket for missing.
  const port = lines[7]?.trim() ? Number(lines[3]) : 0;
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !servesFolder(pid, dir)) return undefined;
  const socketFolder = lines[4];
  return { pid, port: Number.isInteger(port) ? port : 0, ...(socketFolder ? { socketFolder } : {}) };
}

/** PostgreSQL removes the file whenever it likes: asking first whether it is there proves nothing for the read that follows. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In a container the id in a stale file is soon that of something else; PostgreSQL itself would then refuse to start. */
function servesFolder(pid: number, dir: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(dir) && /postgres$/.test(words[0] ?? '');
  } catch {
    return false;
  }
}

/** Starts PostgreSQL in a session of its own: an interrupt from the terminal reaches the server first, which drains. */
export async function launch(input: {
  readonly dir: string;
  readonly port: number;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly settings: Settings;
}): Promise<{ readonly pid: number; failure(): Error | undefined }> {
  const { dir, port, logFile, binaries, runAs, settings } = input;
  await rm(join(dir, 'postmaster.pid'), { force: true });
  await removeSockets(dir);
  const started = existsSync(logFile) ? statSync(logFile).size : 0;
  const log = openLog(logFile, started > MAX_LOG_BYTES ? 'w' : 'a');
  if (runAs.uid !== undefined && runAs.gid !== undefined) fchownSync(log, runAs.uid, runAs.gid);
  const from = started > MAX_LOG_BYTES ? 0 : started;
  const sockets = (await takesSockets(dir)) ? dir : '';
  const options = Object.entries({ ...settings, unix_socket_directories: sockets }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(binaries.postgres, ['-D', dir, '-p', String(port), ...options], {
    ...runAs,
    cwd: '/',
    detached: true,
    // A file and no pipe: the database outlives a killed server without choking on what it says.
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  closeSync(log);
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  child.on('exit', (code, signal) => {
    // Whoever stopped it may have removed everything by now.
    const said = (read(logFile) ?? '').slice(from).trim().split('\n').slice(-5).join('\n');
    failure = new Error(`PostgreSQL ended with ${signal ?? `code ${code}`}: ${said}`);
  });
  child.unref();
  return { pid: child.pid ?? 0, failure: () => failure };
}

function openLog(file: string, flags: string): number {
  try {
    return openSync(file, flags, 0o600);
  } catch (error) {
    throw new Error(`The log of PostgreSQL, '${file}', cannot be written by this account.`, { cause: error });
  }
}

/** Fast shutdown: open transactions are rolled back, nothing committed is lost. Waits until the process is gone. */
export async function shutDown(dir: string, options?: { readonly immediate?: boolean }): Promise<void> {
  const running = runningPostmaster(dir);
  if (!running) return;
  signal(running.pid, options?.immediate ? 'SIGQUIT' : 'SIGINT');
  for (let waited = 0; runningPostmaster(dir)?.pid === running.pid; waited += 20) {
    if (waited === 60_000) signal(running.pid, 'SIGQUIT');
    await sleep(20);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A port on the loopback address that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
