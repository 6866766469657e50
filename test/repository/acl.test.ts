import { PLAIN } from '../../src/repository/values/object-view';
import type { AceChange } from '../../src/repository/contract/ace-change';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

const CM = '{http://www.alfresco.org/model/content/1.0}cmobject';

let test: TestRepository;
let ann: Request;
let bob: Request;
let count = 0;

/** A name that no other test uses. */
const fresh = (prefix: string): string => `${prefix} ${++count}`;
const id = (object: StoredObject): { readonly objectId: string } => ({ objectId: object.id });
const ace = (principalId: string, ...permissions: readonly string[]): AceChange => ({ principalId, permissions });

beforeAll(async () => {
  test = await openTestRepository();
  ann = await test.person('ann');
  bob = await test.person('bob');
});

afterAll(() => test.close());

interface Change {
  readonly add?: readonly AceChange[];
  readonly remove?: readonly AceChange[];
  readonly objectOnly?: boolean;
  readonly by?: Request;
}

async function change(object: StoredObject, { add = [], remove = [], objectOnly, by = test.admin }: Change) {
  const propagation = objectOnly ? 'objectonly' : 'repositorydetermined';
  return test.repository.applyACL(by, { ...id(object), addACEs: add, removeACEs: remove, propagation });
}

/** `principal direct|inherited permission…` of each entry. */
async function entries(object: StoredObject, onlyBasicPermissions = false): Promise<readonly string[]> {
  const { aces } = await test.repository.getACL(test.admin, { ...id(object), onlyBasicPermissions });
  return aces.map(({ principalId, direct, permissions }) =>
    [principalId, direct ? 'direct' : 'inherited', ...permissions.map((name) => name.replace(CM, '…'))].join(' '),
  );
}

const may = async (who: Request, object: StoredObject): Promise<boolean> =>
  (await failure(test.repository.getObject(who, { ...id(object), selection: PLAIN }))) === 'none';
const mayWrite = async (who: Request, object: StoredObject): Promise<boolean> =>
  may(who, object).then(
    async (seen) => seen && (await test.repository.getAllowableActions(who, object.id)).has('canUpdateProperties'),
  );

/** A folder of the administrator that nobody else may do anything with. */
async function closedFolder(prefix = 'closed'): Promise<StoredObject> {
  const folder = await maker(test, test.admin).folder({ name: fresh(prefix) });
  await test.database.run({ text: 'update acls set inherits = false where object_id = $1' }, [folder.key]);
  await change(folder, { add: [ace('admin', 'cmis:all')] });
  return folder;
}

