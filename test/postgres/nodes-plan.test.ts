import { Client } from 'pg';
import { PLAIN } from '../../src/repository/object-view';
import type { Request } from '../../src/repository/repository';
import type { NodeOrder } from '../../src/repository/storage-navigation';
import type { StoredObject } from '../../src/repository/stored-object';
import { maker, openTestRepository, type TestRepository } from '../support/repository';

const CHILDREN = 20_000;
const PAGE = 20;

let test: TestRepository;
let client: Client;
let folder: StoredObject;
let reader: Request;

beforeAll(async () => {
  test = await openTestRepository();
  reader = await test.person('reader');
  folder = await maker(test, test.admin).folder({ name: 'large' });
  const { rows } = await test.database.pool.query<{ current_database: string }>({ text: 'select current_database()' });
  const url = new URL(process.env['TRIPTYCH_TEST_ADMIN_URL'] ?? '');
  url.pathname = `/${rows[0]?.current_database}`;
  client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(
    `insert into objects (parent_id, acl_id, created, modified, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by)
     select f.id, f.acl_id, now(), now() - n * interval '1 second', u, u, t.id, 1, 'document ' || n, 'document ' || n, 'admin', 'admin', 'admin'
       from folders f, types t, generate_series(1, $2::int) n, lateral (select gen_random_uuid() as u where n > 0) x
      where f.id = $1 and t.type_id = 'cmis:document'`,
    [folder.key, CHILDREN],
  );
  await client.query('vacuum analyze objects');
});
afterAll(async () => {
  await client.end();
  await test.close();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

const all = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)];

const ORDERS: readonly (readonly [string, readonly NodeOrder[]])[] = [
  ['by name', [{ by: 'name', descending: false }]],
  [
    'folders first, by name',
    [
      { by: 'isFolder', descending: true },
      { by: 'name', descending: false },
    ],
  ],
  [
    'folders first, by name backwards',
    [
      { by: 'isFolder', descending: true },
      { by: 'name', descending: true },
    ],
  ],
];

describe.each([
  ['an administrator', () => test.admin],
  ['a reader', () => reader],
])('for %s', (_who, request) => {
  it.each(ORDERS)('a page %s sorts no more than the page, and counts no other folder', async (_how, order) => {
    const caller = request();
    const [text] = await test.statementsOf(() =>
      test.repository.getNodesInFolder(caller, {
        folderId: folder.id,
        page: { maxItems: PAGE, skipCount: 0 },
        order,
        filter: { hiddenTypeKeys: [0] },
        selection: PLAIN,
      }),
    );
    await client.query(`deallocate all; set plan_cache_mode = force_generic_plan; prepare page as ${text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
      `explain (analyze, format json) execute page(${caller.caller.id}, '${folder.uuid}', ${PAGE}, 0, false, '{0}', null)`,
    );
    const nodes = all(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode);
    const sorted = nodes.filter((node) => node['Node Type'].endsWith('Sort')).flatMap((node) => node.Plans ?? []);
    expect(Math.max(0, ...sorted.map((node) => node['Actual Rows']))).toBeLessThan(10 * PAGE);
    const types = new Set(nodes.filter((node) => node['Actual Rows'] > 1_000).map((node) => node['Node Type']));
    expect(types).not.toContain('Seq Scan');
  });
});
