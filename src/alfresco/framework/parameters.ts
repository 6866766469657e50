/**
 * What an operation takes from the query of its address: each parameter reads its text and describes itself for the API
 * reference. Names count in their case, of several values the first counts (of lists all do), unknown names are ignored.
 */
import { LONGEST_PAGE } from '../../repository/values/object-view';
import { badRequest } from './api-error';
import { parseNames } from './names-list';

export interface Parameter<T> {
  readonly type: 'string' | 'boolean' | 'integer' | 'array';
  readonly description: string;
  readonly values?: readonly string[];
  readonly required?: boolean;
  /** @throws ApiError 400. */
  read(text: string | undefined, name: string): T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
/** Every parameter is there, undefined where the client sent none. */
export type ReadParameters<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** Undefined: not sent, or empty. */
export const textParameter = (description: string): Parameter<string | undefined> => ({
  type: 'string',
  description,
  read: (text) => (text === '' ? undefined : text),
});

/** Anything but `true` is false, as in Java. Undefined: not sent. */
export const flagParameter = (description: string): Parameter<boolean | undefined> => ({
  type: 'boolean',
  description,
  read: (text) => (text === undefined || text === '' ? undefined : text.trim().toLowerCase() === 'true'),
});

/** `missing`: what clients are told, where they know other words. */
export const requiredParameter = <T>(parameter: Parameter<T>, missing?: string): Parameter<NonNullable<T>> => ({
  ...parameter,
  required: true,
  read: (text, name) => {
    const value = parameter.read(text, name);
    if (value === undefined || value === null) throw badRequest(missing ?? `The parameter '${name}' is missing`);
    return value;
  },
});

/** Names between commas. Unknown ones are read, too: they may be properties, or mean nothing. */
const namesParameter = (description: string, values: readonly string[]): Parameter<ReadonlySet<string>> => ({
  type: 'array',
  description,
  values,
  read: (text, name) => (text === undefined ? new Set() : parseNames(text, name)),
});

/** `include`: what an answer holds besides the usual. */
export const include = <V extends string>(
  ...names: readonly V[]
): { readonly include: Parameter<ReadonlySet<string>> } => ({
  include: namesParameter('Additional information in the answer', names),
});

const MAX_INT = 2 ** 31 - 1;

function readCount(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[+-]?\d{1,10}$/.test(text.trim()) ? Number(text.trim()) : NaN;
  if (!(Math.abs(number) <= MAX_INT)) throw badRequest(`Invalid paging parameter ${name}:${text.slice(0, 60)}`);
  return number;
}

export const DEFAULT_MAX_ITEMS = 100;

const maxItems: Parameter<number> = {
  type: 'integer',
  description: `The most entries that the answer shall hold, at most ${LONGEST_PAGE}; ${DEFAULT_MAX_ITEMS} when absent`,
  read: (text, name) => {
    const number = readCount(text, name) ?? DEFAULT_MAX_ITEMS;
    if (number <= 0) throw badRequest('Only positive values supported for maxItems.');
    return Math.min(number, LONGEST_PAGE);
  },
};

const skipCount: Parameter<number> = {
  type: 'integer',
  description: 'How many entries of the whole list come before the first one of the answer',
  read: (text, name) => {
    const number = readCount(text, name) ?? 0;
    if (number < 0) throw badRequest('Negative values not supported for skipCount.');
    return number;
  },
};

/** What every list takes. */
export const PAGING = { skipCount, maxItems } as const;

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** `orderBy`: columns between commas, each with `ASC` or `DESC` in any case. Empty: the list's own order. */
export const orderBy = (...columns: readonly string[]): { readonly orderBy: Parameter<readonly Sorting[]> } => ({
  orderBy: {
    type: 'array',
    description: `Columns to order by, each with ASC or DESC${columns.length === 0 ? '' : `: ${columns.join(', ')}`}`,
    ...(columns.length > 0 && { values: columns }),
    read: (text) => {
      if (text === undefined || text.trim() === '') return [];
      const sorting = text.split(',').map((part) => readSorting(part, text));
      for (const { column } of sorting) {
        if (columns.length > 0 && !columns.includes(column))
          throw badRequest(`Invalid sort field: ${column.slice(0, 100)}`);
      }
      return sorting;
    },
  },
});

function readSorting(part: string, text: string): Sorting {
  const [column = '', direction = 'asc', ...more] = part.trim().split(/\s+/);
  if (column === '' || more.length > 0) {
    throw badRequest(
      `Unknown sort order definition '${text.slice(0, 100)}', expected 'field1,field2' or 'field1 asc,field2 desc' or similar`,
    );
  }
  const lower = direction.toLowerCase();
  if (lower !== 'asc' && lower !== 'desc') {
    throw badRequest(`Unknown sort order direction '${direction.slice(0, 60)}', expected asc or desc`);
  }
  return { column, descending: lower === 'desc' };
}
