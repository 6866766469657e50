import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { verifyPassword } from '../src/identity/passwords';
import { openRepository } from '../src/postgres/schema/bootstrap';
import { openDatabase, type Database } from '../src/postgres/connection/database';
import { principalDirectory } from '../src/postgres/directory/principals';
import { createDatabase, type TestDatabase } from './support/database';
import { build, makeDataFolder, removeDataFolder, startServer } from './support/server-process';

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The command as an operator runs it, with `input` on its standard input. */
function user(env: Readonly<Record<string, string>>, args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [resolve(__dirname, '..', 'dist', 'user-command.js'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((end) => child.on('close', (code) => end({ code, output, errors })));
}

beforeAll(build);

describe('the user command', () => {
  let test: TestDatabase;
  let database: Database;
  const run = (args: string, input?: string): Promise<Ended> =>
    user({ DATABASE_URL: test.url }, args.split(' '), input);
  const people = () => principalDirectory({ database });

  beforeAll(async () => {
    test = await createDatabase();
    database = openDatabase({ url: test.url, connections: 2 });
    await openRepository(database, { adminPasswordHash: () => Promise.resolve('none'), rootRole: 'Consumer' });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('makes people with a password from its input, and changes it', async () => {
    expect(await run('add ann', 'first secret\n')).toEqual({ code: 0, output: "Made 'ann'.\n", errors: '' });
    const made = await people().account('ann');
    expect(made).toMatchObject({ enabled: true, admin: false });
    expect(await verifyPassword('first secret', made?.password, '')).toBe(true);
    expect((await run('passwd ann --password second')).code).toBe(0);
    expect(await verifyPassword('second', (await people().account('ann'))?.password, '')).toBe(true);
  });

  it('makes administrators', async () => {
    expect((await run('add root --admin --password x')).code).toBe(0);
    expect(await people().account('root')).toMatchObject({ admin: true });
  });

  it('gives each person a home that nobody else sees', async () => {
    await run('add Bob --password x');
    const rows = await database.run({
      text: `select o.owner, o.name, p.name, a.entries::text, array_to_string(array(select q.name from principals q where q.id = any (a.readers)), ','),
          b.props->>'homeFolder' = o.uuid::text, a.inherits, (select count(*) from change_events e where e.object_uuid = o.uuid)
        from objects o join objects p on p.id = o.parent_id join folders f on f.id = o.id join acls a on a.id = f.acl_id, principals b
       where o.name_key = 'bob' and b.name = 'Bob'`,
    });
    const entries = [{ direct: true, permissions: ['cmis:all'], principalId: 'Bob' }];
    const [row] = rows;
    expect(rows).toHaveLength(1);
    expect(row?.map((value, i) => (i === 3 ? (JSON.parse(String(value)) as unknown) : value))).toEqual([
      'Bob',
      'Bob',
      'User Homes',
      entries,
      'Bob',
      't',
      'f',
      '1',
    ]);
    const twin = await run('add bob --password x');
    expect(twin).toMatchObject({
      code: 1,
      errors: "The home of 'bob' cannot be made: '/User Homes/bob' is already there.\n",
    });
    expect(await people().person('bob')).toBeUndefined();
  });

  it('lets people in and keeps them out', async () => {
    await run('add carl --password x');
    expect((await run('disable carl')).output).toBe("'carl' is disabled.\n");
    expect(await people().account('carl')).toMatchObject({ enabled: false });
    expect((await run('list')).output).toMatch(/^carl\tdisabled$/m);
    expect((await run('enable carl')).code).toBe(0);
    expect(await people().account('carl')).toMatchObject({ enabled: true });
  });

  it('keeps groups', async () => {
    await run('add dora --password x');
    for (const args of [
      'group add editors',
      'group add GROUP_all',
      'group member-add editors dora',
      'group member-add all GROUP_editors',
    ]) {
      expect(await run(args)).toMatchObject({ code: 0, errors: '' });
    }
    expect((await run('group members editors')).output).toBe('dora\tperson\n');
    expect((await run('group list')).output).toMatch(/^GROUP_all$/m);
    expect(await run('group member-add editors GROUP_all')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/hold itself/) as string,
    });
    expect((await run('group member-remove editors dora')).code).toBe(0);
    expect((await run('group members editors')).output).toBe('');
    expect((await run('group remove editors')).code).toBe(0);
    expect((await run('group list')).output).not.toMatch(/editors/);
  });

  it('takes administrator away, but not from the last', async () => {
    await run('add last --admin --password x');
    for (const name of ['admin', 'root']) await run(`disable ${name}`);
    for (const args of ['disable last', 'group member-remove ALFRESCO_ADMINISTRATORS last']) {
      expect(await run(args)).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/must stay an administrator/) as string,
      });
    }
    expect(await people().account('last')).toMatchObject({ enabled: true, admin: true });
    await run('enable admin');
    expect((await run('group member-remove ALFRESCO_ADMINISTRATORS last')).code).toBe(0);
    expect(await people().account('last')).toMatchObject({ enabled: true, admin: false });
  });

  it.each([
    ['add ann', 'x\n', /already exists/],
    ['add a:b --password x', '', /':'/],
    ['add eve', '', /password is needed/],
    ['add eve', '\n', /password is needed/],
    ['passwd nobody --password x', '', /no person 'nobody'/],
    ['passwd guest --password x', '', /cannot log in/],
    ['enable nobody', '', /no person 'nobody'/],
    ['group members nobody', '', /no group 'GROUP_nobody'/],
    ['group remove ALFRESCO_ADMINISTRATORS', '', /cannot be deleted/],
  ])('says in a sentence why it cannot: %s', async (args, input, message) => {
    const ended = await run(args, input);
    expect(ended).toMatchObject({ code: 1, output: '' });
    expect(ended.errors).toMatch(message);
    expect(ended.errors.split('\n')).toHaveLength(2);
  });

  it('explains itself when it is not understood', async () => {
    const ended = await run('ad ann');
    expect(ended).toMatchObject({ code: 2, output: '' });
    expect(ended.errors).toMatch(/^There is no command 'ad'\.\n\nnpm run user -- COMMAND/);
  });

  it('explains itself when it is asked to', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('member-add') as string });
  });

  it('says so when there is no repository yet', async () => {
    const empty = makeDataFolder();
    expect(await user({ DATA_DIR: join(empty, 'none') }, ['list'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('There is no repository') as string,
    });
    await removeDataFolder(empty);
    const bare = new URL(test.url);
    bare.pathname = '/postgres';
    expect(await user({ DATABASE_URL: bare.href }, ['list'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('There is no repository') as string,
    });
  });
});

