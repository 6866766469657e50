import { PLAIN } from '../../src/repository/values/object-view';
import { propertyValue } from '../../src/repository/values/object-properties';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, speaking, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let admin: Request;
let folder: StoredObject;
beforeAll(async () => {
  test = await openTestRepository({ connections: 20 });
  ({ admin } = test);
  make = maker(test, admin);
  folder = await make.folder({ name: 'documents' });
});
afterAll(() => test.close());

let documents = 0;
const newDocument = (more: object = {}): Promise<StoredObject> =>
  make.document({ name: `document ${documents++}.txt`, in: folder, text: 'first', ...more });

const get = async (objectId: string, as: Request = admin): Promise<StoredObject> => {
  const { source: _memory, ...object } = (await test.repository.getObject(as, { objectId, selection: PLAIN })).object;
  return object;
};
const flag = (object: StoredObject, id: string) => propertyValue(object, id);
const checkOut = async (objectId: string, as: Request = admin) => (await test.repository.checkOut(as, objectId)).object;
const checkIn = async (objectId: string, more: object = {}, as: Request = admin) =>
  (await test.repository.checkIn(as, { objectId, major: true, properties: {}, ...more })).object;
const versions = async (objectId: string, as: Request = admin) =>
  (await test.repository.getAllVersions(as, { objectId, selection: PLAIN })).map(({ object }) => object);
const labels = async (objectId: string, as?: Request) =>
  (await versions(objectId, as)).map((version) => (version.version?.isWorkingCopy ? 'pwc' : version.id.split(';')[1]));
const remove = (objectId: string, allVersions: boolean) =>
  test.repository.deleteObject(admin, { objectId, allVersions });
const namesIn = async (place: StoredObject) => {
  const page = { maxItems: 100, skipCount: 0 };
  const children = await test.repository.getChildren(admin, { folderId: place.id, page, selection: PLAIN });
  return children.items.map(({ object }) => object.name);
};

