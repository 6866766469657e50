/** Type definitions as XML, CMIS 1.1 §2.1.3: the inside of `cmisra:type`. A snapshot of types never changes, so its texts are made once. */
import type { Choice, PropertyDefinition } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import type { BaseTypeId, TypeDefinition } from '../../model/type-definition';
import { scalarText } from './lexical';
import { ALF } from './namespaces';
import type { CmisVersion } from './object-xml';
import { PROPERTY_ELEMENTS, valuesXml } from './property-xml';
import { element, escapeXml, flag, optional } from './writer';

export interface TypeStyle {
  readonly version: CmisVersion;
  readonly includePropertyDefinitions: boolean;
}

/** The schema's type of each definition, for `xsi:type`. */
export const XSI_TYPES = {
  'cmis:document': 'cmisTypeDocumentDefinitionType',
  'cmis:folder': 'cmisTypeFolderDefinitionType',
  'cmis:relationship': 'cmisTypeRelationshipDefinitionType',
  'cmis:policy': 'cmisTypePolicyDefinitionType',
  'cmis:item': 'cmisTypeItemDefinitionType',
  'cmis:secondary': 'cmisTypeSecondaryDefinitionType',
} as const satisfies Record<BaseTypeId, string>;

const texts = new Map<string, WeakMap<TypeDefinition, string>>();

/** The elements of a type definition, in the order of the schema. */
export function typeXml(type: TypeDefinition, style: TypeStyle): string {
  const kind = `${style.version} ${style.includePropertyDefinitions}`;
  let ofKind = texts.get(kind);
  if (!ofKind) texts.set(kind, (ofKind = new WeakMap<TypeDefinition, string>()));
  let text = ofKind.get(type);
  if (text === undefined) ofKind.set(type, (text = elements(type, style)));
  return text;
}

function elements(type: TypeDefinition, style: TypeStyle): string {
  let xml =
    element('cmis:id', type.id) +
    element('cmis:localName', type.localName) +
    element('cmis:localNamespace', type.localNamespace) +
    element('cmis:displayName', type.displayName) +
    element('cmis:queryName', type.queryName) +
    element('cmis:description', type.description) +
    element('cmis:baseId', type.baseId) +
    optional('cmis:parentId', type.parentId) +
    flag('cmis:creatable', type.creatable) +
    flag('cmis:fileable', type.fileable) +
    flag('cmis:queryable', type.queryable) +
    flag('cmis:fulltextIndexed', type.fulltextIndexed) +
    flag('cmis:includedInSupertypeQuery', type.includedInSupertypeQuery) +
    flag('cmis:controllablePolicy', type.controllablePolicy) +
    flag('cmis:controllableACL', type.controllableACL);
  if (style.version === '1.1') {
    const { create, update, delete: remove } = type.typeMutability;
    xml += `<cmis:typeMutability>${flag('cmis:create', create)}${flag('cmis:update', update)}${flag('cmis:delete', remove)}</cmis:typeMutability>`;
  }
  if (style.includePropertyDefinitions) {
    for (const definition of type.propertyDefinitions.values()) xml += definitionXml(definition);
  }
  return xml + mandatoryAspectsXml(type) + ofBaseXml(type);
}

/** How Alfresco's clients learn which aspects come with a type. */
function mandatoryAspectsXml(type: TypeDefinition): string {
  if (type.mandatorySecondaryTypeIds.length === 0) return '';
  const ids = type.mandatorySecondaryTypeIds.map((id) => element('alf:mandatoryAspect', id)).join('');
  return `<alf:mandatoryAspects xmlns:alf="${ALF}">${ids}</alf:mandatoryAspects>`;
}

function ofBaseXml(type: TypeDefinition): string {
  if (type.baseId === 'cmis:document') {
    return flag('cmis:versionable', type.versionable) + element('cmis:contentStreamAllowed', type.contentStreamAllowed);
  }
  if (type.baseId !== 'cmis:relationship') return '';
  return (
    type.allowedSourceTypes.map((id) => element('cmis:allowedSourceTypes', id)).join('') +
    type.allowedTargetTypes.map((id) => element('cmis:allowedTargetTypes', id)).join('')
  );
}

function definitionXml(definition: PropertyDefinition): string {
  const { propertyType } = definition;
  const name = `cmis:property${PROPERTY_ELEMENTS[propertyType]}Definition`;
  return (
    `<${name}>` +
    element('cmis:id', definition.id) +
    element('cmis:localName', definition.localName) +
    optional('cmis:localNamespace', definition.localNamespace) +
    element('cmis:displayName', definition.displayName) +
    element('cmis:queryName', definition.queryName) +
    element('cmis:description', definition.description) +
    element('cmis:propertyType', propertyType) +
    element('cmis:cardinality', definition.cardinality) +
    element('cmis:updatability', definition.updatability) +
    flag('cmis:inherited', definition.inherited) +
    flag('cmis:required', definition.required) +
    flag('cmis:queryable', definition.queryable) +
    flag('cmis:orderable', definition.orderable) +
    optional('cmis:openChoice', definition.openChoice?.toString()) +
    defaultXml(definition) +
    boundsXml(definition) +
    choicesXml(definition.choices ?? [], definition) +
    `</${name}>`
  );
}

function defaultXml({ id, defaultValue, propertyType }: PropertyDefinition): string {
  if (!defaultValue || defaultValue.length === 0) return '';
  const values = valuesXml(defaultValue, propertyType);
  return `<cmis:defaultValue propertyDefinitionId="${escapeXml(id)}">${values}</cmis:defaultValue>`;
}

/** Each kind of property has its own bounds. */
function boundsXml(definition: PropertyDefinition): string {
  const bound = (value: Scalar | undefined): string | undefined =>
    value === undefined ? undefined : scalarText(value, definition.propertyType);
  switch (definition.propertyType) {
    case 'integer':
    case 'decimal':
      return (
        optional('cmis:maxValue', bound(definition.maxValue)) +
        optional('cmis:minValue', bound(definition.minValue)) +
        (definition.propertyType === 'decimal' ? optional('cmis:precision', definition.precision?.toString()) : '')
      );
    case 'string':
      return optional('cmis:maxLength', definition.maxLength?.toString());
    case 'datetime':
      return optional('cmis:resolution', definition.resolution);
    case 'boolean':
    case 'id':
    case 'uri':
    case 'html':
      return '';
  }
}

function choicesXml(choices: readonly Choice[], definition: PropertyDefinition): string {
  return choices
    .map(
      (choice) =>
        `<cmis:choice displayName="${escapeXml(choice.displayName)}">${valuesXml(choice.value, definition.propertyType)}` +
        `${choicesXml(choice.choice ?? [], definition)}</cmis:choice>`,
    )
    .join('');
}
