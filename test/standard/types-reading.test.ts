import type { Answer, Fields } from '../cmis/browser/client';
import { outcome, startStandard, type Standard } from './fixtures';
import {
  flat,
  newType,
  property,
  typeOf,
  type PropertyDefinition,
  type TypeDefinition,
  type TypeTree,
} from './type-fixtures';

const BASE_TYPES = ['cmis:document', 'cmis:folder', 'cmis:item', 'cmis:policy', 'cmis:relationship', 'cmis:secondary'];
const STREAM_ALLOWED = ['notallowed', 'allowed', 'required'];
const PRIMARY_BASE_TYPES = BASE_TYPES.filter((id) => id !== 'cmis:secondary');

let standard: Standard;
let parent: TypeDefinition;
let child: TypeDefinition;
let grandchild: TypeDefinition;
let types: readonly TypeDefinition[];
let byId: ReadonlyMap<string, TypeDefinition>;

beforeAll(async () => {
  standard = await startStandard();
  const propertyDefinitions = { 'reading:own': property(), 'reading:many': property({ cardinality: 'multi' }) };
  parent = await newType(standard.admin, { propertyDefinitions });
  child = await newType(standard.admin, { parentId: parent.id });
  await newType(standard.admin, { parentId: parent.id, queryable: false });
  grandchild = await newType(standard.admin, { parentId: child.id });
  await newType(standard.admin, { parentId: 'cmis:secondary', creatable: true, fileable: true });
  types = flat(await descendants({ includePropertyDefinitions: true }));
  byId = new Map(types.map((type) => [type.id, type]));
});
afterAll(() => standard.close());

const get = (selector: string, parameters: Fields = {}): Promise<Answer> =>
  standard.admin.get('repository', selector, parameters);
const children = async (parameters?: Fields) =>
  (await get('typeChildren', parameters)).json as {
    readonly types: readonly TypeDefinition[];
    readonly hasMoreItems: boolean;
  };
const descendants = async (parameters?: Fields): Promise<readonly TypeTree[]> =>
  (await get('typeDescendants', parameters)).json as readonly TypeTree[];
const definition = async (typeId: string): Promise<TypeDefinition> => typeOf(await get('typeDefinition', { typeId }));
const propertyOf = async (id: string, typeId = 'cmis:document'): Promise<PropertyDefinition | undefined> =>
  (await definition(typeId)).propertyDefinitions?.[id];
const ids = (list: readonly TypeDefinition[]): readonly string[] => list.map(({ id }) => id).sort();
const propertiesOf = (type: TypeDefinition | undefined): readonly PropertyDefinition[] =>
  Object.values(type?.propertyDefinitions ?? {});
const offending = (isWrong: (definition: PropertyDefinition, type: TypeDefinition) => boolean): readonly string[] =>
  types.flatMap((type) =>
    propertiesOf(type)
      .filter((one) => isWrong(one, type))
      .map(({ id }) => `${type.id} ${id}`),
  );

describe('getTypeChildren', () => {
  it('230: begins with document and folder', async () =>
    expect(ids((await children()).types)).toEqual(expect.arrayContaining(['cmis:document', 'cmis:folder'])));
  it('231: shows base types alone', async () => expect(ids((await children()).types)).toEqual(BASE_TYPES));
  it('232: shows the types below the given one', async () => {
    const page = await children({ typeId: parent.id });
    expect(page.types).toHaveLength(2);
    expect(page.types.every(({ parentId }) => parentId === parent.id)).toBe(true);
  });
  it('233: leaves property definitions out', async () =>
    expect((await children()).types.some((type) => 'propertyDefinitions' in type)).toBe(false));
  it('234: shows property definitions on demand', async () => {
    const page = await children({ includePropertyDefinitions: true });
    expect(page.types.filter((type) => propertiesOf(type).length > 0)).toHaveLength(PRIMARY_BASE_TYPES.length);
  });
  it('235: keeps to maxItems and says that there are more', async () =>
    expect(await children({ maxItems: 1 })).toMatchObject({ types: [{}], hasMoreItems: true }));
  it('236: of an unknown type is objectNotFound', async () =>
    expect(outcome(await get('typeChildren', { typeId: 'no:type' }))).toBe('objectNotFound'));
});

