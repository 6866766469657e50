/** Several processes, one repository: what one server writes, the other shows in the very next request. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { browserClient, exceptionOf, named, properties, type BrowserClient, type Json } from './cmis/browser/client';
import { browserReader, browserWriter } from './one-graph/browser-door';
import type { Reader } from './one-graph/door';
import { STORY, World } from './one-graph/story';
import { createDatabase, type TestDatabase } from './support/database';
import { pdf } from './support/sample-documents';
import { build, startServer, type ServerProcess } from './support/server-process';

const ADMIN = { user: 'admin', password: 'admin' };
const BROWSER = '/cmis/1.1/browser/-default-';

let database: TestDatabase;
let contentDir: string;
let servers: readonly ServerProcess[];
let urls: readonly string[];
let here: BrowserClient;
let there: BrowserClient;
let count = 0;

beforeAll(async () => {
  build();
  [database, contentDir] = await Promise.all([
    createDatabase({ empty: true }),
    mkdtemp(join(tmpdir(), 'triptych-content-')),
  ]);
  // Both find an empty database and a repository that is not there yet.
  servers = [0, 1].map(() => startServer({ DATABASE_URL: database.url, DATA_DIR: contentDir }));
  urls = await Promise.all(servers.map((server) => server.listening()));
  [here, there] = clientsOf(ADMIN);
});
afterAll(async () => {
  const levels = servers
    .flatMap((server) => server.output().match(/"level":[456]0.*/g) ?? [])
    .filter((line) => !line.includes("The password of 'admin' is 'admin'"));
  for (const server of servers) server.kill('SIGTERM');
  const codes = await Promise.all(servers.map((server) => server.exited));
  await database.drop();
  await rm(contentDir, { recursive: true, force: true });
  expect([levels, codes]).toEqual([[], ['SIGKILL', 0]]);
});

const fresh = (): string => `object ${(count += 1)}`;
const clientsOf = (credentials?: Parameters<typeof browserClient>[1]): [BrowserClient, BrowserClient] => [
  browserClient(`${urls[0]}${BROWSER}`, credentials),
  browserClient(`${urls[1]}${BROWSER}`, credentials),
];
const newFolder = async (client: BrowserClient, more: Json = {}): Promise<string> =>
  (await client.make({ path: '/' }, 'createFolder', { ...named('cmis:folder', fresh()), ...(more as object) })).id;
const newDocument = async (client: BrowserClient, folderId: string, text = 'text'): Promise<string> =>
  (await client.make({ id: folderId }, 'createDocument', named('cmis:document', fresh()), { text })).id;
const shown = async (client: BrowserClient, id: string): Promise<Json> =>
  ((await client.get({ id }, 'object', { succinct: true })).json as { readonly succinctProperties: Json })
    .succinctProperties;
const found = async (client: BrowserClient, q: string): Promise<unknown> =>
  ((await client.get('repository', 'query', { q, succinct: true })).json as Json)['numItems'];

/** Ids and names of the ten objects made last. */
const listed = async (client: BrowserClient, folderId: string): Promise<readonly unknown[]> => {
  const page = { orderBy: 'cmis:creationDate DESC', maxItems: 10, succinct: true };
  const { objects } = (await client.get({ id: folderId }, 'children', page)).json as {
    readonly objects: readonly { readonly object: { readonly succinctProperties: Json } }[];
  };
  return objects.map(({ object }) => [
    object.succinctProperties['cmis:objectId'],
    object.succinctProperties['cmis:name'],
  ]);
};

/** The command of operators, a process of its own. */
function user(args: string): Promise<void> {
  const command = resolve(__dirname, '..', 'dist', 'user-command.js');
  const child = spawn(process.execPath, [command, ...args.split(' ')], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url },
    stdio: 'ignore',
  });
  return new Promise((done, failed) =>
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(`'user ${args}' ends with ${code}.`)))),
  );
}

it('two servers that start on an empty database make one repository', async () => {
  const [mine, yours] = await Promise.all([shown(here, await rootOf(here)), shown(there, await rootOf(there))]);
  expect(mine).toEqual(yours);
  expect(await found(there, `SELECT * FROM cmis:folder WHERE cmis:name = 'Shared'`)).toBe(1);
});

const rootOf = async (client: BrowserClient): Promise<string> => {
  const { json } = await client.get({ path: '/' }, 'object', { succinct: true });
  return String((json as { readonly succinctProperties: Json }).succinctProperties['cmis:objectId']);
};

