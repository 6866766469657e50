/** Types that clients make or change, from `cmisra:type`. What is left out is for the repository to set. */
import { invalidArgument } from '../../model/errors';
import type { NewProperty } from '../../model/new-property';
import type { NewType } from '../../model/new-type';
import type { Choice, PropertyType } from '../../model/property-definition';
import type { BaseTypeId } from '../../model/type-definition';
import { booleanOfText, scalarOfText } from './lexical';
import { CMIS } from './namespaces';
import { PROPERTY_ELEMENTS, readValues } from './property-xml';
import { attribute, child, childrenNamed, childText, type XmlElement } from './tree';
import { XSI_TYPES } from './type-xml';

/** @throws CmisError `invalidArgument` for what is no type. */
export function readType(element: XmlElement): NewType {
  const id = text(element, 'id');
  if (id === undefined) throw invalidArgument(`The type has no 'id'.`);
  return defined<NewType>({
    id,
    parentId: text(element, 'parentId'),
    baseId: oneOf(element, 'baseId', Object.keys(XSI_TYPES) as BaseTypeId[]),
    localName: text(element, 'localName'),
    localNamespace: text(element, 'localNamespace'),
    displayName: text(element, 'displayName'),
    queryName: text(element, 'queryName'),
    description: text(element, 'description'),
    creatable: flag(element, 'creatable'),
    fileable: flag(element, 'fileable'),
    queryable: flag(element, 'queryable'),
    fulltextIndexed: flag(element, 'fulltextIndexed'),
    includedInSupertypeQuery: flag(element, 'includedInSupertypeQuery'),
    controllablePolicy: flag(element, 'controllablePolicy'),
    controllableACL: flag(element, 'controllableACL'),
    versionable: flag(element, 'versionable'),
    contentStreamAllowed: oneOf(element, 'contentStreamAllowed', ['notallowed', 'allowed', 'required']),
    allowedSourceTypes: texts(element, 'allowedSourceTypes'),
    allowedTargetTypes: texts(element, 'allowedTargetTypes'),
    propertyDefinitions: element.children.flatMap((below) => readDefinition(below) ?? []),
  });
}

const TYPE_OF_ELEMENT = new Map(
  (Object.keys(PROPERTY_ELEMENTS) as PropertyType[]).map((type) => [
    `property${PROPERTY_ELEMENTS[type]}Definition`,
    type,
  ]),
);

function readDefinition(element: XmlElement): NewProperty | undefined {
  const propertyType = element.uri === CMIS ? TYPE_OF_ELEMENT.get(element.local) : undefined;
  if (!propertyType) return undefined;
  const id = text(element, 'id');
  if (id === undefined) throw invalidArgument('A property definition of the type has no id.');
  const named = text(element, 'propertyType');
  if (named !== undefined && named !== propertyType) {
    throw invalidArgument(`The property '${id}' is defined as ${propertyType} and says that it is '${named}'.`);
  }
  const defaultValue = child(element, CMIS, 'defaultValue');
  const choices = childrenNamed(element, CMIS, 'choice').map((choice) => readChoice(choice, propertyType, id));
  return defined<NewProperty>({
    id,
    propertyType,
    localName: text(element, 'localName'),
    localNamespace: text(element, 'localNamespace'),
    displayName: text(element, 'displayName'),
    queryName: text(element, 'queryName'),
    description: text(element, 'description'),
    cardinality: oneOf(element, 'cardinality', ['single', 'multi']),
    updatability: oneOf(element, 'updatability', ['readonly', 'readwrite', 'whencheckedout', 'oncreate']),
    inherited: flag(element, 'inherited'),
    required: flag(element, 'required'),
    queryable: flag(element, 'queryable'),
    orderable: flag(element, 'orderable'),
    openChoice: flag(element, 'openChoice'),
    choices: choices.length > 0 ? choices : undefined,
    defaultValue: defaultValue && readValues(defaultValue, propertyType, id),
    ...bounds(element, propertyType),
  });
}

function bounds(element: XmlElement, type: PropertyType): Partial<NewProperty> {
  switch (type) {
    case 'string':
      return defined<Partial<NewProperty>>({ maxLength: number(element, 'maxLength', 'integer') });
    case 'datetime':
      return defined<Partial<NewProperty>>({ resolution: oneOf(element, 'resolution', ['year', 'date', 'time']) });
    case 'integer':
    case 'decimal': {
      const precision = type === 'decimal' ? oneOf(element, 'precision', ['32', '64']) : undefined;
      return defined<Partial<NewProperty>>({
        minValue: number(element, 'minValue', type),
        maxValue: number(element, 'maxValue', type),
        precision: precision === undefined ? undefined : precision === '32' ? 32 : 64,
      });
    }
    case 'boolean':
    case 'id':
    case 'uri':
    case 'html':
      return {};
  }
}

function readChoice(element: XmlElement, type: PropertyType, id: string): Choice {
  const value = readValues(element, type, id);
  const below = childrenNamed(element, CMIS, 'choice').map((choice) => readChoice(choice, type, id));
  return {
    displayName: attribute(element, 'displayName') ?? value.map(String).join(),
    value,
    ...(below.length > 0 && { choice: below }),
  };
}

/** Undefined when the element is missing or empty. */
function text(element: XmlElement, name: string): string | undefined {
  return childText(element, CMIS, name)?.trim() || undefined;
}

function texts(element: XmlElement, name: string): readonly string[] | undefined {
  const values = childrenNamed(element, CMIS, name).map((value) => value.text.trim());
  return values.length > 0 ? values : undefined;
}

function flag(element: XmlElement, name: string): boolean | undefined {
  const value = text(element, name);
  if (value === undefined) return undefined;
  const read = booleanOfText(value);
  if (read === undefined) throw invalidArgument(`'${name}' is '${value}' but can only be true or false.`);
  return read;
}

function number(element: XmlElement, name: string, type: 'integer' | 'decimal'): number | undefined {
  const value = text(element, name);
  return value === undefined ? undefined : Number(scalarOfText(value, type, name));
}

function oneOf<T extends string>(element: XmlElement, name: string, values: readonly T[]): T | undefined {
  const value = text(element, name);
  if (value === undefined) return undefined;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw invalidArgument(`'${name}' is '${value}' but can only be ${values.join(', ')}.`);
  return found;
}

/** Without the members that are undefined. */
function defined<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
