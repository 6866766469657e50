import type { Answer, BrowserClient } from '../cmis/browser/client';
import { named } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';
import {
  freshId,
  newType,
  property,
  sendType,
  typeOf,
  type NewProperty,
  type NewType,
  type TypeDefinition,
} from './type-fixtures';

let standard: Standard;
let admin: BrowserClient;
let person: BrowserClient;
beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  person = await standard.person('anna');
});
afterAll(() => standard.close());

const create = (more: NewType, client = admin): Promise<Answer> =>
  sendType(client, 'createType', { id: freshId(), parentId: 'cmis:document', ...more });
const definition = (typeId: string): Promise<Answer> => admin.get('repository', 'typeDefinition', { typeId });

describe('createType', () => {
  it('270: answers the definition with properties in the order sent', async () => {
    const ids = [freshId(), freshId(), freshId()].reverse();
    const answer = await create({ propertyDefinitions: Object.fromEntries(ids.map((id) => [id, property()])) });
    expect(answer.status).toBe(201);
    const own = Object.values(typeOf(answer).propertyDefinitions ?? {}).filter(({ inherited }) => !inherited);
    expect(own.map(({ id }) => id)).toEqual(ids);
  });
  it('271: below an unknown type is invalidArgument', async () =>
    expect(outcome(await create({ parentId: 'no:type' }))).toBe('invalidArgument'));
  it('272: below a type that cannot have subtypes is invalidArgument', async () => {
    const { typeMutability } = typeOf(await definition('I:cm:person'));
    expect(typeMutability.create).toBe(false);
    expect(outcome(await create({ parentId: 'I:cm:person' }))).toBe('invalidArgument');
  });
  it('273: by a user without the right is permissionDenied', async () =>
    expect(outcome(await create({}, person))).toBe('permissionDenied'));
  it('274: sets every attribute that is left out', async () => {
    const type = await newType(admin, { propertyDefinitions: { [freshId()]: { propertyType: 'string' } } });
    const text = expect.stringMatching(/./) as unknown;
    const flag = expect.any(Boolean) as unknown;
    const names = { localName: text, localNamespace: text, displayName: text, queryName: text, description: text };
    expect(type).toMatchObject({
      ...names,
      id: text,
      baseId: 'cmis:document',
      parentId: 'cmis:document',
      creatable: flag,
      fileable: flag,
      queryable: flag,
      fulltextIndexed: flag,
      includedInSupertypeQuery: flag,
      controllablePolicy: flag,
      controllableACL: flag,
      typeMutability: { create: true, update: true, delete: true },
    });
    const { localNamespace: _optional, ...namesOfProperty } = names;
    expect(Object.values(type.propertyDefinitions ?? {}).at(-1)).toMatchObject({
      ...namesOfProperty,
      cardinality: 'single',
      updatability: 'readwrite',
      inherited: false,
      required: false,
      queryable: true,
      orderable: true,
    });
  });
});

