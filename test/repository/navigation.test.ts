import { PLAIN, type ObjectSelection, type ObjectView, type Tree } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
beforeAll(async () => {
  test = await openTestRepository({ countLimit: 20 });
  make = maker(test, test.admin);
});
afterAll(() => test.close());

const READ = (principalId: string) => [{ principalId, permissions: ['cmis:read'] }];
let folders = 0;
const newFolder = (more: object = {}): Promise<StoredObject> => make.folder({ name: `folder ${folders++}`, ...more });

interface Listing {
  readonly names: readonly string[];
  readonly more: boolean;
  readonly total: number | undefined;
}

async function list(
  folder: StoredObject,
  input: {
    readonly as?: Request;
    readonly max?: number;
    readonly skip?: number;
    readonly orderBy?: string;
    readonly selection?: Partial<ObjectSelection>;
  } = {},
): Promise<Listing & { readonly views: readonly ObjectView[] }> {
  const page = await test.repository.getChildren(input.as ?? test.admin, {
    folderId: folder.id,
    page: { maxItems: input.max ?? 100, skipCount: input.skip ?? 0 },
    ...(input.orderBy !== undefined && { orderBy: input.orderBy }),
    selection: { ...PLAIN, ...input.selection },
  });
  return {
    names: page.items.map(({ object }) => object.name),
    more: page.hasMoreItems,
    total: page.numItems,
    views: page.items,
  };
}

describe('a page of a folder', () => {
  let folder: StoredObject;
  let elsewhere: StoredObject;
  beforeAll(async () => {
    folder = await newFolder();
    elsewhere = await newFolder();
    for (const name of ['delta', 'Alpha', 'charlie.txt', 'Bravo']) await make.document({ name, in: folder });
    await make.folder({ name: 'Zulu', in: folder });
    const filed = await make.document({ name: 'beta', in: elsewhere });
    await test.repository.addObjectToFolder(test.admin, { objectId: filed.id, folderId: folder.id, allVersions: true });
  });

  it.each([
    [{ max: 100, skip: 0 }, ['Alpha', 'beta', 'Bravo', 'charlie.txt', 'delta', 'Zulu'], false],
    [{ max: 2, skip: 0 }, ['Alpha', 'beta'], true],
    [{ max: 2, skip: 2 }, ['Bravo', 'charlie.txt'], true],
    [{ max: 2, skip: 4 }, ['delta', 'Zulu'], false],
    [{ max: 6, skip: 0 }, ['Alpha', 'beta', 'Bravo', 'charlie.txt', 'delta', 'Zulu'], false],
    [{ max: 5, skip: 6 }, [], false],
    [{ max: 5, skip: 100_000 }, [], false],
    [{ max: 0, skip: 0 }, [], true],
    [{ max: 0, skip: 6 }, [], false],
  ] as const)('%j holds %j, and the total whatever is shown', async (page, names, more) => {
    const { views: _, ...found } = await list(folder, page);
    expect(found).toEqual({ names, more, total: 6 });
  });

  it.each([
    ['cmis:name', ['Alpha', 'beta', 'Bravo', 'charlie.txt', 'delta', 'Zulu']],
    ['cmis:name DESC', ['Zulu', 'delta', 'charlie.txt', 'Bravo', 'beta', 'Alpha']],
    [' cmis:baseTypeId desc ,cmis:name asc', ['Zulu', 'Alpha', 'beta', 'Bravo', 'charlie.txt', 'delta']],
    ['cmis:creationDate', ['delta', 'Alpha', 'charlie.txt', 'Bravo', 'Zulu', 'beta']],
    ['cmis:lastModificationDate DESC', ['beta', 'Zulu', 'Bravo', 'charlie.txt', 'Alpha', 'delta']],
    ['no:such DESC', ['Alpha', 'beta', 'Bravo', 'charlie.txt', 'delta', 'Zulu']],
    [
      'no:such, cmis:secondaryObjectTypeIds, cmis:name DESC',
      ['Zulu', 'delta', 'charlie.txt', 'Bravo', 'beta', 'Alpha'],
    ],
  ])('is ordered by "%s"', async (orderBy, names) => {
    expect((await list(folder, { orderBy })).names).toEqual(names);
  });

  it('covers every child once in any order', async () => {
    for (const orderBy of [
      '',
      'cmis:createdBy',
      'cmis:objectTypeId DESC,cmis:createdBy',
      'cmis:lastModificationDate',
    ]) {
      const names: string[] = [];
      for (let skip = 0; skip < 6; skip++) names.push(...(await list(folder, { orderBy, skip, max: 1 })).names);
      expect([...names].sort()).toEqual(['Alpha', 'Bravo', 'Zulu', 'beta', 'charlie.txt', 'delta']);
    }
  });

  it.each(['cmis:name sideways', 'cmis:name,,cmis:name', ',', 'a b c'])('refuses the order "%s"', async (orderBy) => {
    expect(await failure(list(folder, { orderBy }))).toBe('invalidArgument');
  });

  it('is one statement, one more for what is not known yet, and one for each thing that is included', async () => {
    await list(folder);
    expect((await test.statementsOf(() => list(folder))).length).toBeLessThanOrEqual(2);
    expect(
      (await test.statementsOf(() => list(folder, { orderBy: 'cmis:createdBy', skip: 3 }))).length,
    ).toBeLessThanOrEqual(2);
    const everything = {
      includeAllowableActions: true,
      includeACL: true,
      includePolicyIds: true,
      includeRelationships: 'both',
      includePathSegment: true,
    } as const;
    expect((await test.statementsOf(() => list(folder, { selection: everything }))).length).toBeLessThanOrEqual(4);
    const { views } = await list(folder, { selection: everything });
    expect(views.every((view) => view.acl && view.allowableActions && view.policyIds && view.relationships)).toBe(true);
    expect(views.map((view) => view.pathSegment)).toEqual(views.map((view) => view.object.name));
  });

  it('shows each child as it is when asked for by its id', async () => {
    const { views } = await list(folder);
    for (const view of views) {
      const single = await test.repository.getObject(test.admin, { objectId: view.object.id, selection: PLAIN });
      expect({ ...view.object, source: undefined }).toEqual({ ...single.object, source: undefined });
    }
  });
});

