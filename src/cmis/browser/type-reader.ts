/** Types that clients make or change, from the JSON of the control `type`. CMIS 1.1 §5.4.4.3.33. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { Choice, PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import type { TypeDeclaration, TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import * as json from './json-reader';
import { readDateTime } from './property-text';

/**
 * A new type. Attributes that the client leaves out are those of the parent, names are the id.
 * @throws CmisError `invalidArgument` for JSON that is no type, and for a parent that does not exist.
 */
export function readNewType(text: string, types: TypeRegistry): TypeDeclaration {
  const object = json.parseJsonObject(text, 'type');
  const id = json.requiredString(object, 'id');
  const parentId = json.requiredString(object, 'parentId');
  const parent = types.find(parentId);
  if (!parent) throw invalidArgument(`'parentId' is '${parentId}', which is no type.`);
  const baseId = json.string(object, 'baseId');
  if (baseId !== undefined && baseId !== parent.baseId) {
    throw invalidArgument(`'baseId' is '${baseId}', but '${parentId}' is a type of ${parent.baseId}.`);
  }
  return {
    ...declarationOf(parent),
    id,
    parentId,
    localName: json.string(object, 'localName') ?? id,
    localNamespace: json.string(object, 'localNamespace') ?? parent.localNamespace,
    displayName: json.string(object, 'displayName') ?? id,
    queryName: json.string(object, 'queryName') ?? id,
    description: json.string(object, 'description') ?? id,
    ...flags(object),
    ...baseAttributes(object, parent),
    typeMutability: { create: true, update: true, delete: true },
    propertyDefinitions: definitions(object),
  } as TypeDeclaration;
}

/**
 * A type as it is with the property definitions that change or are added: what else the client sends does not count
 * (CMIS 1.1 §2.2.2.7). @throws CmisError `objectNotFound` when there is no such type.
 */
export function readChangedType(text: string, types: TypeRegistry): TypeDeclaration {
  const object = json.parseJsonObject(text, 'type');
  const id = json.requiredString(object, 'id');
  const type = types.find(id);
  if (!type) throw new CmisError('objectNotFound', `There is no type '${id}'.`);
  return { ...declarationOf(type), propertyDefinitions: definitions(object) } as TypeDeclaration;
}

/** Without the storage key. */
function declarationOf(type: TypeDefinition): Omit<TypeDefinition, 'key' | 'propertyDefinitions'> {
  const { key: _key, propertyDefinitions: _definitions, ...attributes } = type;
  return attributes;
}

const FLAGS = [
  'creatable',
  'fileable',
  'queryable',
  'fulltextIndexed',
  'includedInSupertypeQuery',
  'controllablePolicy',
  'controllableACL',
] as const;

function flags(object: json.JsonObject): Record<string, boolean> {
  const given = FLAGS.map((name) => [name, json.boolean(object, name)] as const);
  return Object.fromEntries(
    given.filter((entry): entry is [(typeof FLAGS)[number], boolean] => entry[1] !== undefined),
  );
}

function baseAttributes(object: json.JsonObject, parent: TypeDefinition): Record<string, unknown> {
  if (parent.baseId === 'cmis:document') {
    return {
      versionable: json.boolean(object, 'versionable') ?? parent.versionable,
      contentStreamAllowed:
        json.oneOf(object, 'contentStreamAllowed', ['notallowed', 'allowed', 'required']) ??
        parent.contentStreamAllowed,
    };
  }
  if (parent.baseId !== 'cmis:relationship') return {};
  return {
    allowedSourceTypes: ends(object, 'allowedSourceTypes') ?? parent.allowedSourceTypes,
    allowedTargetTypes: ends(object, 'allowedTargetTypes') ?? parent.allowedTargetTypes,
  };
}

const ends = (object: json.JsonObject, name: string): readonly string[] | undefined =>
  object[name] === undefined || object[name] === null ? undefined : json.strings(object, name);

/** Property definitions by id; the key must be the id. */
function definitions(object: json.JsonObject): readonly PropertyDefinition[] {
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

function readDefinition(id: string, object: json.JsonObject): PropertyDefinition {
  const propertyType = json.oneOf(object, 'propertyType', PROPERTY_TYPES);
  if (propertyType === undefined) throw invalidArgument(`The property definition '${id}' has no 'propertyType'.`);
  const cardinality = json.oneOf(object, 'cardinality', ['single', 'multi']);
  if (cardinality === undefined) throw invalidArgument(`The property definition '${id}' has no 'cardinality'.`);
  return {
    id,
    localName: json.string(object, 'localName') ?? id,
    displayName: json.string(object, 'displayName') ?? id,
    queryName: json.string(object, 'queryName') ?? id,
    description: json.string(object, 'description') ?? id,
    propertyType,
    cardinality,
    updatability:
      json.oneOf(object, 'updatability', ['readonly', 'readwrite', 'whencheckedout', 'oncreate']) ?? 'readwrite',
    inherited: json.boolean(object, 'inherited') ?? false,
    required: json.boolean(object, 'required') ?? false,
    queryable: json.boolean(object, 'queryable') ?? true,
    orderable: json.boolean(object, 'orderable') ?? cardinality === 'single',
    ...optional({
      localNamespace: json.string(object, 'localNamespace'),
      openChoice: json.boolean(object, 'openChoice'),
      choices: object['choice'] === undefined ? undefined : choices(object, propertyType, 0),
      defaultValue: object['defaultValue'] === undefined ? undefined : values(object, 'defaultValue', propertyType),
      ...bounds(object, propertyType),
    }),
  };
}

function bounds(object: json.JsonObject, type: PropertyType): Record<string, unknown> {
  if (type === 'string') return { maxLength: json.number(object, 'maxLength') };
  if (type === 'datetime') return { resolution: json.oneOf(object, 'resolution', ['year', 'date', 'time']) };
  if (type !== 'integer' && type !== 'decimal') return {};
  return {
    minValue: json.number(object, 'minValue'),
    maxValue: json.number(object, 'maxValue'),
    precision: type === 'decimal' ? precision(object) : undefined,
  };
}

function precision(object: json.JsonObject): number | undefined {
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

function optional(members: Record<string, unknown>): Partial<PropertyDefinition> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
