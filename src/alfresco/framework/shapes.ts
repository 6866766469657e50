/**
 * What a member of a body may be: a shape reads JSON that a client sent, and describes itself for the API reference.
 * As Alfresco reads it: null and empty texts are absent, unknown members are refused, single values stand for lists.
 */
import { badRequest } from './api-error';
import { readDate } from './dates';

/** As OpenAPI says it. */
export interface ShapeDescription {
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'array' | 'object';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: ShapeDescription;
  readonly properties?: Readonly<Record<string, ShapeDescription>>;
  readonly required?: readonly string[];
  readonly default?: boolean;
  readonly example?: string;
}

export interface Shape<T> {
  readonly description: ShapeDescription;
  readonly isRequired?: boolean;
  /** @throws ApiError 400 when the value is of another kind. */
  read(value: unknown, name: string): T;
}

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [member: string]: JsonValue };

const isAbsent = (value: unknown): value is null | undefined | '' =>
  value === undefined || value === null || value === '';

function optional<T>(description: ShapeDescription, read: (value: unknown, name: string) => T): Shape<T | undefined> {
  return { description, read: (value, name) => (isAbsent(value) ? undefined : read(value, name)) };
}

/** A text; numbers are taken as they would be written. */
export const text = (): Shape<string | undefined> => optional({ type: 'string' }, readText);

/** JSON's booleans, also as texts; unlike a parameter of the address, anything else is refused. */
export const flag = (): Shape<boolean | undefined> =>
  optional({ type: 'boolean' }, (value, name) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrong(value, name, 'true or false');
  });

/** Within 32 bits, as in Java. */
export const whole = (): Shape<number | undefined> =>
  optional({ type: 'integer', format: 'int32' }, (value, name) => {
    const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 31) return number;
    throw wrong(value, name, 'a whole number');
  });

/** A finite number, also as a text. */
export const number = (): Shape<number | undefined> =>
  optional({ type: 'number', format: 'double' }, (value, name) => {
    const read = typeof value === 'string' && /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : value;
    if (typeof read === 'number' && Number.isFinite(read)) return read;
    throw wrong(value, name, 'a number');
  });

/** Milliseconds. */
export const date = (): Shape<number | undefined> =>
  optional({ type: 'string', format: 'date-time' }, (value, name) => readDate(readText(value, name), name));

/** One of these texts, in their case. */
export const oneOf = <const T extends string>(values: readonly T[]): Shape<T | undefined> =>
  optional({ type: 'string', enum: values }, (value, name) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw wrong(value, name, `one of ${values.join(', ')}`);
  });

/** A single value is a list of one. */
export const listOf = <T>(item: Shape<T>): Shape<readonly NonNullable<T>[] | undefined> => ({
  description: { type: 'array', items: item.description },
  read: (value, name) => {
    if (value === undefined || value === null) return undefined;
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((one) => {
      const read = item.read(one, name);
      if (read === undefined || read === null) throw wrong(one, name, 'a list without empty values');
      return read;
    });
  },
});

/** As `listOf`; what is null in it is passed over. */
export const listOfGiven = <T>(item: Shape<T>): Shape<readonly NonNullable<T>[] | undefined> => {
  const list = listOf(item);
  const given = (value: unknown): unknown =>
    Array.isArray(value) ? (value as readonly unknown[]).filter((one) => one !== null) : value;
  return { description: list.description, read: (value, name) => list.read(given(value), name) };
};

/** Texts, numbers, booleans, lists of these and null by any name: properties of a node. */
export const values = (): Shape<Readonly<Record<string, JsonValue>> | undefined> =>
  optional({ type: 'object' }, (value, name) => {
    const object = asObject(value, name);
    for (const [member, one] of Object.entries(object)) {
      checkText(member, name);
      checkTexts(one, member);
    }
    return object as Readonly<Record<string, JsonValue>>;
  });

/** Taken and not looked at: what clients send back of what they have read. */
export const ignored = (): Shape<undefined> => ({ description: { type: 'object' }, read: () => undefined });

type Members = Readonly<Record<string, Shape<unknown>>>;
type ReadMembers<M extends Members> = { readonly [K in keyof M]: M[K] extends Shape<infer T> ? T : never };

/** Every member is there, undefined where the client sent none. */
export const object = <M extends Members>(members: M): Shape<ReadMembers<M> | undefined> => ({
  description: {
    type: 'object',
    properties: Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, shape.description])),
    required: Object.entries(members).flatMap(([name, shape]) => (shape.isRequired ? [name] : [])),
  },
  read: (value, name) => {
    if (isAbsent(value)) return undefined;
    const given = asObject(value, name);
    for (const member of Object.keys(given)) {
      if (!Object.hasOwn(members, member)) throw unreadable(`Unrecognized field "${member.slice(0, 100)}"`);
    }
    const read = Object.entries(members).map(([member, shape]) => [member, shape.read(given[member], member)]);
    return Object.fromEntries(read) as ReadMembers<M>;
  },
});

/** @throws ApiError 400 when the member is missing or null. */
export const required = <T>(shape: Shape<T>): Shape<NonNullable<T>> => ({
  description: shape.description,
  isRequired: true,
  read: (value, name) => {
    const read = shape.read(value, name);
    if (read === undefined || read === null) throw badRequest(`'${name}' is missing`);
    return read;
  },
});

function asObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw wrong(value, name, 'an object');
}

function readText(value: unknown, name: string): string {
  // Alfresco's reader takes numbers and booleans for the texts that they are written as.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw wrong(value, name, 'a text');
  return checkText(value, name);
}

function checkTexts(value: unknown, name: string): void {
  if (typeof value === 'string') checkText(value, name);
  else if (Array.isArray(value)) for (const one of value as readonly unknown[]) checkScalar(one, name);
}

function checkScalar(value: unknown, name: string): void {
  if (typeof value === 'string') checkText(value, name);
  else if (typeof value === 'object' && value !== null)
    throw wrong(value, name, 'a list of texts, numbers or booleans');
}

/** Text that can be stored: no NUL and no half of a surrogate pair. */
function checkText(value: string, name: string): string {
  if (value.includes('\0') || /\p{Surrogate}/u.test(value)) {
    throw unreadable(`'${name.slice(0, 100)}' holds a character that cannot be stored`);
  }
  return value;
}

/** 400, for a body that is not of the shape that it should have. */
export const unreadable = (message: string): Error =>
  badRequest(`Could not read content from HTTP request body: ${message}`);

function wrong(value: unknown, name: string, wanted: string): Error {
  return unreadable(`'${name.slice(0, 100)}' is ${shown(value)} but must be ${wanted}`);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value === null ? 'null' : 'an object';
  return `'${(JSON.stringify(value) ?? '').slice(0, 60)}'`;
}
