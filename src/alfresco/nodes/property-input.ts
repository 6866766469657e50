/** Properties that clients send, as the core takes them: by definition, dates as milliseconds, people by their names. */
import type { PropertyChanges, Scalar } from '../../model/properties';
import type { PropertyDefinition } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { badRequest, type ApiError } from '../framework/api-error';
import { readDate } from '../framework/dates';
import type { JsonValue } from '../framework/shapes';
import { isPrefixedName } from '../model/names';
import { PERSON_PROPERTIES } from './node-values';

/** Kept by the repository itself. */
const AUDITABLE = new Set(['cm:creator', 'cm:created', 'cm:modifier', 'cm:modified', 'cm:accessed']);
/** What answers show of versions and working copies, which only these themselves change. */
const SHOWN_ONLY = new Set(['cm:versionLabel', 'cm:versionType', 'cm:workingCopyOwner', 'cm:workingCopyMode']);

export const invalidName = (name: string): ApiError =>
  badRequest(`${name.slice(0, 100)} isn't a valid QName. It must be a prefixed name such as cm:title`);
export const reservedNamespace = (name: string): ApiError =>
  badRequest(`NameSpace cannot be used by API: ${name.slice(0, 100)}`);

export interface PropertyInput {
  readonly types: TypeRegistry;
  readonly properties: Readonly<Record<string, JsonValue>> | undefined;
  /** What the node shows now; sending it back is no change. */
  readonly shown?: Readonly<Record<string, unknown>>;
}

/** @throws ApiError 400 for names that nobody knows or that are not for clients, and values of another kind. */
export function propertyChanges({ types, properties = {}, shown = {} }: PropertyInput): PropertyChanges {
  const changes: Record<string, PropertyChanges[string]> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (SHOWN_ONLY.has(name) && value === shown[name]) continue;
    const definition = definitionOf(types, name);
    const id = name === 'cm:name' ? 'cmis:name' : name;
    changes[id] = changeOf(definition, value);
  }
  return changes;
}

function definitionOf(types: TypeRegistry, name: string): PropertyDefinition {
  if (name.startsWith('sys:')) throw reservedNamespace(name);
  if (AUDITABLE.has(name)) throw badRequest(`Cannot be used by API: ${name}`);
  const found = types.property(name === 'cm:name' ? 'cmis:name' : name);
  if (found) return found;
  throw isPrefixedName(name) ? badRequest(`Unknown property: ${name.slice(0, 100)}`) : invalidName(name);
}

function changeOf(definition: PropertyDefinition, value: JsonValue): PropertyChanges[string] {
  if (isUnset(value)) return null;
  if (definition.cardinality === 'multi') {
    const list: readonly JsonValue[] = isList(value) ? value : [value];
    return list.filter((one) => !isUnset(one)).map((one) => scalarOf(definition, one));
  }
  if (isList(value)) {
    const [only, ...more] = value;
    if (more.length > 0 || only === undefined) throw wrongValue(definition, 'a single value');
    return isUnset(only) ? null : scalarOf(definition, only);
  }
  return scalarOf(definition, value);
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isUnset = (value: JsonValue): boolean => value === null || value === '' || (isList(value) && value.length === 0);

function scalarOf(definition: PropertyDefinition, value: JsonValue): Scalar {
  const plain = PERSON_PROPERTIES.has(definition.id) ? personOf(value) : value;
  if (typeof plain === 'object') throw wrongValue(definition, 'a text, a number or a boolean');
  switch (definition.propertyType) {
    case 'boolean':
      return booleanOf(definition, plain);
    case 'integer':
    case 'decimal':
      return numberOf(definition, plain);
    case 'datetime':
      return typeof plain === 'number' ? plain : readDate(String(plain), definition.id);
    case 'string':
    case 'id':
    case 'uri':
    case 'html':
      return String(plain);
  }
}

/** Answers show people as objects, which clients may send back. */
function personOf(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return (value as { readonly id?: JsonValue }).id ?? null;
}

function booleanOf(definition: PropertyDefinition, value: Scalar): boolean {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrongValue(definition, 'true or false');
}

function numberOf(definition: PropertyDefinition, value: Scalar): number {
  const isText = typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value);
  const number = typeof value === 'number' || isText ? Number(value) : NaN;
  const fits = definition.propertyType === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (fits) return number;
  throw wrongValue(definition, definition.propertyType === 'integer' ? 'a whole number' : 'a number');
}

const wrongValue = ({ id }: PropertyDefinition, wanted: string): ApiError =>
  badRequest(`The value of '${id}' must be ${wanted}`);
