import { PLAIN } from '../../src/repository/values/object-view';
import type { ObjectSelection } from '../../src/repository/values/object-view';
import { propertyValue } from '../../src/repository/values/object-properties';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, speaking, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let admin: Request;
let folder: StoredObject;
beforeAll(async () => {
  test = await openTestRepository({ countLimit: 5 });
  ({ admin } = test);
  make = maker(test, admin);
  folder = await make.folder({ name: 'ends' });
});
afterAll(() => test.close());

let made = 0;
const newDocument = (more: object = {}): Promise<StoredObject> =>
  make.document({ name: `document ${made++}`, in: folder, ...more });
const NONE = '00000000-0000-4000-8000-000000000000';

interface Asked {
  readonly as?: Request;
  readonly direction?: 'source' | 'target' | 'either';
  readonly typeId?: string;
  readonly below?: boolean;
  readonly max?: number;
  readonly skip?: number;
}

async function relationshipsOf(object: StoredObject | string, asked: Asked = {}) {
  const page = await test.repository.getObjectRelationships(asked.as ?? admin, {
    objectId: typeof object === 'string' ? object : object.id,
    direction: asked.direction ?? 'either',
    ...(asked.typeId !== undefined && { typeId: asked.typeId }),
    includeSubRelationshipTypes: asked.below ?? false,
    page: { maxItems: asked.max ?? 100, skipCount: asked.skip ?? 0 },
    selection: PLAIN,
  });
  return { ids: page.items.map((view) => view.object.id), more: page.hasMoreItems, total: page.numItems };
}

it('joins two objects and changes neither', async () => {
  const [source, target] = [await newDocument(), await newDocument()];
  const relationship = await make.relationship(source, target);
  expect(propertyValue(relationship, 'cmis:sourceId')).toBe(source.id);
  expect(propertyValue(relationship, 'cmis:targetId')).toBe(target.id);
  for (const end of [source, target]) {
    const { object } = await test.repository.getObject(admin, { objectId: end.id, selection: PLAIN });
    expect(object).toEqual(end);
  }
  const { object } = await test.repository.getObject(admin, { objectId: relationship.id, selection: PLAIN });
  expect({ ...object, access: 0 }).toEqual({ ...relationship, access: 0 });
});

describe('a relationship that belongs to a secondary type', () => {
  const join = (source: StoredObject, target: StoredObject, as: Request) =>
    test.repository.createRelationship(as, {
      properties: {
        'cmis:objectTypeId': 'R:cm:replaces',
        'cmis:name': 'replaces',
        'cmis:sourceId': source.id,
        'cmis:targetId': target.id,
      },
    });
  const secondaryTypes = async (object: StoredObject) =>
    (await test.repository.getObject(admin, { objectId: object.id, selection: PLAIN })).object.secondaryTypes.map(
      ({ id }) => id,
    );

  it('gives it to the source in the dialect of Alfresco, and wants it there in the standard', async () => {
    const [source, target] = [await newDocument(), await newDocument()];
    expect(await failure(join(source, target, admin))).toBe('constraint');
    await join(source, target, speaking(admin, 'alfresco'));
    expect([await secondaryTypes(source), await secondaryTypes(target)]).toEqual([['P:cm:replaceable'], []]);
    await join(source, target, admin);
    expect((await relationshipsOf(source, { direction: 'source' })).ids).toHaveLength(2);
  });

  it('is not made by who may not write the source, nor from what is checked out', async () => {
    const reader = speaking(await test.person('reads ends'), 'alfresco');
    const [source, target] = [await newDocument(), await newDocument()];
    expect(await failure(join(source, target, reader))).toBe('permissionDenied');
    await test.repository.checkOut(admin, source.id);
    expect(await failure(join(source, target, speaking(admin, 'alfresco')))).toBe('versioning');
    expect(await secondaryTypes(source)).toEqual([]);
  });
});