it('orders by any property of any type, what has no value being last', async () => {
  const folder = await newFolder();
  for (const [name, title] of [
    ['one', 'b'],
    ['two', 'a'],
    ['three', 'C'],
  ] as const)
    await make.document({
      name,
      in: folder,
      properties: { 'cmis:secondaryObjectTypeIds': ['P:cm:titled'], 'cm:title': title },
    });
  await make.document({ name: 'untitled', in: folder });
  expect((await list(folder, { orderBy: 'cm:titled.cm:title' })).names).toEqual(['three', 'two', 'one', 'untitled']);
  expect((await list(folder, { orderBy: 'cm:title DESC' })).names).toEqual(['untitled', 'one', 'two', 'three']);
});

describe('what a caller sees of a folder', () => {
  let reader: Request;
  let folder: StoredObject;
  beforeAll(async () => {
    reader = await test.person('reader');
    folder = await newFolder();
    await make.document({ name: 'open', in: folder });
    await make.document({ name: 'also open', in: folder });
    for (const name of ['secret', 'shown']) {
      const closed = await newFolder({ name: `${name} place`, in: folder });
      await make.document({ name: `${name} document`, in: closed });
      // Rights that the root hands down end here.
      await test.database.run(
        {
          text: `update acls set inherits = false, aces = $2::jsonb, entries = $2::jsonb, readers = array(select id from principals where name = $3), grants = (select coalesce(jsonb_object_agg(id, 7), '{}') from principals where name = $3)
            where id = (select acl_id from folders where id = $1)`,
        },
        [closed.key, '[]', name === 'shown' ? 'reader' : 'nobody'],
      );
    }
  });

  it('is what is listed, counted and paged', async () => {
    const { views: _, ...all } = await list(folder);
    expect(all).toEqual({ names: ['also open', 'open', 'secret place', 'shown place'], more: false, total: 4 });
    const { views: __, ...seen } = await list(folder, { as: reader });
    expect(seen).toEqual({ names: ['also open', 'open', 'shown place'], more: false, total: 3 });
    expect(await list(folder, { as: reader, max: 2 })).toMatchObject({ more: true, total: 3 });
    expect(await list(folder, { as: reader, max: 1, skip: 2 })).toMatchObject({ names: ['shown place'], more: false });
  });

  it('is what its tree holds; a folder that is not seen is not entered', async () => {
    const input = { folderId: folder.id, depth: -1, foldersOnly: false, selection: PLAIN };
    expect(shape(await test.repository.getDescendants(test.admin, input))).toEqual([
      'also open',
      'open',
      ['secret place', ['secret document']],
      ['shown place', ['shown document']],
    ]);
    expect(shape(await test.repository.getDescendants(reader, input))).toEqual([
      'also open',
      'open',
      ['shown place', ['shown document']],
    ]);
    expect(shape(await test.repository.getDescendants(reader, { ...input, foldersOnly: true }))).toEqual([
      'shown place',
    ]);
  });

  it('refuses a folder that the caller may not see, and what is no folder', async () => {
    const secret = await test.repository.getObjectByPath(test.admin, {
      path: `${folder.path}/secret place`,
      selection: PLAIN,
    });
    expect(await failure(list(secret.object, { as: reader }))).toBe('permissionDenied');
    const document = await make.document({ name: 'no folder', in: folder });
    expect(await failure(list(document))).toBe('invalidArgument');
    expect(await failure(list({ ...folder, id: '00000000-0000-4000-8000-000000000000' }))).toBe('objectNotFound');
    expect(await failure(list({ ...folder, id: '' }))).toBe('invalidArgument');
  });
});

