/** The envelopes that every answer comes in. */
import type { Entry, Json, List } from './operation';
import { membersOf, WrittenEntry } from './written-entry';

/** Top-level members that entries keep; undefined: all. */
export type Fields = ReadonlySet<string> | undefined;

/** What is beside an entry, as JSON. */
export type Relations = Readonly<Record<string, string>>;

/** Without what is absent or an empty text; empty lists stay. */
export function tidy(entry: Json, fields?: Fields): Json {
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

/** An entry in its envelope, as JSON. */
export function wrapped(entry: Entry, { fields, relations }: Wrapping): string {
  const text = entry instanceof WrittenEntry && !fields ? entry.text : JSON.stringify(tidy(membersOf(entry), fields));
  const beside = Object.entries(relations ?? {}).map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return `{"entry":${text}${relations ? `,"relations":{${beside.join(',')}}` : ''}}`;
}

export interface ListWrapping {
  readonly fields: Fields;
  readonly skipCount: number;
  readonly maxItems: number;
  readonly source?: Json | undefined;
  /** Of each entry. */
  readonly relations?: readonly Relations[] | undefined;
}

/** A list in its envelope, as JSON. */
export function wrappedList(list: List, wrapping: ListWrapping): string {
  const { fields, skipCount, maxItems, source, relations } = wrapping;
  const pagination = {
    count: list.entries.length,
    hasMoreItems: list.hasMoreItems,
    ...(list.totalItems !== undefined && { totalItems: list.totalItems }),
    skipCount,
    maxItems,
  };
  const entries = list.entries.map((entry, index) => wrapped(entry, { fields, relations: relations?.[index] }));
  const context = list.context ? `"context":${JSON.stringify(list.context)},` : '';
  // Bare, and whole.
  const ofSource = source ? `,"source":${JSON.stringify(tidy(source))}` : '';
  return `{"list":{"pagination":${JSON.stringify(pagination)},${context}"entries":[${entries.join(',')}]${ofSource}}}`;
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
