import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import { changeType } from '../../src/model/changed-type';
import type { NewProperty } from '../../src/model/new-property';
import { declareType, type NewType } from '../../src/model/new-type';
import type { TypeDeclaration, TypeDefinition } from '../../src/model/type-definition';
import { TypeRegistry } from '../../src/model/type-registry';

const registry = (...more: readonly TypeDeclaration[]) =>
  new TypeRegistry(
    1,
    [...BUILT_IN_TYPES, ...more].map((declaration, index) => ({ key: index + 1, declaration })),
  );
const builtIn = registry();
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

const declare = (input: Partial<NewType>, types = builtIn) =>
  declareType(types, { id: 't:new', parentId: 'cmis:document', propertyDefinitions: [], ...input });
const withProperties = (...propertyDefinitions: readonly NewProperty[]) => declare({ propertyDefinitions });

describe('a new type', () => {
  test('gets every attribute that was left out', () => {
    expect(declare({})).toEqual({
      id: 't:new',
      baseId: 'cmis:document',
      parentId: 'cmis:document',
      localName: 't:new',
      localNamespace: builtIn.find('cmis:document')?.localNamespace,
      displayName: 't:new',
      queryName: 't:new',
      description: 't:new',
      creatable: true,
      fileable: true,
      queryable: true,
      fulltextIndexed: true,
      includedInSupertypeQuery: true,
      controllablePolicy: true,
      controllableACL: true,
      versionable: true,
      contentStreamAllowed: 'allowed',
      typeMutability: { create: true, update: true, delete: true },
      mandatorySecondaryTypeIds: [],
      propertyDefinitions: [],
    });
  });

  test('keeps what was sent', () => {
    const sent: NewType = {
      id: 't:new',
      parentId: 'cmis:document',
      localName: 'local',
      localNamespace: 'http://local',
      displayName: 'Shown',
      queryName: 't:queried',
      description: 'Said',
      creatable: false,
      fileable: false,
      queryable: false,
      fulltextIndexed: false,
      includedInSupertypeQuery: false,
      controllablePolicy: false,
      controllableACL: false,
      versionable: false,
      contentStreamAllowed: 'required',
      propertyDefinitions: [],
    };
    expect(declare(sent)).toMatchObject(sent);
  });

  test.each<[string, Partial<NewType>, object]>([
    [
      'cmis:secondary',
      { creatable: true, fileable: true, controllableACL: true, controllablePolicy: true },
      { creatable: false, fileable: false, controllableACL: false, controllablePolicy: false },
    ],
    ['cmis:folder', { fileable: false }, { fileable: true }],
    [
      'cmis:relationship',
      { fileable: true, allowedSourceTypes: ['cmis:folder'] },
      { fileable: false, allowedSourceTypes: ['cmis:folder'], allowedTargetTypes: [] },
    ],
    ['D:dl:task', {}, { mandatorySecondaryTypeIds: ['P:cm:titled', 'P:cm:attachable', 'P:dl:gantt'] }],
  ])('below %s has what its base type fixes', (parentId, sent, expected) => {
    expect(declare({ parentId, ...sent })).toMatchObject({ parentId, ...expected });
  });

  test('is queried without the letter of its base type', () => {
    expect(declare({ id: 'D:my:contract-draft' })).toMatchObject({ queryName: 'my:contract_x002d_draft' });
  });

  test.each<[string, string, Partial<NewType>]>([
    ['has no id', 'invalidArgument', { id: '' }],
    ['has no parent', 'invalidArgument', { parentId: '' }],
    ['has an unknown parent', 'invalidArgument', { parentId: 't:nowhere' }],
    ['is below what only services manage', 'invalidArgument', { parentId: 'I:cm:person' }],
    ['has another base than its parent', 'invalidArgument', { baseId: 'cmis:folder' }],
    ['has a taken id', 'constraint', { id: 'D:fm:post' }],
    ['has an id of the standard', 'constraint', { id: 'cmis:mine' }],
    ['has an id with a comma', 'constraint', { id: 't:a,b' }],
    ['has an id that objects have by nature', 'constraint', { id: 'constructor' }],
    ['has a taken query name in another case', 'constraint', { queryName: 'FM:Post' }],
    ['has a query name with a blank', 'constraint', { queryName: 'a b' }],
    ['has a query name with a dot', 'constraint', { queryName: 'a.b' }],
    ['relates unknown types', 'constraint', { parentId: 'cmis:relationship', allowedTargetTypes: ['t:nowhere'] }],
  ])('that %s is refused with %s', (_, code, input) => {
    expect(() => declare(input)).toThrow(refusal(code));
  });
});

