import { CmisError } from '../../model/errors';
import { uuidv7 } from '../../model/uuid';
import type { NewContent, ObjectChanges, ObjectWriter } from '../../repository/storage/storage';
import type { StoredContent, StoredObject } from '../../repository/values/stored-object';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { appendEvents, eventRow } from '../changes/events';
import { copyText, keepText, textJob, textRows, writeText } from '../rows/fulltext';
import { mayBeDeleted, refuseDeletedTypes } from '../types/held-types';
import { insertObject } from './object-insert';
import { moveObject } from './object-move';
import { aclJson, liveRow, readRow, readSingle, type SingleAnswer } from '../rows/object-row';
import { returns, writeAgain } from '../rows/returning-text';
import { callerStatement, type Session } from '../unit/session';

const LOCK_TREE = {
  shared: { name: 'tree-shared', text: 'select pg_advisory_xact_lock_shared($1)' },
  exclusive: { name: 'tree-exclusive', text: 'select pg_advisory_xact_lock($1)' },
} as const;

const CLAIM = {
  name: 'claim-content',
  text: `with claimed as (delete from unclaimed_content where key = $2 returning key),
c as (insert into contents (uuid, keys, lengths, length, sha256, text_state, text_error, family, encoding)
select $1, $5::text[] || k.key, $6::bigint[] || $3::bigint, coalesce((select sum(l) from unnest($6::bigint[]) l), 0) + $3::bigint, $4, $8, $9,
  (select coalesce(b.family, b.id) from contents b where b.id = $7), $11
  from claimed k returning id, text_state),
awaited as (${textJob(`c where c.text_state = 'pending'`, '2 seconds')}),
said as (${keepText('c', '$10::text')})
select id from c`,
};

// $1 key, $2 changes as JSON, $3 time, $4 actor, $5 what the caller statement calls $1
const UPDATE = {
  name: 'update-object',
  text: `with input as (select * from jsonb_to_record($2::jsonb) as x (name text, name_key text, owner text, mime text, filename text,
    content_id bigint, keeps_content boolean, released bigint, type_id int, aspects int[], held int, props jsonb, silent boolean)),
held as (select t.id from types t, input i where t.id = any (i.aspects) and t.declaration is not null for key share of t),
released as (insert into released_contents (content_id) select i.released from input i where i.released is not null),
refiled as (update filings g set name_key = i.name_key from input i where g.object_id = $1 and i.name_key is not null and g.name_key <> i.name_key),
o as (update objects x set
    name = coalesce(i.name, x.name), name_key = coalesce(i.name_key, x.name_key), owner = coalesce(i.owner, x.owner),
    content_id = case when i.keeps_content then x.content_id else i.content_id end,
    mime = case when i.keeps_content then x.mime else i.mime end,
    filename = case when i.keeps_content and i.filename is null then x.filename else i.filename end,
    type_id = coalesce(i.type_id, x.type_id), aspects = coalesce(i.aspects, x.aspects), props = coalesce(i.props, x.props),
    token = x.token + 1, since = $3,
    modified = case when i.silent then x.modified else greatest($3::timestamptz, x.modified) end,
    modified_by = case when i.silent then x.modified_by else $4 end
  from input i
  where x.id = $1
    and (i.name_key is null or x.parent_id is null or not exists (
      select 1 from filings g where g.folder_id = x.parent_id and g.name_key = i.name_key and g.object_id <> x.id))
    and (i.name_key is null or not exists (
      select 1 from filings g join objects s on s.parent_id = g.folder_id and s.name_key = i.name_key where g.object_id = x.id and s.id <> x.id))
    and (i.held is null or (select count(*) from held) = i.held)
  returning x.*)
select json_build_array(${liveRow}, (select ${aclJson('false')} from acls a where a.id = o.acl_id))
  from o left join contents c on c.id = o.content_id`,
};

// $1 keys of objects to remove, $2 whether their contents are let go
const DELETE = {
  name: 'delete-objects',
  text: `with gone as (select id, content_id, acl_id, pwc_of from objects
    where id = any ($1::bigint[]) or pwc_of = any ($1::bigint[]) or source_id = any ($1::bigint[]) or target_id = any ($1::bigint[])),
released as (insert into released_contents (content_id)
  select content_id from gone where content_id is not null and $2::boolean
  union all select v.content_id from versions v where v.object_id in (select id from gone) and v.content_id is not null and $2::boolean),
returned as (update objects set checked_out_by = null where id in (select pwc_of from gone) and id <> all ($1::bigint[])),
acl as (delete from acls where object_id in (select id from gone)
  or role = 'working-copy' and id in (select acl_id from gone)),
bye as (delete from objects where id in (select id from gone))
select count(*) from gone`,
};

