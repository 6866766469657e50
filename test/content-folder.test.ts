import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startApplication } from '../src/application';
import { readConfig } from '../src/config';
import { browserClient } from './cmis/browser/client';
import { startTestServer, type TestServer } from './support/server';
import { build } from './support/server-process';

let server: TestServer;
let dataDir: string;
let contentDir: string;

beforeAll(async () => {
  build();
  dataDir = await mkdtemp(join(tmpdir(), 'triptych-data-'));
  contentDir = join(dataDir, 'content');
  server = await startTestServer({ contentDir });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

const admin = () => browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: 'admin', password: 'admin' });
const upload = (name: string, text: string) =>
  admin().make(
    { path: '/' },
    'createDocument',
    {
      'propertyId[0]': 'cmis:objectTypeId',
      'propertyValue[0]': 'cmis:document',
      'propertyId[1]': 'cmis:name',
      'propertyValue[1]': name,
    },
    { text },
  );
const found = async (word: string): Promise<number> => {
  const q = `SELECT cmis:name FROM cmis:document WHERE CONTAINS('${word}')`;
  const { json } = await admin().get('repository', 'query', { q });
  return (json as { readonly numItems: number }).numItems;
};

/** Starts a second server on the same database; answers why not when it does not start. */
async function start(folder: string): Promise<string> {
  try {
    const application = await startApplication({
      ...readConfig({ PORT: '0', DATABASE_CONNECTIONS: '4' }),
      databaseUrl: server.databaseUrl,
      contentDir: folder,
      observe: () => undefined,
    });
    await application.close({ drainMs: 0 });
    return 'started';
  } catch (error) {
    return (error as Error).message;
  }
}

function reindex(DATA_DIR: string): Promise<{ readonly code: number | null; readonly errors: string }> {
  const child = spawn(process.execPath, [resolve(__dirname, '..', 'dist', 'reindex-command.js')], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], DATABASE_URL: server.databaseUrl, DATA_DIR },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((end) => child.on('close', (code) => end({ code, errors })));
}

describe('a content folder', () => {
  const ownerFile = (): string => join(contentDir, '.repository');

  it('says whose it is from the first start on', async () => {
    expect(await readFile(ownerFile(), 'utf8')).toMatch(/^[0-9a-f-]{36}\n$/);
    expect((await readdir(contentDir)).filter((name) => name.startsWith('.'))).toEqual(['.repository']);
  });

  it('may be another one while the database names no content', async () => {
    expect(await start(join(dataDir, 'early'))).toBe('started');
  });

  it('is refused when it is that of another repository', async () => {
    const other = join(dataDir, 'other');
    await mkdir(other);
    await writeFile(join(other, '.repository'), 'somebody\n');
    expect(await start(other)).toMatch(/belongs to another repository.*DATA_DIR/);
    expect(await readFile(join(other, '.repository'), 'utf8')).toBe('somebody\n');
  });

  it('is refused when it has none of the contents, until the operator means it', async () => {
    await upload('one', 'elephants');
    const empty = join(dataDir, 'empty');
    const refusal = await start(empty);
    expect(refusal).toMatch(/holds none of the contents.*DATA_DIR/);
    const [, owner = '', file = ''] = /write '(.*?)' into the file '(.*?)'/.exec(refusal) ?? [];
    expect(file).toBe(join(empty, '.repository'));
    await writeFile(file, owner);
    expect(await start(empty)).toBe('started');
  });

  it('of before this was written down is known by its contents', async () => {
    await rm(ownerFile());
    expect(await start(contentDir)).toBe('started');
    expect(await readFile(ownerFile(), 'utf8')).toMatch(/^[0-9a-f-]{36}\n$/);
  });

  it('may be shared by servers', async () => {
    expect(await start(contentDir)).toBe('started');
  });
});

describe('building the index of words anew', () => {
  it('is refused on another folder, and nothing is lost', async () => {
    await upload('two', 'giraffes');
    const ended = await reindex(join(dataDir, 'nowhere'));
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining('DATA_DIR') as string });
    expect(await found('giraffes')).toBe(1);
  });

  it('keeps the words of contents whose bytes are not there', async () => {
    const before = new Set(await files());
    await upload('three', 'hippopotamuses');
    const [lost = ''] = (await files()).filter((file) => !before.has(file));
    await rename(join(contentDir, lost), join(dataDir, 'lost'));
    const ended = await reindex(dataDir);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining('1 contents are not in') as string });
    expect([await found('hippopotamuses'), await found('giraffes')]).toEqual([1, 1]);
    await rename(join(dataDir, 'lost'), join(contentDir, lost));
    expect((await reindex(dataDir)).code).toBe(0);
    expect([await found('hippopotamuses'), await found('three')]).toEqual([1, 1]);
  });
});

const files = async (): Promise<readonly string[]> =>
  (await readdir(contentDir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(contentDir.length), entry.name));
