import { nameKey } from '../../model/names';
import type { ActivityReader, ActivityWriter, StoredActivity } from '../../repository/storage/activities';
import type { Told } from '../../repository/storage/changes';
import type { Counted } from '../../repository/storage/directory';
import type { StoredObject } from '../../repository/values/stored-object';
import { eventSeenBy } from './changes';
import { countedJson } from '../rows/counted';
import type { Executor } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';

/** How long activities are kept, and how many of each site. */
export interface ActivityLimits {
  readonly ageMs: number;
  readonly perSite: number;
}

/** The site that folder `f` is in. */
const IN_SITE = `sites s on s.object_id = any (f.ancestors || f.id)`;

/**
 * Tells of what is said of an object, where that is in a site. The SQL expressions name the object's row key, time,
 * actor and what was done; `o` is the object's row.
 */
export const tellOfObject = (input: {
  readonly key: string;
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  /** Rows for each of which it is told once. */
  readonly from?: string;
}): string => `insert into activities (site_id, at, kind, actor, object_uuid, parent_uuid, title)
    select s.object_id, ${input.at}, ${input.kind}, ${input.actor}, o.uuid, p.uuid, o.name
      from ${input.from ? `${input.from}, ` : ''}objects o join folders f on f.id = o.parent_id join objects p on p.id = f.id join ${IN_SITE}
     where o.id = ${input.key}`;

/** What an event of the change log tells the members of a site, if its object is in one. */
export interface ToldEvent {
  readonly kind: string;
  readonly title: string;
  readonly folder: number;
  readonly parent: string;
}

/** Undefined for what is neither document nor folder, or in no folder. */
export function toldEvent(
  { type: { baseId }, name, parentKey, parentUuid }: StoredObject,
  kind: Told,
): ToldEvent | undefined {
  const isFolder = baseId === 'cmis:folder';
  if (parentKey === undefined || parentUuid === undefined || !(isFolder || baseId === 'cmis:document'))
    return undefined;
  // A folder has nothing in itself that could be said to be new.
  if (isFolder && kind === 'updated') return undefined;
  return { kind: `${isFolder ? 'folder' : 'document'}-${kind}`, title: name, folder: parentKey, parent: parentUuid };
}

/** How many of a site's latest are looked through for what the same request has told already. */
const LATEST = 5;

/** As `insertEvents`: of those rows that have something to tell. One request that writes an object twice tells it once. */
export const tellOfEvents = (
  rows: string,
  at: string,
  actor: string,
): string => `insert into activities (site_id, at, kind, actor, object_uuid, parent_uuid, title)
  select s.object_id, ${at}, e->'told'->>'kind', ${actor}, (e->>'uuid')::uuid, (e->'told'->>'parent')::uuid, e->'told'->>'title'
    from jsonb_array_elements(${rows}) with ordinality t (e, n)
    join folders f on f.id = (e->'told'->>'folder')::bigint join ${IN_SITE}
   where e->'told'->>'kind' not like '%-updated' or not exists (
     select from (select x.object_uuid, x.at, x.actor from activities x where x.site_id = s.object_id order by x.id desc limit ${LATEST}) x
      where x.object_uuid = (e->>'uuid')::uuid and x.at = ${at} and x.actor = ${actor})
   order by t.n`;

// $1 site, $2 time, $3 kind, $4 actor, $5 member, $6 role
const OF_MEMBER = {
  name: 'tell-of-member',
  text: 'insert into activities (site_id, at, kind, actor, member, role) values ($1, $2, $3, $4, $5, $6)',
};

export function activityWriter({ executor, caller }: Session, now: number): ActivityWriter {
  return {
    ofMember: async ({ key }, { kind, member, role }) => {
      await executor.run(OF_MEMBER, [key, new Date(now).toISOString(), kind, caller.name, member, role]);
    },
  };
}

const namesOf = (name: string): string => `(select json_strip_nulls(json_build_object(
      'firstName', coalesce(p.props #>> '{profile,firstName}', p.display_name, p.name), 'lastName', p.props #>> '{profile,lastName}'))
    from principals p where p.name = ${name} and p.kind = 'person')`;

/*
 * Sites first, then no more of each than are kept: what the page costs depends on neither the age nor the size of what
 * has not been cleared away yet.
 *
 * $4 the person, $5 name key of the only site, null for all, $6 `me`, `others` or null, $7 how old in milliseconds, $8 how many of a site
 */
const FEED = callerStatement({
  name: 'activities-of-person',
  before: `person as (select q.id, q.name, q.admin, q.authorities from principals q where q.name = $4 and q.kind = 'person'),
  mine as (select s.object_id, s.name from person q cross join sites s join objects o on o.id = s.object_id join acls a on a.id = o.acl_id
    where exists (select from site_roles r where r.site_id = s.object_id and r.group_id = any (q.authorities))
      and (q.admin or o.owner = q.name or a.readers && q.authorities) and ($5::text is null or s.name_key = $5::text)),
  told as materialized (select e.*, m.name as site from mine m cross join lateral (
      select x.* from activities x where x.site_id = m.object_id order by x.id desc limit $8::bigint) e
    where e.at > now() - $7::float8 * interval '1 millisecond'
      and ($6::text is null or (e.actor = (select name from person)) = ($6::text = 'me'))
      and (e.object_uuid is null or ${eventSeenBy('person')}))`,
  body: `case when exists (select from person) then ${countedJson({
    row: `json_strip_nulls(json_build_object('id', e.id, 'at', (extract(epoch from e.at) * 1000)::bigint, 'kind', e.kind,
      'actor', e.actor, 'actorNames', coalesce(${namesOf('e.actor')}, '{}'), 'site', e.site, 'object', e.object_uuid, 'parent', e.parent_uuid,
      'title', e.title, 'member', e.member, 'memberNames', ${namesOf('e.member')}, 'role', e.role))`,
    source: 'told e',
    order: 'e.id desc',
  })} end`,
});

export function activityReader(session: Session, { ageMs, perSite }: ActivityLimits): ActivityReader {
  return {
    ofPerson: async ({ person, page, site, who }) => {
      const of = site === undefined ? null : nameKey(site);
      const values = [page.maxItems, page.skipCount, person, of, who ?? null, ageMs, perSite];
      return ((await session.ask(FEED, values)) as Counted<StoredActivity> | null) ?? undefined;
    },
  };
}

// $1 how old in milliseconds
const FORGET_OLD = {
  name: 'forget-old-activities',
  text: `delete from activities where at < now() - $1::float8 * interval '1 millisecond'`,
};
// $1 how many of a site are kept
const FORGET_MANY = {
  name: 'forget-many-activities',
  text: `delete from activities a using sites s cross join lateral (
      select x.id from activities x where x.site_id = s.object_id order by x.id desc offset $1::bigint limit 1) last
    where a.site_id = s.object_id and a.id <= last.id`,
};

/** Clears away what nobody is shown any more. */
export async function forgetActivities(executor: Executor, { ageMs, perSite }: ActivityLimits): Promise<void> {
  await executor.run(FORGET_OLD, [ageMs]);
  await executor.run(FORGET_MANY, [perSite]);
}
