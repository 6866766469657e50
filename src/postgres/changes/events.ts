import { changeInfo } from '../../repository/storage/change-info';
import type { ChangeInfo, ChangeKind, ChangeWriter, Told } from '../../repository/storage/changes';
import type { StoredObject } from '../../repository/values/stored-object';
import { tellOfEvents, toldEvent, type ToldEvent } from './activities';
import type { Session } from '../unit/session';

/**
 * One event as a JSON row for `EVENTS`. `seen` says who sees it once the object is gone: readers come from the ACL row,
 * the owner from here.
 */
export interface EventRow {
  readonly uuid: string;
  readonly id: string;
  /** Of the object; one that is being made has none yet. */
  readonly key: number;
  readonly kind: ChangeKind;
  readonly acl: number | null;
  readonly info: ChangeInfo & { readonly owner: string };
  /** What is told in the site that the object is in, if it is in one. */
  readonly told?: ToldEvent;
}

/** The event of a change to an object as it is now, and what is told of it in its site. */
export function eventRow(
  session: Session,
  object: StoredObject,
  change: { readonly kind: ChangeKind; readonly policyIds?: readonly string[]; readonly tells?: Told | undefined },
): EventRow {
  const { kind, policyIds, tells } = change;
  const told = tells && toldEvent(object, tells);
  return {
    uuid: object.uuid,
    id: object.id,
    key: object.key,
    kind,
    acl: object.aclKey ?? null,
    info: { ...changeInfo(session.types, object), owner: object.owner, ...(policyIds && { policyIds }) },
    ...(told && { told }),
  };
}

/** Who sees the ends of a relationship, which is who sees it. */
const ENDS = `(select jsonb_agg(jsonb_build_object('owner', n.owner, 'readers', x.readers))
        from objects r join objects n on n.id in (r.source_id, r.target_id) left join acls x on x.id = n.acl_id
       where r.uuid = (e->>'uuid')::uuid)`;

/** Whether what is direct in the ACL row is so for the object; a row for one that is being made names nobody yet. */
const OWN_ACL = `coalesce(a.object_id = (e->>'key')::bigint, true)`;

/** `insert into change_events` of a JSON array of `EventRow`s; the SQL expressions name array, time and actor. */
export const insertEvents = (
  rows: string,
  at: string,
  actor: string,
): string => `insert into change_events (at, object_uuid, object_id, kind, actor, info)
  select ${at}, (e->>'uuid')::uuid, e->>'id', e->>'kind', ${actor},
    (e->'info') || jsonb_build_object('aces', a.entries, 'readers', a.readers, 'ownAcl', ${OWN_ACL}) ||
      case when e->>'kind' = 'deleted' and e->'info'->>'baseId' = 'cmis:relationship' then jsonb_build_object('ends', ${ENDS}) else '{}' end
    from jsonb_array_elements(${rows}) with ordinality t (e, n) left join acls a on a.id = (e->>'acl')::bigint
   order by t.n`;

const APPEND = { name: 'append-events', text: insertEvents('$1::jsonb', '$2::timestamptz', '$3') };
const APPEND_AND_TELL = {
  name: 'append-told-events',
  text: `with told as (${tellOfEvents('$1::jsonb', '$2::timestamptz', '$3')}) ${APPEND.text}`,
};

/** Writes events in their order, with who sees them, and what is told in sites: one statement, none for no events. */
export async function appendEvents(session: Session, now: number, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  const statement = events.some(({ told }) => told) ? APPEND_AND_TELL : APPEND;
  await session.executor.run(statement, [JSON.stringify(events), new Date(now).toISOString(), session.caller.name]);
}

export function changeWriter(session: Session, now: number): ChangeWriter {
  return {
    append: ({ object, ...change }) => appendEvents(session, now, [eventRow(session, object, change)]),
  };
}