describe('getTypeDescendants', () => {
  it('237: shows every type', async () => {
    const walked: TypeDefinition[] = [...(await children()).types];
    for (const { id } of walked) walked.push(...(await children({ typeId: id })).types);
    expect(ids(flat(await descendants()))).toEqual(ids(walked));
  });
  it('238: without a type ignores the depth', async () =>
    expect(ids(flat(await descendants({ depth: 1 })))).toEqual(ids(types)));
  it.each([
    ['239: of a type with depth 0 is invalidArgument', 0],
    ['240: of a type with depth -5 is invalidArgument', -5],
  ])('%s', async (_, depth) =>
    expect(outcome(await get('typeDescendants', { typeId: 'cmis:document', depth }))).toBe('invalidArgument'),
  );
  it('241: with depth 1 shows direct children', async () => {
    const trees = await descendants({ typeId: parent.id, depth: 1 });
    expect(trees).toHaveLength(2);
    expect(flat(trees).every(({ parentId }) => parentId === parent.id)).toBe(true);
  });
  it('318: of a type shows at least two levels', async () =>
    expect(ids(flat(await descendants({ typeId: parent.id })))).toContain(grandchild.id));
});

describe('getTypeDefinition', () => {
  it('242: shows inherited properties too', async () =>
    expect(propertiesOf(await definition(grandchild.id)).map(({ id, inherited }) => [id, inherited])).toEqual(
      propertiesOf(await definition(parent.id)).map(({ id }) => [id, true]),
    ));
  it('243: of an unknown type is objectNotFound', async () =>
    expect(outcome(await get('typeDefinition', { typeId: 'no:type' }))).toBe('objectNotFound'));
  it.each(BASE_TYPES)('244: %s has no parent', async (id) =>
    expect(await definition(id)).not.toHaveProperty('parentId'),
  );
  it('245: other types have a parent with the same base type', () =>
    expect(
      types.filter(
        ({ id, parentId = '', baseId }) => !BASE_TYPES.includes(id) && byId.get(parentId)?.baseId !== baseId,
      ),
    ).toEqual([]));
  it.each([
    ['246: cmis:document is its own query name and base', { queryName: 'cmis:document', baseId: 'cmis:document' }],
    ['247: cmis:folder is its own query name, and fileable', { queryName: 'cmis:folder', fileable: true }],
    ['248: cmis:relationship is not fileable', { id: 'cmis:relationship', fileable: false }],
    ['249: cmis:secondary is not creatable', { id: 'cmis:secondary', creatable: false }],
    ['250: cmis:secondary is not fileable', { id: 'cmis:secondary', fileable: false }],
    [
      '251: cmis:secondary is not controllable',
      { id: 'cmis:secondary', controllablePolicy: false, controllableACL: false },
    ],
    ['310: documents are fileable and queryable', { id: 'cmis:document', fileable: true, queryable: true }],
    ['311: folders are queryable', { id: 'cmis:folder', queryable: true }],
  ])('%s', async (_, expected: { readonly id?: string; readonly queryName?: string }) =>
    expect(await definition(expected.id ?? expected.queryName ?? '')).toMatchObject(expected),
  );
  it('252: no secondary type is creatable', () =>
    expect(types.filter(({ baseId, creatable }) => baseId === 'cmis:secondary' && creatable)).toEqual([]));
  it('269: document types state versionable and contentStreamAllowed', () =>
    expect(
      types.filter(
        (type) =>
          type.baseId === 'cmis:document' &&
          (typeof type.versionable !== 'boolean' || !STREAM_ALLOWED.includes(type.contentStreamAllowed ?? '')),
      ),
    ).toEqual([]));
  it('317: types state their mutability', () =>
    expect(
      types.filter(({ typeMutability: { create, update, delete: remove } }) =>
        [create, update, remove].some((flag) => typeof flag !== 'boolean'),
      ),
    ).toEqual([]));
});