describe('properties of a new type', () => {
  test('keep their order and get every attribute that was left out', () => {
    const made = withProperties(
      { id: 't:b', propertyType: 'string' },
      { id: 't:a', propertyType: 'id', cardinality: 'multi' },
    );
    expect(made.propertyDefinitions).toEqual([
      {
        id: 't:b',
        localName: 't:b',
        displayName: 't:b',
        queryName: 't:b',
        description: 't:b',
        propertyType: 'string',
        cardinality: 'single',
        updatability: 'readwrite',
        inherited: false,
        required: false,
        queryable: true,
        orderable: true,
      },
      expect.objectContaining({ id: 't:a', cardinality: 'multi', orderable: false }),
    ]);
  });

  test('are not queryable where the type is not', () => {
    const made = declare({
      queryable: false,
      propertyDefinitions: [{ id: 't:a', propertyType: 'string', queryable: true }],
    });
    expect(made.propertyDefinitions[0]).toMatchObject({ queryable: false, orderable: false });
  });

  test('that are marked as inherited are passed over', () => {
    const name = builtIn.property('cmis:name') as NewProperty;
    expect(
      withProperties({ ...name, inherited: true }, { id: 't:a', propertyType: 'string' }).propertyDefinitions,
    ).toHaveLength(1);
  });

  test.each<[string, string, NewProperty]>([
    ['an inherited id', 'constraint', { id: 'cmis:name', propertyType: 'string' }],
    ['an id of the standard', 'constraint', { id: 'cmis:new', propertyType: 'string' }],
    ['an id that objects have by nature', 'constraint', { id: '__proto__', propertyType: 'string' }],
    ['another data type than elsewhere', 'constraint', { id: 'exif:flash', propertyType: 'string' }],
    [
      'another cardinality than elsewhere',
      'constraint',
      { id: 'exif:flash', propertyType: 'boolean', cardinality: 'multi' },
    ],
    [
      'another query name than elsewhere',
      'constraint',
      { id: 'exif:flash', propertyType: 'boolean', queryName: 'flash' },
    ],
    [
      'the query name of another property',
      'constraint',
      { id: 't:a', propertyType: 'string', queryName: 'EXIF:flash' },
    ],
    ['the id of a property that is read-only', 'constraint', { id: 'qshare:sharedId', propertyType: 'string' }],
    ['limits the wrong way round', 'constraint', { id: 't:a', propertyType: 'integer', minValue: 2, maxValue: 1 }],
    ['a limit that no integer reaches', 'invalidArgument', { id: 't:a', propertyType: 'integer', minValue: 1.5 }],
    ['a length of nothing', 'constraint', { id: 't:a', propertyType: 'string', maxLength: 0 }],
    [
      'a default that is too long',
      'constraint',
      { id: 't:a', propertyType: 'string', maxLength: 1, defaultValue: ['ab'] },
    ],
    ['a default of another type', 'invalidArgument', { id: 't:a', propertyType: 'integer', defaultValue: ['ab'] }],
    ['two defaults for one value', 'constraint', { id: 't:a', propertyType: 'integer', defaultValue: [1, 2] }],
    [
      'a default that is no choice',
      'constraint',
      { id: 't:a', propertyType: 'integer', defaultValue: [1], choices: [{ displayName: 'Two', value: [2] }] },
    ],
    [
      'a choice without value',
      'constraint',
      { id: 't:a', propertyType: 'integer', choices: [{ displayName: 'Two', value: [] }] },
    ],
    [
      'a choice of another type',
      'invalidArgument',
      { id: 't:a', propertyType: 'integer', choices: [{ displayName: 'Two', value: ['2'] }] },
    ],
  ])('with %s are refused with %s', (_, code, property) => {
    expect(() => withProperties(property)).toThrow(refusal(code));
  });

  test('has choices and a default as objects keep them', () => {
    const noon = Date.UTC(2020, 8, 13, 12);
    const midnight = Date.UTC(2020, 8, 13);
    const day: NewProperty = {
      id: 't:day',
      propertyType: 'datetime',
      resolution: 'date',
      openChoice: false,
      choices: [{ displayName: 'Days', value: [], choice: [{ displayName: 'That day', value: [noon] }] }],
      defaultValue: [noon],
    };
    expect(withProperties(day).propertyDefinitions[0]).toMatchObject({
      choices: [{ value: [], choice: [{ value: [midnight] }] }],
      defaultValue: [midnight],
    });
    const original = withProperties(day);
    const types = registry(original);
    const change = { id: 't:new', propertyDefinitions: [day] };
    expect(changeType(types, types.find('t:new') as TypeDefinition, change)).toEqual(original);
  });

  test('cannot share an id or a query name', () => {
    expect(() => withProperties({ id: 't:a', propertyType: 'string' }, { id: 't:a', propertyType: 'string' })).toThrow(
      refusal('constraint'),
    );
    expect(() =>
      withProperties({ id: 't:a', propertyType: 'string' }, { id: 't:b', propertyType: 'string', queryName: 'T:A' }),
    ).toThrow(refusal('constraint'));
  });
});