/** A round takes a third of a second; `ROUNDS=1000` asks more often. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 100);

it(`what one writes the other reads, finds, counts and lists at once, ${ROUNDS} times`, async () => {
  const folders = [await newFolder(here), await newFolder(there)];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [writer, reader] = round % 2 === 0 ? [here, there] : [there, here];
    const folderId = folders[round % 3 === 0 ? 0 : 1] as string;
    const before = (await reader.get({ id: folderId }, 'children', { maxItems: 0 })).json as Json;
    const changeLogToken = await latestToken(reader);
    const [first, then] = [`first${round}word`, `then${round}word`];
    const id = await newDocument(writer, folderId, first);
    const after = (await reader.get({ id: folderId }, 'children', { maxItems: 1 })).json as Json;
    expect(after['numItems']).toBe(Number(before['numItems']) + 1);
    expect((await reader.get({ id }, 'content')).text).toBe(first);
    expect(await found(reader, `SELECT * FROM cmis:document WHERE CONTAINS('${first}')`)).toBe(1);
    expect(await changedSince(reader, changeLogToken)).toContain(id);
    const name = `renamed ${round}`;
    await writer.make({ id }, 'update', properties({ 'cmis:name': name }));
    expect(await shown(reader, id)).toMatchObject({ 'cmis:name': name });
    expect(await found(reader, `SELECT * FROM cmis:document WHERE cmis:name = '${name}'`)).toBe(1);
    expect(await listed(reader, folderId)).toContainEqual([id, name]);
    const file = pdf([`about ${then}`]).toString('latin1');
    await writer.make({ id }, 'setContent', {}, { text: file, type: 'application/pdf' });
    expect((await reader.get({ id }, 'content')).text).toBe(file);
    expect(await found(reader, `SELECT * FROM cmis:document WHERE CONTAINS('${then}')`)).toBe(1);
    expect(await found(reader, `SELECT * FROM cmis:document WHERE CONTAINS('${first}')`)).toBe(0);
    if (round % 4 !== 0) continue;
    await writer.post({ id }, 'delete');
    expect(exceptionOf(await reader.get({ id }, 'object'))).toBe('objectNotFound');
    expect(await found(reader, `SELECT * FROM cmis:document WHERE CONTAINS('${then}')`)).toBe(0);
  }
}, 2_400_000);

const latestToken = async (client: BrowserClient): Promise<string> => {
  const { json } = await client.get('repository', 'repositoryInfo');
  return String((json as Record<string, Json>)['-default-']?.['latestChangeLogToken']);
};

/** Ids of what was made or changed after a token. */
async function changedSince(client: BrowserClient, changeLogToken: string): Promise<readonly unknown[]> {
  const { json } = await client.get('repository', 'contentChanges', { changeLogToken, succinct: true, maxItems: 1000 });
  return (json as { readonly objects: readonly { readonly succinctProperties: Json }[] }).objects.map(
    ({ succinctProperties }) => succinctProperties['cmis:objectId'],
  );
}

it('what was read before is read as it is after every operation', async () => {
  const world = new World();
  world.name('root', await newFolder(here));
  await user(`add ${world.person} --password ${world.person}`);
  const base = urls.map((url) => `${url}${BROWSER}`);
  const writers = base.map((url) => browserWriter(url, ADMIN));
  const readers = base.map((url, index) => browserReader(`server ${index}`, url, ADMIN));
  for (const [index, step] of STORY.entries()) {
    const [reader, writer] = [readers[(index + 1) % 2], readers[index % 2]] as [Reader, Reader];
    await step.run(writers[index % 2] as (typeof writers)[number], world);
    for (const type of step.types ?? []) {
      expect({ step: step.what, type: await reader.type(type) }).toEqual({
        step: step.what,
        type: await writer.type(type),
      });
    }
    for (const [name, id] of world.entries()) {
      const look = await reader.look(id);
      expect({ step: step.what, name, look }).toEqual({ step: step.what, name, look: await writer.look(id) });
      // Lists show what is shown by id.
      for (const [segment, child] of look.children ?? []) {
        const alone = await writer.object(child.properties['cmis:objectId']?.values[0] ?? '');
        expect({ step: step.what, segment, child }).toEqual({ step: step.what, segment, child: alone });
      }
    }
  }
}, 240_000);