describe('check-out', () => {
  it('is for whoever may write the document, even where its folder is not seen', async () => {
    const place = await make.folder({ name: 'a closed place' });
    await test.database.run({ text: 'update acls set inherits = false where object_id = $1' }, [place.key]);
    await test.repository.applyACL(admin, {
      objectId: place.id,
      addACEs: [{ principalId: 'admin', permissions: ['cmis:all'] }],
      removeACEs: [],
      propagation: 'repositorydetermined',
    });
    const editor = await test.person('editor');
    const addACEs = [{ principalId: 'editor', permissions: ['cmis:write', 'cmis:read'] }];
    const document = await make.document({ name: 'd.txt', in: place, text: 'first', addACEs });
    expect(await failure(get(place.id, editor))).toBe('permissionDenied');
    const { allowableActions } = await test.repository.getObject(editor, {
      objectId: document.id,
      selection: { ...PLAIN, includeAllowableActions: true },
    });
    expect(allowableActions).toContain('canCheckOut');
    const copy = await checkOut(document.id, editor);
    expect(await namesIn(place)).toEqual(['d (Working Copy).txt', 'd.txt']);
    await checkIn(copy.id, {}, editor);
    expect(await namesIn(place)).toEqual(['d.txt']);
  });

  it('makes a working copy beside the document, with its properties and content', async () => {
    const place = await make.folder({ name: 'one check-out', in: folder });
    const document = await make.document({ name: 'report.final.txt', in: place, text: 'first' });
    const copy = await checkOut(document.id);
    expect(copy.id).toBe(`${document.series};pwc`);
    expect(copy.series).toBe(document.series);
    expect(copy.uuid).not.toBe(document.uuid);
    expect(await namesIn(place)).toEqual(['report.final (Working Copy).txt', 'report.final.txt']);
    expect(await test.textOf(admin, copy.id)).toBe('first');
    expect(await get(copy.uuid)).toEqual(await get(copy.id));
    const flags = ['isPrivateWorkingCopy', 'isLatestVersion', 'isMajorVersion', 'isLatestMajorVersion'];
    expect(flags.map((name) => flag(copy, `cmis:${name}`))).toEqual([true, false, false, false]);
    const original = await get(document.id);
    expect(flag(original, 'cmis:isVersionSeriesCheckedOut')).toBe(true);
    expect(flag(original, 'cmis:versionSeriesCheckedOutBy')).toBe('admin');
    expect(flag(original, 'cmis:versionSeriesCheckedOutId')).toBe(copy.id);
    expect(original.modified).toBe(document.modified);
    expect(flag(original, 'cmis:isLatestVersion')).toBe(true);
  });

  it('numbers the copy when a sibling has its name, and leaves it unfiled with its document', async () => {
    const document = await newDocument({ name: 'taken.txt' });
    await newDocument({ name: 'taken (Working Copy).txt' });
    const copy = await checkOut(document.id);
    expect(copy.name).toBe('taken (Working Copy 2).txt');
    expect((await checkIn(copy.id)).name).toBe('taken.txt');
    const unfiled = await make.document({ name: 'unfiled', text: 'x' });
    const unfiledCopy = await checkOut(unfiled.id);
    expect(unfiledCopy.parentKey).toBeUndefined();
    expect((await checkIn(unfiledCopy.id)).name).toBe('unfiled');
  });

  it.each([
    ['a usual ending', `${'n'.repeat(251)}.txt`],
    ['hardly more than an ending', `n.${'x'.repeat(253)}`],
    ['no ending', 'n'.repeat(255)],
  ])('takes names of the greatest length that have %s', async (_what, name) => {
    const document = await newDocument({ name });
    const copy = await checkOut(document.id);
    expect(copy.name).toHaveLength(255);
    expect((await checkIn(copy.id)).name).toBe(name);
  });

  it.each([
    [
      'an old version',
      'versioning',
      async () => `${(await checkIn((await checkOut((await newDocument()).id)).id)).series};1.0`,
    ],
    ['a working copy', 'versioning', async () => (await checkOut((await newDocument()).id)).id],
    ['a folder', 'constraint', () => Promise.resolve(folder.id)],
    ['what does not exist', 'objectNotFound', () => Promise.resolve('00000000-0000-4000-8000-000000000000')],
  ])('refuses %s with %s', async (_, code, id) => {
    const objectId = await id();
    expect(await failure(checkOut(objectId))).toBe(code);
  });

  it('lets one of many have the document', async () => {
    const document = await newDocument();
    const ends = await Promise.all(Array.from({ length: 16 }, () => failure(checkOut(document.id))));
    expect(ends.filter((end) => end === 'none')).toHaveLength(1);
    expect(ends.filter((end) => end === 'versioning')).toHaveLength(15);
    expect(await labels(document.series)).toEqual(['pwc', '1.0']);
  });

  it('shows the copy to its owner and to who may write the document, and to nobody else', async () => {
    const [owner, writer, onlyReader] = [
      await test.person('owner'),
      await test.person('writer'),
      await test.person('onlooker'),
    ];
    const document = await newDocument({
      addACEs: ['owner', 'writer'].map((principalId) => ({ principalId, permissions: ['cmis:write'] })),
    });
    const copy = await checkOut(document.id, owner);
    for (const who of [owner, writer, admin]) {
      expect((await get(copy.id, who)).id).toBe(copy.id);
      expect(await labels(document.id, who)).toEqual(['pwc', '1.0']);
    }
    expect(await failure(get(copy.id, onlyReader))).toBe('permissionDenied');
    expect(await labels(document.id, onlyReader)).toEqual(['1.0']);
    expect(await failure(checkIn(copy.id, {}, onlyReader))).toBe('permissionDenied');
    expect((await checkIn(copy.id, {}, owner)).id).toBe(`${document.series};2.0`);
  });
});