describe('entries of a folder', () => {
  it('act on all that is below it, at once, and cease to', async () => {
    const make = maker(test, test.admin);
    const top = await closedFolder();
    const middle = await make.folder({ name: 'middle', in: top });
    const low = await make.folder({ name: 'low', in: middle });
    const document = await make.document({ name: 'document', in: low });
    expect(await may(ann, document)).toBe(false);
    await change(top, { add: [ace('ann', 'Collaborator')] });
    expect(await mayWrite(ann, document)).toBe(true);
    expect(await mayWrite(ann, low)).toBe(true);
    expect(await may(bob, document)).toBe(false);
    await change(top, { remove: [ace('ann', 'Collaborator')] });
    expect(await may(ann, document)).toBe(false);
    expect(await may(ann, low)).toBe(false);
  });

  it('act on what is made there later', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Contributor')] });
    const byAnn = await maker(test, ann).folder({ name: 'hers', in: top });
    const document = await maker(test, test.admin).document({ name: 'document', in: byAnn });
    expect(await may(ann, document)).toBe(true);
    expect(await entries(document)).toEqual(['admin inherited cmis:all', 'ann inherited ….Contributor']);
  });

  it('are shown as direct where they stand and as inherited below', async () => {
    const make = maker(test, test.admin);
    const top = await closedFolder();
    await change(top, { add: [ace('bob', 'cmis:write'), ace('ann', 'Consumer')] });
    const low = await make.folder({ name: 'low', in: top });
    await change(low, { add: [ace('ann', 'Editor', 'Consumer'), ace('zoe', 'cmis:read')] });
    const document = await make.document({ name: 'document', in: low });
    expect(await entries(top)).toEqual(['admin direct cmis:all', 'ann direct ….Consumer', 'bob direct cmis:write']);
    expect(await entries(low)).toEqual([
      'admin inherited cmis:all',
      'ann direct ….Consumer ….Editor',
      'bob inherited cmis:write',
      'zoe direct cmis:read',
    ]);
    expect(await entries(document)).toEqual([
      'admin inherited cmis:all',
      'ann inherited ….Consumer ….Editor',
      'bob inherited cmis:write',
      'zoe inherited cmis:read',
    ]);
  });

  it('for the folder alone are neither for what is in it nor for what comes into it', async () => {
    const make = maker(test, test.admin);
    const top = await closedFolder();
    const before = await make.folder({ name: 'before', in: top });
    await change(top, { add: [ace('ann', 'Collaborator')], objectOnly: true });
    const after = await make.folder({ name: 'after', in: top });
    const document = await make.document({ name: 'document', in: top });
    expect(await mayWrite(ann, top)).toBe(true);
    for (const object of [before, after, document]) expect(await may(ann, object)).toBe(false);
    expect(await entries(top)).toEqual(['admin direct cmis:all', 'ann direct ….Collaborator']);
    expect(await entries(document)).toEqual(['admin inherited cmis:all']);
    await change(top, { add: [ace('bob', 'Consumer')] });
    expect(await mayWrite(ann, top)).toBe(true);
    expect(await may(bob, document)).toBe(true);
    await change(top, { remove: [ace('ann', 'Collaborator')] });
    expect(await may(ann, top)).toBe(false);
    expect(await may(bob, top)).toBe(true);
  });

  it('move with it, while those that were handed down stay behind', async () => {
    const make = maker(test, test.admin);
    const [source, target] = [await closedFolder('source'), await closedFolder('target')];
    await change(source, { add: [ace('ann', 'Consumer')] });
    await change(target, { add: [ace('bob', 'Consumer')] });
    const folder = await make.folder({ name: 'folder', in: source });
    await change(folder, { add: [ace('zoe', 'Editor')] });
    const document = await make.document({ name: 'document', in: folder });
    await change(document, { add: [ace('ida', 'Editor')] });
    const move = { ...id(folder), sourceFolderId: source.id, targetFolderId: target.id };
    await test.repository.moveObject(test.admin, move);
    expect([await may(ann, document), await may(bob, document)]).toEqual([false, true]);
    expect(await entries(folder)).toEqual([
      'admin inherited cmis:all',
      'bob inherited ….Consumer',
      'zoe direct ….Editor',
    ]);
    expect(await entries(document)).toEqual([
      'admin inherited cmis:all',
      'bob inherited ….Consumer',
      'ida direct ….Editor',
      'zoe inherited ….Editor',
    ]);
  });
});

