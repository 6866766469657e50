/** Data that several accounts have had to do with: root among them, or whoever brought a backup back. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayReach } from '../src/postgres/embedded/binaries';
import { browserClient } from './cmis/browser/client';
import { build, makeDataFolder, removeDataFolder, startServer } from './support/server-process';

const NOBODY = { uid: 65534, gid: 65534 };
const PROJECT = join(__dirname, '..');
const ROOT = { uid: 0, gid: 0 };

// Accounts can be changed by root alone, and the other one must be able to run the program.
const isRoot = process.getuid?.() === 0 && mayReach(PROJECT, NOBODY);

(isRoot ? describe : describe.skip)('data of another account than root', () => {
  let dataDir: string;
  /** The folder of a server that was started and stopped once: copying it is faster than making another. */
  let used: string;

  const own = (path: string, { uid, gid }: typeof NOBODY): void =>
    void execFileSync('chown', ['-R', `${uid}:${gid}`, join(dataDir, path)]);
  const owners = (): ReadonlySet<number> =>
    new Set(readdirSync(dataDir, { recursive: true }).map((name) => lstatSync(join(dataDir, String(name))).uid));
  /** What `use` answers of the running server, or why it does not start. */
  const running = async (account: typeof NOBODY, use: (url: string) => Promise<unknown>): Promise<unknown> => {
    const server = startServer({ DATA_DIR: dataDir }, account);
    try {
      return await use(await server.listening());
    } catch (error) {
      return (error as Error).message;
    } finally {
      server.kill('SIGTERM');
      await server.exited;
    }
  };
  const client = (url: string): ReturnType<typeof browserClient> =>
    browserClient(`${url}/cmis/1.1/browser/-default-`, { user: 'admin', password: 'admin' });
  const upload = (url: string): Promise<unknown> =>
    client(url).make(
      { path: '/' },
      'createDocument',
      {
        'propertyId[0]': 'cmis:objectTypeId',
        'propertyValue[0]': 'cmis:document',
        'propertyId[1]': 'cmis:name',
        'propertyValue[1]': 'a.txt',
      },
      { text: 'elephants' },
    );

  beforeAll(async () => {
    build();
    used = dataDir = makeDataFolder();
    chownSync(used, NOBODY.uid, NOBODY.gid);
    await running(NOBODY, () => Promise.resolve());
  });
  afterAll(() => removeDataFolder(used));
  beforeEach(() => {
    dataDir = makeDataFolder();
    execFileSync('cp', ['-a', `${used}/.`, dataDir]);
  });
  afterEach(() => removeDataFolder(dataDir));

  it('stays that account’s when root runs the server on it', async () => {
    rmSync(join(dataDir, 'content'), { recursive: true });
    rmSync(join(dataDir, 'postgres.log'));
    await running(ROOT, upload);
    expect([...owners()]).toEqual([NOBODY.uid]);
    const read = async (url: string): Promise<string> => (await client(url).get({ path: '/a.txt' }, 'content')).text;
    expect(await running(NOBODY, read)).toBe('elephants');
  });

  it('runs whatever a copy has made of the mode of the database’s folder', async () => {
    chmodSync(join(dataDir, 'postgres'), 0o755);
    expect(await running(NOBODY, () => Promise.resolve('it runs'))).toBe('it runs');
  });

  const chownCommand = (path: string): string => `'chown -R 65534 ${join(dataDir, path)}'`;
  it.each([
    ['the database', () => own('postgres', ROOT), () => chownCommand('postgres')],
    ['all contents', () => own('content', ROOT), () => chownCommand('content')],
    [
      'some contents',
      () => {
        mkdirSync(join(dataDir, 'content', 'a0'), { mode: 0o700 });
        mkdirSync(join(dataDir, 'content', 'lost+found'), { mode: 0o700 });
      },
      () => chownCommand('content'),
    ],
    ['the log of the database', () => own('postgres.log', ROOT), () => join(dataDir, 'postgres.log')],
    ['all of it', () => own('.', ROOT), () => 'belongs to user 0, and this is user 65534'],
  ])('names what another one has taken over: %s', async (_, take, named) => {
    take();
    const said = await running(NOBODY, () => Promise.resolve('it runs'));
    expect(said).toContain('does not start');
    expect(said).toContain(named());
  });

  it('does not make a database beside something else', async () => {
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'letter.txt'), '');
    expect(await running(NOBODY, () => Promise.resolve('it runs'))).toContain('PG_VERSION is not there');
  });
});