describe('cancelling', () => {
  it('removes the copy and lets others check out', async () => {
    const document = await newDocument();
    const copy = await checkOut(document.id);
    await test.repository.cancelCheckOut(admin, copy.id);
    expect(await failure(get(copy.id))).toBe('objectNotFound');
    expect(await failure(get(copy.uuid))).toBe('objectNotFound');
    const original = await get(document.id);
    expect(flag(original, 'cmis:isVersionSeriesCheckedOut')).toBe(false);
    expect(flag(original, 'cmis:versionSeriesCheckedOutId')).toBeUndefined();
    expect(original.modified).toBe(document.modified);
    expect((await checkOut(document.id)).id).toBe(copy.id);
  });

  it('is what deletion of the copy is, and goes by the id of the document as well', async () => {
    const [one, two] = [await newDocument(), await newDocument()];
    const copy = await checkOut(one.id);
    await remove(copy.id, true);
    await checkOut(two.id);
    await test.repository.cancelCheckOut(admin, two.id);
    for (const document of [one, two]) {
      expect(flag(await get(document.id), 'cmis:isVersionSeriesCheckedOut')).toBe(false);
    }
    expect(['versioning', 'constraint']).toContain(await failure(test.repository.cancelCheckOut(admin, one.id)));
  });
});

describe('a document that is created checked out', () => {
  it('has no version until it is checked in', async () => {
    for (const [major, label] of [
      [true, '1.0'],
      [false, '0.1'],
    ] as const) {
      const created = await newDocument({ versioningState: 'checkedout' });
      expect(created.id).toBe(`${created.uuid};pwc`);
      expect(flag(created, 'cmis:isPrivateWorkingCopy')).toBe(true);
      expect((await get(created.uuid)).id).toBe(created.id);
      expect(await labels(created.id)).toEqual(['pwc']);
      const checkedIn = await checkIn(created.id, { major });
      expect(checkedIn.id).toBe(`${created.uuid};${label}`);
      expect(checkedIn.name).toBe(created.name);
      expect(await labels(created.uuid)).toEqual([label]);
    }
  });

  it('is found as the latest version as long as there is none, and as no major one', async () => {
    const created = await newDocument({ versioningState: 'checkedout' });
    const asked = (objectId: string, returnVersion: 'latest' | 'latestmajor') =>
      test.repository.getObject(admin, { objectId, returnVersion, selection: PLAIN });
    for (const id of [created.id, created.uuid]) {
      expect((await asked(id, 'latest')).object.id).toBe(created.id);
      expect(await failure(asked(id, 'latestmajor'))).toBe('objectNotFound');
    }
    const { id } = await checkIn(created.id, { major: true });
    expect((await asked(created.uuid, 'latest')).object.id).toBe(id);
  });

  it('is gone when the check-out is cancelled', async () => {
    const created = await newDocument({ versioningState: 'checkedout' });
    await test.repository.cancelCheckOut(admin, created.id);
    expect(await failure(get(created.uuid))).toBe('objectNotFound');
  });

  it('is seen by who may write it, and by all readers once it is checked in', async () => {
    const passer = await test.person('passer-by');
    const created = await newDocument({ versioningState: 'checkedout' });
    expect(await failure(get(created.uuid, passer))).toBe('permissionDenied');
    const { id } = await checkIn(created.id);
    expect((await get(id, passer)).id).toBe(id);
  });
});

