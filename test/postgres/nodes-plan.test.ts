import type { Client } from 'pg';
import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { NodeOrder } from '../../src/repository/storage/navigation';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { openLargeFolder, type LargeFolder } from '../support/large-folder';
import type { TestRepository } from '../support/repository';

const CHILDREN = 20_000;
const PAGE = 20;

let large: LargeFolder;
let test: TestRepository;
let client: Client;
let folder: StoredObject;
let reader: Request;

beforeAll(async () => {
  large = await openLargeFolder(CHILDREN);
  ({ test, client, folder, reader } = large);
  await client.query('vacuum analyze objects');
});
afterAll(() => large.close());

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
      `explain (analyze, format json) execute page(${caller.caller.id}, '${folder.uuid}', ${PAGE}, 0, false, '{0}', null, null)`,
    );
    const nodes = all(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode);
    const sorted = nodes.filter((node) => node['Node Type'].endsWith('Sort')).flatMap((node) => node.Plans ?? []);
    expect(Math.max(0, ...sorted.map((node) => node['Actual Rows']))).toBeLessThan(10 * PAGE);
    const types = new Set(nodes.filter((node) => node['Actual Rows'] > 1_000).map((node) => node['Node Type']));
    expect(types).not.toContain('Seq Scan');
  });
});
