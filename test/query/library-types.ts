import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import type { PropertyDefinition, PropertyType } from '../../src/model/property-definition';
import type { BaseTypeId, TypeDeclaration } from '../../src/model/type-definition';
import { TypeRegistry } from '../../src/model/type-registry';

type Overrides = Partial<PropertyDefinition>;

/** `id` `type`, with `[]` where it has many values. */
function property(id: string, type: string, overrides: Overrides = {}): PropertyDefinition {
  const multi = type.endsWith('[]');
  const propertyType = type.replace('[]', '') as PropertyType;
  return {
    id,
    localName: id,
    displayName: id,
    queryName: id,
    description: id,
    propertyType,
    cardinality: multi ? 'multi' : 'single',
    updatability: 'readwrite',
    inherited: false,
    required: false,
    queryable: true,
    orderable: !multi && propertyType !== 'id',
    ...overrides,
  };
}

function declare(
  input: { readonly id: string; readonly parentId: string; readonly baseId: BaseTypeId; readonly flags?: object },
  properties: readonly PropertyDefinition[],
): TypeDeclaration {
  const { id, parentId, baseId, flags } = input;
  return {
    id,
    parentId,
    baseId,
    localName: id,
    localNamespace: 'urn:library',
    displayName: id,
    queryName: id,
    description: id,
    creatable: true,
    fileable: true,
    queryable: true,
    fulltextIndexed: true,
    includedInSupertypeQuery: true,
    controllablePolicy: false,
    controllableACL: true,
    typeMutability: { create: true, update: true, delete: true },
    mandatorySecondaryTypeIds: [],
    propertyDefinitions: properties,
    ...(baseId === 'cmis:document' && { versionable: true, contentStreamAllowed: 'allowed' }),
    ...(baseId === 'cmis:relationship' && { allowedSourceTypes: [], allowedTargetTypes: [] }),
    ...flags,
  } as TypeDeclaration;
}

/** A library: books of every data type, shelves, cards, citations, and secondary types. */
export const LIBRARY_TYPES: readonly TypeDeclaration[] = [
  declare({ id: 'my:book', parentId: 'cmis:document', baseId: 'cmis:document' }, [
    property('my:title', 'string'),
    property('my:pages', 'integer'),
    property('my:price', 'decimal'),
    property('my:printed', 'datetime'),
    property('my:lent', 'boolean'),
    property('my:isbn', 'id'),
    property('my:home', 'uri'),
    property('my:blurb', 'html'),
    property('my:tags', 'string[]'),
    property('my:scores', 'integer[]'),
    property('my:rates', 'decimal[]'),
    property('my:dates', 'datetime[]'),
    property('my:flags', 'boolean[]'),
    property('my:secret', 'string', { queryable: false, orderable: false }),
    property('my:unsorted', 'string', { orderable: false }),
    property("my:o'dd\\id", 'string', { queryName: 'my:odd' }),
  ]),
  declare({ id: 'my:novel', parentId: 'my:book', baseId: 'cmis:document' }, [property('my:genre', 'string')]),
  declare(
    { id: 'my:draft', parentId: 'my:book', baseId: 'cmis:document', flags: { includedInSupertypeQuery: false } },
    [],
  ),
  declare({ id: 'my:sketch', parentId: 'my:draft', baseId: 'cmis:document' }, []),
  declare({ id: 'my:hidden', parentId: 'cmis:document', baseId: 'cmis:document', flags: { queryable: false } }, []),
  declare({ id: 'my:shelf', parentId: 'cmis:folder', baseId: 'cmis:folder' }, [
    property('my:room', 'string'),
    property('my:floor', 'integer'),
    property('my:opened', 'datetime'),
  ]),
  declare({ id: 'my:card', parentId: 'cmis:item', baseId: 'cmis:item' }, [
    property('my:author', 'string'),
    property('my:books', 'integer'),
    property('my:refersTo', 'id'),
  ]),
  declare({ id: 'my:cites', parentId: 'cmis:relationship', baseId: 'cmis:relationship' }, [
    property('my:page', 'integer'),
  ]),
  declare({ id: 'my:rated', parentId: 'cmis:secondary', baseId: 'cmis:secondary' }, [
    property('my:stars', 'integer'),
    property('my:reviewers', 'string[]'),
    property('my:headline', 'string'),
  ]),
  declare({ id: 'my:awarded', parentId: 'my:rated', baseId: 'cmis:secondary' }, [property('my:prize', 'string')]),
  declare({ id: 'my:lost', parentId: 'cmis:secondary', baseId: 'cmis:secondary' }, []),
];

/** The library's types and the built-in ones, without a database. */
export const libraryRegistry = (): TypeRegistry =>
  new TypeRegistry(
    1,
    [...BUILT_IN_TYPES, ...LIBRARY_TYPES].map((declaration, index) => ({ key: index + 1, declaration })),
  );
