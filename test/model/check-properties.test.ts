import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import { checkProperties, impliedSecondaryTypes, type PropertyCheck } from '../../src/model/check-properties';
import type { PropertyChanges, PropertyValue } from '../../src/model/properties';
import type { PropertyDefinition, PropertyType } from '../../src/model/property-definition';
import type { PrimaryType, SecondaryType, TypeDeclaration } from '../../src/model/type-definition';
import { TypeRegistry } from '../../src/model/type-registry';

const property = (
  id: string,
  propertyType: PropertyType,
  more: Partial<PropertyDefinition> = {},
): PropertyDefinition => ({
  id,
  localName: id,
  displayName: id,
  queryName: id,
  description: id,
  propertyType,
  cardinality: 'single',
  updatability: 'readwrite',
  inherited: false,
  required: false,
  queryable: true,
  orderable: false,
  ...more,
});

const document = BUILT_IN_TYPES.find((type) => type.id === 'cmis:document') as TypeDeclaration;
const secondary = BUILT_IN_TYPES.find((type) => type.id === 'cmis:secondary') as TypeDeclaration;
const contract = {
  ...document,
  id: 't:contract',
  queryName: 't:contract',
  parentId: 'cmis:document',
  propertyDefinitions: [
    property('t:text', 'string', { maxLength: 3 }),
    property('t:texts', 'string', { cardinality: 'multi' }),
    property('t:count', 'integer', { minValue: 0, maxValue: 10 }),
    property('t:whole', 'integer'),
    property('t:price', 'decimal', { minValue: 0.5 }),
    property('t:small', 'decimal', { precision: 32 }),
    property('t:flag', 'boolean', { defaultValue: [true] }),
    property('t:when', 'datetime'),
    property('t:day', 'datetime', { resolution: 'date' }),
    property('t:year', 'datetime', { resolution: 'year' }),
    property('t:link', 'uri'),
    property('t:page', 'html'),
    property('t:ref', 'id'),
    property('t:colour', 'string', {
      openChoice: false,
      choices: [
        { displayName: 'Red', value: ['red'] },
        { displayName: 'Blues', value: [], choice: [{ displayName: 'Navy', value: ['navy'] }] },
      ],
    }),
    property('t:open', 'string', { openChoice: true, choices: [{ displayName: 'A', value: ['a'] }] }),
    property('t:once', 'string', { updatability: 'oncreate' }),
    property('t:out', 'string', { updatability: 'whencheckedout' }),
    property('t:fixed', 'string', { updatability: 'readonly' }),
    property('t:kept', 'string', { required: true, defaultValue: ['kept'] }),
  ],
} as TypeDeclaration;
const strict = {
  ...secondary,
  id: 't:strict',
  queryName: 't:strict',
  parentId: 'cmis:secondary',
  propertyDefinitions: [
    property('t:must', 'string', { required: true }),
    property('t:level', 'integer', { defaultValue: [1] }),
  ],
} as TypeDeclaration;
const types = new TypeRegistry(
  1,
  [...BUILT_IN_TYPES, contract, strict].map((declaration, index) => ({ key: index + 1, declaration })),
);
const type = types.find('t:contract') as PrimaryType;
const secondaryType = (id: string) => types.findSecondary(id) as SecondaryType;

