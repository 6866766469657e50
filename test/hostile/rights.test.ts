/** What people try who have some rights and want more, or want to know what they may not. */
import { PLAIN } from '../../src/repository/values/object-view';
import type { AceChange } from '../../src/repository/contract/ace-change';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let ann: Request;
let bob: Request;
let count = 0;
const fresh = (prefix: string): string => `${prefix} ${++count}`;
const ace = (principalId: string, ...permissions: readonly string[]): AceChange => ({ principalId, permissions });
const id = (object: StoredObject): { readonly objectId: string } => ({ objectId: object.id });
const WITH_ACL = { ...PLAIN, includeACL: true };
const ALL_CHANGES = { maxItems: 1_000, includeProperties: true, includePolicyIds: true, includeACL: true };
const PAGE = { maxItems: 100, skipCount: 0 };

beforeAll(async () => {
  test = await openTestRepository();
  ann = await test.person('ann');
  bob = await test.person('bob');
});

afterAll(() => test.close());

const change = (
  by: Request,
  object: StoredObject,
  { add = [], remove = [] }: { readonly add?: readonly AceChange[]; readonly remove?: readonly AceChange[] },
) =>
  test.repository.applyACL(by, {
    ...id(object),
    addACEs: add,
    removeACEs: remove,
    propagation: 'repositorydetermined',
  });

/** A folder of the administrator that is the business of those alone who are named. */
async function closedFolder(...aces: readonly AceChange[]): Promise<StoredObject> {
  const folder = await maker(test, test.admin).folder({ name: fresh('closed') });
  await test.database.run({ text: 'update acls set inherits = false where object_id = $1' }, [folder.key]);
  await change(test.admin, folder, { add: [ace('admin', 'cmis:all'), ...aces] });
  return folder;
}

describe('who may read an object but not its permissions', () => {
  const acls = async (who: Request, object: StoredObject): Promise<readonly boolean[]> => {
    const { repository } = test;
    const selection = WITH_ACL;
    const folderId = String(object.parentUuid);
    const views = [
      await repository.getObject(who, { ...id(object), selection }),
      await repository.getObjectByPath(who, { path: `${parentPath}/${object.name}`, selection }),
      ...(await repository.getChildren(who, { folderId, page: PAGE, selection })).items,
      ...(await repository.getDescendants(who, { folderId, depth: 1, selection, foldersOnly: false })).map(
        ({ item }) => item,
      ),
      ...(await repository.getContentChanges(who, ALL_CHANGES)).events.flatMap(({ objectId, view }) =>
        objectId === object.id && view ? [view] : [],
      ),
    ];
    return views.map(({ acl }) => acl !== undefined);
  };
  let parentPath = '';

  it('is not shown them with the object, in lists or in the change log', async () => {
    const folder = await closedFolder(ace('ann', 'Consumer'), ace('bob', 'cmis:read'));
    parentPath = String(folder.path);
    const document = await maker(test, test.admin).document({ name: fresh('document'), in: folder });
    expect(await failure(test.repository.getACL(ann, { ...id(document), onlyBasicPermissions: false }))).toBe(
      'permissionDenied',
    );
    expect(await acls(ann, document)).toEqual([false, false, false, false, false]);
    expect(await acls(bob, document)).toEqual([true, true, true, true, true]);
  });

  it('is not shown those of a deleted object either', async () => {
    const folder = await closedFolder(ace('ann', 'Consumer'));
    const document = await maker(test, test.admin).document({ name: fresh('document'), in: folder });
    await test.repository.deleteObject(test.admin, { ...id(document), allVersions: true });
    const deletion = async (who: Request) =>
      (await test.repository.getContentChanges(who, ALL_CHANGES)).events.find(
        ({ objectId, changeType }) => objectId === document.id && changeType === 'deleted',
      );
    expect((await deletion(ann))?.view?.acl).toBeUndefined();
    expect((await deletion(test.admin))?.view?.acl).toBeDefined();
  });
});

