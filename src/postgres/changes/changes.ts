import { Permission } from '../../model/permissions';
import type { ChangeEvent, ChangeReader } from '../../repository/storage/changes';
import type { Grants } from '../rows/object-row';
import { callerStatement, effectiveBits, type Session } from '../unit/session';

const MAY_READ = (object: string, who: string): string => `(${object}.owner = (select name from ${who}) or coalesce(
    (select a.readers && (select authorities from ${who}) from acls a where a.id = ${object}.acl_id), false))`;

/** Whether who could read something, as an event has kept it in `kept` (owner and readers), includes that principal. */
const COULD_READ = (kept: string, who: string): string => `(${kept}->>'owner' = (select name from ${who}) or exists (
    select from jsonb_array_elements_text(case when jsonb_typeof(${kept}->'readers') = 'array' then ${kept}->'readers' else '[]' end) r
     where r::int = any ((select authorities from ${who})::int[])))`;

/** The event of a deletion keeps who saw the object; of a relationship those were who saw both ends. */
const SAW_BEFORE = (log: string, who: string): string => `(select case when jsonb_typeof(x.info->'ends') = 'array'
      then (select bool_and(${COULD_READ('n', who)}) from jsonb_array_elements(x.info->'ends') n) else ${COULD_READ('x.info', who)} end
    from ${log} x where x.object_uuid = e.object_uuid and x.kind = 'deleted'`;

/**
 * Whether the principal of the one row `who` sees event `e`. Of a living object: who may read it now. Of a deleted one:
 * who could read it when it was deleted, which another transaction may have done since the events were sequenced.
 */
export const eventSeenBy = (who: string): string => `((select admin from ${who}) or coalesce(
  (select case when o.base = 4
      then (select bool_and(${MAY_READ('n', who)}) from objects n where n.id in (o.source_id, o.target_id)) else ${MAY_READ('o', who)} end
    from objects o where o.uuid = e.object_uuid),
  ${SAW_BEFORE('change_log', who)} order by x.token desc limit 1),
  ${SAW_BEFORE('change_events', who)} limit 1),
  false))`;
const SEEN = eventSeenBy('me');

/** What rights on its object are computed from; of a deleted one only the owner is left. */
const RIGHTS = `coalesce(
    (select json_build_array(o.owner, a.grants) from objects o left join acls a on a.id = o.acl_id where o.uuid = p.object_uuid),
    json_build_array(p.info->>'owner', null))`;

/*
 * The log is walked in order, `WINDOW` events at most: who sees few of them gets a part of a page rather than waits.
 *
 * $2 token that is repeated, $3 token after which the walk begins, $4 how many
 */
const WINDOW = 20_000;
/** How many of them a first page looks through for an event that the caller sees. */
const FIRST_WINDOWS = 10;
const SINCE = callerStatement({
  name: 'changes-since',
  before: `head as materialized (select first_token, last_token from change_head),
  walk as (select * from change_log e where e.token > $3::bigint order by e.token limit ${WINDOW}),
  page as materialized (
    (select e.*, ${SEEN} as seen from change_log e where e.token = $2::bigint)
    union all
    (select e.*, true from walk e where ${SEEN} order by e.token limit $4::bigint))`,
  body: `json_build_object(
  'events', (select json_agg(json_build_array(p.token, p.at, p.object_id, p.kind, p.actor, p.info, p.seen, ${RIGHTS}) order by p.token) from page p),
  'first', (select first_token from head), 'last', (select last_token from head))`,
});
const LATEST = callerStatement({ name: 'latest-token', body: 'select last_token from change_head' });

type EventRow = readonly [
  token: number,
  at: string,
  objectId: string,
  kind: ChangeEvent['kind'],
  actor: string,
  info: ChangeEvent['info'] & { readonly ownAcl?: boolean },
  seen: boolean,
  rights: readonly [owner: string | null, grants: Grants | null],
];

interface SinceAnswer {
  readonly events: readonly EventRow[] | null;
  readonly first: number;
  readonly last: number;
}

/** `sequence` gives tokens to events that are committed and have none; called before anything is read. */
export function changeReader(session: Session, options: { readonly sequence: () => Promise<void> }): ChangeReader {
  const walk = async (input: { readonly from: number; readonly after: number; readonly maxItems: number }) => {
    const answer = (await session.ask(SINCE, [input.from, input.after, input.maxItems + 1])) as SinceAnswer;
    const found = (answer.events ?? []).map((row) => eventOf(session, row));
    const events = found.slice(0, input.maxItems);
    const isCut = found.length > events.length;
    const scannedTo = isCut
      ? (events.at(-1)?.token ?? input.after)
      : Math.min(answer.last, Math.max(input.after, answer.first - 1) + WINDOW);
    return {
      events,
      hasMoreItems: isCut || scannedTo < answer.last,
      scannedTo: Math.max(scannedTo, input.after),
      firstToken: answer.first,
      lastToken: answer.last,
    };
  };
  return {
    since: async ({ from, after, maxItems }) => {
      await options.sequence();
      const repeated = from ?? 0;
      let page = await walk({ from: repeated, after: after ?? repeated, maxItems });
      // A first page shall have events: what comes first on any other page, clients take for a repetition.
      for (let more = 1; more < FIRST_WINDOWS && from === undefined && maxItems > 0; more++) {
        if (page.events.length > 0 || !page.hasMoreItems) break;
        page = await walk({ from: 0, after: page.scannedTo, maxItems });
      }
      return page;
    },
    latestToken: async () => {
      await options.sequence();
      return Number(await session.ask(LATEST));
    },
  };
}

function eventOf(session: Session, row: EventRow): ChangeEvent {
  const [token, at, objectId, kind, actor, info, visible, [owner, grants]] = row;
  const mayReadAcl = effectiveBits(session.standing, grants, owner) & Permission.ReadPermissions;
  const { aces, ownAcl = true, ...shown } = info;
  const entries = ownAcl ? aces : aces?.map((ace) => ({ ...ace, direct: false }));
  const event = { token, at: Date.parse(at), objectId, kind, actor, visible };
  return { ...event, info: { ...shown, ...(mayReadAcl && entries && { aces: entries }) } };
}