describe('property definitions', () => {
  const queryableAndOrderable = { queryable: true, orderable: true };
  it.each([
    [
      '253: cmis:name is a required string',
      'cmis:name',
      { required: true, propertyType: 'string', cardinality: 'single' },
    ],
    ['254: cmis:objectId is queryable and readonly', 'cmis:objectId', { queryable: true, updatability: 'readonly' }],
    ['255: cmis:createdBy is queryable and orderable', 'cmis:createdBy', queryableAndOrderable],
    ['255: cmis:creationDate is queryable and orderable', 'cmis:creationDate', queryableAndOrderable],
    ['255: cmis:lastModifiedBy is queryable and orderable', 'cmis:lastModifiedBy', queryableAndOrderable],
    ['255: cmis:lastModificationDate is queryable and orderable', 'cmis:lastModificationDate', queryableAndOrderable],
    [
      '256: cmis:changeToken is neither queryable nor orderable',
      'cmis:changeToken',
      { queryable: false, orderable: false },
    ],
    [
      '257: cmis:secondaryObjectTypeIds is multi-valued and not orderable',
      'cmis:secondaryObjectTypeIds',
      { cardinality: 'multi', orderable: false },
    ],
    [
      '258: cmis:secondaryObjectTypeIds is readwrite where there are secondary types',
      'cmis:secondaryObjectTypeIds',
      { updatability: 'readwrite' },
    ],
    [
      '267: cmis:isPrivateWorkingCopy is a readonly boolean',
      'cmis:isPrivateWorkingCopy',
      { propertyType: 'boolean', updatability: 'readonly' },
    ],
  ])('%s', async (_, id, expected) => expect(await propertyOf(id)).toMatchObject(expected));
  it('259: cmis:allowedChildObjectTypeIds is multi-valued, neither queryable nor orderable', async () =>
    expect(await propertyOf('cmis:allowedChildObjectTypeIds', 'cmis:folder')).toMatchObject({
      cardinality: 'multi',
      queryable: false,
      orderable: false,
    }));
  it('260: cmis:parentId is not orderable', async () =>
    expect(await propertyOf('cmis:parentId', 'cmis:folder')).toMatchObject({ orderable: false }));
  it.each([
    ['261: multi-valued properties are not orderable', (one) => one.cardinality === 'multi' && one.orderable],
    ['265: query names need no quoting', (one, type) => /[\s,"'\\.()]/.test(one.queryName + type.queryName)],
    ['312: readonly properties are not required', (one) => one.updatability === 'readonly' && one.required],
  ] as readonly [string, Parameters<typeof offending>[0]][])('%s', (_, isWrong) =>
    expect(offending(isWrong)).toEqual([]),
  );
  it('263: a type has every property of its base type', () =>
    expect(
      types.flatMap((type) =>
        propertiesOf(byId.get(type.baseId))
          .filter(({ id }) => !type.propertyDefinitions?.[id])
          .map(({ id }) => `${type.id} ${id}`),
      ),
    ).toEqual([]));
  it('264: one id has one data type, cardinality and query name', () => {
    const seen = new Map<string, string>();
    const kind = (one: PropertyDefinition): string => `${one.propertyType} ${one.cardinality} ${one.queryName}`;
    for (const one of types.flatMap(propertiesOf)) if (!seen.has(one.id)) seen.set(one.id, kind(one));
    expect(offending((one) => seen.get(one.id) !== kind(one))).toEqual([]);
  });
  it('266: the query names of base types are the ids', () =>
    expect(offending((one, type) => BASE_TYPES.includes(type.id) && one.queryName !== one.id)).toEqual([]));
  it.each(PRIMARY_BASE_TYPES)('268: %s has cmis:description', async (id) =>
    expect(await propertyOf('cmis:description', id)).toBeDefined(),
  );
});
