import type { Session } from '../unit/session';
import { keyOf, seenValues, type Seen } from '../unit/unchanged';
import { compileCount, type CompileInput } from './compile';

/** Counts the hits of queries, once while nothing changes. */
export interface ExactCounts {
  /** Whether there is a known count, be it old: then the page's own statement had better not count. */
  isKnown(input: CompileInput): boolean;
  /** Of the query that a page was read of; `count` where its statement has counted. One statement where it must be. */
  of(page: { readonly count: number | null; readonly snapshot: string }, input: CompileInput): Promise<Seen<number>>;
}

const seenCounts = seenValues<number>(1_000);

/** Counts of this caller, a thousand of which are remembered for all. */
export function exactCounts(session: Session): ExactCounts {
  const counts = seenCounts(session);
  const compiled = (input: CompileInput): ReturnType<typeof compileCount> & { readonly key: string } => {
    const count = compileCount(input);
    return { ...count, key: keyOf(session, count.statement.text, count.values) };
  };
  return {
    isKnown: (input) => counts.get(compiled(input).key) !== undefined,
    of: async ({ count, snapshot }, input) => {
      const { key, statement, values } = compiled(input);
      const known = counts.take(key, snapshot);
      if (known !== undefined) return { value: known, snapshot };
      const [value, then] =
        count === null ? ((await session.ask(statement, values)) as readonly [number, string]) : [count, snapshot];
      const seen = { value, snapshot: then };
      counts.keep(key, seen);
      return seen;
    },
  };
}
