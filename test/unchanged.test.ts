/** Lists and counts that are read again are not made again while nothing changes, and never those from before a change. */
import { Client } from 'pg';
import { whileUnmoved } from './support/unmoved';
import { untilQuiet } from './support/quiet';
import { browserClient, named, type BrowserClient, type Json } from './cmis/browser/client';
import { startTestServer, type TestServer } from './support/server';

const statements: string[] = [];
let server: TestServer;
let other: TestServer;
let here: BrowserClient;
let there: BrowserClient;
let anna: BrowserClient;
let folder: string;
const documents: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ onStatement: (text) => statements.push(text) });
  await server.person('anna');
  other = await startTestServer({ databaseUrl: server.databaseUrl, contentDir: server.contentDir });
  const admin = { user: 'admin', password: 'admin' };
  here = browserClient(`${server.url}/cmis/1.1/browser/-default-`, admin);
  there = browserClient(`${other.url}/cmis/1.1/browser/-default-`, admin);
  anna = browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: 'anna', password: 'anna' });
  folder = (await here.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', 'counted'))).id;
  for (const name of ['a', 'b', 'c', 'd', 'e']) documents.push(await make(here, name));
});
afterAll(async () => {
  await other.close();
  await server.close();
});

const make = async (client: BrowserClient, name: string): Promise<string> =>
  (await client.make({ id: folder }, 'createDocument', named('cmis:document', name), { text: 'counted words' })).id;

const QUERIES = {
  folder: () => `SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('${folder}')`,
  words: () => `SELECT cmis:name FROM cmis:document WHERE CONTAINS('counted words')`,
};

async function counts(client: BrowserClient, maxItems: number): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const q of Object.values(QUERIES)) {
    const { json } = await client.get('repository', 'query', { q: q(), maxItems });
    found.push((json as Json)['numItems']);
  }
  return found;
}

