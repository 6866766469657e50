import { named, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

interface Item {
  readonly object: { readonly succinctProperties: Json };
  readonly pathSegment?: string;
}
interface Page {
  readonly objects: readonly Item[];
  readonly hasMoreItems: boolean;
  readonly numItems?: number;
}
interface Branch {
  readonly object: Item;
  readonly children?: readonly Branch[];
}

let standard: Standard;
let folder: ObjectAnswer;
let inner: ObjectAnswer;
let deep: ObjectAnswer;
let a: ObjectAnswer;
let b: ObjectAnswer;
let twice: ObjectAnswer;
let unfiled: ObjectAnswer;

beforeAll(async () => {
  standard = await startStandard();
  folder = await standard.newFolder();
  inner = await standard.newFolder(folder.id);
  deep = await standard.newFolder(inner.id);
  a = await standard.newDocument({ in: folder.id, fields: named('cmis:document', 'a') });
  b = await standard.newDocument({ in: folder.id, fields: named('cmis:document', 'b') });
  twice = await standard.newDocument({ in: deep.id });
  await standard.admin.make({ id: twice.id }, 'addObjectToFolder', { folderId: inner.id });
  unfiled = await standard.admin.make('repository', 'createDocument', named('cmis:document', fresh()));
});
afterAll(() => standard.close());

const get = ({ id }: { readonly id: string }, selector: string, fields: Fields = {}): Promise<Answer> =>
  standard.admin.get({ id }, selector, { succinct: true, ...fields });
const children = async (fields: Fields = {}): Promise<Page> => (await get(folder, 'children', fields)).json as Page;
const idOf = (item: Item): string => String(item.object.succinctProperties['cmis:objectId']);
const childIds = async (fields: Fields = {}): Promise<readonly string[]> => (await children(fields)).objects.map(idOf);
const tree = async (selector: string, fields: Fields = {}): Promise<readonly Branch[]> =>
  (await get(folder, selector, fields)).json as readonly Branch[];
const flat = (branches: readonly Branch[]): readonly string[] =>
  branches.flatMap((branch) => [idOf(branch.object), ...flat(branch.children ?? [])]);
const parentIds = async (object: ObjectAnswer): Promise<readonly string[]> =>
  ((await get(object, 'parents')).json as readonly Item[]).map(idOf).sort();
const rootId = async (): Promise<string> =>
  String(
    ((await standard.admin.get({ path: '/' }, 'object', { succinct: true })).json as Item['object']).succinctProperties[
      'cmis:objectId'
    ],
  );

describe('getChildren', () => {
  it('177: brings what is in the folder', async () => {
    expect([...(await childIds())].sort()).toEqual([inner.id, a.id, b.id].sort());
  });

  it('179: brings no more than is asked for; 180: says that there is more', async () => {
    const page = await children({ maxItems: 2 });
    expect([page.objects.length, page.hasMoreItems]).toEqual([2, true]);
    expect(await children({ maxItems: 3 })).toMatchObject({ hasMoreItems: false });
    expect(await children({ maxItems: 0 })).toMatchObject({ objects: [], hasMoreItems: true });
  });

  it.each([3, 4])('181: after the last there is nothing (from %i)', async (skipCount) => {
    expect(await children({ skipCount })).toMatchObject({ objects: [], hasMoreItems: false });
  });

  it('182: begins with the first', async () => {
    const all = await childIds();
    expect(await childIds({ maxItems: 1 })).toEqual(all.slice(0, 1));
    expect(await childIds({ skipCount: 1, maxItems: 1 })).toEqual(all.slice(1, 2));
  });

  it('183: brings segments of paths, 185: brings each segment once', async () => {
    const segments = (await children({ includePathSegment: true })).objects.map((item) => item.pathSegment);
    for (const segment of segments) expect(segment).toMatch(/./);
    expect(new Set(segments).size).toBe(3);
  });

  it('184: brings no segments unasked', async () => {
    for (const item of (await children()).objects) expect(item).not.toHaveProperty('pathSegment');
  });

  it('206: takes any number of items', async () => {
    expect((await children({ maxItems: 2_000_000_000 })).objects).toHaveLength(3);
  });

  it('207: counts', async () => expect((await children({ maxItems: 1 })).numItems).toBe(3));

  it.each([
    ['210: is ordered by name', 'cmis:name', (): readonly string[] => [a.id, b.id]],
    ['211: is ordered by name, last first', 'cmis:name DESC', (): readonly string[] => [b.id, a.id]],
  ])('%s', async (_title, orderBy, expected) => {
    expect((await childIds({ orderBy })).filter((id) => id !== inner.id)).toEqual(expected());
  });

  it('212: ignores an order by what nobody knows', async () => {
    expect((await get(folder, 'children', { orderBy: 'no:thing' })).status).toBe(200);
    const orderBy = 'no:thing DESC, cmis:name DESC';
    expect((await childIds({ orderBy })).filter((id) => id !== inner.id)).toEqual([b.id, a.id]);
  });
});

describe('invalidArgument is', () => {
  it.each([
    ['178: getChildren of a document', 'children', {}],
    ['190: getDescendants of a document', 'descendants', {}],
    ['198: getFolderParent of a document', 'parent', {}],
    ['205: getCheckedOutDocs of a document', 'checkedout', {}],
  ])('%s', async (_title, selector, fields) => {
    expect(outcome(await get(a, selector, fields))).toBe('invalidArgument');
  });

  it.each([
    ['188: a depth of nothing', 'descendants', 0],
    ['189: a depth below everything', 'descendants', -2],
    ['194: a depth of no folders', 'foldertree', 0],
  ])('%s', async (_title, selector, depth) => {
    expect(outcome(await get(folder, selector, { depth }))).toBe('invalidArgument');
  });

  it('197: getFolderParent of the root', async () => {
    expect(outcome(await standard.admin.get({ path: '/' }, 'parent'))).toBe('invalidArgument');
  });
});

describe('getDescendants', () => {
  it('186: of one level are the children', async () => {
    expect([...flat(await tree('descendants', { depth: 1 }))].sort()).toEqual([...(await childIds())].sort());
  });

  it('187: of all levels are all, 191: brings objects as often as they are met', async () => {
    const all = [inner.id, a.id, b.id, deep.id, twice.id, twice.id];
    expect([...flat(await tree('descendants', { depth: -1 }))].sort()).toEqual(all.sort());
  });
});

it('193: getFolderTree brings folders alone', async () => {
  expect([...flat(await tree('foldertree', { depth: -1 }))].sort()).toEqual([inner.id, deep.id].sort());
});

it('196: getFolderParent brings the parent, 213: getFolderParent answers as getObject', async () => {
  const [parent, object] = [await get(inner, 'parent'), await get(folder, 'object')];
  expect(parent.json).toEqual(object.json);
  expect(inner.properties['cmis:parentId']).toBe(folder.id);
});

describe('getObjectParents', () => {
  it('199: of what is in no folder are none', async () => expect(await parentIds(unfiled)).toEqual([]));

  it('200: of the root are none', async () => {
    expect((await get({ id: await rootId() }, 'parents')).json).toEqual([]);
  });

  it('201: are all', async () => expect(await parentIds(twice)).toEqual([inner.id, deep.id].sort()));

  it('202: with segments lead to the object', async () => {
    const fields = { includeRelativePathSegment: true };
    const parents = (await get(twice, 'parents', fields)).json as readonly (Item & { relativePathSegment: string })[];
    expect(parents).toHaveLength(2);
    for (const { object, relativePathSegment } of parents) {
      const path = `${String(object.succinctProperties['cmis:path'])}/${relativePathSegment}`;
      const found = await standard.admin.get({ path }, 'object', { succinct: true });
      expect((found.json as Item['object']).succinctProperties['cmis:objectId']).toBe(twice.id);
    }
  });
});

describe('getCheckedOutDocs', () => {
  const checkedOut = (answer: Answer): readonly unknown[] =>
    (answer.json as { objects: Item['object'][] }).objects.map((object) => object.succinctProperties['cmis:objectId']);

  it('203: brings working copies, 204: of a folder those in it', async () => {
    const [here, there] = [await standard.newFolder(), await standard.newFolder()];
    const document = await standard.newDocument({ in: here.id });
    const copy = await standard.admin.make({ id: document.id }, 'checkOut');
    const other = await standard.admin.make({ id: (await standard.newDocument({ in: there.id })).id }, 'checkOut');
    const all = checkedOut(await standard.admin.get('repository', 'checkedOut', { succinct: true }));
    expect(all).toEqual(expect.arrayContaining([copy.id, other.id]));
    expect(checkedOut(await get(here, 'checkedout'))).toEqual([copy.id]);
    expect(checkedOut(await get(folder, 'checkedout'))).toEqual([]);
  });
});
