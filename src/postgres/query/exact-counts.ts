import { createHash } from 'node:crypto';
import type { KnownObjects } from '../known-objects';
import type { Session } from '../session';
import { compileCount, type Compiled, type CompileInput } from './compile';

/** JSON of `compileCount`. */
type CountAnswer = readonly [count: number, snapshot: string];

interface KnownCount {
  readonly count: number;
  /** As of which the count is right. */
  readonly snapshot: string;
}

/**
 * Counts the hits of queries. A count that this process knows is as good as counting again when the page at hand was
 * read from the same snapshot: no row has changed in between, whatever process might have written it.
 */
export interface ExactCounts {
  /** Whether there is a known count, be it old: then the page's own statement had better not count. */
  isKnown(input: CompileInput): boolean;
  /** Of the query that a page was read of; `count` where its statement has counted. One statement where it must be. */
  of(page: { readonly count: number | null; readonly snapshot: string }, input: CompileInput): Promise<number>;
}

const LIMIT = 1_000;

const memories = new WeakMap<KnownObjects, Map<string, KnownCount>>();

export function exactCounts(session: Session): ExactCounts {
  const { known } = session;
  // Transactions, which see what nobody else sees, know nothing.
  const memory = (known && memories.get(known)) ?? new Map<string, KnownCount>();
  if (known) memories.set(known, memory);
  return {
    isKnown: (input) => memory.size > 0 && memory.has(keyOf(session, compileCount(input))),
    of: async (page, input) => {
      const compiled = compileCount(input);
      const key = keyOf(session, compiled);
      const found = memory.get(key);
      memory.delete(key);
      const current = found?.snapshot === page.snapshot ? found : await counted(session, page, compiled);
      if (isSettled(current.snapshot)) memory.set(key, current);
      const [oldest] = memory.size > LIMIT ? memory.keys() : [];
      if (oldest !== undefined) memory.delete(oldest);
      return current.count;
    },
  };
}

async function counted(
  session: Session,
  { count, snapshot }: { readonly count: number | null; readonly snapshot: string },
  { statement, values }: Compiled,
): Promise<KnownCount> {
  if (count !== null) return { count, snapshot };
  const [counted, then] = (await session.ask(statement, values)) as CountAnswer;
  return { count: counted, snapshot: then };
}

/** `xmin:xmax:transactions in progress`: without any of these, none of them can have ended unseen later. */
const isSettled = (snapshot: string): boolean => /^(\d+):\1:$/.test(snapshot);

/** Names what is counted and for whom. */
function keyOf({ caller }: Session, { statement, values }: Compiled): string {
  const hash = createHash('sha256').update(`${caller.id} ${statement.text}`).update(JSON.stringify(values));
  return hash.digest('base64');
}
