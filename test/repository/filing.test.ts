import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, speaking, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let admin: Request;
beforeAll(async () => {
  test = await openTestRepository({ connections: 36 });
  ({ admin } = test);
  make = maker(test, admin);
});
afterAll(() => test.close());

let folders = 0;
const newFolder = (more: object = {}): Promise<StoredObject> => make.folder({ name: `folder ${folders++}`, ...more });
const add = (object: StoredObject | string, folder: StoredObject, as = admin) =>
  test.repository.addObjectToFolder(as, {
    objectId: typeof object === 'string' ? object : object.id,
    folderId: folder.id,
    allVersions: true,
  });
const remove = (object: StoredObject, folder?: StoredObject, as = admin) =>
  test.repository.removeObjectFromFolder(as, { objectId: object.id, ...(folder && { folderId: folder.id }) });
const get = async (objectId: string, as = admin) =>
  (await test.repository.getObject(as, { objectId, selection: PLAIN })).object;
const parentsOf = async (object: StoredObject, as = admin) =>
  (await test.repository.getObjectParents(as, { objectId: object.id, selection: PLAIN })).map(
    (view) => view.object.name,
  );
const namesIn = async (folder: StoredObject, as = admin) =>
  (
    await test.repository.getChildren(as, {
      folderId: folder.id,
      page: { maxItems: 1000, skipCount: 0 },
      selection: PLAIN,
    })
  ).items.map(({ object }) => object.name);
const rename = (object: StoredObject, name: string) =>
  test.repository.updateProperties(admin, { objectId: object.id, properties: { 'cmis:name': name } });

describe('filing', () => {
  it('puts an object into several folders and takes it out of each', async () => {
    const [one, two, three] = [await newFolder(), await newFolder(), await newFolder()];
    const document = await make.document({ name: 'paper', in: one });
    await add(document, two);
    await add(document, three);
    await add(document, three);
    expect(await parentsOf(document)).toEqual([one.name, two.name, three.name]);
    for (const folder of [one, two, three]) expect(await namesIn(folder)).toEqual(['paper']);
    await remove(document, two);
    expect(await parentsOf(document)).toEqual([one.name, three.name]);
    await remove(document, one);
    expect(await parentsOf(document)).toEqual([three.name]);
    expect(await namesIn(one)).toEqual([]);
    await remove(document, three);
    expect(await parentsOf(document)).toEqual([]);
    expect((await get(document.id)).name).toBe('paper');
    await add(document, two);
    expect(await parentsOf(document)).toEqual([two.name]);
    await add(document, one);
    await remove(document);
    expect(await parentsOf(document)).toEqual([]);
    for (const folder of [one, two, three]) expect(await namesIn(folder)).toEqual([]);
  });

  it('gives the place in the first folder to the oldest of the others', async () => {
    const [first, older, newer] = [await newFolder(), await newFolder(), await newFolder()];
    const document = await make.document({ name: 'heirs', in: first });
    await add(document, newer);
    await add(document, older);
    await remove(document, first);
    // The first folder leads the list.
    expect(await parentsOf(document)).toEqual([older.name, newer.name]);
    expect((await get(document.id)).parentKey).toBe(older.key);
  });

  it('concerns the whole series, whichever version is named', async () => {
    const [one, two, three] = [await newFolder(), await newFolder(), await newFolder()];
    const document = await make.document({ name: 'versions', in: one });
    const { object: copy } = await test.repository.checkOut(admin, document.id);
    const { object: second } = await test.repository.checkIn(admin, { objectId: copy.id, major: true, properties: {} });
    await add(`${document.series};1.0`, two);
    await test.repository.checkOut(admin, second.id);
    await add(`${document.series};pwc`, three);
    for (const id of [second.id, `${document.series};1.0`]) {
      expect(await parentsOf({ ...document, id })).toEqual([one.name, two.name, three.name]);
    }
    expect(await namesIn(three)).toEqual(['versions']);
    await remove(second);
    expect(await namesIn(one)).toEqual([]);
    expect((await get(`${document.series};pwc`)).parentKey).toBeUndefined();
  });

  it('keeps names unique in every folder, whatever their case', async () => {
    const [one, two] = [await newFolder(), await newFolder()];
    const document = await make.document({ name: 'Same', in: one });
    const other = await make.document({ name: 'same', in: two });
    expect(await failure(add(document, two))).toBe('nameConstraintViolation');
    expect(await failure(add(document, two, speaking(admin, 'alfresco')))).toBe('contentAlreadyExists');
    await rename(other, 'another');
    await add(document, two);
    expect(await failure(make.document({ name: 'SAME', in: two }))).toBe('nameConstraintViolation');
    expect(await failure(rename(other, 'sAme'))).toBe('nameConstraintViolation');
    expect(await failure(rename(document, 'another'))).toBe('nameConstraintViolation');
    await rename(document, 'renamed');
    expect(await namesIn(one)).toEqual(['renamed']);
    expect(await namesIn(two)).toEqual(['another', 'renamed']);
    const path = `${two.path}/RENAMED`;
    expect((await test.repository.getObjectByPath(admin, { path, selection: PLAIN })).object.id).toBe(document.id);
  });

  it.each([
    ['a folder', async () => newFolder()],
    [
      'a relationship',
      async () => make.relationship(await make.document({ name: 'a' }), await make.document({ name: 'b' })),
    ],
  ])('is not for %s', async (_, what) => {
    const [object, folder] = [await what(), await newFolder()];
    expect(['constraint', 'invalidArgument']).toContain(await failure(add(object, folder)));
    expect(['constraint', 'invalidArgument']).toContain(await failure(remove(object)));
  });

  it('refuses what is no folder, a folder that does not hold the object, and single versions', async () => {
    const folder = await newFolder();
    const document = await make.document({ name: 'x', in: folder });
    expect(await failure(add(document, document))).toBe('invalidArgument');
    expect(await failure(remove(document, await newFolder()))).toBe('invalidArgument');
    const input = { objectId: document.id, folderId: (await newFolder()).id, allVersions: false };
    expect(await failure(test.repository.addObjectToFolder(admin, input))).toBe('invalidArgument');
  });
});