describe('types', () => {
  const type = (id: string, ...propertyIds: string[]): string =>
    JSON.stringify({
      id,
      parentId: 'cmis:document',
      baseId: 'cmis:document',
      propertyDefinitions: Object.fromEntries(
        propertyIds.map((property) => [property, { id: property, propertyType: 'string', cardinality: 'single' }]),
      ),
    });

  it('are used by the other in the very next request, changed, deleted and made again', async () => {
    const folderId = await newFolder(here);
    for (let round = 0; round < 10; round += 1) {
      const [mine, yours] = round % 2 === 0 ? [here, there] : [there, here];
      expect((await mine.post('repository', 'createType', { type: type('t:t', `t:a${round}`) })).status).toBe(201);
      const made = await yours.make(
        { id: folderId },
        'createDocument',
        named('t:t', fresh(), { [`t:a${round}`]: 'value' }),
      );
      expect(await found(yours, `SELECT * FROM t:t WHERE t:a${round} = 'value'`)).toBe(1);
      expect(await shown(mine, made.id)).toMatchObject({ [`t:a${round}`]: 'value' });
      expect((await yours.post('repository', 'updateType', { type: type('t:t', `t:b${round}`) })).status).toBe(200);
      const updated = await mine.make({ id: made.id }, 'update', properties({ [`t:b${round}`]: 'more' }));
      expect(updated.properties).toMatchObject({ [`t:a${round}`]: 'value', [`t:b${round}`]: 'more' });
      expect(exceptionOf(await mine.post('repository', 'deleteType', { typeId: 't:t' }))).toBe('constraint');
      await yours.post({ id: made.id }, 'delete');
      expect((await mine.post('repository', 'deleteType', { typeId: 't:t' })).status).toBe(200);
      expect(exceptionOf(await yours.get('repository', 'typeDefinition', { typeId: 't:t' }))).toBe('objectNotFound');
      const late = await yours.post({ id: folderId }, 'createDocument', named('t:t', fresh()));
      expect(exceptionOf(late)).toBe('constraint');
    }
  });
});

describe('rights', () => {
  it('are given and taken at once', async () => {
    await user('add bert --password bert');
    const [, bertThere] = clientsOf({ user: 'bert', password: 'bert' });
    const [bertHere] = clientsOf({ user: 'bert', password: 'bert' });
    const folderId = await newFolder(here);
    const id = await newDocument(here, folderId);
    const change = { 'addACEPrincipal[0]': 'bert', 'addACEPermission[0][0]': 'cmis:write' };
    const revert = { 'removeACEPrincipal[0]': 'bert', 'removeACEPermission[0][0]': 'cmis:write' };
    const describing = properties({ 'cmis:description': 'by bert' });
    for (let round = 0; round < 10; round += 1) {
      const [admin, bert] = round % 2 === 0 ? [here, bertThere] : [there, bertHere];
      expect(exceptionOf(await bert.post({ id }, 'update', describing))).toBe('permissionDenied');
      await admin.post({ id: folderId }, 'applyACL', change);
      expect((await bert.post({ id }, 'update', describing)).status).toBe(200);
      await admin.post({ id: folderId }, 'applyACL', revert);
    }
  });

  it('of groups count from the moment when somebody belongs to them', async () => {
    await user('add cleo --password cleo');
    await user('group add writers');
    const cleo = clientsOf({ user: 'cleo', password: 'cleo' });
    const folderId = await newFolder(here);
    await here.post({ id: folderId }, 'applyACL', {
      'addACEPrincipal[0]': 'GROUP_writers',
      'addACEPermission[0][0]': 'cmis:write',
    });
    const create = (client: BrowserClient): Promise<number> =>
      client.post({ id: folderId }, 'createFolder', named('cmis:folder', fresh())).then(({ status }) => status);
    expect(await Promise.all(cleo.map(create))).toEqual([403, 403]);
    await user('group member-add writers cleo');
    expect(await Promise.all(cleo.map(create))).toEqual([201, 201]);
    await user('group member-remove writers cleo');
    expect(await Promise.all(cleo.map(create))).toEqual([403, 403]);
  });

  it('end with a password and with a person', async () => {
    await user('add dora --password first');
    const status = (password: string): Promise<readonly number[]> =>
      Promise.all(
        clientsOf({ user: 'dora', password }).map((client) =>
          client.get({ path: '/' }, 'object').then((answer) => answer.status),
        ),
      );
    expect(await status('first')).toEqual([200, 200]);
    await user('passwd dora --password second');
    expect([await status('first'), await status('second')]).toEqual([
      [401, 401],
      [200, 200],
    ]);
    await user('disable dora');
    expect(await status('second')).toEqual([401, 401]);
    await user('enable dora');
    expect(await status('second')).toEqual([200, 200]);
    await user('group member-add ALFRESCO_ADMINISTRATORS dora');
    const [, dora] = clientsOf({ user: 'dora', password: 'second' });
    expect((await dora.post({ path: '/' }, 'createFolder', named('cmis:folder', fresh()))).status).toBe(201);
  });
});

