/**
 * What was read before and is still right because nothing has been written since: PostgreSQL's snapshot, which every
 * write of whatever process moves on, is the same. An old answer is never taken for a new one, and where others write
 * all the time nothing is won and nothing lost.
 */
import { createHash } from 'node:crypto';
import type { Statement } from '../connection/database';
import type { KnownObjects } from './known-objects';
import { callerStatement, type Session } from './session';

/**
 * Two statements with the same snapshot see the same rows. `xmin:xmax:transactions in progress`: whatever is written gets
 * a number above all of these, and whoever was in progress leaves the list at the end, so that none ever comes back.
 */
export const SNAPSHOT_SQL = 'pg_current_snapshot()::text';

export interface Seen<T> {
  readonly value: T;
  /** As of which it is right. */
  readonly snapshot: string;
}

export interface SeenByKey<T> {
  /** Of whatever snapshot. */
  get(key: string): Seen<T> | undefined;
  /** Forgotten when it is not of this snapshot. */
  take(key: string, snapshot: string): T | undefined;
  keep(key: string, seen: Seen<T>): void;
}

/**
 * Values that weigh up to `limit` together in each process, those used last; each weighs one unless `weigh` says more.
 * Transactions, which see what nobody else sees, have none.
 */
export function seenValues<T>(
  limit: number,
  weigh: (value: T) => number = () => 1,
): (session: Session) => SeenByKey<T> {
  const memories = new WeakMap<KnownObjects, Memory<T>>();
  return ({ known }) => {
    if (!known) return { get: () => undefined, take: () => undefined, keep: () => undefined };
    const memory = memories.get(known) ?? { values: new Map<string, Seen<T>>(), weight: 0 };
    memories.set(known, memory);
    const { values } = memory;
    const forget = (key: string): void => {
      const seen = values.get(key);
      if (values.delete(key) && seen) memory.weight -= weigh(seen.value);
    };
    const keep = (key: string, seen: Seen<T>): void => {
      forget(key);
      values.set(key, seen);
      memory.weight += weigh(seen.value);
      for (const oldest of values.keys()) {
        if (memory.weight <= limit) break;
        forget(oldest);
      }
    };
    return {
      get: (key) => values.get(key),
      take: (key, snapshot) => {
        const seen = values.get(key);
        if (seen?.snapshot !== snapshot) {
          forget(key);
          return undefined;
        }
        // It was used last.
        values.delete(key);
        values.set(key, seen);
        return seen.value;
      },
      keep,
    };
  };
}

interface Memory<T> {
  readonly values: Map<string, Seen<T>>;
  weight: number;
}

/** Names a statement with its values, and who asks. */
export function keyOf({ caller }: Session, text: string, values: readonly unknown[]): string {
  return createHash('sha256').update(`${caller.id} ${text}`).update(JSON.stringify(values)).digest('base64');
}

const SNAPSHOT = { ...callerStatement({ name: 'snapshot', body: `to_json(${SNAPSHOT_SQL})` }), joint: true };

/** The snapshot of this moment, with what every statement finds out about the caller and the types. One statement. */
export const currentSnapshot = async (session: Session): Promise<string> => (await session.ask(SNAPSHOT)) as string;

interface AskedList<A> extends Asked {
  readonly isLasting: (answer: A) => boolean;
}

interface Asked {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/**
 * The answer of a statement whose body is `asOfNow`. Where the caller has just read something as of a snapshot and this
 * was read as of the same one, it is what it was: no statement.
 */
export async function askUnlessSeenAsOf<A>(
  session: Session,
  { statement, values }: Asked,
  asOf: string | undefined,
): Promise<A> {
  const lists = seenLists(session);
  const key = keyOf(session, statement.name ?? statement.text, values);
  const seen = asOf === undefined ? undefined : lists.take(key, asOf);
  if (seen !== undefined) return seen as A;
  const answer = (await session.ask(statement, values)) as Seen<A>;
  lists.keep(key, answer);
  return answer.value;
}

/** JSON of a body with the snapshot that it is right as of. */
export const asOfNow = (body: string): string => `json_build_object('snapshot', ${SNAPSHOT_SQL}, 'value', ${body})`;

/**
 * The answer of a list, whose statement has the parameter of `unlessSeen` as its last one. `isLasting`: whether only a
 * write makes another answer, and not time. One statement.
 */
export async function askUnlessSeen<A>(
  session: Session,
  { statement, values, isLasting }: AskedList<A>,
): Promise<Seen<A>> {
  const lists = seenLists(session);
  const key = keyOf(session, statement.name ?? statement.text, values);
  const seen = lists.get(key);
  const answer = (await session.ask({ ...statement, joint: true }, [
    ...values,
    seen?.snapshot ?? null,
  ])) as Seen<A> | null;
  if (answer === null) return seen as Seen<A>;
  if (isLasting(answer.value)) lists.keep(key, answer);
  return answer;
}

/** Long pages are much to keep: what weighs is the entries. */
const seenLists = seenValues<unknown>(100_000, (answer) => 100 + entriesIn(answer, 2));

function entriesIn(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (depth === 0) return members.length;
  return members.reduce((sum: number, member) => sum + entriesIn(member, depth - 1), 0);
}

/** JSON of a body, or null where it would be that of the snapshot which the parameter names. */
export const unlessSeen = (parameter: number, body: string): string =>
  `case when ${SNAPSHOT_SQL} = $${parameter}::text then null
    else ${asOfNow(body)} end`;