describe('updateType', () => {
  const number = (more: object = {}): NewProperty =>
    property({ propertyType: 'integer', minValue: 1, maxValue: 9, ...more });
  const choice = [{ displayName: 'A', value: 'a' }];
  let id: string;
  let type: TypeDefinition;
  const update = (definitions: NewType['propertyDefinitions'], typeId = type.id): Promise<Answer> =>
    sendType(admin, 'updateType', { id: typeId, propertyDefinitions: definitions ?? {} });
  const withProperty = async (given: NewProperty): Promise<void> => {
    id = freshId();
    type = await newType(admin, { propertyDefinitions: { [id]: given } });
  };

  it.each([
    ['276: of an inherited property is constraint', 'cm:title'],
    ['277: of a property of CMIS is constraint', 'cmis:name'],
  ])('%s', async (_, inherited) => {
    const parent = await newType(admin, { propertyDefinitions: { [freshId()]: property() } });
    const { id: typeId } = await newType(admin, { parentId: parent.id });
    const own = Object.values(parent.propertyDefinitions ?? {}).at(-1)?.id ?? '';
    const changed = inherited.startsWith('cmis:') ? inherited : own;
    const before = typeOf(await definition(typeId)).propertyDefinitions as Record<string, NewProperty>;
    expect(outcome(await update({ [changed]: { ...before[changed], displayName: 'other' } }, typeId))).toBe(
      'constraint',
    );
    expect(outcome(await update(before, typeId))).toBe(200);
  });
  it('278: of a type with subtypes is constraint', async () => {
    await withProperty(property());
    await newType(admin, { parentId: type.id });
    expect(outcome(await update({ [freshId()]: property() }))).toBe('constraint');
  });
  it('279: with a new property that is required and has no default is constraint', async () => {
    await withProperty(property());
    expect(outcome(await update({ [freshId()]: property({ required: true }) }))).toBe('constraint');
  });
  it.each([
    ['280: of an optional property to a required one is constraint', property(), property({ required: true })],
    [
      '281: that closes an open choice is constraint',
      property({ openChoice: true, choice }),
      property({ openChoice: false, choice }),
    ],
    ['283: that raises minValue is constraint', number(), number({ minValue: 2 })],
    ['284: that lowers maxLength is constraint', property({ maxLength: 9 }), property({ maxLength: 8 })],
    ['285: of the data type is constraint', property(), property({ propertyType: 'integer' })],
    ['286: of the cardinality is constraint', property(), property({ cardinality: 'multi' })],
  ])('%s', async (_, before, after) => {
    await withProperty(before);
    expect(outcome(await update({ [id]: after }))).toBe('constraint');
    expect(typeOf(await definition(type.id))).toEqual(type);
  });
  it('282: that leaves a choice out keeps it', async () => {
    await withProperty(property({ openChoice: false, choice }));
    await update({ [id]: property({ openChoice: false, choice: [{ displayName: 'B', value: 'b' }] }) });
    const choices = typeOf(await definition(type.id)).propertyDefinitions?.[id]?.choice;
    expect(choices?.map(({ value }) => [value].flat())).toEqual([['a'], ['b']]);
  });
  it('287: takes no attribute of the type', async () => {
    await withProperty(property());
    const changed = { id: type.id, displayName: 'other', description: 'other', creatable: false, queryName: 'other' };
    expect(outcome(await sendType(admin, 'updateType', changed))).toBe(200);
    expect(typeOf(await definition(type.id))).toEqual(type);
  });
  it.each([
    ['320: may make a required property optional', property({ required: true }), property({ required: false })],
    ['321: may lower minValue', number(), number({ minValue: 0 })],
  ])('%s', async (_, before, after) => {
    await withProperty(before);
    const answer = await update({ [id]: after });
    expect(answer.status).toBe(200);
    expect(typeOf(answer).propertyDefinitions?.[id]).toMatchObject(after);
  });
  it('leaves attributes that are not sent as they are', async () => {
    await withProperty(property({ queryName: freshId(), displayName: 'D', updatability: 'oncreate', required: true }));
    const answer = await update({ [id]: { propertyType: 'string', description: 'new' } });
    expect(typeOf(answer).propertyDefinitions?.[id]).toEqual({
      ...type.propertyDefinitions?.[id],
      description: 'new',
    });
  });
});

describe('deleteType', () => {
  const remove = (typeId: string): Promise<Answer> => admin.post('repository', 'deleteType', { typeId });
  it('288: of a type with instances is constraint', async () => {
    const { id } = await newType(admin);
    await standard.newDocument({ fields: named(id, fresh()) });
    expect(outcome(await remove(id))).toBe('constraint');
  });
  it('289: of a type with subtypes is constraint', async () => {
    const { id } = await newType(admin);
    await newType(admin, { parentId: id });
    expect(outcome(await remove(id))).toBe('constraint');
  });
  it('290: of an unused type leaves objectNotFound', async () => {
    const { id } = await newType(admin);
    expect(outcome(await remove(id))).toBe(200);
    expect(outcome(await definition(id))).toBe('objectNotFound');
  });
});