const shape = (trees: readonly Tree<ObjectView>[]): unknown[] =>
  trees.map(({ item, children }) => (children.length > 0 ? [item.object.name, shape(children)] : item.object.name));

describe('trees', () => {
  let top: StoredObject;
  beforeAll(async () => {
    top = await newFolder();
    const a = await make.folder({ name: 'a', in: top });
    const b = await make.folder({ name: 'b', in: a });
    const twice = await make.document({ name: 'twice', in: a });
    await make.document({ name: 'deep', in: b });
    await make.item({ name: 'thing', in: top });
    await test.repository.addObjectToFolder(test.admin, { objectId: twice.id, folderId: b.id, allVersions: true });
  });

  it.each([
    [1, false, ['a', 'thing']],
    [2, false, [['a', ['b', 'twice']], 'thing']],
    [3, false, [['a', [['b', ['deep', 'twice']], 'twice']], 'thing']],
    [-1, false, [['a', [['b', ['deep', 'twice']], 'twice']], 'thing']],
    [1, true, ['a']],
    [-1, true, [['a', ['b']]]],
  ])('%i levels, folders only: %s', async (depth, foldersOnly, expected) => {
    const input = { folderId: top.id, depth, foldersOnly, selection: PLAIN };
    expect(shape(await test.repository.getDescendants(test.admin, input))).toEqual(expected);
    expect(await test.statementsOf(() => test.repository.getDescendants(test.admin, input))).toHaveLength(2);
  });

  it.each([0, -2, 1.5])('refuses %p levels', async (depth) => {
    const input = { folderId: top.id, depth, foldersOnly: false, selection: PLAIN };
    expect(await failure(test.repository.getDescendants(test.admin, input))).toBe('invalidArgument');
  });
});