describe('check-in', () => {
  it('makes the next version of what the copy holds', async () => {
    const document = await newDocument();
    const copy = await checkOut(document.id);
    await test.repository.setContentStream(admin, {
      objectId: copy.id,
      content: await test.content('second'),
      overwriteFlag: true,
    });
    await test.repository.updateProperties(admin, { objectId: copy.id, properties: { 'cmis:description': 'changed' } });
    expect(await test.textOf(admin, document.id)).toBe('first');
    const second = await checkIn(copy.id, { major: false, checkinComment: 'better' });
    expect(second.id).toBe(`${document.series};1.1`);
    expect([second.name, second.uuid]).toEqual([document.name, document.uuid]);
    expect(
      ['isLatestVersion', 'isMajorVersion', 'isVersionSeriesCheckedOut'].map((name) => flag(second, `cmis:${name}`)),
    ).toEqual([true, false, false]);
    expect(flag(second, 'cmis:checkinComment')).toBe('better');
    expect(flag(second, 'cmis:description')).toBe('changed');
    expect(await test.textOf(admin, second.id)).toBe('second');
    expect(await test.textOf(admin, document.id)).toBe('first');
    const first = await get(document.id);
    expect(flag(first, 'cmis:isLatestVersion')).toBe(false);
    expect(flag(first, 'cmis:isLatestMajorVersion')).toBe(true);
    expect(flag(first, 'cmis:description')).toBeUndefined();
    expect(await failure(get(copy.id))).toBe('objectNotFound');
    expect(second).toEqual(await get(second.id));
  });

  it('takes properties, a name and content of its own; content that is not given stays', async () => {
    const document = await newDocument();
    const kept = await checkIn((await checkOut(document.id)).id);
    expect(await test.textOf(admin, kept.id)).toBe('first');
    const renamed = await checkIn((await checkOut(kept.id)).id, {
      properties: { 'cmis:name': 'renamed.txt', 'cmis:description': 'new' },
      content: await test.content('third'),
    });
    expect([renamed.name, renamed.content?.fileName, flag(renamed, 'cmis:description')]).toEqual([
      'renamed.txt',
      'renamed.txt',
      'new',
    ]);
    expect(await test.textOf(admin, renamed.id)).toBe('third');
    expect((await versions(renamed.id)).map(({ name }) => name)).toEqual(['renamed.txt', document.name, document.name]);
    expect(await namesIn(folder)).toContain('renamed.txt');
  });

  it('takes back what the copy shows, unset values included', async () => {
    const document = await newDocument();
    const copy = await checkOut(document.id);
    const echoed = {
      'cmis:name': copy.name,
      'cmis:description': null,
      'cmis:secondaryObjectTypeIds': [],
      'cmis:objectTypeId': 'cmis:document',
    };
    expect((await checkIn(copy.id, { properties: echoed })).name).toBe(document.name);
  });

  it('refuses a name that a sibling has, and leaves everything as it was', async () => {
    const [document, other] = [await newDocument(), await newDocument()];
    const copy = await checkOut(document.id);
    const properties = { 'cmis:name': other.name };
    expect(await failure(checkIn(copy.id, { properties }))).toBe('nameConstraintViolation');
    expect(await failure(checkIn(copy.id, { properties }, speaking(admin, 'alfresco')))).toBe('contentAlreadyExists');
    expect(await labels(document.id)).toEqual(['pwc', '1.0']);
  });

  it.each(['the document', 'a folder'])('refuses %s', async (what) => {
    const document = await newDocument();
    await checkOut(document.id);
    expect(await failure(checkIn(what === 'a folder' ? folder.id : document.id))).toBe('constraint');
  });

  it('happens once, whoever comes at the same time', async () => {
    const document = await newDocument();
    const copy = await checkOut(document.id);
    const ends = await Promise.all(Array.from({ length: 12 }, () => failure(checkIn(copy.id))));
    expect(ends.filter((end) => end === 'none')).toHaveLength(1);
    expect(await labels(document.id)).toEqual(['2.0', '1.0']);
  });

  it('moves the document out of sight of no one: its folders stay', async () => {
    const document = await newDocument();
    const second = await make.folder({ name: `second of ${document.name}` });
    await test.repository.addObjectToFolder(admin, { objectId: document.id, folderId: second.id, allVersions: true });
    const copy = await checkOut(document.id);
    const checkedIn = await checkIn(copy.id, { properties: { 'cmis:name': 'in two places.txt' } });
    expect(await namesIn(second)).toEqual(['in two places.txt']);
    const parents = await test.repository.getObjectParents(admin, { objectId: checkedIn.id, selection: PLAIN });
    expect(parents.map(({ object }) => object.id)).toEqual([folder.id, second.id]);
  });
});