describe('rights', () => {
  let [owner, reader, stranger]: Request[] = [];
  const aclOf = async (object: StoredObject) =>
    (await test.repository.getACL(admin, { objectId: object.id, onlyBasicPermissions: false })).aces;
  beforeAll(async () => {
    owner = await test.person('owner');
    reader = await test.person('reader');
    stranger = await test.person('stranger');
  });

  it('in force stay when an object leaves its folder, as entries of its own', async () => {
    const folder = await newFolder({ addACEs: [{ principalId: 'reader', permissions: ['cmis:write'] }] });
    const document = await make.document({ name: 'kept', in: folder });
    const other = await newFolder();
    await add(document, other);
    const before = await aclOf(document);
    await remove(document, folder);
    expect(await parentsOf(document)).toEqual([other.name]);
    const after = await aclOf(document);
    expect(after.map(({ principalId, permissions }) => ({ principalId, permissions }))).toEqual(
      before.map(({ principalId, permissions }) => ({ principalId, permissions })),
    );
    expect(after.every((ace) => ace.direct)).toBe(true);
    // What happens to its first folder is nothing to it any more.
    const entry = { principalId: 'reader', permissions: ['cmis:write'] };
    await test.repository.applyACL(admin, {
      objectId: folder.id,
      addACEs: [],
      removeACEs: [entry],
      propagation: 'propagate',
    });
    await remove(document);
    expect((await get(document.id, reader as Request)).access).toBe((await get(document.id, reader as Request)).access);
    expect(await aclOf(document)).toEqual(after);
  });

  it("to what is made unfiled are its creator's, and who is given some", async () => {
    const theirs = maker(test, owner as Request);
    const document = await theirs.document({ name: 'private' });
    expect(await failure(get(document.id, stranger as Request))).toBe('permissionDenied');
    await test.repository.applyACL(owner as Request, {
      objectId: document.id,
      addACEs: [{ principalId: 'reader', permissions: ['cmis:read'] }],
      removeACEs: [],
      propagation: 'propagate',
    });
    expect((await get(document.id, reader as Request)).id).toBe(document.id);
    expect(await failure(get(document.id, stranger as Request))).toBe('permissionDenied');
  });

  it('of the folder reach what its owner files there, but not what a mere reader does', async () => {
    const folder = await newFolder({
      addACEs: ['reader', 'owner'].map((principalId) => ({ principalId, permissions: ['cmis:all'] })),
    });
    const theirs = maker(test, owner as Request);
    const addACEs = [{ principalId: 'reader', permissions: ['cmis:read'] }];
    const [filedByReader, filedByOwner] = [
      await theirs.document({ name: 'by reader', addACEs }),
      await theirs.document({ name: 'by owner' }),
    ];
    await add(filedByReader, folder, reader);
    await add(filedByOwner, folder, owner);
    expect(await failure(get(filedByReader.id, stranger as Request))).toBe('permissionDenied');
    const rename = { objectId: filedByReader.id, properties: { 'cmis:description': 'taken over' } };
    expect(await failure(test.repository.updateProperties(reader as Request, rename))).toBe('permissionDenied');
    expect((await get(filedByOwner.id, stranger as Request)).id).toBe(filedByOwner.id);
    expect(await namesIn(folder, stranger)).toEqual(['by owner']);
  });

  it('to put things into the folder are needed', async () => {
    const folder = await newFolder();
    const document = await make.document({ name: 'readable', in: await newFolder() });
    expect(await failure(add(document, folder, stranger))).toBe('permissionDenied');
    expect(await failure(remove(document, undefined, stranger))).toBe('permissionDenied');
  });
});