// $2 keys
const RELATIONSHIPS_OF = callerStatement({
  name: 'relationships-of-removed',
  body: `select json_agg(json_build_array(${liveRow}, null)) from objects o left join contents c on c.id = o.content_id
    where (o.source_id = any ($2::bigint[]) or o.target_id = any ($2::bigint[])) and o.id <> all ($2::bigint[])`,
});

// $2 key of the folder
const SUBTREE = callerStatement({
  name: 'subtree',
  before: `inside as (
    select f.id, cardinality(f.ancestors) as depth from folders f where f.ancestors @> array[$2::bigint]
    union all select $2::bigint, -1)`,
  body: `select json_agg(json_build_array(json_build_array(${liveRow}, (select ${aclJson('false')} from acls a where a.id = o.acl_id)), x.folders,
      o.parent_id not in (select id from inside) or exists (select from filings g where g.object_id = o.id and g.folder_id not in (select id from inside))) order by x.depth desc, o.id)
    from (
      select m.id, max(m.depth) as depth, array_agg(m.folder) as folders from (
        select o.id, i.id as folder, case when o.base = 0 then 2 * cardinality((select f.ancestors from folders f where f.id = o.id)) else 1000000 end as depth
          from inside i join objects o on o.parent_id = i.id where o.pwc_of is null
        union all
        select g.object_id, i.id, 1000000 from inside i join filings g on g.folder_id = i.id) m group by m.id) x
    join objects o on o.id = x.id left join contents c on c.id = o.content_id`,
});

export function objectWriter(session: Session, now: number): ObjectWriter {
  const { executor } = session;
  const claim = async (
    bytes: NewContent,
    before: StoredContent | undefined,
    sha256: string | null,
  ): Promise<number> => {
    const pieces = before?.pieces ?? [];
    const rows = await executor.run(CLAIM, [
      uuidv7(now),
      bytes.key,
      bytes.length,
      sha256,
      pieces.map((piece) => piece.key),
      pieces.map((piece) => piece.length),
      before?.key ?? null,
      bytes.text?.state ?? 'pending',
      bytes.text?.reason ?? null,
      bytes.text?.text ?? null,
      bytes.text?.encoding ?? null,
    ]);
    const key = rows[0]?.[0];
    if (!key) throw new CmisError('storage', 'The content took too long to arrive and was removed; send it again.');
    return Number(key);
  };
  return {
    lockTree: async (mode) => {
      await executor.run(LOCK_TREE[mode], [ADVISORY_LOCKS.tree]);
    },
    claim: (bytes) => claim(bytes, undefined, bytes.sha256),
    // Words of a piece are none of the whole.
    claimAppended: (base, { key, length, sha256 }) => claim({ key, length, sha256 }, base, null),
    insert: (object) => insertObject(session, now, object),
    update: (object, changes) => updateObject(session, now, { object, changes }),
    delete: (objects, top) => deleteObjects(session, now, { objects, top, releases: true }),
    move: (object, folders) => moveObject(session, now, { object, ...folders }),
    subtree: async (folder) => {
      const answer = (await session.ask(SUBTREE, [folder.key])) as
        readonly [SingleAnswer, readonly number[], boolean][] | null;
      return (answer ?? []).flatMap(([row, folderKeys, elsewhere]) => {
        const object = readSingle(session, row);
        return object ? [{ object, folderKeys, elsewhere }] : [];
      });
    },
  };
}

/** Undefined where the content is named as its document: it then follows the document's name. */
function fileNameOf(object: StoredObject, { content, fileName, name }: ObjectChanges): string | undefined {
  const wanted = content ? content.fileName : fileName;
  return wanted === (name?.name ?? object.name) ? undefined : wanted;
}

/**
 * Keeps others from filing something in the folders of an object until the transaction ends, in a statement of its own:
 * the next one's snapshot has what was filed before.
 */
