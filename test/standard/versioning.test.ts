import {
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';
import { newType } from './type-fixtures';

let standard: Standard;
let admin: BrowserClient;
let unversioned: string;
beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  unversioned = (await newType(admin, { versionable: false })).id;
});
afterAll(() => standard.close());

const newDocument = (fields: Fields = {}): Promise<ObjectAnswer> => standard.newDocument({ fields, text: 'first' });
const create = (typeId: string, fields: Fields): Promise<Answer> =>
  admin.post({ id: standard.folder.id }, 'createDocument', { ...named(typeId, fresh()), ...fields });
const get = (id: string): Promise<Json> => standard.propertiesOf(id);
const checkOut = (id: string): Promise<ObjectAnswer> => admin.make({ id }, 'checkOut');
const tryCheckOut = (id: string): Promise<Answer> => admin.post({ id }, 'checkOut');
const cancel = async (id: string): Promise<void> => {
  expect(outcome(await admin.post({ id }, 'cancelCheckOut'))).toBe(200);
};
const checkIn = (id: string, fields: Fields = {}, text?: string): Promise<ObjectAnswer> =>
  admin.make({ id }, 'checkIn', fields, text === undefined ? undefined : { text });
const versions = async (id: string): Promise<readonly Json[]> => {
  const answer = await admin.get({ id }, 'versions', { succinct: true });
  return (answer.json as readonly { readonly succinctProperties: Json }[]).map((one) => one.succinctProperties);
};
/** A document with versions 1.0, 1.1 and 2.0; their ids. */
const threeVersions = async (): Promise<readonly [string, string, string]> => {
  const first = await newDocument();
  const second = await checkIn((await checkOut(first.id)).id, { major: false });
  const third = await checkIn((await checkOut(second.id)).id);
  return [first.id, second.id, third.id];
};

describe('checkOut', () => {
  let document: ObjectAnswer;
  let copy: ObjectAnswer;
  beforeAll(async () => {
    document = await newDocument(named('cmis:document', fresh(), { 'cmis:description': 'described' }));
    copy = await checkOut(document.id);
  });

  it('322: answers another id', () => expect(copy.id).not.toBe(document.id));
  it.each([
    ['323: the working copy says that it is one', { 'cmis:isPrivateWorkingCopy': true }],
    ['324: the working copy is not the latest version', { 'cmis:isLatestVersion': false }],
    ['325: the working copy is no major version', { 'cmis:isMajorVersion': false, 'cmis:isLatestMajorVersion': false }],
  ])('%s', async (_, expected) => expect(await get(copy.id)).toMatchObject(expected));
  it('326: the working copy is of the same series', async () =>
    expect((await get(copy.id))['cmis:versionSeriesId']).toBe(document.properties['cmis:versionSeriesId']));
  it('327: the original is checked out', async () =>
    expect(await get(document.id)).toMatchObject({ 'cmis:isVersionSeriesCheckedOut': true }));
  it('328: fails for anything of a checked-out series', async () => {
    const [first, second, third] = await threeVersions();
    const { id } = await checkOut(third);
    for (const one of [first, second, third, id]) expect((await tryCheckOut(one)).status).toBe(409);
  });
  it('329: of a type without versions is constraint', async () => {
    const { id } = await newDocument(named(unversioned, fresh()));
    expect(outcome(await tryCheckOut(id))).toBe('constraint');
  });
  it('330: of a folder fails', async () => expect(outcome(await tryCheckOut(standard.folder.id))).toBe('constraint'));
  it('363: leaves the modification date of other versions', async () => {
    const ids = await threeVersions();
    const dates = () => Promise.all(ids.map(async (id) => (await get(id))['cmis:lastModificationDate']));
    const before = await dates();
    await checkOut(ids[2]);
    expect(await dates()).toEqual(before);
  });
  it('365: the working copy has the values of the document', () => {
    const same = ({ properties: all }: ObjectAnswer): unknown[] =>
      ['description', 'objectTypeId', 'contentStreamLength', 'contentStreamMimeType'].map(
        (name) => all[`cmis:${name}`],
      );
    expect(same(copy)).toEqual(same(document));
    expect(copy.properties['cmis:description']).toBe('described');
  });
  it.each([
    ['366: the document names the user', 'cmis:versionSeriesCheckedOutBy', () => 'admin'],
    ['367: the document names the working copy', 'cmis:versionSeriesCheckedOutId', () => copy.id],
  ])('%s', async (_, id, expected) => expect((await get(document.id))[id]).toBe(expected()));
  it('368: of an old version is versioning', async () =>
    expect(outcome(await tryCheckOut((await threeVersions())[0]))).toBe('versioning'));
});

