import { BUILT_IN_TYPES } from '../../../src/model/alfresco-types';
import type { TypeDeclaration } from '../../../src/model/type-definition';
import type { PropertyDefinition, PropertyType } from '../../../src/model/property-definition';
import { TypeRegistry } from '../../../src/model/type-registry';
import { CMIS_BASE_TYPES } from '../../../src/model/cmis-base-types';

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
  orderable: true,
  ...more,
});

const base = CMIS_BASE_TYPES.find((type) => type.id === 'cmis:document') as TypeDeclaration;

/** One property of each kind. */
const SAMPLE = {
  ...base,
  id: 'my:sample',
  queryName: 'my:sample',
  parentId: 'cmis:document',
  propertyDefinitions: [
    property('my:string', 'string'),
    property('my:boolean', 'boolean'),
    property('my:decimal', 'decimal'),
    property('my:integer', 'integer'),
    property('my:datetime', 'datetime'),
    property('my:uri', 'uri'),
    property('my:id', 'id'),
    property('my:html', 'html'),
    property('my:strings', 'string', { cardinality: 'multi' }),
    property('my:integers', 'integer', { cardinality: 'multi' }),
    property('my:dates', 'datetime', { cardinality: 'multi' }),
  ],
} as TypeDeclaration;

/** The built-in types and a document type with a property of each kind. */
export const types = new TypeRegistry(
  1,
  [...BUILT_IN_TYPES, SAMPLE].map((declaration, index) => ({ key: index + 1, declaration })),
);
