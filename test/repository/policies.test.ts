import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let admin: Request;
let folder: StoredObject;
beforeAll(async () => {
  test = await openTestRepository();
  ({ admin } = test);
  make = maker(test, admin);
  folder = await make.folder({ name: 'controlled' });
});
afterAll(() => test.close());

let made = 0;
const newPolicy = () => make.policy({ name: `policy ${made++}` });
const newDocument = () => make.document({ name: `document ${made++}`, in: folder });
const apply = (object: StoredObject, policy: StoredObject, as = admin) =>
  test.repository.applyPolicy(as, { objectId: object.id, policyId: policy.id });
const remove = (object: StoredObject, policy: StoredObject) =>
  test.repository.removePolicy(admin, { objectId: object.id, policyId: policy.id });
const applied = async (objectId: string) =>
  (await test.repository.getAppliedPolicies(admin, { objectId, selection: PLAIN })).map((view) => view.object.id);

it('is applied to objects and taken off them', async () => {
  const [one, two] = [await newPolicy(), await newPolicy()];
  const document = await newDocument();
  await apply(document, two);
  await apply(document, one);
  await apply(document, one);
  expect(await applied(document.id)).toEqual([one.id, two.id]);
  const selection = { ...PLAIN, includePolicyIds: true };
  const view = await test.repository.getObject(admin, { objectId: document.id, selection });
  expect(view.policyIds).toEqual([one.id, two.id]);
  await remove(document, one);
  expect(await applied(document.id)).toEqual([two.id]);
  expect(await failure(test.repository.getObject(admin, { objectId: one.id, selection: PLAIN }))).toBe('none');
  expect(await failure(remove(document, one))).toBe('constraint');
});

it('is applied by creation and check-in', async () => {
  const [one, two] = [await newPolicy(), await newPolicy()];
  const { object } = await test.repository.createDocument(admin, {
    properties: { 'cmis:name': 'with a policy', 'cmis:objectTypeId': 'cmis:document' },
    folderId: folder.id,
    policies: [one.id],
  });
  expect(await applied(object.id)).toEqual([one.id]);
  const { object: copy } = await test.repository.checkOut(admin, object.id);
  const input = { objectId: copy.id, major: true, properties: {}, policies: [two.id] };
  const { object: next } = await test.repository.checkIn(admin, input);
  expect(await applied(next.id)).toEqual([one.id, two.id]);
});

it('is told of to those alone who may see it', async () => {
  const bob = await test.person('bob');
  const hidden = await newPolicy();
  const shown = await make.policy({ name: 'shown', addACEs: [{ principalId: 'bob', permissions: ['cmis:read'] }] });
  const document = await newDocument();
  await apply(document, hidden);
  await apply(document, shown);
  const listed = await test.repository.getAppliedPolicies(bob, { objectId: document.id, selection: PLAIN });
  expect(listed.map(({ object }) => object.id)).toEqual([shown.id]);
  const selection = { ...PLAIN, includePolicyIds: true };
  const view = await test.repository.getObject(bob, { objectId: document.id, selection });
  expect(view.policyIds).toEqual([shown.id]);
});

it('is asked for of any object, most of which have none', async () => {
  const document = await newDocument();
  const relationship = await make.relationship(document, folder);
  for (const id of [test.rootId, folder.id, document.id, relationship.id, (await newPolicy()).id]) {
    expect(await applied(id)).toEqual([]);
  }
});

it('stays while it is applied, and goes from what is removed', async () => {
  const policy = await newPolicy();
  const document = await newDocument();
  await apply(document, policy);
  const destroy = (object: StoredObject) =>
    test.repository.deleteObject(admin, { objectId: object.id, allVersions: true });
  expect(await failure(destroy(policy))).toBe('constraint');
  await destroy(document);
  expect(await failure(destroy(policy))).toBe('none');
});

it('is refused where types allow none, by who may not write, and when it is no policy', async () => {
  const [policy, document] = [await newPolicy(), await newDocument()];
  const relationship = await make.relationship(document, folder);
  expect(await failure(apply(relationship, policy))).toBe('constraint');
  expect(await failure(apply(document, document))).toBe('invalidArgument');
  expect(await failure(apply(document, { ...policy, id: '00000000-0000-4000-8000-000000000000' }))).toBe(
    'objectNotFound',
  );
  expect(await failure(apply(document, policy, await test.person('reader')))).toBe('permissionDenied');
});
