import type { ChangeEvent, ChangeReader } from '../repository/storage';
import type { Database, Executor } from './database';
import { callerStatement, type Session } from './session';

const PENDING = { name: 'pending-events', text: 'select exists (select 1 from change_events)' };
const LOCK_HEAD = { name: 'lock-change-head', text: 'select last_token from change_head for update' };
const SEQUENCE = {
  name: 'sequence-events',
  text: `with d as (delete from change_events returning *),
  n as (select d.*, row_number() over w as rn, max(d.at) over w as latest from d window w as (order by d.id)),
  h as (update change_head set last_token = last_token + (select count(*) from n), last_at = greatest(last_at, (select max(at) from n))
    where exists (select 1 from n) returning last_token - (select count(*) from n) as base)
  insert into change_log (token, at, object_uuid, object_id, kind, actor, info)
  select h.base + n.rn, greatest(n.latest, (select last_at from change_head)), n.object_uuid, n.object_id, n.kind, n.actor, n.info from n, h`,
};

/**
 * Moves what was committed so far from the queue of events to the log, under dense tokens in the order of becoming
 * visible; times never go back. The head is locked by a statement of its own, so that the next one's snapshot is later
 * than whatever an earlier mover moved.
 */
export async function sequenceEvents(database: Database): Promise<void> {
  const [pending] = await database.run(PENDING);
  if (pending?.[0] !== 't') return;
  await database.transaction(async (executor: Executor) => {
    await executor.run(LOCK_HEAD);
    await executor.run(SEQUENCE);
  });
}

/** Of a living object: who may read it now. Of a deleted one: who could read it when it was deleted. */
const SEEN = `(me.admin or case when o.id is not null
    then case when o.base = 4
      then (select bool_and(e.owner = me.name or a.readers && me.authorities) from objects e join acls a on a.id = e.acl_id where e.id in (o.source_id, o.target_id))
      else o.owner = me.name or (select a.readers && me.authorities from acls a where a.id = o.acl_id) end
    else coalesce((select x.info->>'owner' = me.name or exists (
        select 1 from jsonb_array_elements_text(case when jsonb_typeof(x.info->'readers') = 'array' then x.info->'readers' else '[]' end) r where r::int = any (me.authorities))
      from change_log x where x.object_uuid = e.object_uuid and x.kind = 'deleted' order by x.token desc limit 1), false) end)`;

// $2 first token, $3 how many
const SINCE = callerStatement({
  name: 'changes-since',
  body: `select json_build_object(
    'events', (select json_agg(json_build_array(p.token, p.at, p.object_id, p.kind, p.actor, p.info, p.seen) order by p.token) from (
      select e.token, e.at, e.object_id, e.kind, e.actor, e.info, s.seen
        from change_log e left join objects o on o.uuid = e.object_uuid cross join me cross join lateral (select coalesce(${SEEN}, false) as seen) s
       where e.token >= $2::bigint and (e.token = $2::bigint or s.seen) order by e.token limit $3::bigint) p),
    'first', (select first_token from change_head), 'last', (select last_token from change_head))`,
});
const LATEST = callerStatement({ name: 'latest-token', body: 'select last_token from change_head' });

type EventRow = readonly [
  token: number,
  at: string,
  objectId: string,
  kind: ChangeEvent['kind'],
  actor: string,
  info: ChangeEvent['info'],
  seen: boolean,
];

interface SinceAnswer {
  readonly events: readonly EventRow[] | null;
  readonly first: number;
  readonly last: number;
}

export function changeReader(session: Session, options: { readonly sequence: () => Promise<void> }): ChangeReader {
  return {
    since: async ({ from, maxItems }) => {
      await options.sequence();
      // Without a token the first recorded event may be one that the caller does not see: nothing is "from" then.
      const answer = (await session.ask(SINCE, [from ?? 0, maxItems + 1])) as SinceAnswer;
      const events = (answer.events ?? []).map(([token, at, objectId, kind, actor, info, visible]) => ({
        token,
        at: Date.parse(at),
        objectId,
        kind,
        actor,
        info,
        visible,
      }));
      return {
        events: events.slice(0, maxItems),
        hasMoreItems: events.length > maxItems,
        firstToken: answer.first,
        lastToken: answer.last,
      };
    },
    latestToken: async () => {
      await options.sequence();
      return Number(await session.ask(LATEST));
    },
  };
}
