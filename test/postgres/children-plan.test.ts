import { Client } from 'pg';
import { PLAIN } from '../../src/repository/object-view';
import type { Request } from '../../src/repository/repository';
import type { StoredObject } from '../../src/repository/stored-object';
import { maker, openTestRepository, type TestRepository } from '../support/repository';

const CHILDREN = 20_000;
const COUNT_LIMIT = 50;

let test: TestRepository;
let client: Client;
let folder: StoredObject;
let reader: Request;
beforeAll(async () => {
  test = await openTestRepository({ countLimit: COUNT_LIMIT });
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
});
afterAll(async () => {
  await client.end();
  await test.close();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The most rows that any part of the plan went through. */
function mostRows(node: PlanNode): number {
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return Math.max(own, ...(node.Plans ?? []).map(mostRows));
}

describe.each(['without statistics', 'with statistics'])('%s', (state) => {
  beforeAll(async () => {
    if (state === 'with statistics') await client.query('analyze');
  });

  describe.each(['auto', 'force_generic_plan'])('plan_cache_mode %s', (mode) => {
    it.each([
      ['an administrator', 'by name', undefined],
      ['an administrator', 'by name, backwards', 'cmis:name DESC'],
      ['an administrator', 'newest first', 'cmis:lastModificationDate DESC'],
      ['a reader', 'by name', undefined],
      ['a reader', 'by name, backwards', 'cmis:name DESC'],
      ['a reader', 'newest first', 'cmis:lastModificationDate DESC'],
    ])('reads for %s, %s, no more than the first page and the count', async (who, _, orderBy) => {
      const request = who === 'a reader' ? reader : test.admin;
      const input = { folderId: folder.id, page: { maxItems: 20, skipCount: 0 }, selection: PLAIN };
      const [text] = await test.statementsOf(() =>
        test.repository.getChildren(request, { ...input, ...(orderBy && { orderBy }) }),
      );
      await client.query(`deallocate all; set plan_cache_mode = ${mode}; prepare page as ${text}`);
      const execute = `execute page(${request.caller.id}, '${folder.uuid}', 20, 0, false, ${COUNT_LIMIT})`;
      for (let time = 0; time < 6; time++) await client.query(execute);
      const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
        `explain (analyze, format json) ${execute}`,
      );
      expect(mostRows(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode)).toBeLessThan(10 * COUNT_LIMIT);
    });
  });
});