describe('at the same time', () => {
  const outcomes = async (work: readonly Promise<unknown>[]) => (await Promise.all(work.map(failure))).sort();
  const rounds = Array.from({ length: 8 }, (_, round) => round);

  it('one of 32 creators gets the name', async () => {
    const folder = await newFolder();
    const ends = await outcomes(
      Array.from({ length: 32 }, (_, index) => make.document({ name: index % 2 ? 'Wanted' : 'wanted', in: folder })),
    );
    expect(ends.filter((end) => end === 'none')).toHaveLength(1);
    expect(ends.filter((end) => end === 'nameConstraintViolation')).toHaveLength(31);
    expect(await namesIn(folder)).toHaveLength(1);
  });

  it('a name is had by one that is created, filed, moved or renamed', async () => {
    for (const round of rounds) {
      const [folder, elsewhere] = [await newFolder(), await newFolder()];
      const filed = await make.document({ name: 'wanted', in: await newFolder() });
      const moved = await make.document({ name: 'wanted', in: elsewhere });
      const renamed = await make.document({ name: `other ${round}`, in: folder });
      const { repository } = test;
      const ends = await outcomes([
        make.document({ name: 'wanted', in: folder }),
        make.folder({ name: 'wanted', in: folder }),
        add(filed, folder),
        rename(renamed, 'wanted'),
        repository.moveObject(admin, { objectId: moved.id, sourceFolderId: elsewhere.id, targetFolderId: folder.id }),
      ]);
      expect(ends.filter((end) => end === 'none')).toHaveLength(1);
      expect(ends.filter((end) => end === 'nameConstraintViolation')).toHaveLength(4);
      expect((await namesIn(folder)).filter((name) => name === 'wanted')).toHaveLength(1);
    }
  });

  it('folders that are moved into each other make no cycle', async () => {
    for (const round of rounds) {
      const [a, b, c] = [await newFolder(), await newFolder(), await newFolder()];
      const move = (object: StoredObject, target: StoredObject) =>
        test.repository.moveObject(admin, {
          objectId: object.id,
          sourceFolderId: test.rootId,
          targetFolderId: target.id,
        });
      const ends = await outcomes([move(a, b), move(b, c), move(c, a), move(b, a)]);
      expect(ends.filter((end) => end === 'none')).toHaveLength(2);
      const trees = await test.repository.getDescendants(admin, {
        folderId: test.rootId,
        depth: -1,
        foldersOnly: true,
        selection: PLAIN,
      });
      const ids = new Set<string>();
      const visit = (nodes: typeof trees): void =>
        nodes.forEach(({ item, children }) => (ids.add(item.object.id), visit(children)));
      visit(trees);
      for (const folder of [a, b, c]) expect([round, ids.has(folder.id)]).toEqual([round, true]);
      const [row] = await test.database.run({
        text: `with recursive up as (select o.id, o.id as top, array[]::bigint[] as path from objects o where o.base = 0
            union all select u.id, o.parent_id, o.parent_id || u.path from up u join objects o on o.id = u.top where o.parent_id is not null)
          select count(*) from folders f join up u on u.id = f.id join objects t on t.id = u.top and t.parent_id is null
            where f.ancestors <> u.path`,
      });
      expect(row?.[0]).toBe('0');
    }
  });

  it('an object is taken out of a folder, or the folder is removed, and nothing is left behind', async () => {
    for (const round of rounds) {
      const [folder, other] = [await newFolder(), await newFolder()];
      const document = await make.document({ name: `x ${round}`, in: other });
      await outcomes([
        add(document, folder),
        test.repository.deleteObject(admin, { objectId: folder.id, allVersions: true }),
        make.document({ name: 'y', in: folder }),
      ]);
      const exists = (await failure(get(folder.id))) === 'none';
      expect(await parentsOf(document)).toEqual(
        exists && (await namesIn(folder)).includes(document.name) ? [other.name, folder.name] : [other.name],
      );
    }
  });
});
