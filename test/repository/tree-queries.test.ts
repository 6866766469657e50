/** IN_TREE finds the same however much is in the tree, though it is not looked for in the same way. */
import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { openLargeFolder, type LargeFolder } from '../support/large-folder';
import { maker } from '../support/repository';

const CHILDREN = 2_000;

let large: LargeFolder;
let few: StoredObject;

beforeAll(async () => {
  large = await openLargeFolder(CHILDREN);
  const { test, folder } = large;
  const make = maker(test, test.admin);
  few = await make.folder({ name: 'few' });
  const below = await make.folder({ name: 'below', in: few });
  for (const name of ['a', 'zz']) await make.document({ name: `${name} in few`, in: below });
  await make.document({ name: 'a of its own', in: folder });
  const elsewhere = await make.document({ name: 'a filed one', in: test.rootId });
  for (const into of [folder, below]) {
    await test.repository.addObjectToFolder(test.admin, {
      objectId: elsewhere.id,
      folderId: into.id,
      allVersions: true,
    });
  }
  await large.client.query('analyze');
});
afterAll(() => large.close());

async function names(where: string, request: Request = large.test.admin, skipCount = 0): Promise<readonly unknown[]> {
  const { items } = await large.test.repository.query(request, {
    statement: `SELECT cmis:name, cmis:lastModificationDate FROM cmis:document WHERE ${where}`,
    searchAllVersions: false,
    selection: PLAIN,
    page: { maxItems: 4, skipCount },
  });
  return items.map(({ columns }) => columns()[0]?.value);
}

const inTree = (folder: StoredObject): string => `IN_TREE('${folder.id}')`;

it.each([
  [
    'much, by name',
    () => `${inTree(large.folder)} ORDER BY cmis:name`,
    ['a filed one', 'a of its own', 'document 1', 'document 10'],
  ],
  [
    'much, backwards',
    () => `${inTree(large.folder)} ORDER BY cmis:name DESC`,
    ['document 999', 'document 998', 'document 997', 'document 996'],
  ],
  [
    'much, newest first',
    () => `${inTree(large.folder)} ORDER BY cmis:lastModificationDate DESC`,
    ['a filed one', 'a of its own', 'document 1', 'document 2'],
  ],
  ['little, by name', () => `${inTree(few)} ORDER BY cmis:name`, ['a filed one', 'a in few', 'zz in few']],
  ['little, backwards', () => `${inTree(few)} ORDER BY cmis:name DESC`, ['zz in few', 'a in few', 'a filed one']],
  ['both', () => `${inTree(few)} AND ${inTree(large.folder)} ORDER BY cmis:name`, ['a filed one']],
  [
    'much and not little',
    () => `${inTree(large.folder)} AND NOT ${inTree(few)} ORDER BY cmis:name`,
    ['a of its own', 'document 1', 'document 10', 'document 100'],
  ],
  ['little and a name', () => `${inTree(few)} AND cmis:name LIKE 'a%' ORDER BY cmis:name`, ['a filed one', 'a in few']],
])('of %s', async (_what, where, expected) => {
  // What is looked up the first time is remembered the second time.
  for (const request of [large.test.admin, large.reader, large.test.admin]) {
    expect(await names(where(), request)).toEqual(expected);
  }
});

it('pages through much as it is ordered', async () => {
  const where = `${inTree(large.folder)} ORDER BY cmis:name`;
  const whole = [...(await names(where)), ...(await names(where, large.test.admin, 4))];
  expect(whole).toEqual([
    'a filed one',
    'a of its own',
    'document 1',
    'document 10',
    'document 100',
    'document 1000',
    'document 1001',
    'document 1002',
  ]);
});

it.each([
  ['asks each object whether it is in a tree that holds much', () => large.folder, ') is true)'],
  ['lists what is in a tree that holds little', () => few, 'offset 0) u'],
])('%s', async (_what, folder, sql) => {
  const statements = await large.test.statementsOf(() =>
    names(`${inTree(folder())} ORDER BY cmis:name DESC`, large.reader, 1),
  );
  expect(statements.join('\n')).toContain(sql);
});