describe('entries of a document', () => {
  it('are its alone, and give way to those of the folder when the last one goes', async () => {
    const make = maker(test, test.admin);
    const top = await closedFolder();
    const [one, other] = [
      await make.document({ name: 'one', in: top }),
      await make.document({ name: 'other', in: top }),
    ];
    await change(one, { add: [ace('ann', 'Editor')], objectOnly: true });
    expect([await mayWrite(ann, one), await may(ann, other), await may(ann, top)]).toEqual([true, false, false]);
    await change(top, { add: [ace('bob', 'Consumer')] });
    expect([await may(bob, one), await mayWrite(ann, one)]).toEqual([true, true]);
    await change(one, { remove: [ace('ann', 'Editor')] });
    expect([await may(bob, one), await may(ann, one)]).toEqual([true, false]);
    expect(await rowsOf(one)).toBe(0);
  });

  it('follow it to another folder', async () => {
    const make = maker(test, test.admin);
    const [source, target] = [await closedFolder(), await closedFolder()];
    await change(target, { add: [ace('bob', 'Consumer')] });
    const [plain, own] = [
      await make.document({ name: 'plain', in: source }),
      await make.document({ name: 'own', in: source, addACEs: [ace('ann', 'Editor')] }),
    ];
    for (const { id: objectId } of [plain, own])
      await test.repository.moveObject(test.admin, { objectId, sourceFolderId: source.id, targetFolderId: target.id });
    expect(await entries(plain)).toEqual(['admin inherited cmis:all', 'bob inherited ….Consumer']);
    expect(await entries(own)).toEqual(['admin inherited cmis:all', 'ann direct ….Editor', 'bob inherited ….Consumer']);
  });

  it('can be given when it is made, in a folder or in none', async () => {
    const make = maker(test, test.admin);
    const filed = await make.document({ name: 'filed', in: await closedFolder(), addACEs: [ace('ann', 'Editor')] });
    const unfiled = await make.document({ name: 'unfiled', addACEs: [ace('ann', 'Editor')] });
    const alone = await make.document({ name: 'alone' });
    expect([await mayWrite(ann, filed), await mayWrite(ann, unfiled), await may(ann, alone)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await entries(unfiled)).toEqual(['ann direct ….Editor']);
  });

  it('are not too many when it is made, either', async () => {
    const make = maker(test, test.admin);
    const addACEs = Array.from({ length: 1001 }, (_, n) => ace(`p${n}`, 'Consumer'));
    const folder = await closedFolder();
    expect(await failure(make.document({ name: 'filed', in: folder, addACEs }))).toBe('constraint');
    expect(await failure(make.document({ name: 'unfiled', addACEs }))).toBe('constraint');
  });

  it('are those of all its versions', async () => {
    const make = maker(test, test.admin);
    const first = await make.document({ name: 'document', in: await closedFolder() });
    const copy = (await test.repository.checkOut(test.admin, first.id)).object;
    await test.repository.checkIn(test.admin, { ...id(copy), major: true, properties: {} });
    await change(first, { add: [ace('ann', 'Consumer')] });
    expect(await may(ann, first)).toBe(true);
    expect(await may(ann, { ...first, id: `${first.series};2.0` })).toBe(true);
  });
});

const rowsOf = async (object: StoredObject): Promise<number> =>
  Number((await test.database.run({ text: 'select count(*) from acls where object_id = $1' }, [object.key]))[0]?.[0]);

describe('a working copy is seen by who may write or cancel it', () => {
  const checkedOut = async (in_: StoredObject): Promise<{ original: StoredObject; copy: StoredObject }> => {
    const original = await maker(test, test.admin).document({ name: 'document', in: in_ });
    return { original, copy: (await test.repository.checkOut(test.admin, original.id)).object };
  };

  it('while rights of the folder come and go', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Consumer'), ace('bob', 'Editor')] });
    const { original, copy } = await checkedOut(top);
    expect([await may(ann, original), await may(ann, copy), await may(bob, copy)]).toEqual([true, false, true]);
    await change(top, { remove: [ace('bob', 'Editor')], add: [ace('ann', 'Collaborator')] });
    expect([await may(ann, copy), await may(bob, copy)]).toEqual([true, false]);
  });

  it('while the document gets rights of its own and loses them', async () => {
    const { original, copy } = await checkedOut(await closedFolder());
    await change(copy, { add: [ace('ann', 'Editor'), ace('bob', 'Consumer')] });
    expect([await may(ann, copy), await may(bob, copy), await may(bob, original)]).toEqual([true, false, true]);
    expect(await entries(copy)).toEqual(await entries(original));
    await change(original, { remove: [ace('ann', 'Editor'), ace('bob', 'Consumer')] });
    expect([await may(ann, copy), await may(bob, original)]).toEqual([false, false]);
  });

  it('when both move along with their folder', async () => {
    const [source, target] = [await closedFolder(), await closedFolder()];
    await change(target, { add: [ace('ann', 'Editor'), ace('bob', 'Consumer')] });
    const folder = await maker(test, test.admin).folder({ name: 'folder', in: source });
    const { copy } = await checkedOut(folder);
    const move = { ...id(folder), sourceFolderId: source.id, targetFolderId: target.id };
    await test.repository.moveObject(test.admin, move);
    expect([await may(ann, copy), await may(bob, copy)]).toEqual([true, false]);
  });

  it('when its document is created checked out, until it is checked in', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Editor'), ace('bob', 'Consumer')] });
    const make = maker(test, test.admin);
    const copy = await make.document({ name: 'new', in: top, versioningState: 'checkedout' });
    expect([await may(ann, copy), await may(bob, copy)]).toEqual([true, false]);
    await change(copy, { add: [ace('bob', 'Consumer'), ace('ida', 'Editor')] });
    expect(await entries(copy)).toContain('ida direct ….Editor');
    expect(await may(bob, copy)).toBe(false);
    const { object } = await test.repository.checkIn(test.admin, { ...id(copy), major: true, properties: {} });
    expect(await may(bob, object)).toBe(true);
    expect(await entries(object)).toContain('ida direct ….Editor');
    await change(object, { remove: [ace('bob', 'Consumer'), ace('ida', 'Editor')] });
    expect(await entries(object)).toEqual([
      'admin inherited cmis:all',
      'ann inherited ….Editor',
      'bob inherited ….Consumer',
    ]);
    await test.repository.deleteObject(test.admin, { ...id(object), allVersions: true });
  });

  it('and goes with its rights', async () => {
    const { original, copy } = await checkedOut(await closedFolder());
    await change(copy, { add: [ace('ann', 'Editor')] });
    await test.repository.cancelCheckOut(test.admin, copy.id);
    await test.repository.deleteObject(test.admin, { ...id(original), allVersions: true });
    expect(await rowsOf(original)).toBe(0);
  });
});