describe('the user command on a built-in database', () => {
  const status = async (url: string, login: string): Promise<number> => {
    const headers = { Authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    return (await fetch(`${url}/cmis/1.1/browser`, { headers })).status;
  };

  it('acts while the server runs, and while it does not', async () => {
    const env = { DATA_DIR: makeDataFolder() };
    let server = startServer(env);
    try {
      let url = await server.listening();
      expect(await user(env, ['add', 'ann', '--password', 'one'])).toMatchObject({ code: 0, errors: '' });
      expect(await status(url, 'ann:one')).toBe(200);
      expect(await user(env, ['passwd', 'ann'], 'two')).toMatchObject({ code: 0, errors: '' });
      expect(await status(url, 'ann:one')).toBe(401);
      expect(await status(url, 'ann:two')).toBe(200);
      server.kill('SIGTERM');
      await server.exited;
      expect(await user(env, ['passwd', 'ann'], 'three')).toMatchObject({ code: 0, errors: '' });
      server = startServer(env);
      url = await server.listening();
      expect(await status(url, 'ann:two')).toBe(401);
      expect(await status(url, 'ann:three')).toBe(200);
    } finally {
      server.kill('SIGKILL');
      await server.exited;
      await removeDataFolder(env.DATA_DIR);
    }
  });
});
