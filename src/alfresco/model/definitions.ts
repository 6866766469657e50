/** Definitions of properties as this API shows them; reference: Alfresco's `PropertyDefinition`. */
import { ILLEGAL_NAME } from '../../model/names';
import { contentModel } from '../../model/alfresco-types';
import type { PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { TypeDefinition } from '../../model/type-definition';
import type { StoredObject } from '../../repository/values/stored-object';
import type { Json } from '../framework/operation';

/** Data types and default demands of the content model by the name of the property. */
const MODEL = new Map(
  [...contentModel.types, ...contentModel.aspects]
    .flatMap(({ properties = [] }) => properties)
    .map((property) => [property.name, property]),
);

const DATA_TYPES: Readonly<Record<PropertyType, string>> = {
  string: 'd:text',
  boolean: 'd:boolean',
  decimal: 'd:double',
  integer: 'd:long',
  datetime: 'd:datetime',
  id: 'd:text',
  uri: 'd:text',
  html: 'd:text',
};

/** System properties of CMIS are members of entries and no properties here. */
const isShown = ({ id }: PropertyDefinition): boolean => !/^(?:cmis|alfcmis|triptych|sys):/.test(id);

/** Where Alfresco's content model has the property, its data type and whether it is mandatory are as that says. */
export function propertyDefinition(definition: PropertyDefinition): Json {
  const model = MODEL.get(definition.id);
  const { id, displayName, description, propertyType, cardinality, required, updatability, defaultValue } = definition;
  return {
    id,
    title: displayName,
    description,
    ...(defaultValue?.[0] !== undefined && { defaultValue: String(defaultValue[0]) }),
    dataType: model?.type ?? DATA_TYPES[propertyType],
    isMultiValued: cardinality === 'multi',
    isMandatory: required || model?.mandatory !== undefined,
    isMandatoryEnforced: required,
    isProtected: updatability === 'readonly',
    constraints: constraintsOf(definition),
  };
}

function constraintsOf({
  id,
  choices,
  openChoice,
  minValue,
  maxValue,
  maxLength,
}: PropertyDefinition): readonly Json[] {
  const constraint = (type: string, parameters: Json): Json => ({ id: `${id}:${type}`, type, parameters });
  return [
    ...(choices && openChoice !== true
      ? [constraint('LIST', { allowedValues: choices.flatMap(({ value }) => value.map(String)) })]
      : []),
    ...(minValue !== undefined || maxValue !== undefined ? [constraint('MINMAX', { minValue, maxValue })] : []),
    ...(maxLength !== undefined ? [constraint('LENGTH', { minLength: 0, maxLength })] : []),
  ];
}

/** Of those that are Alfresco's properties: what only CMIS or the repository calls one is left out. */
export const propertyDefinitions = (definitions: Iterable<PropertyDefinition>): readonly Json[] =>
  [...definitions].filter(isShown).map(propertyDefinition);

/** What CMIS calls `cmis:name`. */
const NAME: Json = {
  id: 'cm:name',
  title: 'Name',
  description: 'Name',
  dataType: 'd:text',
  isMultiValued: false,
  isMandatory: true,
  isMandatoryEnforced: true,
  isProtected: false,
  constraints: [{ id: 'cm:filename', type: 'REGEX', parameters: { expression: ILLEGAL_NAME, requiresMatch: false } }],
};

const isNamed = (types: TypeRegistry, { id, baseId }: TypeDefinition): boolean =>
  baseId === 'cmis:document' || baseId === 'cmis:folder' || types.isOrDescends(id, 'I:cm:cmobject');

const nameOf = (types: TypeRegistry, type: TypeDefinition): readonly Json[] => (isNamed(types, type) ? [NAME] : []);

/** Of the type or aspect, with what it inherits. */
export const propertiesOf = (types: TypeRegistry, type: TypeDefinition): readonly Json[] => [
  ...nameOf(types, type),
  ...propertyDefinitions(type.propertyDefinitions.values()),
];

/** Of all that the node can have, by its type and its aspects. */
export const definitionOf = (types: TypeRegistry, { type, secondaryTypes }: StoredObject): Json => ({
  properties: [...nameOf(types, type), ...propertyDefinitions(types.effective(type, secondaryTypes).values())],
});