describe('parents', () => {
  it('are all folders that hold an object, the first one in front', async () => {
    const [one, two] = [await newFolder(), await newFolder()];
    const document = await make.document({ name: 'in two', in: two });
    const { repository, admin } = test;
    await repository.addObjectToFolder(admin, { objectId: document.id, folderId: one.id, allVersions: true });
    const selection = { ...PLAIN, includePathSegment: true };
    const parents = await repository.getObjectParents(admin, { objectId: document.id, selection });
    expect(parents.map((parent) => [parent.object.id, parent.pathSegment])).toEqual([
      [two.id, 'in two'],
      [one.id, 'in two'],
    ]);
    const paths = parents.map((parent) => `${parent.object.path}/${parent.pathSegment}`);
    for (const path of paths) {
      expect((await repository.getObjectByPath(admin, { path, selection: PLAIN })).object.id).toBe(document.id);
    }
  });

  it('are none for the root, for what is unfiled and for what cannot be filed', async () => {
    const { repository, admin } = test;
    const parentsOf = (objectId: string) => repository.getObjectParents(admin, { objectId, selection: PLAIN });
    const unfiled = await make.document({ name: 'unfiled' });
    const other = await make.document({ name: 'other' });
    const relationship = await make.relationship(unfiled, other);
    for (const id of [test.rootId, unfiled.id, relationship.id]) expect(await parentsOf(id)).toEqual([]);
  });

  it('of a folder is one; the root has none', async () => {
    const { repository, admin } = test;
    const folder = await newFolder();
    const parent = await repository.getFolderParent(admin, { folderId: folder.id, selection: PLAIN });
    expect(parent.object.id).toBe(test.rootId);
    expect(await failure(repository.getFolderParent(admin, { folderId: test.rootId, selection: PLAIN }))).toBe(
      'invalidArgument',
    );
    const document = await make.document({ name: 'a document', in: folder });
    expect(await failure(repository.getFolderParent(admin, { folderId: document.id, selection: PLAIN }))).toBe(
      'invalidArgument',
    );
  });
});

describe('working copies', () => {
  it('are listed everywhere and in their folder, for who may see them', async () => {
    const { repository, admin } = test;
    const stranger = await test.person('stranger');
    const folder = await newFolder({ addACEs: READ('stranger') });
    for (const name of ['b.txt', 'a.txt']) {
      const document = await make.document({ name, in: folder, text: 'x' });
      await repository.checkOut(admin, document.id);
    }
    const other = await make.document({ name: 'elsewhere.txt', in: await newFolder(), text: 'x' });
    await repository.checkOut(admin, other.id);
    const ask = async (request: Request, more: object) => {
      const page = await repository.getCheckedOutDocs(request, {
        page: { maxItems: 10, skipCount: 0 },
        selection: PLAIN,
        ...more,
      });
      return { names: page.items.map(({ object }) => object.name), more: page.hasMoreItems, total: page.numItems };
    };
    const both = ['a (Working Copy).txt', 'b (Working Copy).txt'];
    expect(await ask(admin, { folderId: folder.id })).toEqual({ names: both, more: false, total: 2 });
    expect((await ask(admin, {})).names).toEqual([...both, 'elsewhere (Working Copy).txt']);
    expect(await ask(admin, { page: { maxItems: 1, skipCount: 1 }, orderBy: 'cmis:name DESC' })).toEqual({
      names: ['b (Working Copy).txt'],
      more: true,
      total: 3,
    });
    expect(await ask(stranger, {})).toEqual({ names: [], more: false, total: 0 });
    expect(await failure(ask(admin, { folderId: other.id }))).toBe('invalidArgument');
  });
});

it('counts exactly up to the limit and not at all above', async () => {
  const folder = await newFolder();
  for (let number = 0; number < 20; number++) await make.item({ name: `item ${number}`, in: folder });
  expect(await list(folder, { max: 5 })).toMatchObject({ total: 20, more: true });
  await make.item({ name: 'one more', in: folder });
  expect((await list(folder, { max: 5 })).total).toBeUndefined();
  expect(await list(folder, { max: 5, skip: 18 })).toMatchObject({ total: undefined, more: false });
});
