import { execFileSync } from 'node:child_process';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../src/postgres/embedded/cluster';
import { runningPostmaster } from '../src/postgres/embedded/process';
import { build, makeDataFolder, removeDataFolder, startServer, type ServerProcess } from './support/server-process';

/** Processes whose parent is `pid`, of this program. */
function workersOf(pid: number): readonly number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return all
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[2]) === pid && found?.[3]?.includes('worker.js'))
    .map((found) => Number(found?.[1]));
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) if (await condition()) return;
  throw new Error('It never happened.');
}

/** On a connection of its own, which any of the workers may get. */
const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false, auth: 'admin:admin' }, (res) => {
      res.resume().once('end', () => resolve(res.statusCode));
    }).once('error', reject);
  });

let dataDir: string;
let server: ServerProcess;
let url: string;
const infoOf = (origin: string): string => `${origin}/cmis/1.1/browser/-default-?cmisselector=repositoryInfo`;

beforeAll(async () => {
  build();
  dataDir = makeDataFolder();
  server = startServer({ DATA_DIR: dataDir, WORKERS: '2' });
  url = await server.listening();
});
afterAll(async () => {
  server.kill('SIGKILL');
  await server.exited;
  await removeDataFolder(dataDir);
});

it('shows the figures of all workers wherever they are asked for', async () => {
  expect(workersOf(server.pid)).toHaveLength(2);
  for (let i = 0; i < 10; i++) expect(await statusOf(infoOf(url))).toBe(200);
  const counted = /^triptych_http_request_duration_seconds_count\{door="browser",method="GET",status="200"\} (\d+)$/m;
  for (let i = 0; i < 4; i++) {
    const figures = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
    expect(counted.exec(figures)?.[1]).toBe('10');
  }
});

it('replaces a worker that ends unasked, and answers all the while', async () => {
  const [first = 0, second = 0] = workersOf(server.pid);
  process.kill(first, 'SIGKILL');
  await eventually(() => !isAlive(first));
  expect(await statusOf(infoOf(url))).toBe(200);
  await eventually(() => workersOf(server.pid).length === 2);
  expect(workersOf(server.pid)).toContain(second);
  expect(server.output()).toContain('A worker ended unasked (SIGKILL); another one is started.');
});

it('leaves signals to the first process', async () => {
  // The other one may be too young to hear any.
  const [oldest = 0] = [...workersOf(server.pid)].sort((a, b) => a - b);
  process.kill(oldest, 'SIGTERM');
  for (let i = 0; i < 4; i++) expect(await statusOf(infoOf(url))).toBe(200);
  expect(workersOf(server.pid)).toContain(oldest);
});

it('stops with all its workers and its database when it is asked to', async () => {
  const workers = workersOf(server.pid);
  server.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  expect(workers.filter(isAlive)).toEqual([]);
  expect(runningPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
});

it('says in a sentence why it does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const other = startServer({ DATA_DIR: dataDir, WORKERS: '2', PORT: String(port) });
  expect(await other.exited).toBe(1);
  expect(other.output()).toContain(
    `Triptych does not start:\n  Port ${port} on 127.0.0.1 is in use by another program`,
  );
  taken.close();
});

it('leaves no worker behind when it is killed, and starts again', async () => {
  const killed = startServer({ DATA_DIR: dataDir, WORKERS: '2' });
  await killed.listening();
  const workers = workersOf(killed.pid);
  killed.kill('SIGKILL');
  await killed.exited;
  await eventually(() => !workers.some(isAlive));
  server = startServer({ DATA_DIR: dataDir, WORKERS: '2' });
  expect(await statusOf(infoOf(await server.listening()))).toBe(200);
});
