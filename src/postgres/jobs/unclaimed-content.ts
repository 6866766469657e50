import type { UnclaimedContent } from '../../content/unclaimed-content';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import type { Database, Executor } from '../connection/database';

const ADD = {
  name: 'add-unclaimed',
  text: 'insert into unclaimed_content (key) select unnest($1::text[])',
};

const RELEASE = {
  name: 'release-unclaimed',
  text: 'delete from unclaimed_content where key = any ($1::text[]) returning key',
};

const REAP = {
  name: 'reap-unclaimed',
  text: `delete from unclaimed_content where key in (
  select key from unclaimed_content
   where since <= clock_timestamp() - $1::float8 * interval '1 millisecond'
   order by since
   limit $2
     for update skip locked)
returning key`,
};

/** The table `unclaimed_content` of one database. */
export function unclaimedContent(database: Database): UnclaimedContent {
  return {
    add: async (keys) => {
      await database.run(ADD, [keys]);
    },
    release: (keys, remove) =>
      database.transaction(async (executor) => {
        for (const [key] of await executor.run(RELEASE, [keys])) if (key) await remove(key);
      }),
    reap: async ({ ageMs, limit, remove }) => {
      while ((await database.transaction((executor) => collect(executor, ageMs, limit))) === limit);
      return database.transaction((executor) => reap(executor, { ageMs, limit, remove }));
    },
  };
}

/** Rows first, then bytes, then the commit: whatever breaks in between leaves rows that are reaped again. */
async function reap(executor: Executor, input: Parameters<UnclaimedContent['reap']>[0]): Promise<number> {
  const rows = await executor.run(REAP, [input.ageMs, input.limit]);
  const kept: string[] = [];
  let failure: unknown;
  for (const [key] of rows) {
    if (!key) continue;
    try {
      await input.remove(key);
    } catch (error) {
      // One file that cannot go must not keep all others.
      kept.push(key);
      failure = error;
    }
  }
  if (kept.length === rows.length && rows.length > 0) throw failure;
  if (kept.length > 0) await executor.run(ADD, [kept]);
  return rows.length - kept.length;
}

// Two collectors might each see the other's row as a reason to keep the pieces that both free.
const LOCK_COLLECTING = {
  name: 'lock-collecting',
  text: `select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.collecting})`,
};

const RELEASED = {
  name: 'released-contents',
  text: `select content_id, max(since), count(*) from (
  select content_id, since from released_contents
   where since <= clock_timestamp() - $1::float8 * interval '1 millisecond'
   order by since
   limit $2) r
 group by content_id`,
};

/** Tables that name contents. Each also has a foreign key, which is the second lock. */
const UNNAMED = ['objects', 'versions', 'trash_contents']
  .map((table) => `not exists (select from ${table} n where n.content_id = c.id)`)
  .join(' and ');

const CANDIDATES = {
  name: 'released-contents-unnamed',
  text: `select c.id from contents c where c.id = any ($1::bigint[]) and ${UNNAMED}`,
};

// Whoever is about to name the content holds a key share lock on it.
const LOCK_CANDIDATES = {
  name: 'lock-contents',
  text: 'select id from contents where id = any ($1::bigint[]) order by id for update skip locked',
};

const COLLECT = {
  name: 'collect-contents',
  text: `with gone as (
  delete from contents c where c.id = any ($1::bigint[]) and ${UNNAMED}
  returning c.id, coalesce(c.family, c.id) as family, c.keys),
freed (key) as (
  select distinct k.key from gone g cross join unnest(g.keys) k (key)
   where not exists (
     select from contents o
      where (o.id = g.family or o.family = g.family)
        and k.key = any (o.keys)
        and o.id not in (select id from gone))
  union
  -- What was made of them goes along.
  select r.key from renditions r join gone g on g.id = r.content_id)
insert into unclaimed_content (key, since)
select key, clock_timestamp() - $2::float8 * interval '1 millisecond' from freed
on conflict (key) do nothing`,
};

const FORGET_RELEASED = {
  name: 'forget-released',
  text: `delete from released_contents r using unnest($1::bigint[], $2::timestamptz[]) x (content_id, since)
 where r.content_id = x.content_id and r.since <= x.since`,
};

/** Takes up to `limit` releases and frees the pieces of contents that nothing names; returns how many were looked at. */
async function collect(executor: Executor, ageMs: number, limit: number): Promise<number> {
  const [lock] = await executor.run(LOCK_COLLECTING);
  if (lock?.[0] !== 't') return 0;
  const released = await executor.run(RELEASED, [ageMs, limit]);
  if (released.length === 0) return 0;
  const candidates = await executor.run(CANDIDATES, [released.map(([id]) => id)]);
  const locked = await executor.run(LOCK_CANDIDATES, [candidates.map(([id]) => id)]);
  // In a statement of its own: it sees what was committed before the locks were got.
  await executor.run(COLLECT, [locked.map(([id]) => id), ageMs]);
  const free = new Set(locked.map(([id]) => id));
  const busy = new Set(candidates.flatMap(([id]) => (free.has(id ?? '') ? [] : [id])));
  const done = released.filter(([id]) => !busy.has(id ?? ''));
  await executor.run(FORGET_RELEASED, [done.map(([id]) => id), done.map(([, since]) => since)]);
  // Where some are busy the rest can wait for the next run.
  return busy.size > 0 ? 0 : released.reduce((sum, [, , rows]) => sum + Number(rows), 0);
}
