import type { FavouriteReader, FavouriteWriter, SharedLink } from '../../repository/storage/favourites';
import type { Caller } from '../../model/principal';
import type { StoredObject } from '../../repository/values/stored-object';
import type { Database } from '../connection/database';
import { callerOf } from '../rows/caller-row';
import { objectsJson, readObjects, VISIBLE, type ObjectsAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

/** JSON of link `l` to object `o`, shared by `p`. */
const LINK_JSON = `json_strip_nulls(json_build_object('id', l.id, 'objectKey', o.id, 'objectUuid', o.uuid,
    'sharer', json_build_object('id', p.id, 'name', p.name, 'epoch', p.epoch, 'admin', p.admin),
    'expires', (extract(epoch from l.expires) * 1000)::bigint))`;
const LIVING = `shared_links l join objects o on o.id = l.object_id join principals p on p.id = l.principal_id`;
const IN_TIME = '(l.expires is null or l.expires > now())';

/** `$4`: who shared, null for all. */
const SOURCE = `${LIVING} left join acls a on a.id = o.acl_id cross join me
  where ${VISIBLE} and ${IN_TIME} and ($4::text is null or p.name = $4::text)`;
const LINKS = callerStatement({
  name: 'shared-links',
  before: `hits as materialized (select o.id, row_number() over (order by o.modified desc, o.id) as n
      from ${SOURCE} order by o.modified desc, o.id limit $2::bigint offset $3::bigint)`,
  body: `json_build_object(
  'links', (select json_agg(${LINK_JSON}) from hits h join shared_links l on l.object_id = h.id join objects o on o.id = h.id
      join principals p on p.id = l.principal_id),
  'found', ${objectsJson('false')},
  'total', (select count(*) from ${SOURCE}))`,
});
const LINK = callerStatement({
  name: 'shared-link',
  body: `select ${LINK_JSON} from ${LIVING} where l.id = $2 and p.enabled and ${IN_TIME}`,
});
const ANY_LINK = callerStatement({
  name: 'any-shared-link',
  body: `select ${LINK_JSON} from ${LIVING} where l.id = $2`,
});
const LINK_OF = callerStatement({
  name: 'shared-link-of',
  body: `select ${LINK_JSON} from ${LIVING} where l.object_id = $2 and ${IN_TIME}`,
});

interface Answer {
  readonly links: readonly SharedLink[] | null;
  readonly found: ObjectsAnswer;
  readonly total: number;
}

type LinkReader = Pick<FavouriteReader, 'links' | 'link' | 'anyLink' | 'linkOf'>;

export function linkReader(session: Session): LinkReader {
  return {
    links: async ({ page, sharedBy }) => {
      const values = [page.maxItems, page.skipCount, sharedBy ?? null];
      const { links, found, total } = (await session.ask(LINKS, values)) as Answer;
      const byKey = new Map((links ?? []).map((link) => [link.objectKey, link]));
      const items = readObjects(session, found).flatMap(
        (object): readonly (SharedLink & { readonly object: StoredObject })[] => {
          const link = byKey.get(object.key);
          return link ? [{ ...link, object }] : [];
        },
      );
      return { items, total };
    },
    link: async (id) => ((await session.ask(LINK, [id])) as SharedLink | null) ?? undefined,
    anyLink: async (id) => ((await session.ask(ANY_LINK, [id])) as SharedLink | null) ?? undefined,
    linkOf: async ({ key }) => ((await session.ask(LINK_OF, [key])) as SharedLink | null) ?? undefined,
  };
}

// $1 object, $2 id, $3 principal, $4 time, $5 end
const ADD = {
  name: 'add-shared-link',
  text: `with job as (insert into jobs (kind, key, run_at) select 'link-end', $2, $5::timestamptz where $5::timestamptz is not null)
    insert into shared_links (object_id, id, principal_id, created, expires) values ($1, $2, $3, $4, $5::timestamptz)
    on conflict (object_id) do update set id = excluded.id, principal_id = excluded.principal_id, created = excluded.created, expires = excluded.expires`,
};
const REMOVE = {
  name: 'remove-shared-link',
  text: `with job as (delete from jobs where kind = 'link-end' and key = $1) delete from shared_links where id = $1`,
};

export function linkWriter(
  { executor, caller }: Session,
  now: number,
): Pick<FavouriteWriter, 'addLink' | 'removeLink'> {
  const time = (at: number): string => new Date(at).toISOString();
  return {
    addLink: async ({ key }, { id, expires }) => {
      await executor.run(ADD, [key, id, caller.id, time(now), expires === undefined ? null : time(expires)]);
    },
    removeLink: async (id) => {
      await executor.run(REMOVE, [id]);
    },
  };
}

// Who shared may be kept out by now: then an administrator does it.
const ENDER = {
  name: 'shared-link-ender',
  text: `select p.id, p.name, p.epoch, p.admin from shared_links l join principals p on p.enabled and (p.id = l.principal_id or p.admin)
    where l.id = $1 and l.expires <= now() order by p.id <> l.principal_id, p.id limit 1`,
};

/** In whose name a link is taken away whose time is over; undefined: there is none such. */
export async function enderOfLink(database: Database, id: string): Promise<Caller | undefined> {
  const [row] = await database.run(ENDER, [id]);
  return row && callerOf(row);
}
