/** Properties with their values as XML, CMIS 1.1 §2.1.2.1; attributes are written once for each definition. */
import { invalidArgument } from '../../model/errors';
import type { Cardinality, PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { PropertyValue, Scalar } from '../../model/properties';
import { scalarOfText, scalarText } from './lexical';
import { CMIS } from './namespaces';
import { attribute, childrenNamed, type XmlElement } from './tree';
import { escapeXml } from './writer';

/** What follows `property` in the name of the element, and precedes `Definition` in that of the definition. */
export const PROPERTY_ELEMENTS = {
  boolean: 'Boolean',
  id: 'Id',
  integer: 'Integer',
  datetime: 'DateTime',
  decimal: 'Decimal',
  html: 'Html',
  string: 'String',
  uri: 'Uri',
} as const satisfies Record<PropertyType, string>;

/** A property up to its value. */
export interface PropertyMarkup {
  readonly type: PropertyType;
  /** Of a property that is not set. */
  readonly empty: string;
  readonly opening: string;
  readonly closing: string;
}

/** `queryName` is the alias in an answer to a query; a column that is no property has its alias for everything. */
export function propertyMarkup(
  queryName: string,
  definition: Pick<PropertyDefinition, 'id' | 'localName' | 'displayName' | 'propertyType'>,
): PropertyMarkup {
  const name = `cmis:property${PROPERTY_ELEMENTS[definition.propertyType]}`;
  const start =
    `<${name} propertyDefinitionId="${escapeXml(definition.id)}" localName="${escapeXml(definition.localName)}"` +
    ` displayName="${escapeXml(definition.displayName)}" queryName="${escapeXml(queryName)}"`;
  return { type: definition.propertyType, empty: `${start}/>`, opening: `${start}>`, closing: `</${name}>` };
}

const ofDefinition = new WeakMap<PropertyDefinition, PropertyMarkup>();

/** The markup of a property under the query name of its definition, made once. */
export function markupOfDefinition(definition: PropertyDefinition): PropertyMarkup {
  let markup = ofDefinition.get(definition);
  if (!markup) ofDefinition.set(definition, (markup = propertyMarkup(definition.queryName, definition)));
  return markup;
}

/** The property; without a value an element that says that it is not set. */
export function propertyXml(markup: PropertyMarkup, value: PropertyValue | undefined): string {
  if (value === undefined) return markup.empty;
  return markup.opening + valuesXml(value, markup.type) + markup.closing;
}

export function valuesXml(value: PropertyValue, type: PropertyType): string {
  if (typeof value !== 'object') return valueXml(value, type);
  let xml = '';
  for (const item of value) xml += valueXml(item, type);
  return xml;
}

const valueXml = (value: Scalar, type: PropertyType): string =>
  `<cmis:value>${typeof value === 'string' ? escapeXml(value) : scalarText(value, type)}</cmis:value>`;

const TYPE_OF_ELEMENT = new Map(
  (Object.keys(PROPERTY_ELEMENTS) as PropertyType[]).map((type) => [`property${PROPERTY_ELEMENTS[type]}`, type]),
);

export interface PropertyRead {
  readonly id: string;
  readonly value: PropertyValue | null;
}

/**
 * A property that a client sent; undefined for an extension of somebody else's. Without values it is to be unset.
 * `cardinality` says whether one value is a list of one, where the property is known.
 * @throws CmisError `invalidArgument`, `constraint`.
 */
export function readProperty(
  element: XmlElement,
  cardinality: (id: string) => Cardinality | undefined,
): PropertyRead | undefined {
  if (element.uri !== CMIS) return undefined;
  const type = TYPE_OF_ELEMENT.get(element.local);
  if (!type) throw invalidArgument(`A '${element.local}' is no property of any type.`);
  const id = attribute(element, 'propertyDefinitionId');
  if (!id) throw invalidArgument(`A ${element.local} has no 'propertyDefinitionId'.`);
  const values = readValues(element, type, id);
  const [first] = values;
  if (first === undefined) return { id, value: null };
  return { id, value: values.length > 1 || cardinality(id) === 'multi' ? values : first };
}

/** Markup that is not escaped would be lost. */
function textOf(value: XmlElement, name: string): string {
  const [below] = value.children;
  if (below) throw invalidArgument(`A value of '${name}' holds the element '${below.local}'; markup must be escaped.`);
  return value.text;
}

/** The values of a property, of a default or of a choice; an empty id or address is none. */
export function readValues(element: XmlElement, type: PropertyType, name: string): Scalar[] {
  const values = childrenNamed(element, CMIS, 'value').map((value) => scalarOfText(textOf(value, name), type, name));
  return type === 'id' || type === 'uri' ? values.filter((value) => value !== '') : values;
}
