import { CmisError } from '../../../src/model/errors';
import { declareType } from '../../../src/model/new-type';
import type { TypeDeclaration } from '../../../src/model/type-definition';
import { TypeRegistry } from '../../../src/model/type-registry';
import { typeJson } from '../../../src/cmis/browser/type-json';
import { readType } from '../../../src/cmis/browser/type-reader';
import { types } from './types';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CmisError) return error.code;
    throw error;
  }
  return 'nothing';
};
const definition = { propertyType: 'string', cardinality: 'single' };
/** As the repository keeps it. */
const read = (type: unknown): TypeDeclaration => declareType(types, readType(JSON.stringify(type)));

it('fills in what a client leaves out', () => {
  const type = read({
    id: 'x:y',
    parentId: 'cmis:document',
    creatable: false,
    propertyDefinitions: { 'x:p': definition },
  });
  expect(type).toMatchObject({
    id: 'x:y',
    parentId: 'cmis:document',
    baseId: 'cmis:document',
    localName: 'x:y',
    queryName: 'x:y',
    displayName: 'x:y',
    creatable: false,
    fileable: true,
    contentStreamAllowed: 'allowed',
    typeMutability: { create: true, update: true, delete: true },
  });
  expect(type.propertyDefinitions).toEqual([
    {
      id: 'x:p',
      localName: 'x:p',
      displayName: 'x:p',
      queryName: 'x:p',
      description: 'x:p',
      propertyType: 'string',
      cardinality: 'single',
      updatability: 'readwrite',
      inherited: false,
      required: false,
      queryable: true,
      orderable: true,
    },
  ]);
  expect(type).not.toHaveProperty('key');
});

it('reads back what it writes, in the same order', () => {
  const sent = {
    id: 'x:y',
    localName: 'y',
    localNamespace: 'urn:x',
    displayName: 'Y',
    queryName: 'x:y',
    description: 'A type',
    baseId: 'cmis:document',
    parentId: 'cmis:document',
    creatable: true,
    fileable: true,
    queryable: true,
    fulltextIndexed: false,
    includedInSupertypeQuery: true,
    controllablePolicy: true,
    controllableACL: true,
    typeMutability: { create: true, update: true, delete: true },
    versionable: false,
    contentStreamAllowed: 'required',
    propertyDefinitions: {
      'x:z': {
        ...definition,
        id: 'x:z',
        maxLength: 5,
        defaultValue: 'a',
        openChoice: false,
        choice: [{ displayName: 'A', value: 'a', choice: [{ displayName: 'B', value: 'b' }] }],
      },
      'x:a': {
        propertyType: 'decimal',
        cardinality: 'multi',
        minValue: 1.5,
        maxValue: 2,
        precision: '64',
        defaultValue: [1.5, 2],
      },
      'x:m': { propertyType: 'datetime', cardinality: 'single', resolution: 'date', defaultValue: 432_000_000 },
      'x:b': { propertyType: 'integer', cardinality: 'single', minValue: -1, maxValue: 3 },
    },
  };
  const registry = new TypeRegistry(2, [
    ...[...types.all()].map(({ propertyDefinitions, ...type }) => ({
      key: type.key,
      declaration: { ...type, propertyDefinitions: [...propertyDefinitions.values()] } as never,
    })),
    { key: 9999, declaration: read(sent) },
  ]);
  const type = registry.find('x:y');
  if (!type) throw new Error('The type is not there.');
  const wire = JSON.parse(
    typeJson(type, { includePropertyDefinitions: true, dateTimeFormat: 'simple' }),
  ) as typeof sent;
  const { propertyDefinitions, ...attributes } = sent;
  expect(wire).toMatchObject(attributes);
  const own = Object.keys(wire.propertyDefinitions).filter((id) => id.startsWith('x:'));
  expect(own).toEqual(['x:z', 'x:a', 'x:m', 'x:b']);
  expect(wire.propertyDefinitions).toMatchObject(propertyDefinitions);
});

it.each<[string, unknown]>([
  ['no object', [1]],
  ['no id', { parentId: 'cmis:document' }],
  ['an empty id', { id: '', parentId: 'cmis:document' }],
  ['no parent', { id: 'x:y' }],
  ['an unknown parent', { id: 'x:y', parentId: 'x:z' }],
  ['the base of another', { id: 'x:y', parentId: 'cmis:document', baseId: 'cmis:folder' }],
  ['a number as a name', { id: 'x:y', parentId: 'cmis:document', localName: 5 }],
  ['a text as a flag', { id: 'x:y', parentId: 'cmis:document', creatable: 'true' }],
  ['a NUL', { id: 'x:y\0', parentId: 'cmis:document' }],
  ['half a character', { id: 'x:y', parentId: 'cmis:document', displayName: '\ud800' }],
  ['a list of definitions', { id: 'x:y', parentId: 'cmis:document', propertyDefinitions: [definition] }],
  ['an unknown kind', { id: 'x:y', parentId: 'cmis:document', contentStreamAllowed: 'maybe' }],
  [
    'no property type',
    { id: 'x:y', parentId: 'cmis:document', propertyDefinitions: { 'x:p': { cardinality: 'single' } } },
  ],
  [
    'an odd cardinality',
    { id: 'x:y', parentId: 'cmis:document', propertyDefinitions: { 'x:p': { ...definition, cardinality: 'two' } } },
  ],
  ['two ids', { id: 'x:y', parentId: 'cmis:document', propertyDefinitions: { 'x:p': { ...definition, id: 'x:q' } } }],
  [
    'a default of another type',
    { id: 'x:y', parentId: 'cmis:document', propertyDefinitions: { 'x:p': { ...definition, defaultValue: 5 } } },
  ],
  [
    'an odd precision',
    {
      id: 'x:y',
      parentId: 'cmis:document',
      propertyDefinitions: { 'x:p': { ...definition, propertyType: 'decimal', precision: 33 } },
    },
  ],
])('refuses a type with %s', (_case, type) => {
  expect(codeOf(() => read(type))).toBe('invalidArgument');
});

it('refuses text that is no JSON, and choices without an end', () => {
  expect(codeOf(() => readType('{'))).toBe('invalidArgument');
  const deep = '{"choice":['.repeat(5000) + ']}'.repeat(5000);
  const text = `{"id":"x:y","parentId":"cmis:document","propertyDefinitions":{"x:p":{"propertyType":"string","cardinality":"single","choice":[${deep}]}}}`;
  expect(codeOf(() => readType(text))).toBe('invalidArgument');
});

it('leaves out what the client leaves out', () => {
  const text = '{"id":"x:y","propertyDefinitions":{"x:p":{"propertyType":"string"}}}';
  expect(readType(text)).toEqual({ id: 'x:y', propertyDefinitions: [{ id: 'x:p', propertyType: 'string' }] });
});
