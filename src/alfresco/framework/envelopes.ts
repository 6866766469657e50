/** The envelopes that every answer comes in. */
import type { Json, List } from './operation';

/** Top-level members that entries keep; undefined: all. */
export type Fields = ReadonlySet<string> | undefined;

export interface Relations {
  readonly [relation: string]: Json;
}

/** Without what is absent or an empty text; empty lists stay. */
function tidy(entry: Json, fields: Fields): Json {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry)) {
    if (value === undefined || value === null || value === '') continue;
    if (!fields || fields.has(name)) kept[name] = value;
  }
  return kept;
}

export interface Wrapping {
  readonly fields: Fields;
  readonly relations?: Relations | undefined;
}

export const wrapped = (entry: Json, { fields, relations }: Wrapping): Json => ({
  entry: tidy(entry, fields),
  ...(relations && { relations }),
});

export interface ListWrapping {
  readonly fields: Fields;
  readonly skipCount: number;
  readonly maxItems: number;
  readonly source?: Json | undefined;
  /** Of each entry. */
  readonly relations?: readonly Relations[] | undefined;
}

export function wrappedList(list: List, wrapping: ListWrapping): Json {
  const { fields, skipCount, maxItems, source, relations } = wrapping;
  return {
    list: {
      pagination: {
        count: list.entries.length,
        hasMoreItems: list.hasMoreItems,
        ...(list.totalItems !== undefined && { totalItems: list.totalItems }),
        skipCount,
        maxItems,
      },
      ...(list.context && { context: list.context }),
      entries: list.entries.map((entry, index) => wrapped(entry, { fields, relations: relations?.[index] })),
      // Bare, and whole.
      ...(source && { source: tidy(source, undefined) }),
    },
  };
}

/** A page of a list that is in memory as a whole. */
export function pageOf<T>(
  items: readonly T[],
  { skipCount, maxItems }: { readonly skipCount: number; readonly maxItems: number },
): { readonly items: readonly T[]; readonly hasMoreItems: boolean; readonly totalItems: number } {
  return {
    items: items.slice(skipCount, skipCount + maxItems),
    hasMoreItems: skipCount + maxItems < items.length,
    totalItems: items.length,
  };
}
