import type { Client } from 'pg';
import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { openLargeFolder, type LargeFolder } from '../support/large-folder';
import type { TestRepository } from '../support/repository';

const CHILDREN = 20_000;
const COUNT_LIMIT = 50;

let large: LargeFolder;
let test: TestRepository;
let client: Client;
let folder: StoredObject;
let reader: Request;
beforeAll(async () => {
  large = await openLargeFolder(CHILDREN, { countLimit: COUNT_LIMIT });
  ({ test, client, folder, reader } = large);
});
afterAll(() => large.close());

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
      const execute = `execute page(${request.caller.id}, '${folder.uuid}', 20, 0, false, ${COUNT_LIMIT}, null)`;
      for (let time = 0; time < 6; time++) await client.query(execute);
      const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
        `explain (analyze, format json) ${execute}`,
      );
      expect(mostRows(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode)).toBeLessThan(10 * COUNT_LIMIT);
    });
  });
});