describe('who may write a document but not change its rights', () => {
  const borrowed = async (): Promise<{ readonly document: StoredObject; readonly copy: StoredObject }> => {
    const folder = await closedFolder(ace('ann', 'Editor'));
    const document = await maker(test, test.admin).document({ name: fresh('document'), in: folder, text: 'theirs' });
    return { document, copy: (await test.repository.checkOut(ann, document.id)).object };
  };

  it('does not come to change them by way of a working copy', async () => {
    const { document, copy } = await borrowed();
    expect((await test.repository.getAllowableActions(ann, copy.id)).has('canApplyACL')).toBe(false);
    const selection = { ...PLAIN, includeAllowableActions: true };
    const { items } = await test.repository.getChildren(ann, {
      folderId: String(document.parentUuid),
      page: PAGE,
      selection,
    });
    const listed = items.find(({ object }) => object.id === copy.id);
    expect([listed?.allowableActions?.has('canCheckIn'), listed?.allowableActions?.has('canApplyACL')]).toEqual([
      true,
      false,
    ]);
    for (const objectId of [copy.id, copy.uuid, document.id]) {
      const add = { objectId, addACEs: [ace('ann', 'cmis:all')], removeACEs: [] };
      expect(await failure(test.repository.applyACL(ann, { ...add, propagation: 'propagate' }))).toBe(
        'permissionDenied',
      );
      const aces = [{ ...ace('ann', 'cmis:all'), direct: true }];
      expect(await failure(test.repository.setACL(ann, { objectId, aces }))).toBe('permissionDenied');
    }
    const input = { ...id(copy), major: true, properties: {}, addACEs: [ace('ann', 'cmis:all')] };
    expect(await failure(test.repository.checkIn(ann, input))).toBe('permissionDenied');
    expect(await failure(test.repository.checkIn(ann, { ...id(copy), major: true, properties: {} }))).toBe('none');
  });

  it('does not check in what was checked out before the right to write was taken away', async () => {
    const { document, copy } = await borrowed();
    const folder = { uuid: String(document.parentUuid) };
    await test.repository.applyACL(test.admin, {
      objectId: folder.uuid,
      addACEs: [ace('ann', 'Consumer')],
      removeACEs: [ace('ann', 'Editor')],
      propagation: 'propagate',
    });
    const actions = await test.repository.getAllowableActions(ann, copy.id);
    expect([actions.has('canCheckIn'), actions.has('canCancelCheckOut')]).toEqual([false, true]);
    const checkIn = { ...id(copy), major: true, properties: {}, content: await test.content('mine') };
    expect(await failure(test.repository.checkIn(ann, checkIn))).toBe('permissionDenied');
    expect(await test.textOf(test.admin, document.id)).toBe('theirs');
    expect(await failure(test.repository.cancelCheckOut(ann, copy.id))).toBe('none');
  });

  it('keeps what an owner may do with a working copy of what is the own', async () => {
    const folder = await closedFolder(ace('ann', 'Contributor'));
    const document = await maker(test, ann).document({ name: fresh('document'), in: folder });
    const copy = (await test.repository.checkOut(ann, document.id)).object;
    await change(ann, copy, { add: [ace('bob', 'Consumer')] });
    expect(await failure(test.repository.getObject(bob, { ...id(document), selection: PLAIN }))).toBe('none');
    expect(await failure(test.repository.checkIn(ann, { ...id(copy), major: true, properties: {} }))).toBe('none');
  });
});

describe('deleteTree', () => {
  it('does not tell the ids of what the caller may not read', async () => {
    const top = await closedFolder(ace('ann', 'cmis:all'));
    const hidden = await maker(test, test.admin).document({ name: fresh('hidden'), in: top });
    await test.database.run(
      {
        text: `with own as (insert into acls (object_id, role, inherits, aces, entries, grants, readers)
          values ($1, 'content', false, '[]', '[]', '{}', '{}') returning id) update objects set acl_id = (select id from own) where id = $1`,
      },
      [hidden.key],
    );
    for (const continueOnFailure of [false, true]) {
      const left = await test.repository.deleteTree(ann, {
        folderId: top.id,
        allVersions: true,
        unfileObjects: 'delete',
        continueOnFailure,
      });
      expect(left).toEqual([top.id]);
    }
  });
});

describe('getDescendants', () => {
  it('does not go into folders whose children the caller may not list', async () => {
    const top = await closedFolder();
    const make = maker(test, test.admin);
    const inner = await make.folder({ name: 'inner', in: top });
    await make.document({ name: 'document', in: inner });
    await change(test.admin, top, { add: [ace('ann', 'ReadProperties')] });
    await change(test.admin, inner, { add: [ace('bob', 'cmis:read')] });
    await test.database.run({ text: `update objects set owner = 'ann' where id = $1` }, [top.key]);
    const tree = await test.repository.getDescendants(ann, {
      folderId: top.id,
      depth: -1,
      selection: PLAIN,
      foldersOnly: false,
    });
    expect(tree.map(({ item, children }) => [item.object.name, children.length])).toEqual([['inner', 0]]);
    expect(await failure(test.repository.getChildren(ann, { folderId: inner.id, page: PAGE, selection: PLAIN }))).toBe(
      'permissionDenied',
    );
  });
});
