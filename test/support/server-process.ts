import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { shutDown } from '../../src/postgres/embedded/process';

const PROJECT = resolve(__dirname, '..', '..');

/** The server as an operator runs it: a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  /** Everything that it wrote so far. */
  output(): string;
  /** Address once it listens. @throws Error with its output when it ends before. */
  listening(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | NodeJS.Signals>;
}

/** Compiles what has changed. */
export function build(): void {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'fresh'], { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}`);
}

/** Starts the compiled server on a free port; `env` adds to an environment without any configuration. */
export function startServer(
  env: Readonly<Record<string, string>>,
  /** Undefined: that of the tests. */
  account?: { readonly uid: number; readonly gid: number },
): ServerProcess {
  const child = spawn(process.execPath, [join(PROJECT, 'dist', 'main.js')], {
    ...account,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of heard) listener();
    });
  }
  const exited = new Promise<number | NodeJS.Signals>((end) => {
    child.on('close', (code, signal) => end(signal ?? code ?? 0));
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    listening: () =>
      new Promise((found, failed) => {
        const look = (): void => {
          const address = /listens on (\S+?)"/.exec(output);
          if (address) found(address[1] as string);
        };
        heard.push(look);
        look();
        void exited.then(() => failed(new Error(`The server ended before it listened:\n${output}`)));
      }),
    kill: (signal) => void child.kill(signal),
    exited,
  };
}

/** A folder for the data of one server, where its database's account can reach it. */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-data-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Ends a database that a killed server left, and removes everything. */
export async function removeDataFolder(folder: string): Promise<void> {
  await shutDown(join(folder, 'postgres'), { immediate: true });
  await rm(folder, { recursive: true, force: true });
}