describe('versions', () => {
  async function series(...majors: readonly boolean[]): Promise<StoredObject> {
    let document = await newDocument({ text: 'version 0' });
    for (const [index, major] of majors.entries()) {
      const copy = await checkOut(document.id);
      document = await checkIn(copy.id, { major, content: await test.content(`version ${index + 1}`) });
    }
    return document;
  }

  it('are listed newest first, by any id of the series', async () => {
    const newest = await series(false, true, false);
    const expected = ['2.1', '2.0', '1.1', '1.0'];
    for (const id of [newest.id, newest.series, `${newest.series};1.0`]) expect(await labels(id)).toEqual(expected);
    const copy = await checkOut(newest.id);
    for (const id of [copy.id, copy.uuid, newest.id]) expect(await labels(id)).toEqual(['pwc', ...expected]);
    const all = await versions(newest.id);
    expect(all.filter((version) => flag(version, 'cmis:isLatestVersion'))).toHaveLength(1);
    expect(all.filter((version) => flag(version, 'cmis:isLatestMajorVersion')).map(({ id }) => id)).toEqual([
      `${newest.series};2.0`,
    ]);
    const dates = all.slice(1).map(({ created }) => created);
    expect([...dates].sort((one, other) => other - one)).toEqual(dates);
    for (const version of all) expect(await get(version.id)).toEqual(version);
  });

  it('are found as the latest and the latest major one', async () => {
    const newest = await series(true, false);
    const latest = async (objectId: string, returnVersion: 'latest' | 'latestmajor') =>
      (await test.repository.getObject(admin, { objectId, returnVersion, selection: PLAIN })).object.id;
    for (const id of [newest.id, `${newest.series};1.0`, newest.series]) {
      expect(await latest(id, 'latest')).toBe(`${newest.series};2.1`);
      expect(await latest(id, 'latestmajor')).toBe(`${newest.series};2.0`);
    }
    const minor = await newDocument({ versioningState: 'minor' });
    expect(minor.id).toBe(`${minor.series};0.1`);
    expect(await failure(latest(minor.id, 'latestmajor'))).toBe('objectNotFound');
  });

  it('go one by one, and their labels never come back', async () => {
    const newest = await series(false, true);
    const { series: id } = newest;
    await remove(newest.id, false);
    expect(await labels(id)).toEqual(['1.1', '1.0']);
    expect(flag(await get(id), 'cmis:isLatestVersion')).toBe(true);
    expect(await test.textOf(admin, id)).toBe('version 1');
    expect(await failure(get(`${id};2.0`))).toBe('objectNotFound');
    await remove(`${id};1.0`, false);
    expect(await labels(id)).toEqual(['1.1']);
    const minor = await checkIn((await checkOut(id)).id, { major: false });
    expect(minor.id).toBe(`${id};2.1`);
    await remove(minor.id, false);
    expect((await checkIn((await checkOut(id)).id, { major: true })).id).toBe(`${id};3.0`);
    expect(await labels(id)).toEqual(['3.0', '1.1']);
  });

  it('go all at once, whichever is named, or the document with its only one', async () => {
    const newest = await series(true, true);
    await remove(`${newest.series};1.0`, true);
    expect(await failure(get(newest.series))).toBe('objectNotFound');
    const only = await newDocument();
    await remove(only.id, false);
    expect(await failure(get(only.series))).toBe('objectNotFound');
  });

  it('come back under the name that they had, unless a sibling has it meanwhile', async () => {
    for (const taken of [false, true]) {
      const document = await newDocument();
      const copy = await checkOut(document.id);
      const renamed = await checkIn(copy.id, { properties: { 'cmis:name': `new ${document.name}` } });
      if (taken) await newDocument({ name: document.name });
      await remove(renamed.id, false);
      expect((await get(document.id)).name).toBe(taken ? renamed.name : document.name);
    }
  });

  it('that are old take no change', async () => {
    const newest = await series(true);
    const objectId = `${newest.series};1.0`;
    const { repository } = test;
    const changes = [
      repository.updateProperties(admin, { objectId, properties: { 'cmis:description': 'x' } }),
      test
        .content('x')
        .then((content) => repository.setContentStream(admin, { objectId, content, overwriteFlag: true })),
      repository.deleteContentStream(admin, { objectId }),
      repository.checkOut(admin, objectId),
    ];
    expect(await Promise.all(changes.map(failure))).toEqual(changes.map(() => 'versioning'));
  });

  it('of a folder are refused', async () => {
    expect(await failure(versions(folder.id))).toBe('invalidArgument');
  });
});