describe('permissions', () => {
  it.each([
    ['cmis:read', 'cmis:read'],
    ['Read', 'cmis:read'],
    ['{http://www.alfresco.org/model/system/1.0}base.Write', 'cmis:write'],
    ['All', 'cmis:all'],
    ['Collaborator', `${CM}.Collaborator`],
    [`${CM}.Coordinator`, `${CM}.Coordinator`],
    ['{anything}type.SiteManager', '{http://www.alfresco.org/model/site/1.0}site.SiteManager'],
    ['WriteContent', '{http://www.alfresco.org/model/system/1.0}base.WriteContent'],
    ['CheckIn', '{http://www.alfresco.org/model/content/1.0}lockable.CheckIn'],
  ])('%s is shown as %s', async (given, shown) => {
    const document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    const { aces } = await change(document, { add: [ace('ann', given)] });
    expect(aces.find((entry) => entry.direct)?.permissions).toEqual([shown]);
  });

  it.each([
    ['Consumer', 'cmis:read'],
    ['Contributor', 'cmis:read'],
    ['Editor', 'cmis:write'],
    ['Collaborator', 'cmis:write'],
    ['Coordinator', 'cmis:all'],
    ['SiteManager', 'cmis:all'],
    ['ReadContent', undefined],
  ])('%s amounts to %s in basic terms', async (role, basic) => {
    const document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    await change(document, { add: [ace('ann', role)] });
    const shown = await entries(document, true);
    expect(shown).toEqual(['admin inherited cmis:all', ...(basic ? [`ann direct ${basic}`] : [])]);
  });

  it('given twice, or in part already, are there once', async () => {
    const document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    await change(document, { add: [ace('ann', 'Editor', 'Editor'), ace('ann', 'Consumer')] });
    await change(document, { add: [ace('ann', 'Consumer', 'Contributor')] });
    expect(await entries(document)).toEqual([
      'admin inherited cmis:all',
      'ann direct ….Consumer ….Contributor ….Editor',
    ]);
    await change(document, { remove: [ace('ann', 'Editor')] });
    expect(await entries(document)).toContain('ann direct ….Consumer ….Contributor');
  });

  it('say whether they tell all', async () => {
    const folder = await closedFolder();
    const get = (onlyBasicPermissions: boolean) =>
      test.repository.getACL(test.admin, { ...id(folder), onlyBasicPermissions });
    expect([(await get(true)).exact, (await get(false)).exact]).toEqual([false, true]);
  });
});

describe('principals', () => {
  it.each([
    ['cmis:user', 'admin'],
    ['cmis:anyone', 'GROUP_EVERYONE'],
    ['cmis:anonymous', 'guest'],
    ['GROUP_EVERYONE', 'GROUP_EVERYONE'],
  ])('%s means %s', async (given, meant) => {
    const document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    const { aces } = await change(document, { add: [ace(given, 'Editor')] });
    expect(aces.filter((entry) => entry.direct).map((entry) => entry.principalId)).toEqual([meant]);
  });

  it('that nobody has are kept, and mean who gets the name later', async () => {
    const document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    const people = principalDirectory({ database: test.database });
    await change(document, { add: [ace('later', 'Editor'), ace('GROUP_later', 'Consumer')] });
    expect(await entries(document)).toEqual([
      'GROUP_later direct ….Consumer',
      'admin inherited cmis:all',
      'later direct ….Editor',
    ]);
    expect(await mayWrite(await test.person('later'), document)).toBe(true);
    expect(await may(bob, document)).toBe(false);
    await people.createGroup({ name: 'GROUP_later' });
    await people.addMember({ group: 'GROUP_later', member: 'bob' });
    expect(await may(bob, document)).toBe(true);
    await people.removeMember({ group: 'GROUP_later', member: 'bob' });
    expect(await may(bob, document)).toBe(false);
  });
});

