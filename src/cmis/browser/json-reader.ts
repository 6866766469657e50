/** Members of JSON that a client sent, with the kind that they must have. */
import { invalidArgument } from '../../model/errors';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws CmisError `invalidArgument` when the text is no JSON object. */
export function parseJsonObject(text: string, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidArgument(`'${name}' is no JSON: ${(error as Error).message}`);
  }
  return asObject(value, name);
}

/** @throws CmisError `invalidArgument`; `name` is what the client calls the value. */
export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw invalidArgument(`'${name}' is ${shown(value)} but must be a JSON object.`);
}

/** A missing member is an empty list, one value a list of one. */
export function list(object: JsonObject, name: string): readonly unknown[] {
  const value = object[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Undefined: missing or null. @throws CmisError `invalidArgument`. */
export function string(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidArgument(`'${name}' is ${shown(value)} but must be a text.`);
  return wellFormed(value, name);
}

/** @throws CmisError `invalidArgument`, also for an empty text. */
export function requiredString(object: JsonObject, name: string): string {
  const value = string(object, name);
  if (value === undefined || value === '') throw invalidArgument(`'${name}' is missing.`);
  return value;
}

/** None when the member is missing. @throws CmisError `invalidArgument`. */
export function strings(object: JsonObject, name: string): readonly string[] {
  return list(object, name).map((value) => {
    if (typeof value !== 'string') throw invalidArgument(`'${name}' holds ${shown(value)} but must hold texts.`);
    return wellFormed(value, name);
  });
}

/** Undefined: missing or null. @throws CmisError `invalidArgument`. */
export function boolean(object: JsonObject, name: string): boolean | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw invalidArgument(`'${name}' is ${shown(value)} but must be true or false.`);
  return value;
}

/** Also written as a text, as the schema has some numbers. */
export function number(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) {
    throw invalidArgument(`'${name}' is ${shown(value)} but must be a number.`);
  }
  return read;
}

/** One of the texts. */
export function oneOf<T extends string>(object: JsonObject, name: string, values: readonly T[]): T | undefined {
  const value = string(object, name);
  if (value === undefined) return undefined;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined)
    throw invalidArgument(`'${name}' is '${value}' but can only be one of ${values.join(', ')}.`);
  return found;
}

/** Text that can be stored: no NUL and no half of a surrogate pair. */
export function wellFormed(text: string, name: string): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw invalidArgument(`'${name}' holds a character that cannot be stored.`);
  }
  return text;
}

/** A value as it may stand in a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