describe('the relationships of an object', () => {
  let [a, b, c]: StoredObject[] = [];
  let [ab, ba, ac, aa]: StoredObject[] = [];
  beforeAll(async () => {
    [a, b, c] = [
      await newDocument(),
      await newDocument({ properties: { 'cmis:secondaryObjectTypeIds': ['P:cm:replaceable'] } }),
      await make.folder({ name: 'c', in: folder }),
    ];
    ab = await make.relationship(a, b);
    ba = await make.relationship(b, a, 'R:cm:replaces');
    ac = await make.relationship(a, c);
    aa = await make.relationship(a, a);
  });
  const ids = (...objects: (StoredObject | undefined)[]) => objects.map((object) => object?.id);

  it('are those of the direction and type asked for', async () => {
    const of = async (asked: Asked) => (await relationshipsOf(a as StoredObject, asked)).ids;
    expect(await of({ direction: 'source' })).toEqual(ids(ab, ac, aa));
    expect(await of({ direction: 'target' })).toEqual(ids(ba, aa));
    expect(await of({ direction: 'either' })).toEqual(ids(ab, ba, ac, aa));
    expect(await of({ typeId: 'R:cm:replaces' })).toEqual(ids(ba));
    expect(await of({ typeId: 'cmis:relationship' })).toEqual(ids(ab, ac, aa));
    expect(await of({ typeId: 'cmis:relationship', below: true })).toEqual(ids(ab, ba, ac, aa));
    expect(await of({ below: true })).toEqual(ids(ab, ba, ac, aa));
    expect((await relationshipsOf(ab as StoredObject)).ids).toEqual([]);
    expect(await failure(of({ typeId: 'no:such' }))).toBe('objectNotFound');
    expect(await failure(of({ typeId: 'cmis:document' }))).toBe('invalidArgument');
  });

  it('come in pages, with a total up to the limit', async () => {
    const page = (max: number, skip: number) => relationshipsOf(a as StoredObject, { max, skip });
    expect(await page(2, 0)).toEqual({ ids: ids(ab, ba), more: true, total: 4 });
    expect(await page(2, 2)).toEqual({ ids: ids(ac, aa), more: false, total: 4 });
    expect(await page(2, 9)).toEqual({ ids: [], more: false, total: 4 });
    expect(await page(0, 0)).toEqual({ ids: [], more: true, total: 4 });
  });

  it('come with it, and with every child of a folder, in one statement for all', async () => {
    const selection = (includeRelationships: ObjectSelection['includeRelationships']) => ({
      ...PLAIN,
      includeRelationships,
    });
    const objectId = (a as StoredObject).id;
    const of = async (include: ObjectSelection['includeRelationships']) =>
      (await test.repository.getObject(admin, { objectId, selection: selection(include) })).relationships?.map(
        (view) => view.object.id,
      );
    expect(await of('source')).toEqual(ids(ab, ac, aa));
    expect(await of('target')).toEqual(ids(ba, aa));
    expect(await of('both')).toEqual(ids(ab, ba, ac, aa));
    expect(await of('none')).toBeUndefined();
    const list = () =>
      test.repository.getChildren(admin, {
        folderId: folder.id,
        page: { maxItems: 100, skipCount: 0 },
        selection: selection('both'),
      });
    const { items } = await list();
    const relationships = new Map(items.map((view) => [view.object.id, view.relationships?.map((r) => r.object.id)]));
    expect(relationships.get(objectId)).toEqual(ids(ab, ba, ac, aa));
    expect(relationships.get((b as StoredObject).id)).toEqual(ids(ab, ba));
    expect((await test.statementsOf(list)).length).toBeLessThanOrEqual(3);
  });

  it('are of the document, whichever version is asked', async () => {
    const { object: copy } = await test.repository.checkOut(admin, (b as StoredObject).id);
    const { series } = b as StoredObject;
    const { object } = await test.repository.checkIn(admin, { objectId: copy.id, major: true, properties: {} });
    for (const id of [object.id, series, `${series};1.0`]) expect((await relationshipsOf(id)).ids).toEqual(ids(ab, ba));
  });

  it('go with either end', async () => {
    const [source, target] = [await newDocument(), await newDocument()];
    const [one, two] = [await make.relationship(source, target), await make.relationship(target, source)];
    await test.repository.deleteObject(admin, { objectId: one.id, allVersions: true });
    expect((await relationshipsOf(source)).ids).toEqual([two.id]);
    await test.repository.deleteObject(admin, { objectId: target.id, allVersions: true });
    expect((await relationshipsOf(source)).ids).toEqual([]);
    expect(await failure(test.repository.getObject(admin, { objectId: two.id, selection: PLAIN }))).toBe(
      'objectNotFound',
    );
  });
});