describe('cancelCheckOut', () => {
  let document: ObjectAnswer;
  let copy: ObjectAnswer;
  beforeAll(async () => {
    document = await newDocument();
    copy = await checkOut(document.id);
    await cancel(copy.id);
  });

  it('331: the working copy is gone', async () =>
    expect(outcome(await admin.get({ id: copy.id }, 'object'))).toBe('objectNotFound'));
  it.each([
    ['332: the document is not checked out', { 'cmis:isVersionSeriesCheckedOut': false }],
    [
      '333: the document names neither user nor working copy',
      { 'cmis:versionSeriesCheckedOutBy': null, 'cmis:versionSeriesCheckedOutId': null },
    ],
  ])('%s', async (_, expected) => expect(await get(document.id)).toMatchObject(expected));
  it('334: the document can be checked out again', async () => {
    const { id } = await newDocument();
    await cancel((await checkOut(id)).id);
    expect((await tryCheckOut(id)).status).toBe(201);
  });
  it('335: deletes a document that was created checked out', async () => {
    const { id, properties: made } = await newDocument({ versioningState: 'checkedout' });
    await cancel(id);
    for (const gone of [id, String(made['cmis:versionSeriesId'])])
      expect(outcome(await admin.get({ id: gone }, 'object'))).toBe('objectNotFound');
  });
  it('336: deleting the working copy does the same', async () => {
    const { id } = await newDocument();
    const { id: copyId } = await checkOut(id);
    expect(outcome(await admin.post({ id: copyId }, 'delete'))).toBe(200);
    expect(await get(id)).toMatchObject({ 'cmis:isVersionSeriesCheckedOut': false });
  });
});

describe('checkIn', () => {
  const next = async (fields?: Fields, text?: string): Promise<ObjectAnswer> => {
    const { id } = await checkOut((await newDocument()).id);
    return checkIn(id, fields, text);
  };

  it.each<[string, Fields, Json]>([
    ['337: makes a major version', {}, { 'cmis:isMajorVersion': true }],
    ['338: makes a minor version on demand', { major: false }, { 'cmis:isMajorVersion': false }],
    ['339: makes the latest version', { major: false }, { 'cmis:isLatestVersion': true }],
    ['340: makes the latest major version', { major: true }, { 'cmis:isLatestMajorVersion': true }],
    ['343: keeps the comment', { checkinComment: 'why' }, { 'cmis:checkinComment': 'why' }],
    ['344: stores properties', properties({ 'cmis:description': 'new' }), { 'cmis:description': 'new' }],
  ])('%s', async (_, fields, expected) => expect(await get((await next(fields)).id)).toMatchObject(expected));
  it('341: the version before is not the latest', async () =>
    expect(await get((await threeVersions())[1])).toMatchObject({ 'cmis:isLatestVersion': false }));
  it('342: no version is checked out', async () => {
    for (const version of await versions((await threeVersions())[0]))
      expect(version['cmis:isVersionSeriesCheckedOut']).toBe(false);
  });
  it('345: stores content', async () =>
    expect((await admin.get({ id: (await next({}, 'second')).id }, 'content')).text).toBe('second'));
  it('346: of what is no working copy is constraint', async () =>
    expect(outcome(await admin.post({ id: (await newDocument()).id }, 'checkIn'))).toBe('constraint'));
});

describe('a working copy', () => {
  it('347: takes properties', async () => {
    const { id } = await checkOut((await newDocument()).id);
    await admin.make({ id }, 'update', properties({ 'cmis:description': 'new' }));
    expect(await get(id)).toMatchObject({ 'cmis:description': 'new' });
  });
  it('348: takes content', async () => {
    const document = await newDocument();
    const { id } = await checkOut(document.id);
    await admin.make({ id }, 'setContent', {}, { text: 'second' });
    expect((await admin.get({ id }, 'content')).text).toBe('second');
    expect((await admin.get({ id: document.id }, 'content')).text).toBe('first');
  });
});