export const HOLD_PLACES = {
  name: 'hold-places',
  text: `select f.id from objects f
    where f.id in (select parent_id from objects where id = $1 union all select folder_id from filings where object_id = $1)
    order by f.id for key share of f`,
};

/**
 * Writes the changes and their event, and returns the object as it is then; two statements with a new name, else one.
 * @throws CmisError `nameConstraintViolation` for a name that is taken in one of its folders, `constraint` for
 * aspects whose types were deleted meanwhile.
 */
export async function updateObject(
  session: Session,
  now: number,
  { object, changes }: { readonly object: StoredObject; readonly changes: ObjectChanges },
): Promise<StoredObject> {
  const { content } = changes;
  const secondaryTypes = (changes.secondaryTypeKeys ?? []).flatMap((key) => {
    const type = session.types.byKey(key);
    return type?.baseId === 'cmis:secondary' ? [type] : [];
  });
  if (changes.name) await session.executor.run(HOLD_PLACES, [object.key]);
  const input = {
    ...(changes.name && { name: changes.name.name, name_key: changes.name.nameKey }),
    owner: changes.owner,
    type_id: changes.typeKey,
    keeps_content: content === undefined,
    content_id: content?.contentKey,
    mime: content?.mimeType,
    filename: fileNameOf(object, changes),
    released: content === undefined ? undefined : object.content?.key,
    aspects: changes.secondaryTypeKeys,
    held: changes.secondaryTypeKeys && secondaryTypes.filter(mayBeDeleted).length,
    props: changes.properties,
    silent: changes.silent ?? false,
  };
  const rows = await session.executor.run(UPDATE, [
    object.key,
    JSON.stringify(input),
    new Date(now).toISOString(),
    session.caller.name,
  ]);
  const answer = rows[0]?.[0];
  if (!answer) {
    await refuseDeletedTypes(session, secondaryTypes);
    throw new CmisError(
      'nameConstraintViolation',
      `An object named '${changes.name?.name ?? object.name}' already exists in the folder.`,
    );
  }
  const [row, acl] = JSON.parse(answer) as NonNullable<SingleAnswer>;
  const updated = readRow(session, row, acl ?? undefined);
  await updateText(session, { before: object, after: updated, changes });
  // The statement's snapshot still has the old name, which the path of a folder ends with.
  const path = object.path?.replace(/[^/]*$/, () => updated.name);
  return path === undefined || object.isRoot ? updated : { ...updated, path };
}

async function updateText(
  session: Session,
  {
    before,
    after,
    changes,
  }: { readonly before: StoredObject; readonly after: StoredObject; readonly changes: ObjectChanges },
): Promise<void> {
  const { content } = changes;
  if (content === undefined && changes.name === undefined && changes.properties === undefined) return;
  if (content === undefined && returns(before, after)) return writeAgain(session, after);
  if (changes.keepsWords) return;
  const text = content?.text;
  const keepsContent = content === undefined || text === 'kept';
  const rows = textRows(session.types, after, typeof text === 'string' ? undefined : text);
  // Much of what changes has no words.
  if (content === undefined && JSON.stringify(rows) === JSON.stringify(textRows(session.types, before))) return;
  await writeText(session.executor, { objectKey: after.key, rows, keepsContent });
  if (text === 'shared' && content && rows.only === undefined)
    await copyText(session.executor, after.key, content.contentKey);
}

/**
 * Takes objects out of the tables, and says so in the change log, and of `top` in its site. `releases`: nothing else needs
 * their contents.
 */
export async function deleteObjects(
  session: Session,
  now: number,
  {
    objects,
    top,
    releases,
  }: { readonly objects: readonly StoredObject[]; readonly top?: StoredObject | undefined; readonly releases: boolean },
): Promise<void> {
  if (objects.length === 0) return;
  const keys = objects.map((object) => object.key);
  const answer = (await session.ask(RELATIONSHIPS_OF, [keys])) as readonly SingleAnswer[] | null;
  const relationships = (answer ?? []).flatMap((row) => readSingle(session, row) ?? []);
  // A working copy made by check-out was never an object of the change log.
  const logged = [...relationships, ...objects.filter((object) => object.version?.workingCopyOf === undefined)];
  await appendEvents(
    session,
    now,
    logged.map((object) =>
      eventRow(session, object, { kind: 'deleted', tells: object === top ? 'deleted' : undefined }),
    ),
  );
  await session.executor.run(DELETE, [keys, releases]);
}
