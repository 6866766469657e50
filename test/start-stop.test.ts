import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningPostmaster } from '../src/postgres/embedded-process';
import { build, makeDataFolder, removeDataFolder, startServer } from './support/server-process';
import type { ServerProcess } from './support/server-process';

const postmasterPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

const ready = async (url: string): Promise<boolean> => (await fetch(`${url}/ready`)).status === 200;

async function eventually(condition: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
    if (await condition().catch(() => false)) return;
  }
  throw new Error('It never happened.');
}

describe('a server on its built-in database', () => {
  let dataDir: string;
  const servers: ServerProcess[] = [];
  const start = (env: Readonly<Record<string, string>> = {}): ServerProcess => {
    const server = startServer({ DATA_DIR: dataDir, ...env });
    servers.push(server);
    return server;
  };

  beforeAll(build);
  beforeEach(() => {
    dataDir = makeDataFolder();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.kill('SIGKILL');
      await server.exited;
    }
    await removeDataFolder(dataDir);
  });

  it('starts on an empty folder, and stops with its database when it is asked to', async () => {
    const server = start();
    const url = await server.listening();
    expect(await ready(url)).toBe(true);
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(runningPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('refuses a second start on the same folder and leaves the first alone', async () => {
    const url = await start().listening();
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`Another server is running on '${dataDir}'`);
    expect(await ready(url)).toBe(true);
  });

  it('takes over the database of a server that was killed', async () => {
    const first = start();
    await first.listening();
    const database = postmasterPid(dataDir);
    first.kill('SIGKILL');
    await first.exited;
    const second = start();
    expect(await ready(await second.listening())).toBe(true);
    expect(postmasterPid(dataDir)).toBe(database);
    second.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(runningPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('starts after server and database were killed', async () => {
    const first = start();
    await first.listening();
    process.kill(postmasterPid(dataDir), 'SIGKILL');
    first.kill('SIGKILL');
    await first.exited;
    expect(await ready(await start().listening())).toBe(true);
  });

  it('starts its database again when that is killed, and serves on', async () => {
    const server = start();
    const url = await server.listening();
    for (let round = 0; round < 2; round++) {
      const database = postmasterPid(dataDir);
      process.kill(database, 'SIGKILL');
      await eventually(() => Promise.resolve(postmasterPid(dataDir) !== database));
      await eventually(() => ready(url));
    }
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  it('refuses a folder that another PostgreSQL has made', async () => {
    const first = start();
    await first.listening();
    first.kill('SIGTERM');
    await first.exited;
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/made by PostgreSQL 12, this server brings PostgreSQL 18/);
  });

  it.each([
    [
      'everything that is wrong',
      { PORT: 'x', LOG_LEVEL: 'loud', TLS_KEY: 'key.pem' },
      [/PORT/, /LOG_LEVEL/, /TLS_CERT/],
    ],
    ['an address that the machine does not have', { PORT: '1', HOST: '203.0.113.1' }, [/no address '203\.0\.113\.1'/]],
    ['a database that does not answer', { DATABASE_URL: 'postgres://a:secret@127.0.0.1:9/x' }, [/ECONNREFUSED/]],
    ['a certificate that is missing', { TLS_CERT: '/nowhere/c.pem', TLS_KEY: '/nowhere/k.pem' }, [/\/nowhere\/c\.pem/]],
  ])('names %s and does not start', async (_, env, sentences) => {
    const server = start(env);
    expect(await server.exited).toBe(1);
    for (const sentence of sentences) expect(server.output()).toMatch(sentence);
    expect(server.output()).not.toMatch(/secret|^\s+at /m);
  });
});