describe('content written to a live document', () => {
  const set = (objectId: string, text: string, as: Request) =>
    test
      .content(text)
      .then((content) => test.repository.setContentStream(as, { objectId, content, overwriteFlag: true }));
  const append = async (objectId: string, text: string, input: { readonly last: boolean; readonly as: Request }) =>
    test.repository.appendContentStream(input.as, {
      objectId,
      content: await test.content(text),
      isLastChunk: input.last,
    });

  it('changes it in place on addresses of the standard', async () => {
    const document = await newDocument();
    const { view, newVersion } = await set(document.id, 'second', admin);
    expect([view.object.id, newVersion]).toEqual([document.id, false]);
    expect(view.object.changeToken).toBeGreaterThan(document.changeToken);
    expect(await labels(document.id)).toEqual(['1.0']);
  });

  it('makes a minor version on addresses of Alfresco', async () => {
    const alfresco = speaking(admin, 'alfresco');
    const document = await newDocument();
    const { view, newVersion } = await set(document.id, 'second', alfresco);
    expect([view.object.id, newVersion]).toEqual([`${document.series};1.1`, true]);
    const deleted = await test.repository.deleteContentStream(alfresco, { objectId: document.series });
    expect(deleted.view.object.id).toBe(`${document.series};1.2`);
    expect(await test.textOf(admin, document.id)).toBe('first');
    expect(await test.textOf(admin, view.object.id)).toBe('second');
    const copy = await checkOut(document.series);
    expect((await set(copy.id, 'on the copy', alfresco)).view.object.id).toBe(copy.id);
    await test.repository.cancelCheckOut(admin, copy.id);
    const plain = await make.document({ name: 'unversioned', in: folder, text: 'x', versioningState: 'major' });
    expect((await set(plain.id, 'y', alfresco)).newVersion).toBe(true);
  });

  it('makes one version of all chunks, and keeps what there was before the first', async () => {
    const alfresco = speaking(admin, 'alfresco');
    const document = await newDocument();
    const first = await append(document.id, ' second', { last: false, as: alfresco });
    expect([first.view.object.id, first.newVersion]).toEqual([document.id, false]);
    const second = await append(document.id, ' third', { last: false, as: alfresco });
    expect(second.view.object.id).toBe(document.id);
    expect(await labels(document.id)).toEqual(['1.0']);
    const last = await append(document.id, ' fourth', { last: true, as: alfresco });
    expect([last.view.object.id, last.newVersion]).toEqual([`${document.series};1.1`, true]);
    expect(await labels(document.id)).toEqual(['1.1', '1.0']);
    expect(await test.textOf(admin, last.view.object.id)).toBe('first second third fourth');
    expect(await test.textOf(admin, document.id)).toBe('first');
    expect(last.view.object.content?.pieces).toHaveLength(1);
  });

  it('keeps documents without versions without, until they are checked in', async () => {
    const alfresco = speaking(admin, 'alfresco');
    const document = (
      await test.repository.createDocument(alfresco, {
        properties: { 'cmis:name': 'no versions.txt', 'cmis:objectTypeId': 'cmis:document' },
        folderId: folder.id,
        content: await test.content('first'),
        versioningState: 'none',
      })
    ).object;
    expect(document.id).toBe(`${document.series};1.0`);
    expect((await set(document.id, 'second', alfresco)).view.object.id).toBe(document.id);
    const checkedIn = await checkIn((await checkOut(document.id)).id, { major: false });
    expect(checkedIn.id).toBe(`${document.series};1.1`);
    expect(await labels(document.id)).toEqual(['1.1', '1.0']);
  });
});

it('refuses changes of a document that is checked out', async () => {
  const document = await newDocument();
  await checkOut(document.id);
  const { repository } = test;
  const objectId = document.id;
  const changes = [
    repository.updateProperties(admin, { objectId, properties: { 'cmis:description': 'x' } }),
    test.content('x').then((content) => repository.setContentStream(admin, { objectId, content, overwriteFlag: true })),
    repository.deleteObject(admin, { objectId, allVersions: false }),
    repository.deleteObject(admin, { objectId, allVersions: true }),
  ];
  expect(await Promise.all(changes.map(failure))).toEqual(changes.map(() => 'versioning'));
});
