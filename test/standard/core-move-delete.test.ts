import { named, properties, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;

beforeAll(async () => {
  standard = await startStandard();
  await standard.newType({ id: 'gone:type', parentId: 'cmis:document', versionable: true });
});
afterAll(() => standard.close());

const post = ({ id }: { readonly id: string }, action: string, fields?: Fields): Promise<Answer> =>
  standard.admin.post({ id }, action, fields);
const seen = async ({ id }: { readonly id: string }): Promise<unknown> =>
  outcome(await standard.admin.get({ id }, 'object'));
const childrenOf = async ({ id }: { readonly id: string }): Promise<readonly unknown[]> => {
  const answer = await standard.admin.get({ id }, 'children', { succinct: true });
  const { objects } = answer.json as { objects: { object: { succinctProperties: Json } }[] };
  return objects.map(({ object }) => object.succinctProperties['cmis:objectId']);
};
const file = (document: ObjectAnswer, folder: ObjectAnswer): Promise<ObjectAnswer> =>
  standard.admin.make({ id: document.id }, 'addObjectToFolder', { folderId: folder.id });
const twoVersions = async (): Promise<readonly [string, string]> => {
  const first = await standard.newDocument({ fields: named('gone:type', fresh()), text: 'one' });
  const copy = await standard.admin.make({ id: first.id }, 'checkOut');
  return [first.id, (await standard.admin.make({ id: copy.id }, 'checkIn')).id];
};

describe('moveObject', () => {
  it('136: takes an object from one folder to the other; 175: leaves the id', async () => {
    const [from, to] = [await standard.newFolder(), await standard.newFolder()];
    for (const object of [await standard.newDocument({ in: from.id }), await standard.newFolder(from.id)]) {
      const fields = { sourceFolderId: from.id, targetFolderId: to.id };
      expect((await standard.admin.make({ id: object.id }, 'move', fields)).id).toBe(object.id);
      expect([await childrenOf(from), (await childrenOf(to)).includes(object.id)]).toEqual([expect.any(Array), true]);
      expect(await childrenOf(from)).not.toContain(object.id);
    }
  });

  it('137: from a folder that is no parent is invalidArgument; 138: from no folder too', async () => {
    const [document, to, other] = [
      await standard.newDocument(),
      await standard.newFolder(),
      await standard.newFolder(),
    ];
    const wrong = { sourceFolderId: other.id, targetFolderId: to.id };
    expect(outcome(await post(document, 'move', wrong))).toBe('invalidArgument');
    expect(outcome(await post(document, 'move', { targetFolderId: to.id }))).toBe('invalidArgument');
    expect(await childrenOf(standard.folder)).toContain(document.id);
  });

  it('140: of a folder into itself or below fails', async () => {
    const above = await standard.newFolder();
    const below = await standard.newFolder((await standard.newFolder(above.id)).id);
    for (const targetFolderId of [above.id, below.id]) {
      const answer = await post(above, 'move', { sourceFolderId: standard.folder.id, targetFolderId });
      expect(outcome(answer)).toBe('constraint');
    }
  });

  it('141: of the root fails', async () => {
    const root = await standard.admin.make({ path: '/' }, 'update', properties({}));
    const fields = { sourceFolderId: root.id, targetFolderId: standard.folder.id };
    expect((await post(root, 'move', fields)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('deleteObject', () => {
  it('142: leaves nothing', async () => {
    for (const object of [await standard.newDocument(), await standard.newFolder()]) {
      expect((await post(object, 'delete')).status).toBe(200);
      expect(await seen(object)).toBe('objectNotFound');
    }
  });

  it('143: of a folder with something in it is constraint; 147: of a folder has no versions', async () => {
    const folder = await standard.newFolder();
    const document = await standard.newDocument({ in: folder.id });
    for (const allVersions of [undefined, true, false]) {
      expect(outcome(await post(folder, 'delete', { allVersions }))).toBe('constraint');
    }
    await post(document, 'delete');
    expect((await post(folder, 'delete', { allVersions: false })).status).toBe(200);
  });

  it('144: of the root fails', async () => {
    expect((await standard.admin.post({ path: '/' }, 'delete')).status).toBeGreaterThanOrEqual(400);
    expect((await standard.admin.post({ path: '/' }, 'deleteTree')).status).toBeGreaterThanOrEqual(400);
  });

  it('145: of one version leaves the others', async () => {
    const [first, second] = await twoVersions();
    expect((await post({ id: second }, 'delete', { allVersions: false })).status).toBe(200);
    expect([await seen({ id: first }), await seen({ id: second })]).toEqual([200, 'objectNotFound']);
  });

  it('146: of all versions leaves none', async () => {
    const [first, second] = await twoVersions();
    expect((await post({ id: first }, 'delete', { allVersions: true })).status).toBe(200);
    expect([await seen({ id: first }), await seen({ id: second })]).toEqual(['objectNotFound', 'objectNotFound']);
  });

  it('148: of a policy in use fails', async () => {
    const place = { id: standard.folder.id };
    const policy = await standard.admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
    const document = await standard.newDocument({ fields: { 'policy[0]': policy.id } });
    expect(outcome(await post(policy, 'delete'))).toBe('constraint');
    await standard.admin.make({ id: document.id }, 'removePolicy', { policyId: policy.id });
    expect((await post(policy, 'delete')).status).toBe(200);
  });
});

describe('deleteTree', () => {
  let folder: ObjectAnswer;
  let inner: ObjectAnswer;
  let single: ObjectAnswer;
  let shared: ObjectAnswer;
  let elsewhere: ObjectAnswer;
  beforeEach(async () => {
    folder = await standard.newFolder();
    inner = await standard.newFolder(folder.id);
    single = await standard.newDocument({ in: inner.id });
    shared = await standard.newDocument({ in: folder.id });
    elsewhere = await standard.newFolder();
    await file(shared, elsewhere);
  });
  const all = (): Promise<readonly unknown[]> => Promise.all([folder, inner, single, shared].map(seen));

  it('149: leaves nothing of a folder', async () => {
    const answer = await post(folder, 'deleteTree');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await all()).toEqual(Array(4).fill('objectNotFound'));
  });

  it('150: of a document is constraint', async () => {
    expect(outcome(await post(single, 'deleteTree'))).toBe('constraint');
  });

  it('151: may leave documents without a folder', async () => {
    expect((await post(folder, 'deleteTree', { unfileObjects: 'unfile' })).status).toBe(200);
    expect(await all()).toEqual(['objectNotFound', 'objectNotFound', 200, 200]);
    expect((await standard.admin.get({ id: single.id }, 'parents')).json).toEqual([]);
  });

  it.each(['unfile', 'deletesinglefiled'])(
    '151: takes documents out of every folder of the tree that they are in (%s)',
    async (unfileObjects) => {
      await file(shared, inner);
      expect((await post(folder, 'deleteTree', { unfileObjects })).status).toBe(200);
      expect([await seen(folder), await seen(inner), await seen(shared)]).toEqual([
        'objectNotFound',
        'objectNotFound',
        200,
      ]);
      expect(await childrenOf(elsewhere)).toEqual([shared.id]);
    },
  );

  it('151: may leave without a folder what was in several of the tree', async () => {
    await file(single, folder);
    expect((await post(folder, 'deleteTree', { unfileObjects: 'unfile' })).status).toBe(200);
    expect(await all()).toEqual(['objectNotFound', 'objectNotFound', 200, 200]);
    expect((await standard.admin.get({ id: single.id }, 'parents')).json).toEqual([]);
  });

  it('151: is logged of what it leaves without a folder', async () => {
    expect((await post(folder, 'deleteTree', { unfileObjects: 'unfile' })).status).toBe(200);
    const log = await standard.admin.get('repository', 'contentChanges', { succinct: true });
    const { objects } = log.json as { readonly objects: readonly { readonly succinctProperties: Json }[] };
    const ids = objects.map(({ succinctProperties }) => succinctProperties['cmis:objectId']);
    expect([single.id, shared.id].map((id) => ids.filter((each) => each === id).length)).toEqual([2, 3]);
  });

  it('152: may leave documents that are elsewhere too', async () => {
    expect((await post(folder, 'deleteTree', { unfileObjects: 'deletesinglefiled' })).status).toBe(200);
    expect(await all()).toEqual(['objectNotFound', 'objectNotFound', 'objectNotFound', 200]);
    expect(await childrenOf(elsewhere)).toEqual([shared.id]);
  });

  it('153: tells what it could not delete; 176: deletes what it can', async () => {
    const pat = await standard.person('pat');
    const hers = await pat.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', fresh()));
    const free = await pat.make({ id: hers.id }, 'createDocument', named('cmis:document', fresh()));
    const foreign = await standard.newDocument({ in: hers.id });
    const answer = await pat.post({ id: hers.id }, 'deleteTree', { continueOnFailure: true });
    expect(answer.status).toBe(200);
    expect((answer.json as { ids: string[] }).ids).toContain(foreign.id);
    expect([await seen(free), await seen(foreign), await seen(hers)]).toEqual(['objectNotFound', 200, 200]);
  });

  it('152: may delete documents that are in the tree alone, however often', async () => {
    await file(single, folder);
    expect((await post(folder, 'deleteTree', { unfileObjects: 'deletesinglefiled' })).status).toBe(200);
    expect(await all()).toEqual(['objectNotFound', 'objectNotFound', 'objectNotFound', 200]);
  });
});
