import type { Database } from '../connection/database';

const PENDING = { name: 'pending-events', text: 'select exists (select from change_events)' };
const LOCK_HEAD = { name: 'lock-change-head', text: 'select last_token from change_head for update' };
// $1 how many at most: those that were appended first
const SEQUENCE = {
  name: 'sequence-events',
  text: `with d as (delete from change_events where id <= (
    select max(x.id) from (select id from change_events order by id limit $1) x) returning *),
  n as (select d.*, row_number() over w as rn, max(d.at) over w as latest from d window w as (order by d.id)),
  h as (update change_head set last_token = last_token + (select count(*) from n), last_at = greatest(last_at, (select max(at) from n))
    where exists (select from n) returning last_token - (select count(*) from n) as base),
  logged as (insert into change_log (token, at, object_uuid, object_id, kind, actor, info)
    select h.base + n.rn, greatest(n.latest, (select last_at from change_head)), n.object_uuid, n.object_id, n.kind, n.actor, n.info
      from n, h returning token)
  select count(*) from logged`,
};

const BATCH = 5_000;

/**
 * Moves what was committed so far from the queue of events to the log, under dense tokens in the order of becoming
 * visible; times never go back. The head is locked by a statement of its own, so that the next one's snapshot is later
 * than whatever an earlier mover moved.
 */
export async function sequenceEvents(database: Database): Promise<void> {
  const [pending] = await database.run(PENDING);
  if (pending?.[0] !== 't') return;
  let moved: number;
  do {
    moved = await database.transaction(async (executor) => {
      await executor.run(LOCK_HEAD);
      return Number((await executor.run(SEQUENCE, [BATCH]))[0]?.[0]);
    });
  } while (moved === BATCH);
}

export interface Sequencer {
  /** Resolves when a run in progress has ended. */
  stop(): Promise<void>;
}

/** Keeps the queue short while nobody reads the log, so that who reads it next does not wait for all of it. */
export function startSequencer(options: {
  readonly database: Database;
  readonly intervalMs: number;
  readonly onError: (error: unknown) => void;
}): Sequencer {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= sequenceEvents(options.database)
      .catch(options.onError)
      .finally(() => {
        running = undefined;
      });
  }, options.intervalMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
