/** Queries that would keep the database busy for hours. */
import { openDatabase } from '../../src/postgres/connection/database';
import { browserClient, type BrowserClient, type Fields } from '../cmis/browser/client';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let ann: BrowserClient;
let bob: BrowserClient;

const CROSS_JOIN = `SELECT a.cmis:name, b.cmis:name, c.cmis:name FROM cmis:document a
  JOIN cmis:document b ON a.cmis:createdBy = b.cmis:createdBy JOIN cmis:document c ON b.cmis:createdBy = c.cmis:createdBy
  ORDER BY a.cmis:name, b.cmis:name, c.cmis:name`;
const query = (q: string): Fields => ({ q, maxItems: 1, succinct: true });

beforeAll(async () => {
  server = await startTestServer({ queryTimeoutMs: 4_000 });
  for (const name of ['ann', 'bob']) await server.person(name);
  const as = (user: string) => browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user, password: user });
  [ann, bob] = [as('ann'), as('bob')];
  await ann.make({ path: '/Shared' }, 'createDocument', {
    'propertyId[0]': 'cmis:objectTypeId',
    'propertyValue[0]': 'cmis:document',
    'propertyId[1]': 'cmis:name',
    'propertyValue[1]': 'first',
    succinct: true,
  });
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  await database.run({
    text: `insert into objects (parent_id, acl_id, created, modified, since, uuid, series, type_id, base, versioned, is_major,
        major, minor, top_major, top_minor, pwc, name, name_key, owner, created_by, modified_by, aspects, props)
      select o.parent_id, o.acl_id, o.created, o.modified, o.since, n.uuid, n.uuid, o.type_id, 1, true, true, 1, 0, 1, 0, false,
        'copy' || n.n, 'copy' || n.n, 'ann', 'ann', 'ann', '{}', '{}'
        from objects o, (select n, gen_random_uuid() uuid from generate_series(1, 3000) n) n where o.name = 'first'`,
  });
  await database.close();
});

afterAll(() => server.close());

/** Until one of them has been running for a while. */
async function running(): Promise<void> {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  const text = `select 1 from pg_stat_activity where datname = current_database() and state = 'active'
    and pid <> pg_backend_pid() and query_start < clock_timestamp() - interval '100 milliseconds'`;
  try {
    for (const end = Date.now() + 3_000; Date.now() < end;) {
      if ((await database.run({ text })).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await database.close();
  }
  throw new Error('None of them ran.');
}

describe('queries that join everything with everything', () => {
  it('end soon, keep nobody else waiting, and are answered as what they are', async () => {
    let ended = 0;
    const heavy = Array.from({ length: 6 }, () =>
      ann.get('repository', 'query', query(CROSS_JOIN)).finally(() => (ended += 1)),
    );
    await running();
    const light = await bob.get('repository', 'query', query('SELECT cmis:name FROM cmis:folder'));
    expect([light.status, ended]).toEqual([200, 0]);
    const answers = await Promise.all(heavy);
    const kinds = new Set(answers.map(({ status, text }) => `${status} ${/"message":"([^"]*)"/.exec(text)?.[1]}`));
    expect(kinds).toEqual(
      new Set(['400 The query takes too long.', '503 Too many queries are running; try again later.']),
    );
    expect(server.observations).toEqual([]);
  });
});