describe('rights', () => {
  let [writer, reader]: Request[] = [];
  beforeAll(async () => {
    writer = await test.person('writer');
    reader = await test.person('reader');
  });

  it('to make one are to write the source and to read the target', async () => {
    const addACEs = [{ principalId: 'writer', permissions: ['cmis:write'] }];
    const [writable, readable, hidden] = [
      await newDocument({ addACEs }),
      await newDocument(),
      await make.document({ name: 'hidden' }),
    ];
    const theirs = maker(test, writer as Request);
    expect(await failure(theirs.relationship(writable, readable))).toBe('none');
    expect(await failure(theirs.relationship(readable, writable))).toBe('permissionDenied');
    expect(await failure(theirs.relationship(writable, hidden))).toBe('permissionDenied');
  });

  it('to see one are to see both ends', async () => {
    const [shown, hidden] = [await newDocument(), await make.document({ name: 'hidden' })];
    const seen = await make.relationship(shown, await newDocument());
    const unseen = await make.relationship(shown, hidden);
    expect(await relationshipsOf(shown, { as: reader as Request })).toEqual({ ids: [seen.id], more: false, total: 1 });
    const get = (objectId: string) => test.repository.getObject(reader as Request, { objectId, selection: PLAIN });
    expect((await get(seen.id)).object.id).toBe(seen.id);
    expect(await failure(get(unseen.id))).toBe('permissionDenied');
  });
});

describe('a relationship is refused', () => {
  const create = (properties: Readonly<Record<string, string>>, more: object = {}) =>
    test.repository.createRelationship(admin, {
      properties: { 'cmis:objectTypeId': 'cmis:relationship', 'cmis:name': 'r', ...properties },
      ...more,
    });

  it.each([
    ['without a source', 'invalidArgument', (id: string) => ({ 'cmis:targetId': id })],
    [
      'with an end that is not there',
      'objectNotFound',
      (id: string) => ({ 'cmis:sourceId': id, 'cmis:targetId': NONE }),
    ],
    [
      'of a type that is none',
      'constraint',
      (id: string) => ({ 'cmis:sourceId': id, 'cmis:targetId': id, 'cmis:objectTypeId': 'cmis:item' }),
    ],
  ])('%s with %s', async (_, code, properties) => {
    expect(await failure(create(properties((await newDocument()).id)))).toBe(code);
  });

  it('between ends of types that its own does not allow, in a folder, and with rights of its own', async () => {
    const [document, item] = [await newDocument(), await make.item({ name: 'an item' })];
    const ends = { 'cmis:sourceId': document.id, 'cmis:targetId': document.id };
    const { id } = await test.repository.createType(admin, {
      id: 'my:link',
      parentId: 'cmis:relationship',
      allowedSourceTypes: ['cmis:document'],
      allowedTargetTypes: ['cmis:folder'],
      propertyDefinitions: [],
    });
    expect(await failure(make.relationship(document, folder, id))).toBe('none');
    expect(await failure(make.relationship(item, folder, id))).toBe('constraint');
    expect(await failure(make.relationship(document, document, id))).toBe('constraint');
    expect(await failure(create(ends, { folderId: folder.id }))).toBe('constraint');
    expect(await failure(create(ends, { addACEs: [{ principalId: 'x', permissions: ['cmis:read'] }] }))).toBe(
      'constraint',
    );
  });

  it('between working copies, old versions and other relationships', async () => {
    const document = await newDocument();
    const { object: copy } = await test.repository.checkOut(admin, document.id);
    expect(await failure(make.relationship(copy, folder))).toBe('invalidArgument');
    const { object } = await test.repository.checkIn(admin, { objectId: copy.id, major: true, properties: {} });
    expect(await failure(make.relationship(document, folder))).toBe('invalidArgument');
    const relationship = await make.relationship(object, folder);
    expect(['constraint', 'invalidArgument']).toContain(await failure(make.relationship(relationship, folder)));
  });

  it('cleanly when an end goes at the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const [source, target] = [await newDocument(), await newDocument()];
      const [made] = await Promise.all([
        failure(make.relationship(source, target)),
        test.repository.deleteObject(admin, { objectId: target.id, allVersions: true }),
      ]);
      expect(['none', 'objectNotFound']).toContain(made);
      expect((await relationshipsOf(source)).ids).toEqual([]);
    }
  });
});