describe('changing a type', () => {
  const original = withProperties(
    { id: 't:text', propertyType: 'string', maxLength: 10, required: true, defaultValue: ['x'] },
    { id: 't:free', propertyType: 'string' },
    { id: 't:count', propertyType: 'integer', minValue: 1, maxValue: 9 },
    { id: 't:open', propertyType: 'string', openChoice: true, choices: [{ displayName: 'A', value: ['a'] }] },
    { id: 't:closed', propertyType: 'string', openChoice: false, choices: [{ displayName: 'A', value: ['a'] }] },
  );
  const types = registry(original);
  const type = types.find('t:new') as TypeDefinition;
  const change = (...propertyDefinitions: readonly NewProperty[]) =>
    changeType(types, type, { id: 't:new', propertyDefinitions });
  const changed = (property: NewProperty) => change(property).propertyDefinitions.find(({ id }) => id === property.id);

  test('adds properties behind those that it has, in the order sent', () => {
    const after = change({ id: 't:z', propertyType: 'html' }, { id: 't:y', propertyType: 'uri' });
    expect(after.propertyDefinitions.map(({ id }) => id)).toEqual([
      't:text',
      't:free',
      't:count',
      't:open',
      't:closed',
      't:z',
      't:y',
    ]);
    expect({ ...after, propertyDefinitions: [] }).toEqual({ ...original, propertyDefinitions: [] });
  });

  test.each<[string, NewProperty, object]>([
    [
      'required to optional',
      { id: 't:text', propertyType: 'string', required: false, maxLength: 10 },
      { required: false, maxLength: 10 },
    ],
    [
      'a longer text',
      { id: 't:text', propertyType: 'string', maxLength: 20 },
      { maxLength: 20, defaultValue: ['x'], required: true },
    ],
    [
      'wider limits',
      { id: 't:count', propertyType: 'integer', minValue: 0, maxValue: 10 },
      { minValue: 0, maxValue: 10 },
    ],
    [
      'another display name',
      { id: 't:free', propertyType: 'string', displayName: 'Free' },
      { displayName: 'Free', queryName: 't:free' },
    ],
    [
      'open choices',
      { id: 't:closed', propertyType: 'string', openChoice: true },
      { openChoice: true, choices: [{ displayName: 'A', value: ['a'] }] },
    ],
    [
      'more choices and other words for them',
      {
        id: 't:closed',
        propertyType: 'string',
        choices: [
          { displayName: 'Alpha', value: ['a'] },
          { displayName: 'B', value: ['b'] },
        ],
      },
      {
        choices: [
          { displayName: 'Alpha', value: ['a'] },
          { displayName: 'B', value: ['b'] },
        ],
      },
    ],
  ])('allows %s', (_, property, expected) => {
    expect(changed(property)).toMatchObject(expected);
  });

  test('lifts the limits that a definition leaves out', () => {
    expect(changed({ id: 't:count', propertyType: 'integer' })).not.toHaveProperty('minValue');
  });

  test.each<[string, NewProperty]>([
    ['an inherited property', { id: 'cmis:name', propertyType: 'string' }],
    ['another data type', { id: 't:free', propertyType: 'html' }],
    ['another cardinality', { id: 't:free', propertyType: 'string', cardinality: 'multi' }],
    ['another query name', { id: 't:free', propertyType: 'string', queryName: 't:other' }],
    ['optional to required', { id: 't:free', propertyType: 'string', required: true, defaultValue: ['x'] }],
    ['a new limit', { id: 't:free', propertyType: 'string', maxLength: 5 }],
    ['a shorter text', { id: 't:text', propertyType: 'string', maxLength: 9 }],
    ['a greater least value', { id: 't:count', propertyType: 'integer', minValue: 2 }],
    ['a smaller greatest value', { id: 't:count', propertyType: 'integer', maxValue: 8 }],
    ['closed choices', { id: 't:open', propertyType: 'string', openChoice: false }],
    [
      'choices where any value could stand',
      { id: 't:free', propertyType: 'string', choices: [{ displayName: 'A', value: ['a'] }] },
    ],
    ['a default outside the limits', { id: 't:count', propertyType: 'integer', maxValue: 9, defaultValue: [10] }],
    ['an added property that is required and has no default', { id: 't:z', propertyType: 'string', required: true }],
  ])('refuses %s', (_, property) => {
    expect(() => change(property)).toThrow(refusal('constraint'));
  });
});