describe('the change log', () => {
  interface Log {
    readonly changeLogToken: string;
    readonly objects: readonly Json[];
  }
  const log = async (client: BrowserClient, changeLogToken?: string): Promise<Log> =>
    (await client.get('repository', 'contentChanges', { changeLogToken, succinct: true })).json as Log;
  const latest = async (client: BrowserClient): Promise<string> => {
    const { json } = await client.get('repository', 'repositoryInfo');
    return String((Object.values(json as Json)[0] as Json)['latestChangeLogToken']);
  };

  it('has every event at once, under tokens that both understand', async () => {
    const folderId = await newFolder(here);
    let token = await latest(here);
    for (let round = 0; round < 30; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [here, there] : [there, here];
      const id = await newDocument(writer, folderId);
      // The last event is repeated first.
      const { objects, changeLogToken } = await log(reader, token);
      const ids = objects.map((event) => (event['succinctProperties'] as Json)['cmis:objectId']);
      expect(ids.slice(1)).toEqual([id]);
      expect(await latest(reader)).toBe(changeLogToken);
      token = changeLogToken;
    }
  });

  it('loses nothing and tells nothing twice while both write', async () => {
    const folderId = await newFolder(here);
    const token = await latest(here);
    const made = (
      await Promise.all([0, 1, 2, 3].map((worker) => makeMany(worker % 2 ? there : here, folderId)))
    ).flat();
    const seen: unknown[] = [];
    let at = token;
    for (;;) {
      const { json } = await (seen.length % 2 ? here : there).get('repository', 'contentChanges', {
        changeLogToken: at,
        maxItems: 8,
        succinct: true,
      });
      const page = json as Log & { readonly hasMoreItems: boolean };
      seen.push(...page.objects.slice(1).map((event) => (event['succinctProperties'] as Json)['cmis:objectId']));
      at = page.changeLogToken;
      if (!page.hasMoreItems) break;
    }
    expect([...seen].sort()).toEqual([...made].sort());
  });

  async function makeMany(client: BrowserClient, folderId: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let number = 0; number < 15; number += 1) ids.push(await newDocument(client, folderId));
    return ids;
  }
});

describe('at the same moment', () => {
  it('a name is given once', async () => {
    const folderId = await newFolder(here);
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        [here, there].map((client) => client.post({ id: folderId }, 'createFolder', named('cmis:folder', `n${round}`))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
  });

  it('of two changes of one state one is refused', async () => {
    const id = await newDocument(here, await newFolder(here));
    for (let round = 0; round < 20; round += 1) {
      const { 'cmis:changeToken': changeToken } = await shown(here, id);
      const answers = await Promise.all(
        [here, there].map((client, index) =>
          client.post({ id }, 'update', {
            ...properties({ 'cmis:description': `${round} ${index}` }),
            changeToken: String(changeToken),
          }),
        ),
      );
      expect(answers.map(exceptionOf).sort()).toEqual(['updateConflict', undefined]);
    }
  });

  it('a document is checked out once, and checked in by the other', async () => {
    const folderId = await newFolder(here);
    for (let round = 0; round < 10; round += 1) {
      const id = await newDocument(here, folderId);
      const answers = await Promise.all([here, there].map((client) => client.post({ id }, 'checkOut')));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const loser = answers[0]?.status === 201 ? there : here;
      const { 'cmis:versionSeriesCheckedOutId': copy } = await shown(loser, id);
      const checkedIn = await loser.make({ id: String(copy) }, 'checkIn', {}, { text: 'two' });
      expect(checkedIn.properties['cmis:versionLabel']).toBe('2.0');
      expect((await (loser === here ? there : here).get({ id: checkedIn.id }, 'content')).text).toBe('two');
    }
  });
});

it('content grows by pieces that both append, and is read whole by both', async () => {
  const id = await newDocument(here, await newFolder(here), '');
  for (let piece = 0; piece < 20; piece += 1) {
    const client = piece % 2 === 0 ? here : there;
    await client.make({ id }, 'appendContent', { isLastChunk: piece === 19 }, { text: `${piece},` });
  }
  const whole = Array.from({ length: 20 }, (_, piece) => `${piece},`).join('');
  expect((await here.get({ id }, 'content')).text).toBe(whole);
  expect((await there.get({ id }, 'content')).text).toBe(whole);
});

it('results of forms are fetched from the other', async () => {
  const token = fresh();
  await here.post({ path: '/' }, 'createFolder', { ...named('cmis:folder', fresh()), token });
  const result = (await there.get('repository', 'lastResult', { token })).json as Json;
  expect(result['code']).toBe(201);
  expect(await shown(here, String(result['objectId']))).toMatchObject({ 'cmis:baseTypeId': 'cmis:folder' });
});

it('one goes on when the other is killed', async () => {
  const folderId = await newFolder(here);
  servers[0]?.kill('SIGKILL');
  await servers[0]?.exited;
  const id = await newDocument(there, folderId, 'still here');
  expect((await there.get({ id }, 'content')).text).toBe('still here');
});
