/** Type definitions as JSON, CMIS 1.1 §5.2.3. A snapshot of types never changes, so its texts are made once. */
import type { Choice, PropertyDefinition } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import type { TypeDefinition } from '../../model/type-definition';
import type { Page, Tree } from '../../repository/values/object-view';
import { membersJson, scalarJson, stringJson, stringsJson, valueJson, type DateTimeFormat } from './json-value';
import { pageMembers } from './list-json';

export interface TypeStyle {
  readonly includePropertyDefinitions: boolean;
  readonly dateTimeFormat: DateTimeFormat;
}

const texts = new Map<string, WeakMap<TypeDefinition, string>>();

/** A type definition, written once for each style. */
export function typeJson(type: TypeDefinition, style: TypeStyle): string {
  const kind = `${style.includePropertyDefinitions} ${style.dateTimeFormat}`;
  let ofKind = texts.get(kind);
  if (!ofKind) texts.set(kind, (ofKind = new WeakMap<TypeDefinition, string>()));
  let text = ofKind.get(type);
  if (text === undefined) ofKind.set(type, (text = membersJson(typeMembers(type, style))));
  return text;
}

/** `typeList` */
export function typeListJson(page: Page<TypeDefinition>, style: TypeStyle): string {
  return `{"types":[${page.items.map((type) => typeJson(type, style)).join()}]${pageMembers(page)}}`;
}

/** List of `typeContainer` */
export function typeTreeJson(trees: readonly Tree<TypeDefinition>[], style: TypeStyle): string {
  const containers = trees.map(({ item, children }) =>
    membersJson({
      type: typeJson(item, style),
      children: children.length === 0 ? undefined : typeTreeJson(children, style),
    }),
  );
  return `[${containers.join()}]`;
}

function typeMembers(type: TypeDefinition, style: TypeStyle): Record<string, string | undefined> {
  return {
    id: stringJson(type.id),
    localName: stringJson(type.localName),
    localNamespace: stringJson(type.localNamespace),
    displayName: stringJson(type.displayName),
    queryName: stringJson(type.queryName),
    description: stringJson(type.description),
    baseId: stringJson(type.baseId),
    parentId: type.parentId === undefined ? undefined : stringJson(type.parentId),
    creatable: String(type.creatable),
    fileable: String(type.fileable),
    queryable: String(type.queryable),
    fulltextIndexed: String(type.fulltextIndexed),
    includedInSupertypeQuery: String(type.includedInSupertypeQuery),
    controllablePolicy: String(type.controllablePolicy),
    controllableACL: String(type.controllableACL),
    typeMutability: JSON.stringify(type.typeMutability, ['create', 'update', 'delete']),
    ...baseMembers(type),
    propertyDefinitions: style.includePropertyDefinitions ? definitionsJson(type, style.dateTimeFormat) : undefined,
  };
}

function baseMembers(type: TypeDefinition): Record<string, string | undefined> {
  if (type.baseId === 'cmis:document') {
    return { versionable: String(type.versionable), contentStreamAllowed: stringJson(type.contentStreamAllowed) };
  }
  if (type.baseId === 'cmis:relationship') {
    return {
      allowedSourceTypes: stringsJson(type.allowedSourceTypes),
      allowedTargetTypes: stringsJson(type.allowedTargetTypes),
    };
  }
  return {};
}

function definitionsJson(type: TypeDefinition, format: DateTimeFormat): string {
  const entries = [...type.propertyDefinitions.values()].map(
    (definition) => `${stringJson(definition.id)}:${definitionJson(definition, format)}`,
  );
  return `{${entries.join()}}`;
}

function definitionJson(definition: PropertyDefinition, format: DateTimeFormat): string {
  const { propertyType } = definition;
  const text = (value: string | undefined): string | undefined => (value === undefined ? undefined : stringJson(value));
  const bound = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : scalarJson(value, propertyType, format);
  return membersJson({
    id: stringJson(definition.id),
    localName: stringJson(definition.localName),
    localNamespace: text(definition.localNamespace),
    displayName: stringJson(definition.displayName),
    queryName: stringJson(definition.queryName),
    description: stringJson(definition.description),
    propertyType: stringJson(propertyType),
    cardinality: stringJson(definition.cardinality),
    updatability: stringJson(definition.updatability),
    inherited: String(definition.inherited),
    required: String(definition.required),
    queryable: String(definition.queryable),
    orderable: String(definition.orderable),
    openChoice: definition.openChoice === undefined ? undefined : String(definition.openChoice),
    defaultValue: definition.defaultValue && valueOrNothing(definition.defaultValue, definition, format),
    minValue: bound(definition.minValue),
    maxValue: bound(definition.maxValue),
    maxLength: definition.maxLength === undefined ? undefined : String(definition.maxLength),
    // The schema has this number as a text.
    precision: definition.precision === undefined ? undefined : `"${definition.precision}"`,
    resolution: text(definition.resolution),
    choice: definition.choices && choicesJson(definition.choices, definition, format),
  });
}

const valueOrNothing = (
  values: readonly Scalar[],
  definition: PropertyDefinition,
  format: DateTimeFormat,
): string | undefined => (values.length === 0 ? undefined : valueJson(values, definition, format));

function choicesJson(choices: readonly Choice[], definition: PropertyDefinition, format: DateTimeFormat): string {
  const items = choices.map((choice) =>
    membersJson({
      displayName: stringJson(choice.displayName),
      value: valueOrNothing(choice.value, definition, format),
      choice: choice.choice && choicesJson(choice.choice, definition, format),
    }),
  );
  return `[${items.join()}]`;
}
