import { CmisError } from '../../model/errors';
import type { Counted } from '../../repository/storage/directory';
import type { TrashedObject, TrashReader, TrashWriter } from '../../repository/storage/trash';
import type { StoredObject } from '../../repository/values/stored-object';
import { recomputeAcls } from '../rows/acl-inheritance';
import { appendEvents, eventRow } from '../changes/events';
import { deleteObjects } from '../objects/object-writer';
import { aclJson, liveRow, readSingle, type SingleAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';
import { FROM_TRASH, MINE, trashedOf, type TrashRow } from './trash-rows';
import { searchTrash } from './trash-search';
import { PURGE } from '../rows/trash-purge';

// $2 maxItems, $3 skipCount
const LIST = callerStatement({
  name: 'trash-list',
  before: `page as materialized (
    select t.id, row_number() over (order by t.deleted desc, t.id) as n from trash t cross join me where ${MINE}
     order by t.deleted desc, t.id limit $2 offset $3)`,
  body: `json_build_object(
  'items', (select json_agg(json_build_array(${liveRow}, t.deleted, t.deleted_by) order by p.n)
    ${FROM_TRASH} join page p on p.id = t.id),
  'total', (select count(*) from trash t cross join me where ${MINE}))`,
});
// $2 uuid
const FIND = callerStatement({
  name: 'trash-find',
  body: `select json_build_array(${liveRow}, t.deleted, t.deleted_by) ${FROM_TRASH} cross join me where t.uuid = $2 and ${MINE}`,
});

export function trashReader(session: Session): TrashReader {
  return {
    list: async ({ maxItems, skipCount }): Promise<Counted<TrashedObject>> => {
      const answer = (await session.ask(LIST, [maxItems, skipCount])) as {
        readonly items: readonly TrashRow[] | null;
        readonly total: number;
      };
      return { items: (answer.items ?? []).map((row) => trashedOf(session, row)), total: answer.total };
    },
    search: (search) => searchTrash(session, search),
    find: async (uuid) => {
      const row = (await session.ask(FIND, [uuid])) as TrashRow | null;
      return row ? trashedOf(session, row) : undefined;
    },
  };
}

// $1 keys of the objects, $2 key of the one above all, $3 time, $4 actor
const PUT = {
  name: 'trash-put',
  text: `with gone as materialized (select * from objects where id = any ($1::bigint[])),
relations as materialized (select r.* from objects r
  where (r.source_id = any ($1::bigint[]) or r.target_id = any ($1::bigint[])) and r.id <> all ($1::bigint[])),
frozen as materialized (select * from versions where object_id = any ($1::bigint[])),
types as (select type_id as k from gone union select unnest(aspects) from gone union select type_id from frozen
  union select unnest(aspects) from frozen union select type_id from relations),
entry as (insert into trash (id, uuid, deleted, deleted_by, type_ids)
  select g.id, g.uuid, $3::timestamptz, $4::text, (select array_agg(k) from types) from gone g where g.id = $2::bigint),
contents as (insert into trash_contents (content_id, trash_id)
  select x.content_id, $2::bigint from (select content_id from gone union select content_id from frozen) x where x.content_id is not null)
insert into trash_rows (trash_id, kind, id, row)
  select $2::bigint, 'objects', g.id, to_jsonb(g) from gone g
  union all select $2::bigint, 'relations', r.id, to_jsonb(r) from relations r
  union all select $2::bigint, 'versions', v.id, to_jsonb(v) from frozen v
  union all select $2::bigint, 'folders', f.id, to_jsonb(f) from folders f where f.id = any ($1::bigint[])
  union all select $2::bigint, 'acls', a.id, to_jsonb(a) from acls a where a.object_id = any ($1::bigint[])
  union all select $2::bigint, 'filings', f.object_id, to_jsonb(f) from filings f
    where f.object_id = any ($1::bigint[]) or f.folder_id = any ($1::bigint[])
  union all select $2::bigint, 'policies', p.object_id, to_jsonb(p) from applied_policies p where p.object_id = any ($1::bigint[])
  union all select $2::bigint, 'fulltext', f.object_id, to_jsonb(f) from fulltext f where f.object_id = any ($1::bigint[])
  union all select $2::bigint, 'comments', n.id, to_jsonb(n) from comments n where n.object_id = any ($1::bigint[])
  union all select $2::bigint, 'ratings', n.object_id, to_jsonb(n) from ratings n where n.object_id = any ($1::bigint[])
  union all select $2::bigint, 'favourites', n.object_id, to_jsonb(n) from favourites n where n.object_id = any ($1::bigint[])
  union all select $2::bigint, 'links', n.object_id, to_jsonb(n) from shared_links n where n.object_id = any ($1::bigint[])`,
};

/** Rows of one table as they were. `patch`: an SQL expression of changes to `t.row`. */
const rowsOf = (kind: string, table: string, patch = `'{}'::jsonb`): string =>
  `from trash_rows t cross join lateral jsonb_populate_record(null::${table}, t.row || ${patch}) x where t.trash_id = $1 and t.kind = '${kind}'`;
/** Of people who are known. */
const personalRowsOf = (kind: string, table: string): string =>
  `select x.* ${rowsOf(kind, table)} and exists (select from principals p where p.id = x.principal_id)`;

/*
 * $1 key of the object above all. Later statements need the rows of those before them: rights, objects, folders, and
 * then what hangs on both.
 */
// $2 row of rights that the folder hands down
const PUT_BACK_ACLS = {
  name: 'trash-acls',
  text: `insert into acls overriding system value select x.* ${rowsOf(
    'acls',
    'acls',
    `case when (t.row->>'object_id')::bigint = $1 and t.row->>'role' = 'content' and $2::bigint is not null
      then jsonb_build_object('parent_id', $2::bigint) else '{}' end`,
  )} returning id, object_id, role`,
};
// $2 row of rights that the folder hands down, $3 key of the folder, $4 time
const PUT_BACK_OBJECTS = {
  name: 'trash-objects',
  text: `insert into objects select x.* ${rowsOf(
    'objects',
    'objects',
    `jsonb_build_object('since', $4::timestamptz) || case when t.id <> $1 then '{}' else jsonb_build_object('parent_id', $3::bigint) ||
      case when $2::bigint is null or exists (select from trash_rows a where a.trash_id = $1 and a.kind = 'acls' and a.id = (t.row->>'acl_id')::bigint)
        then '{}' else jsonb_build_object('acl_id', $2::bigint) end end`,
  )} returning id`,
};
// $2 keys of the folders above
const PUT_BACK_FOLDERS = {
  name: 'trash-folders',
  text: `insert into folders (id, ancestors, acl_id) select x.id, case when x.id = $1 then $2::bigint[]
      else $2::bigint[] || x.ancestors[array_position(x.ancestors, $1):] end, x.acl_id ${rowsOf('folders', 'folders')}`,
};
const PUT_BACK_REST = [
  {
    name: 'trash-versions',
    text: `insert into versions overriding system value select x.* ${rowsOf('versions', 'versions')}`,
  },
  {
    name: 'trash-fulltext',
    text: `insert into fulltext select x.* ${rowsOf('fulltext', 'fulltext')} on conflict do nothing`,
  },
  {
    name: 'trash-filings',
    text: `insert into filings select x.* ${rowsOf('filings', 'filings')}
      and exists (select from folders f where f.id = x.folder_id) and exists (select from objects o where o.id = x.object_id)
      and not exists (select from objects o where o.parent_id = x.folder_id and o.name_key = x.name_key)
      on conflict do nothing`,
  },
  {
    name: 'trash-policies',
    text: `insert into applied_policies select x.* ${rowsOf('policies', 'applied_policies')}
      and exists (select from objects o where o.id = x.policy_id) on conflict do nothing`,
  },
  { name: 'trash-comments', text: `insert into comments select x.* ${rowsOf('comments', 'comments')}` },
  ...(
    [
      ['ratings', 'ratings'],
      ['favourites', 'favourites'],
    ] as const
  ).map(([kind, table]) => ({ name: `trash-${kind}`, text: `insert into ${table} ${personalRowsOf(kind, table)}` })),
  {
    // Those whose time was over meanwhile are taken away now.
    name: 'trash-links',
    text: `with back as (insert into shared_links ${personalRowsOf('links', 'shared_links')} returning id, expires)
      insert into jobs (kind, key, run_at) select 'link-end', id, expires from back where expires is not null on conflict (kind, key) do nothing`,
  },
  {
    name: 'trash-relations',
    text: `insert into objects select x.* ${rowsOf('relations', 'objects')}
      and exists (select from objects o where o.id = x.source_id) and exists (select from objects o where o.id = x.target_id)
      on conflict do nothing`,
  },
];
const KEYS = {
  name: 'trash-keys',
  text: `select t.id from trash_rows t join objects o on o.id = t.id where t.trash_id = $1 and t.kind in ('objects', 'relations') order by t.id`,
};
const FORGET = { name: 'trash-forget', text: 'delete from trash where id = $1 returning id' };

// $2 keys
const BY_KEYS = callerStatement({
  name: 'restored-objects',
  body: `select json_agg(json_build_array(${liveRow}, (select ${aclJson('false')} from acls a where a.id = o.acl_id)) order by o.id)
    from unnest($2::bigint[]) k (id) join objects o on o.id = k.id left join contents c on c.id = o.content_id`,
});

/** Objects whose events are written at once. */
const AT_ONCE = 500;

export function trashWriter(session: Session, now: number): TrashWriter {
  const { executor, caller } = session;
  const time = new Date(now).toISOString();
  return {
    put: async (top, objects) => {
      const keys = objects.map(({ key }) => key);
      await executor.run(PUT, [keys, top.key, time, caller.name]);
      await deleteObjects(session, now, { objects, top, releases: false });
    },
    restore: async ({ object }, folder) => {
      // Who comes second finds that it is gone.
      const [locked] = await executor.run(LOCK, [object.key]);
      if (!locked) throw new CmisError('objectNotFound', `There is no object '${object.uuid}'.`);
      const rights = folder?.contentAclKey ?? null;
      const acls = await executor.run(PUT_BACK_ACLS, [object.key, rights]);
      await executor.run(PUT_BACK_OBJECTS, [object.key, rights, folder?.key ?? null, time]);
      await executor.run(PUT_BACK_FOLDERS, [object.key, folder ? [...folder.ancestorKeys, folder.key] : []]);
      for (const statement of PUT_BACK_REST) await executor.run(statement, [object.key]);
      await recomputeAcls(
        executor,
        acls.flatMap(([id, objectKey, role]) =>
          Number(objectKey) === object.key && role === 'content' ? [Number(id)] : [],
        ),
      );
      const keys = (await executor.run(KEYS, [object.key])).map(([key]) => Number(key));
      await executor.run(FORGET, [object.key]);
      await logCreated(session, now, keys);
    },
    purge: async ({ object }) => (await executor.run(PURGE, [object.key])).length > 0,
  };
}

const LOCK = { name: 'trash-lock', text: 'select id from trash where id = $1 for update' };

async function logCreated(session: Session, now: number, keys: readonly number[]): Promise<void> {
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const answer = (await session.ask(BY_KEYS, [keys.slice(from, from + AT_ONCE)])) as readonly SingleAnswer[] | null;
    const objects: readonly StoredObject[] = (answer ?? []).flatMap((row) => readSingle(session, row) ?? []);
    await appendEvents(
      session,
      now,
      objects.map((object) => eventRow(session, object, { kind: 'created' })),
    );
  }
}