describe('owners and administrators keep their rights', () => {
  it('whatever the entries say', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Contributor')] });
    const document = await maker(test, ann).document({ name: 'hers', in: top });
    await change(top, { remove: [ace('ann', 'Contributor'), ace('admin', 'cmis:all')] });
    expect(await mayWrite(ann, document)).toBe(true);
    await change(document, { add: [ace('bob', 'Consumer')], by: ann });
    expect(await may(bob, document)).toBe(true);
    expect(await mayWrite(test.admin, document)).toBe(true);
    await test.repository.deleteObject(ann, { ...id(document), allVersions: true });
  });
});

describe('a change of entries is refused', () => {
  let document: StoredObject;
  beforeAll(async () => {
    document = await maker(test, test.admin).document({ name: 'document', in: await closedFolder() });
    await change(document, { add: [ace('ann', 'Collaborator'), ace('bob', 'Coordinator')] });
  });

  it.each<readonly [string, Change, string]>([
    ['with a permission that there is not', { add: [ace('ann', 'Fly')] }, 'constraint'],
    ['with no permission', { add: [ace('ann')] }, 'invalidArgument'],
    ['with no principal', { add: [ace('', 'Consumer')] }, 'invalidArgument'],
    ['with a principal that is too long', { add: [ace('x'.repeat(256), 'Consumer')] }, 'constraint'],
    ['with a principal that cannot be stored', { add: [ace('a\0b', 'Consumer')] }, 'constraint'],
    ['when what is to be removed is not there', { remove: [ace('ann', 'Consumer')] }, 'constraint'],
    ['when what is to be removed is inherited', { remove: [ace('admin', 'cmis:all')] }, 'constraint'],
    ['with too many entries', { add: Array.from({ length: 1001 }, (_, n) => ace(`p${n}`, 'Consumer')) }, 'constraint'],
  ])('%s', async (_, wanted, code) => {
    const before = await entries(document);
    expect(await failure(change(document, wanted))).toBe(code);
    expect(await entries(document)).toEqual(before);
  });

  it('without the right to change permissions, and only then', async () => {
    expect(await failure(change(document, { add: [ace('ann', 'cmis:all')], by: ann }))).toBe('permissionDenied');
    expect(await failure(change(document, { add: [ace('zoe', 'Consumer')], by: bob }))).toBe('none');
    expect(await failure(change(await closedFolder(), { add: [ace('zoe', 'Consumer')], by: bob }))).toBe(
      'permissionDenied',
    );
  });

  it('for relationships, which have no entries', async () => {
    const make = maker(test, test.admin);
    const relationship = await make.relationship(
      document,
      await make.document({ name: 'end', in: await closedFolder() }),
    );
    expect(await entries(relationship)).toEqual([]);
    expect(await failure(change(relationship, { add: [ace('ann', 'Consumer')] }))).toBe('constraint');
  });
});

describe('reading entries', () => {
  it('needs the right to', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Consumer'), ace('bob', 'Contributor')] });
    const get = (who: Request) => failure(test.repository.getACL(who, { ...id(top), onlyBasicPermissions: false }));
    expect([await get(ann), await get(bob)]).toEqual(['permissionDenied', 'none']);
  });

  it('comes with an object to all who have that right', async () => {
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Contributor'), ace('bob', 'Consumer')] });
    const selection = { ...PLAIN, includeACL: true };
    const { acl } = await test.repository.getObject(ann, { ...id(top), selection });
    expect(acl?.aces.map((entry) => entry.principalId)).toEqual(['admin', 'ann', 'bob']);
    expect((await test.repository.getObject(bob, { ...id(top), selection })).acl).toBeUndefined();
  });
});

