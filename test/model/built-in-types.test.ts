import { BUILT_IN_TYPES, contentModel, isAssignable } from '../../src/model/alfresco-types';
import { TypeRegistry } from '../../src/model/type-registry';

const types = new TypeRegistry(
  1,
  BUILT_IN_TYPES.map((declaration, index) => ({ key: index + 1, declaration })),
);
const ILLEGAL_IN_QUERY_NAMES = /[\s,"'\\.()]/;

/** Type, cardinality, required, updatability as clients of CMIS 1.1 check them; undefined: not checked. */
const STANDARD: readonly (readonly [string, string, string, boolean | undefined, string | undefined])[] = [
  ['cmis:name', 'string', 'single', true, 'readwrite'],
  ['cmis:objectId', 'id', 'single', false, 'readonly'],
  ['cmis:baseTypeId', 'id', 'single', false, 'readonly'],
  ['cmis:objectTypeId', 'id', 'single', true, 'oncreate'],
  ['cmis:createdBy', 'string', 'single', false, 'readonly'],
  ['cmis:creationDate', 'datetime', 'single', false, 'readonly'],
  ['cmis:lastModifiedBy', 'string', 'single', false, 'readonly'],
  ['cmis:lastModificationDate', 'datetime', 'single', false, 'readonly'],
  ['cmis:changeToken', 'string', 'single', false, 'readonly'],
  ['cmis:description', 'string', 'single', false, 'readwrite'],
  ['cmis:secondaryObjectTypeIds', 'id', 'multi', false, 'readwrite'],
  ['alfcmis:nodeRef', 'id', 'single', false, 'readonly'],
];
const DOCUMENT: typeof STANDARD = [
  ['cmis:isImmutable', 'boolean', 'single', false, 'readonly'],
  ['cmis:isLatestVersion', 'boolean', 'single', false, 'readonly'],
  ['cmis:isMajorVersion', 'boolean', 'single', false, 'readonly'],
  ['cmis:isLatestMajorVersion', 'boolean', 'single', false, 'readonly'],
  ['cmis:isPrivateWorkingCopy', 'boolean', 'single', false, 'readonly'],
  ['cmis:isVersionSeriesCheckedOut', 'boolean', 'single', false, 'readonly'],
  ['cmis:versionLabel', 'string', 'single', false, 'readonly'],
  ['cmis:checkinComment', 'string', 'single', false, 'readonly'],
  ['cmis:versionSeriesCheckedOutBy', 'string', 'single', false, 'readonly'],
  ['cmis:contentStreamMimeType', 'string', 'single', false, 'readonly'],
  ['cmis:contentStreamFileName', 'string', 'single', false, 'readonly'],
  ['cmis:versionSeriesId', 'id', 'single', false, 'readonly'],
  ['cmis:versionSeriesCheckedOutId', 'id', 'single', false, 'readonly'],
  ['cmis:contentStreamId', 'id', 'single', false, 'readonly'],
  ['cmis:contentStreamLength', 'integer', 'single', false, 'readonly'],
  ['cmis:contentStreamHash', 'string', 'multi', false, 'readonly'],
  ['cmis:latestAccessibleStateId', 'id', 'single', false, 'readonly'],
  ['triptych:language', 'string', 'single', false, 'readwrite'],
  ['triptych:textStatus', 'string', 'single', false, 'readonly'],
];
const FOLDER: typeof STANDARD = [
  ['cmis:parentId', 'id', 'single', false, 'readonly'],
  ['cmis:path', 'string', 'single', false, 'readonly'],
  ['cmis:allowedChildObjectTypeIds', 'id', 'multi', false, 'readonly'],
];
const RELATIONSHIP: typeof STANDARD = [
  ['cmis:sourceId', 'id', 'single', true, 'oncreate'],
  ['cmis:targetId', 'id', 'single', true, 'oncreate'],
];
const POLICY: typeof STANDARD = [['cmis:policyText', 'string', 'single', undefined, undefined]];

describe('built-in types', () => {
  test.each([
    ['cmis:document', 'cmis:secondaryObjectTypeIds', 'Secondary Object Type Ids'],
    ['cmis:document', 'cmis:contentStreamMimeType', 'Content Stream MIME Type'],
    ['cmis:folder', 'cmis:lastModificationDate', 'Last Modified Date'],
  ])('show the names that clients of Alfresco know: of %s, %s is %s', (typeId, propertyId, displayName) => {
    expect(types.find(typeId)?.propertyDefinitions.get(propertyId)).toMatchObject({ displayName });
  });

  test('the six base types and nothing else are at the top', () => {
    expect(types.children().map((type) => type.id)).toEqual([
      'cmis:document',
      'cmis:folder',
      'cmis:relationship',
      'cmis:policy',
      'cmis:item',
      'cmis:secondary',
    ]);
    for (const type of types.children()) {
      expect(type).toMatchObject({ baseId: type.id, queryName: type.id });
      expect(type.parentId).toBeUndefined();
    }
  });

  test.each([
    ['cmis:document', [...STANDARD, ...DOCUMENT]],
    ['cmis:folder', [...STANDARD, ...FOLDER]],
    ['cmis:relationship', [...STANDARD, ...RELATIONSHIP]],
    ['cmis:policy', [...STANDARD, ...POLICY]],
    ['cmis:item', STANDARD],
    ['cmis:secondary', []],
  ] as const)('%s and what descends from it define the properties of the standard', (baseId, expected) => {
    for (const type of types.withDescendants(baseId)) {
      for (const [id, propertyType, cardinality, required, updatability] of expected) {
        const definition = type.propertyDefinitions.get(id);
        expect(definition).toMatchObject({ propertyType, cardinality, inherited: type.id !== baseId, queryName: id });
        if (required !== undefined) expect(definition).toMatchObject({ required });
        if (updatability !== undefined) expect(definition).toMatchObject({ updatability });
      }
    }
    expect([...(types.find(baseId)?.propertyDefinitions.keys() ?? [])].sort()).toEqual(
      expected.map(([id]) => id).sort(),
    );
  });

  test('every definition is complete and legal', () => {
    for (const type of types.all()) {
      expect(type.localName && type.localNamespace && type.displayName && type.description).toBeTruthy();
      expect(type.queryName).not.toMatch(ILLEGAL_IN_QUERY_NAMES);
      expect(type.typeMutability).toMatchObject({ update: false, delete: false });
      if (type.baseId === 'cmis:folder') expect(type.fileable).toBe(true);
      if (type.baseId === 'cmis:relationship') expect(type.fileable).toBe(false);
      if (type.baseId === 'cmis:secondary') {
        expect(type).toMatchObject({
          creatable: false,
          fileable: false,
          controllableACL: false,
          controllablePolicy: false,
        });
      }
      for (const definition of type.propertyDefinitions.values()) {
        expect(definition.localName && definition.displayName && definition.description).toBeTruthy();
        expect(definition.queryName).not.toMatch(ILLEGAL_IN_QUERY_NAMES);
        if (definition.cardinality === 'multi') expect(definition.orderable).toBe(false);
        if (definition.orderable) expect(definition.queryable).toBe(true);
        if (definition.updatability === 'readonly') expect(definition.required).toBe(false);
      }
    }
  });

  test('ids and query names have one owner, whatever their case', () => {
    const ids = BUILT_IN_TYPES.map((type) => type.id);
    const queryNames = BUILT_IN_TYPES.map((type) => type.queryName.toLowerCase());
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(queryNames).size).toBe(queryNames.length);
  });

  test('a property id has one data type and one cardinality in the whole repository', () => {
    for (const type of types.all()) {
      for (const { id, propertyType, cardinality, queryName } of type.propertyDefinitions.values()) {
        expect(types.property(id)).toMatchObject({ propertyType, cardinality, queryName });
      }
    }
  });

  test('types that a definition names exist', () => {
    for (const type of types.all()) {
      for (const id of type.mandatorySecondaryTypeIds) expect(types.findSecondary(id)?.id).toBe(id);
      if (type.baseId !== 'cmis:relationship') continue;
      for (const id of [...type.allowedSourceTypes, ...type.allowedTargetTypes]) expect(types.find(id)?.id).toBe(id);
    }
  });

  test.each([
    ['D:fm:post', 'cmis:document', 'fm:post'],
    ['F:st:site', 'cmis:folder', 'st:site'],
    ['I:cm:cmobject', 'cmis:item', 'cm:cmobject'],
    ['I:cm:person', 'I:cm:authority', 'cm:person'],
    ['I:app:filelink', 'I:cm:link', 'app:filelink'],
    ['P:cm:titled', 'cmis:secondary', 'cm:titled'],
    ['P:cm:dublincore', 'P:cm:titled', 'cm:dublincore'],
    ['P:sys:archived-assocs', 'cmis:secondary', 'sys:archived_x002d_assocs'],
    ['R:cm:replaces', 'cmis:relationship', 'cm:replaces'],
  ])('%s is below %s', (id, parentId, queryName) => {
    expect(types.find(id)).toMatchObject({ parentId, queryName });
  });

  test.each(['P:cm:auditable', 'P:cm:versionable', 'P:sys:referenceable', 'I:sys:base', 'D:cm:content', 'F:cm:folder'])(
    '%s is not a type',
    (id) => {
      expect(types.find(id)).toBeUndefined();
    },
  );

  test('content model facts become limits, choices and defaults', () => {
    expect(types.property('bpm:percentComplete')).toMatchObject({ minValue: 0, maxValue: 100, defaultValue: [0] });
    expect(types.property('bpm:comment')).toMatchObject({ maxLength: 4000 });
    expect(types.property('dl:taskPriority')).toMatchObject({
      openChoice: false,
      choices: [{ value: ['High'] }, { value: ['Normal'] }, { value: ['Low'] }],
    });
    expect(types.find('P:cm:dublincore')).toMatchObject({ mandatorySecondaryTypeIds: ['P:cm:author'] });
    expect(types.property('cm:name')).toBeUndefined();
  });

  test('what only services manage can neither be created nor assigned nor derived from', () => {
    expect(['P:sys:hidden', 'P:cm:workingcopy', 'P:qshare:shared', 'P:rn:renditioned'].map(isAssignable)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['P:cm:titled', 'P:exif:exif', 'cmis:secondary', 'P:my:own'].map(isAssignable)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    for (const id of ['D:bpm:task', 'I:cm:person', 'F:st:site', 'R:cm:workingcopylink']) {
      expect(types.find(id)).toMatchObject({ creatable: false, typeMutability: { create: false } });
    }
    for (const aspect of contentModel.aspects.filter(({ managed, name }) => managed && types.find(`P:${name}`))) {
      expect(types.find(`P:${aspect.name}`)).toMatchObject({ typeMutability: { create: false } });
    }
  });
});