describe('counts', () => {
  // Pages of up to 50 are counted by their own statement, others by one more.
  it.each([2, 0, 3])('are exact after every write of any process, on pages of %i', async (maxItems) => {
    const [mine, hers] = [await counts(here, maxItems), await counts(anna, maxItems)];
    expect([mine, hers]).toEqual([
      [documents.length, documents.length],
      [documents.length, documents.length],
    ]);
    for (const writer of [here, there]) {
      const id = await make(writer, `new ${maxItems}`);
      expect(await counts(here, maxItems)).toEqual([6, 6]);
      expect(await counts(anna, maxItems)).toEqual([6, 6]);
      expect(await counts(here, maxItems)).toEqual([6, 6]);
      await writer.post({ id }, 'delete');
      expect(await counts(here, maxItems)).toEqual([5, 5]);
      expect(await counts(anna, maxItems)).toEqual([5, 5]);
    }
  });

  it('follow the rights of the caller at once', async () => {
    const id = documents[0] ?? '';
    expect(await counts(anna, 2)).toEqual([5, 5]);
    await there.post({ id }, 'applyACL', {
      'removeACEPrincipal[0]': 'GROUP_EVERYONE',
      'removeACEPermission[0][0]': '{http://www.alfresco.org/model/content/1.0}cmobject.Consumer',
    });
    const hidden = await there.post({ id: folder }, 'createDocument', named('cmis:document', 'hidden'));
    expect(hidden.status).toBe(201);
    expect(await counts(anna, 2)).toEqual([6, 5]);
  });

  it('are counted once for all pages while nothing changes', async () => {
    await untilQuiet(statements);
    const q = QUERIES.folder();
    const pages = [0, 2, 4].map((skipCount) => ({ q, maxItems: 1, skipCount }));
    const made = await whileUnmoved(server.databaseUrl, async () => {
      await counts(here, 2);
      statements.length = 0;
      for (const page of pages) {
        const { json } = await here.get('repository', 'query', page);
        expect((json as Json)['numItems']).toBe(6);
      }
      return [...statements];
    });
    expect(made.filter((text) => /'count', \(select|json_build_array\(count/.test(text))).toEqual([]);
  });
});

describe('lists', () => {
  /** Names in the folder as its children, as what a query finds, and as nodes. */
  async function names(client: BrowserClient): Promise<readonly (readonly unknown[])[]> {
    const children = (await client.get({ id: folder }, 'children', { succinct: true, filter: 'cmis:name' })).json;
    const { objects } = children as { readonly objects: readonly { readonly object: Json }[] };
    const q = `${QUERIES.folder()} ORDER BY cmis:name`;
    const { results } = (await client.get('repository', 'query', { q, succinct: true })).json as {
      readonly results: readonly Json[];
    };
    const nodes = `${client.repositoryUrl.replace(/\/cmis.*/, '')}/alfresco/api/-default-/public/alfresco/versions/1/nodes`;
    const { list } = (await client.fetch(`${nodes}/${folder}/children`)).json as {
      readonly list: { readonly entries: readonly { readonly entry: Json }[] };
    };
    const nameOf = (object: Json): unknown => (object['succinctProperties'] as Json)['cmis:name'];
    return [
      objects.map(({ object }) => nameOf(object)),
      results.map(nameOf),
      list.entries.map(({ entry }) => entry['name']),
    ];
  }

  it('show what somebody writes who had begun before they were read', async () => {
    const id = await make(here, 'm');
    const someone = new Client({ connectionString: server.databaseUrl });
    await someone.connect();
    try {
      await someone.query('begin');
      await someone.query(`update objects set name = 'z', name_key = 'z' where uuid = $1`, [id.split(';')[0]]);
      const before = await names(here);
      expect(before.every((list) => list.includes('m') && !list.includes('z'))).toBe(true);
      expect(await names(here)).toEqual(before);
      await someone.query('commit');
    } finally {
      await someone.end();
    }
    const after = await names(here);
    expect(after.every((list) => list.includes('z') && !list.includes('m'))).toBe(true);
    expect(await names(there)).toEqual(after);
  });

  it('are made once for all who ask again', async () => {
    const before = await names(here);
    await untilQuiet(statements);
    const made = await whileUnmoved(server.databaseUrl, async () => {
      await names(here);
      statements.length = 0;
      expect(await names(here)).toEqual(before);
      return [...statements];
    });
    // One for each, of which the one for the query asks for no more than the snapshot, and one for names of people.
    expect(made.filter((text) => !text.includes('p.display_name'))).toHaveLength(3);
    expect(made.filter((text) => text.includes('order by'))).toHaveLength(2);
  });

  it('show everybody who asks after a write what it wrote, also where many ask at the same time', async () => {
    let running = true;
    const all = async (): Promise<void> => {
      while (running) await names(here);
    };
    const crowd = [all(), all(), all()];
    try {
      for (const name of ['n1', 'n2', 'n3', 'n4', 'n5', 'n6']) {
        await make(name < 'n4' ? here : there, name);
        const asked = await Promise.all([names(here), names(here), names(here), names(here)]);
        for (const lists of asked) expect(lists.map((list) => list.includes(name))).toEqual([true, true, true]);
      }
    } finally {
      running = false;
      await Promise.all(crowd);
    }
  });

  it('show columns by each of their names and styles', async () => {
    const ask = async (select: string, succinct: boolean): Promise<unknown> => {
      const q = `SELECT ${select} FROM cmis:document WHERE IN_FOLDER('${folder}') AND cmis:name = 'b'`;
      const { results } = (await here.get('repository', 'query', { q, succinct })).json as {
        readonly results: readonly Json[];
      };
      return results[0]?.[succinct ? 'succinctProperties' : 'properties'];
    };
    for (let time = 0; time < 3; time++) {
      expect(await ask('cmis:name', true)).toEqual({ 'cmis:name': 'b' });
      expect(await ask('cmis:name AS n', true)).toEqual({ n: 'b' });
      expect(await ask('cmis:name AS n, cmis:baseTypeId', true)).toEqual({
        n: 'b',
        'cmis:baseTypeId': 'cmis:document',
      });
      expect(await ask('cmis:name AS n', false)).toMatchObject({ n: { id: 'cmis:name', queryName: 'n', value: 'b' } });
      const id = documents[1] ?? '';
      const described = `described ${time}`;
      await there.post({ id }, 'update', { 'propertyId[0]': 'cmis:description', 'propertyValue[0]': described });
      expect(await ask('cmis:description', true)).toEqual({ 'cmis:description': described });
      expect(await ask('cmis:description', true)).toEqual({ 'cmis:description': described });
    }
  });
});
