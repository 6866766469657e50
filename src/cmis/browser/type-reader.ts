/** Types that clients make or change, from the JSON of the control `type`. What is left out is for the repository to set. */
import { invalidArgument } from '../../model/errors';
import type { NewProperty } from '../../model/new-property';
import type { NewType } from '../../model/new-type';
import type { Choice, PropertyType } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import type { BaseTypeId } from '../../model/type-definition';
import * as json from './json-reader';
import { readDateTime } from './property-text';

const BASE_TYPES: readonly BaseTypeId[] = [
  'cmis:document',
  'cmis:folder',
  'cmis:relationship',
  'cmis:policy',
  'cmis:item',
  'cmis:secondary',
];

/** CMIS 1.1 §5.4.4.3.33. @throws CmisError `invalidArgument` for JSON that is no type. */
export function readType(text: string): NewType {
  const object = json.parseJsonObject(text, 'type');
  return defined<NewType>({
    id: json.requiredString(object, 'id'),
    parentId: json.string(object, 'parentId'),
    baseId: json.oneOf(object, 'baseId', BASE_TYPES),
    localName: json.string(object, 'localName'),
    localNamespace: json.string(object, 'localNamespace'),
    displayName: json.string(object, 'displayName'),
    queryName: json.string(object, 'queryName'),
    description: json.string(object, 'description'),
    creatable: json.boolean(object, 'creatable'),
    fileable: json.boolean(object, 'fileable'),
    queryable: json.boolean(object, 'queryable'),
    fulltextIndexed: json.boolean(object, 'fulltextIndexed'),
    includedInSupertypeQuery: json.boolean(object, 'includedInSupertypeQuery'),
    controllablePolicy: json.boolean(object, 'controllablePolicy'),
    controllableACL: json.boolean(object, 'controllableACL'),
    versionable: json.boolean(object, 'versionable'),
    contentStreamAllowed: json.oneOf(object, 'contentStreamAllowed', ['notallowed', 'allowed', 'required']),
    allowedSourceTypes: ends(object, 'allowedSourceTypes'),
    allowedTargetTypes: ends(object, 'allowedTargetTypes'),
    propertyDefinitions: definitions(object),
  });
}

const ends = (object: json.JsonObject, name: string): readonly string[] | undefined =>
  object[name] === undefined || object[name] === null ? undefined : json.strings(object, name);

/** Property definitions by id; the key must be the id. */
function definitions(object: json.JsonObject): readonly NewProperty[] {
  const map = object['propertyDefinitions'];
  if (map === undefined || map === null) return [];
  return Object.entries(json.asObject(map, 'propertyDefinitions')).map(([key, value]) => {
    const definition = json.asObject(value, key);
    const id = json.string(definition, 'id') ?? key;
    if (id !== key) throw invalidArgument(`The property definition '${key}' has the id '${id}'.`);
    return readDefinition(json.wellFormed(id, 'id'), definition);
  });
}

const PROPERTY_TYPES = ['string', 'boolean', 'decimal', 'integer', 'datetime', 'uri', 'id', 'html'] as const;

function readDefinition(id: string, object: json.JsonObject): NewProperty {
  const propertyType = json.oneOf(object, 'propertyType', PROPERTY_TYPES);
  if (propertyType === undefined) throw invalidArgument(`The property definition '${id}' has no 'propertyType'.`);
  return defined<NewProperty>({
    id,
    propertyType,
    localName: json.string(object, 'localName'),
    localNamespace: json.string(object, 'localNamespace'),
    displayName: json.string(object, 'displayName'),
    queryName: json.string(object, 'queryName'),
    description: json.string(object, 'description'),
    cardinality: json.oneOf(object, 'cardinality', ['single', 'multi']),
    updatability: json.oneOf(object, 'updatability', ['readonly', 'readwrite', 'whencheckedout', 'oncreate']),
    inherited: json.boolean(object, 'inherited'),
    required: json.boolean(object, 'required'),
    queryable: json.boolean(object, 'queryable'),
    orderable: json.boolean(object, 'orderable'),
    openChoice: json.boolean(object, 'openChoice'),
    choices: object['choice'] === undefined ? undefined : choices(object, propertyType, 0),
    defaultValue: object['defaultValue'] === undefined ? undefined : values(object, 'defaultValue', propertyType),
    ...bounds(object, propertyType),
  });
}

function bounds(object: json.JsonObject, type: PropertyType): Partial<NewProperty> {
  if (type === 'string') return defined<Partial<NewProperty>>({ maxLength: json.number(object, 'maxLength') });
  if (type === 'datetime') {
    const resolution = json.oneOf(object, 'resolution', ['year', 'date', 'time']);
    return defined<Partial<NewProperty>>({ resolution });
  }
  if (type !== 'integer' && type !== 'decimal') return {};
  return defined<Partial<NewProperty>>({
    minValue: json.number(object, 'minValue'),
    maxValue: json.number(object, 'maxValue'),
    precision: type === 'decimal' ? precision(object) : undefined,
  });
}

function precision(object: json.JsonObject): 32 | 64 | undefined {
  const bits = json.number(object, 'precision');
  if (bits !== undefined && bits !== 32 && bits !== 64)
    throw invalidArgument(`'precision' is ${bits} but can only be 32 or 64.`);
  return bits;
}

const DEEPEST_CHOICE = 20;

function choices(object: json.JsonObject, type: PropertyType, depth: number): readonly Choice[] {
  if (depth > DEEPEST_CHOICE) throw invalidArgument(`'choice' is nested more than ${DEEPEST_CHOICE} deep.`);
  return json.list(object, 'choice').map((item) => {
    const choice = json.asObject(item, 'choice');
    const value = values(choice, 'value', type);
    return {
      displayName: json.string(choice, 'displayName') ?? value.map(String).join(),
      value,
      ...(choice['choice'] !== undefined && { choice: choices(choice, type, depth + 1) }),
    };
  });
}

function values(object: json.JsonObject, name: string, type: PropertyType): readonly Scalar[] {
  return json.list(object, name).map((value) => {
    const scalar = scalarOfJson(value, type);
    if (scalar === undefined) throw invalidArgument(`'${name}' holds ${json.shown(value)}, which is no ${type}.`);
    return scalar;
  });
}

function scalarOfJson(value: unknown, type: PropertyType): Scalar | undefined {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    case 'datetime':
      if (typeof value === 'string') return readDateTime(value.trim());
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    case 'string':
    case 'uri':
    case 'id':
    case 'html':
      return typeof value === 'string' ? json.wellFormed(value, 'value') : undefined;
  }
}

/** Without the members that are undefined. */
function defined<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