describe('createDocument', () => {
  it.each<[string, Fields, Json]>([
    ['349: makes a major version', {}, { 'cmis:isMajorVersion': true }],
    ['350: makes a minor version on demand', { versioningState: 'minor' }, { 'cmis:isMajorVersion': false }],
    [
      '351: makes a working copy on demand',
      { versioningState: 'checkedout' },
      { 'cmis:isPrivateWorkingCopy': true, 'cmis:isVersionSeriesCheckedOut': true },
    ],
  ])('%s', async (_, fields, expected) => expect(await get((await newDocument(fields)).id)).toMatchObject(expected));
  it('352: without versions of a versionable type is constraint', async () =>
    expect(outcome(await create('cmis:document', { versioningState: 'none' }))).toBe('constraint'));
  it('353: with versions of a type without them is constraint', async () => {
    for (const versioningState of ['major', 'minor', 'checkedout'])
      expect(outcome(await create(unversioned, { versioningState }))).toBe('constraint');
    for (const fields of [{}, { versioningState: 'none' }])
      expect(outcome(await create(unversioned, fields))).toBe(201);
  });
});

describe('a series', () => {
  const latest = (id: string, returnVersion: string): Promise<Answer> =>
    admin.get({ id }, 'object', { returnVersion, succinct: true, filter: '*' });

  it.each([
    ['355: has a latest version', 'latest', 'cmis:isLatestVersion'],
    ['356: has a latest major version', 'latestmajor', 'cmis:isLatestMajorVersion'],
  ])('%s', async (_, returnVersion, flag) => {
    const [first, , third] = await threeVersions();
    const minor = await checkIn((await checkOut(third)).id, { major: false });
    const answer = await latest(first, returnVersion);
    expect(answer.json).toMatchObject({
      succinctProperties: { [flag]: true, 'cmis:objectId': returnVersion === 'latest' ? minor.id : third },
    });
  });
  it('357: without a major version has no latest one, which is objectNotFound', async () => {
    const { id } = await newDocument({ versioningState: 'minor' });
    expect(outcome(await latest(id, 'latestmajor'))).toBe('objectNotFound');
  });
  it('358: is listed from the newest version on', async () => {
    const dates = (await versions((await threeVersions())[0])).map((one) => Number(one['cmis:creationDate']));
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    expect(dates).toHaveLength(3);
  });
  it('359: is listed with its working copy first', async () => {
    const ids = await threeVersions();
    const { id } = await checkOut(ids[2]);
    expect((await versions(ids[0])).map((one) => one['cmis:objectId'])).toEqual([id, ...[...ids].reverse()]);
  });
  it('360: whose latest version is deleted goes on with the one before', async () => {
    const [, second, third] = await threeVersions();
    expect(outcome(await admin.post({ id: third }, 'delete', { allVersions: false }))).toBe(200);
    expect(await get(second)).toMatchObject({ 'cmis:isLatestVersion': true });
  });
  it('361: has one id, and its versions have their own', async () => {
    const all = await versions((await threeVersions())[1]);
    expect(new Set(all.map((one) => one['cmis:versionSeriesId'])).size).toBe(1);
    expect(new Set(all.map((one) => one['cmis:objectId'])).size).toBe(3);
  });
  it('362: that is not checked out names no working copy', async () =>
    expect(await get((await newDocument()).id)).toMatchObject({ 'cmis:versionSeriesCheckedOutId': null }));
  it('364: is filed as a whole', async () => {
    const ids = await threeVersions();
    const folder = await standard.newFolder();
    await admin.make({ id: ids[2] }, 'addObjectToFolder', { folderId: folder.id });
    for (const id of ids) {
      const parents = (await admin.get({ id }, 'parents', { succinct: true })).json;
      expect(parents).toContainEqual(
        expect.objectContaining({
          object: expect.objectContaining({
            succinctProperties: expect.objectContaining({ 'cmis:objectId': folder.id }) as unknown,
          }) as unknown,
        }),
      );
    }
  });
  it('369: keeps its old versions: updating one is versioning', async () => {
    const [first] = await threeVersions();
    const answer = await admin.post({ id: first }, 'update', properties({ 'cmis:description': 'new' }));
    expect(outcome(answer)).toBe('versioning');
  });
});
