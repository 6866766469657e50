import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningPostmaster } from '../src/postgres/embedded/process';
import { build, makeDataFolder, removeDataFolder, startServer } from './support/server-process';
import type { ServerProcess } from './support/server-process';

const postmasterPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

const NO_PEM = join(__dirname, '..', 'package.json');
const CERTIFICATE = join(__dirname, 'support', 'tls', 'localhost.cert.pem');
const KEY = join(__dirname, 'support', 'tls', 'localhost.key.pem');

const ready = async (url: string): Promise<boolean> => (await fetch(`${url}/ready`)).status === 200;

async function eventually(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
    if (
      await Promise.resolve()
        .then(condition)
        .catch(() => false)
    )
      return;
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

  /** The folder of a server that was started and stopped once: copying it is faster than making another. */
  let used: string;
  const useAgain = (): void => void execFileSync('cp', ['-a', `${used}/.`, dataDir]);

  beforeAll(async () => {
    build();
    used = makeDataFolder();
    const first = startServer({ DATA_DIR: used });
    await first.listening();
    first.kill('SIGTERM');
    await first.exited;
  });
  afterAll(() => removeDataFolder(used));
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

  it('lets an upload finish that is on its way when it is asked to stop', async () => {
    useAgain();
    const server = start();
    const url = new URL(await server.listening());
    const body = Buffer.from(
      [
        '--b\r\nContent-Disposition: form-data; name="cmisaction"\r\n\r\ncreateDocument\r\n',
        '--b\r\nContent-Disposition: form-data; name="propertyId[0]"\r\n\r\ncmis:objectTypeId\r\n',
        '--b\r\nContent-Disposition: form-data; name="propertyValue[0]"\r\n\r\ncmis:document\r\n',
        '--b\r\nContent-Disposition: form-data; name="propertyId[1]"\r\n\r\ncmis:name\r\n',
        '--b\r\nContent-Disposition: form-data; name="propertyValue[1]"\r\n\r\nslow\r\n',
        `--b\r\nContent-Disposition: form-data; name="content"; filename="slow"\r\n\r\n${'x'.repeat(3_000_000)}\r\n--b--\r\n`,
      ].join(''),
    );
    const upload = request({
      host: url.hostname,
      port: url.port,
      method: 'POST',
      path: '/cmis/1.1/browser/-default-/root',
      auth: 'admin:admin',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': body.length },
    });
    const status = new Promise((resolve, reject) => {
      upload.on('response', (res) => resolve(res.resume().statusCode)).on('error', reject);
    });
    upload.write(body.subarray(0, 1_500_000));
    // Its bytes are on their way into a file.
    const content = join(dataDir, 'content');
    await eventually(() =>
      readdirSync(content, { recursive: true, withFileTypes: true }).some(
        (found) => found.isFile() && statSync(join(found.parentPath, found.name)).size >= 1_000_000,
      ),
    );
    server.kill('SIGTERM');
    await eventually(() =>
      fetch(`${url.origin}/live`).then(
        () => false,
        () => true,
      ),
    );
    upload.end(body.subarray(1_500_000));
    expect(await status).toBe(201);
    expect(await server.exited).toBe(0);
    const again = await start().listening();
    const found = await fetch(`${again}/cmis/1.1/browser/-default-/root/slow?cmisselector=content`, {
      headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` },
    });
    expect((await found.arrayBuffer()).byteLength).toBe(3_000_000);
  });

  it('refuses addresses that others can reach while everybody knows the password', async () => {
    const open = start({ HOST: '0.0.0.0' });
    expect(await open.exited).toBe(1);
    expect(open.output()).toMatch(/ADMIN_PASSWORD/);
    // The repository was made by then, with the password that everybody knows: a variable does not change it.
    expect(await start({ HOST: '0.0.0.0', ADMIN_PASSWORD: 'better' }).exited).toBe(1);
  });

  it('listens for others when the first start brings another password', async () => {
    const url = await start({ HOST: '0.0.0.0', ADMIN_PASSWORD: 'better' }).listening();
    expect(await ready(url)).toBe(true);
  });

  it('refuses a second start on the same folder and leaves the first alone', async () => {
    useAgain();
    const url = await start().listening();
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`Another server is running on '${dataDir}'`);
    expect(await ready(url)).toBe(true);
  });

  it('takes over the database of a server that was killed', async () => {
    useAgain();
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
    useAgain();
    const first = start();
    await first.listening();
    process.kill(postmasterPid(dataDir), 'SIGKILL');
    first.kill('SIGKILL');
    await first.exited;
    expect(await ready(await start().listening())).toBe(true);
  });

  it('starts its database again when that is killed, and serves on', async () => {
    useAgain();
    const server = start();
    const url = await server.listening();
    for (let round = 0; round < 2; round++) {
      const database = postmasterPid(dataDir);
      process.kill(database, 'SIGKILL');
      await eventually(() => postmasterPid(dataDir) !== database);
      await eventually(() => ready(url));
    }
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  it('refuses a folder that another PostgreSQL has made', async () => {
    useAgain();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/made by PostgreSQL 12, this server brings PostgreSQL 18/);
  });

  it('names a port that is taken and does not start', async () => {
    useAgain();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = start({ PORT: String(port) });
    expect(await server.exited).toBe(1);
    expect(server.output()).toContain(`Port ${port} on 127.0.0.1 is in use`);
    other.close();
  });

  it.each([
    [
      'everything that is wrong',
      { PORT: 'x', LOG_LEVEL: 'loud', TLS_KEY: 'key.pem' },
      [/PORT/, /LOG_LEVEL/, /TLS_CERT/],
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://a:secret@127.0.0.1:9/x' },
      [/DATABASE_URL: no PostgreSQL answers at '127\.0\.0\.1:9' \(ECONNREFUSED\)/],
    ],
    [
      'a host that nobody knows',
      { DATABASE_URL: 'postgres://a:secret@nowhere.invalid/x' },
      [/DATABASE_URL: nobody .*'nowhere\.invalid/],
    ],
    ['an address that is none', { HOST: '999.1.1.1' }, [/HOST is '999\.1\.1\.1'/]],
    ['a data folder that cannot be made', { DATA_DIR: '/proc/x' }, [/'\/proc\/x' cannot be written/]],
    ['a data folder that takes nothing', { DATA_DIR: '/proc' }, [/'\/proc' cannot be written/]],
    [
      'a certificate that is none',
      { TLS_CERT: NO_PEM, TLS_KEY: KEY },
      [/TLS_CERT names '.*', which is no certificate/],
    ],
    [
      'a private key that is none',
      { TLS_CERT: CERTIFICATE, TLS_KEY: NO_PEM },
      [/TLS_KEY names '.*', which is no private key/],
    ],
    [
      'a public key that is none',
      { JWT_KEY: NO_PEM, JWT_ISSUER: 'a', JWT_AUDIENCE: 'b' },
      [/JWT_KEY names '.*', which is no public key/],
    ],
    ['a certificate that is missing', { TLS_CERT: '/nowhere/c.pem', TLS_KEY: '/nowhere/k.pem' }, [/\/nowhere\/c\.pem/]],
  ])('names %s and does not start', async (_, env, sentences) => {
    useAgain();
    const server = start(env);
    expect(await server.exited).toBe(1);
    for (const sentence of sentences) expect(server.output()).toMatch(sentence);
    expect(server.output()).not.toMatch(/secret|^\s+at /m);
  });
});