const check = (changes: PropertyChanges, more: Partial<PropertyCheck> = {}): PropertyChanges =>
  checkProperties({ types, type, secondaryTypes: [], changes, operation: 'update', isWorkingCopy: false, ...more });
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('property values', () => {
  test.each<[string, PropertyValue, PropertyValue | null]>([
    ['t:text', 'abc', 'abc'],
    ['t:text', '', ''],
    ['t:text', '😀😀😀', '😀😀😀'],
    ['t:text', ['one'], 'one'],
    ['t:text', [], null],
    ['t:texts', 'one', ['one']],
    ['t:texts', ['b', 'a', 'b'], ['b', 'a', 'b']],
    ['t:texts', [], null],
    ['t:count', 10, 10],
    ['t:whole', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['t:price', 0.5, 0.5],
    ['t:when', -1, -1],
    ['t:when', 1_700_000_000_123, 1_700_000_000_123],
    ['t:day', Date.UTC(2024, 4, 6, 7, 8), Date.UTC(2024, 4, 6)],
    ['t:year', Date.UTC(2024, 4, 6, 7, 8), Date.UTC(2024, 0, 1)],
    ['t:link', 'no uri at all', 'no uri at all'],
    ['t:page', '<b>', '<b>'],
    ['t:colour', 'navy', 'navy'],
    ['t:open', 'anything', 'anything'],
  ])('%s takes %j', (id, value, stored) => {
    expect(check({ [id]: value })).toEqual({ [id]: stored });
  });

  test.each<[string, PropertyValue, string]>([
    ['t:text', 'abcd', 'constraint'],
    ['t:text', ['a', 'b'], 'constraint'],
    ['t:text', 1, 'invalidArgument'],
    ['t:text', 'a\0', 'invalidArgument'],
    ['t:texts', ['a', '\udc00'], 'invalidArgument'],
    ['t:count', -1, 'constraint'],
    ['t:count', 11, 'constraint'],
    ['t:count', 1.5, 'invalidArgument'],
    ['t:count', '1', 'invalidArgument'],
    ['t:whole', 2 ** 53, 'constraint'],
    ['t:price', 0.4, 'constraint'],
    ['t:price', Number.NaN, 'invalidArgument'],
    ['t:small', 1e39, 'constraint'],
    ['t:flag', 'true', 'invalidArgument'],
    ['t:when', 9e15, 'constraint'],
    ['t:when', Number.POSITIVE_INFINITY, 'invalidArgument'],
    ['t:colour', 'green', 'constraint'],
    ['t:colour', 'Red', 'constraint'],
    ['t:fixed', 'x', 'constraint'],
    ['t:unheard', 'x', 'constraint'],
    ['cmis:creationDate', 0, 'constraint'],
  ])('%s refuses %j with %s', (id, value, code) => {
    expect(() => check({ [id]: value })).toThrow(refusal(code));
  });
});

describe('updatability', () => {
  const NEW = { 'cmis:name': 'n', 'cmis:objectTypeId': 't:contract' };
  const write = (id: string, operation: PropertyCheck['operation'], isWorkingCopy = false) =>
    check({ ...(operation === 'create' && NEW), [id]: 'x' }, { operation, isWorkingCopy });

  test('a property of the create call is settable then and never after', () => {
    expect(write('t:once', 'create')).toMatchObject({ 't:once': 'x' });
    expect(() => write('t:once', 'update')).toThrow(refusal('constraint'));
    expect(() => write('t:once', 'checkIn', true)).toThrow(refusal('constraint'));
  });

  test('a property of the working copy is settable there, at check-in and on create', () => {
    expect(write('t:out', 'create')).toMatchObject({ 't:out': 'x' });
    expect(write('t:out', 'update', true)).toEqual({ 't:out': 'x' });
    expect(write('t:out', 'checkIn', true)).toEqual({ 't:out': 'x' });
    expect(() => write('t:out', 'update')).toThrow(refusal('versioning'));
  });
});

describe('required properties and defaults', () => {
  const NEW = { 'cmis:name': 'n', 'cmis:objectTypeId': 't:contract' };

  test('defaults are filled in on create where nothing was said', () => {
    expect(check(NEW, { operation: 'create' })).toEqual({ ...NEW, 't:flag': true, 't:kept': 'kept' });
    expect(check({ ...NEW, 't:flag': null }, { operation: 'create' })).toMatchObject({ 't:flag': null });
  });

  test('a required property cannot be missing on create', () => {
    expect(() => check({ 'cmis:objectTypeId': 't:contract' }, { operation: 'create' })).toThrow(refusal('constraint'));
  });

  test('a required property falls back to its default when it is unset', () => {
    expect(check({ 't:kept': null })).toEqual({ 't:kept': 'kept' });
    expect(() => check({ 'cmis:name': null })).toThrow(refusal('constraint'));
    expect(() => check({ 'cmis:name': [] })).toThrow(refusal('constraint'));
    expect(check({ 't:text': null })).toEqual({ 't:text': null });
  });

  test('an added secondary type brings its defaults and what it requires', () => {
    const strictType = secondaryType('t:strict');
    const added = { secondaryTypes: [strictType], addedSecondaryTypes: [strictType] };
    expect(() => check({}, added)).toThrow(refusal('constraint'));
    expect(check({ 't:must': 'x' }, added)).toEqual({ 't:must': 'x', 't:level': 1 });
    expect(check({ 't:level': 2 }, { secondaryTypes: [strictType] })).toEqual({ 't:level': 2 });
  });
});

describe('properties of secondary types that the object does not have', () => {
  test('are refused, unless an unset is to be passed over', () => {
    expect(() => check({ 'cm:title': 'x' })).toThrow(refusal('constraint'));
    expect(() => check({ 'cm:title': null })).toThrow(refusal('constraint'));
    expect(check({ 'cm:title': null }, { ignoreForeignUnsets: true })).toEqual({});
    expect(() => check({ 't:unheard': null }, { ignoreForeignUnsets: true })).toThrow(refusal('constraint'));
    expect(check({ 'cm:title': 'x' }, { secondaryTypes: [secondaryType('P:cm:titled')] })).toEqual({ 'cm:title': 'x' });
  });

  test('imply the types that clients may assign', () => {
    const implied = (changes: PropertyChanges) =>
      impliedSecondaryTypes({ types, type, secondaryTypes: [], changes }).map(({ id }) => id);
    expect(implied({ 'cm:title': 'x', 'cm:description': 'y', 'exif:orientation': 1 })).toEqual([
      'P:cm:titled',
      'P:exif:exif',
    ]);
    expect(implied({ 'cm:title': null, 't:text': 'x', 't:unheard': 'x' })).toEqual([]);
    expect(implied({ 'qshare:sharedId': 'x', 'sys:hiddenFlag': true, 'cm:workingCopyMode': 'x' })).toEqual([]);
    expect(implied({ 'cm:userName': 'x' })).toEqual([]);
  });
});