describe('all entries at once', () => {
  const set = async (object: StoredObject, ...aces: readonly (AceChange & { readonly direct: boolean })[]) =>
    test.repository.setACL(test.admin, { ...id(object), aces });

  it('replace the direct ones and leave the inherited ones', async () => {
    const top = await closedFolder();
    const folder = await maker(test, test.admin).folder({ name: 'folder', in: top });
    await change(folder, { add: [ace('ann', 'Editor'), ace('zoe', 'Consumer')] });
    await set(folder, { ...ace('admin', 'cmis:all'), direct: false }, { ...ace('bob', 'Consumer'), direct: true });
    expect(await entries(folder)).toEqual(['admin inherited cmis:all', 'bob direct ….Consumer']);
    await set(folder);
    expect(await entries(folder)).toEqual(['admin inherited cmis:all']);
  });

  it('keep for the folder alone what was so before', async () => {
    const top = await closedFolder();
    const document = await maker(test, test.admin).document({ name: 'document', in: top });
    await change(top, { add: [ace('ann', 'Editor')], objectOnly: true });
    await set(top, { ...ace('ann', `${CM}.Editor`, 'Contributor'), direct: true });
    expect(await entries(top)).toEqual(['ann direct ….Contributor ….Editor']);
    expect(await entries(document)).toEqual(['ann inherited ….Contributor']);
  });
});

describe('many at once', () => {
  it('no folder that is made and no document that is moved meanwhile misses a change', async () => {
    const { repository, admin } = test;
    const make = maker(test, admin);
    const top = await closedFolder();
    const [left, right] = [await make.folder({ name: 'left', in: top }), await make.folder({ name: 'right', in: top })];
    const numbers = Array.from({ length: 12 }, (_, n) => n);
    const documents = await Promise.all(
      numbers.map((n) => make.document({ name: `d${n}`, in: left, addACEs: [ace('zoe', 'Consumer')] })),
    );
    const moves = { sourceFolderId: left.id, targetFolderId: right.id };
    const made = await Promise.all([
      ...numbers.map((n) => make.folder({ name: `f${n}`, in: n % 2 ? left : right })),
      ...documents.map(async (document) => (await repository.moveObject(admin, { ...id(document), ...moves })).object),
      ...['ann', 'bob'].map((name) => change(top, { add: [ace(name, 'Consumer')] }).then(() => left)),
      ...['ida', 'eva'].map((name) => change(right, { add: [ace(name, 'Consumer')] }).then(() => right)),
      repository
        .moveObject(admin, { ...id(left), sourceFolderId: top.id, targetFolderId: right.id })
        .then((view) => view.object),
    ]);
    for (const object of made) {
      // All is in `right` now but `right` itself, and everyone has been named there or above.
      const shown = (await entries(object)).map((entry) => entry.split(' ')[0]);
      expect(shown).toEqual(expect.arrayContaining(['ann', 'bob', 'eva', 'ida']));
    }
  });
});

describe('a document that leaves its folder', () => {
  it('keeps its rights, and so does its working copy, also when the folder goes', async () => {
    const make = maker(test, test.admin);
    const top = await closedFolder();
    await change(top, { add: [ace('ann', 'Editor'), ace('bob', 'Consumer')] });
    const original = await make.document({ name: 'document', in: top });
    const copy = (await test.repository.checkOut(test.admin, original.id)).object;
    await test.repository.removeObjectFromFolder(test.admin, id(original));
    await test.repository.deleteObject(test.admin, { ...id(top), allVersions: true });
    expect([await may(ann, original), await may(bob, original)]).toEqual([true, true]);
    expect([await may(ann, copy), await may(bob, copy)]).toEqual([true, false]);
    await change(original, { remove: [ace('ann', 'Editor')] });
    expect([await may(ann, original), await may(ann, copy)]).toEqual([false, false]);
  });

  it('gives no more rights to a reader who files it where the reader has more', async () => {
    const make = maker(test, test.admin);
    const [top, hers] = [await closedFolder(), await closedFolder()];
    await change(top, { add: [ace('ann', 'Consumer')] });
    await change(hers, { add: [ace('ann', 'Coordinator')] });
    const document = await make.document({ name: 'document', in: top });
    await test.repository.removeObjectFromFolder(test.admin, id(document));
    await test.repository.addObjectToFolder(ann, { ...id(document), folderId: hers.id, allVersions: true });
    expect([await may(ann, document), await mayWrite(ann, document)]).toEqual([true, false]);
    await test.repository.setACL(test.admin, { ...id(document), aces: [] });
    expect(await may(ann, document)).toBe(false);
  });
});
