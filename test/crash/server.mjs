import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = resolve(import.meta.dirname, '..', '..', 'dist', 'main.js');
const READY_WITHIN_MS = 60_000;

/** A server on a folder of its own that can be killed and comes back at the same address. */
export async function crashingServer({ reapAfterMs }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'triptych-crash-'));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child;
  let output = '';

  const start = () => {
    child = spawn(process.execPath, [MAIN], {
      cwd: dataDir,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: dataDir,
        PORT: String(port),
        UNCLAIMED_CONTENT_AGE: `${reapAfterMs}ms`,
        REAP_INTERVAL: '500ms',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-20_000)));
    }
    child.exited = new Promise((end) => child.once('exit', end));
  };
  const ready = async () => {
    for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(50)) {
      const answer = await fetch(`${url}/ready`).catch(() => undefined);
      if (answer?.ok) return;
      if (child.exitCode !== null) break;
    }
    throw new Error(`The server did not become ready:\n${output}`);
  };

  return {
    url,
    dataDir,
    ready,
    output: () => output,
    start,
    killServer: async () => {
      child.kill('SIGKILL');
      await child.exited;
      start();
    },
    killDatabase: () => process.kill(postmaster(dataDir).pid, 'SIGKILL'),
    databaseUrl: () => {
      const password = readFileSync(join(dataDir, 'postgres', 'superuser.password'), 'utf8').trim();
      return `postgres://triptych:${password}@127.0.0.1:${postmaster(dataDir).port}/triptych`;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await child.exited;
    },
  };
}

function postmaster(dataDir) {
  const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
