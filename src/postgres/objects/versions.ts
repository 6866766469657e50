import type { ObjectChanges, VersionReader, VersionWriter } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import type { Statement } from '../connection/database';
import { forgetText, textRows, writeText } from '../rows/fulltext';
import { HOLD_PLACES, updateObject } from './object-writer';
import { aclJson, frozenRow, liveKey, liveRow, readSingle, VISIBLE, type SingleAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

const ACL = (withEntries: string): string => `(select ${aclJson(withEntries)} from acls a where a.id = o.acl_id)`;
const LIVE = (withEntries: string): string => `json_build_array(${liveRow}, ${ACL(withEntries)})`;
const FROZEN = (withEntries: string): string => `json_build_array(${frozenRow}, ${ACL(withEntries)})`;
const FROM =
  'from objects o left join acls a on a.id = o.acl_id left join contents c on c.id = o.content_id cross join me';
const FROM_FROZEN = `from versions v join objects o on o.id = v.object_id left join acls a on a.id = o.acl_id
      left join contents c on c.id = v.content_id cross join me`;

// $2 key of the live row (or of a document that was created checked out). Labels only rise, so they are the order.
const ALL = callerStatement({
  name: 'all-versions',
  body: `select json_agg(x.found order by x.copy desc, x.major desc, x.minor desc) from (
    select true as copy, o.major, o.minor, ${LIVE('false')} as found ${FROM} where (o.id = $2 or o.pwc_of = $2) and o.pwc and ${VISIBLE}
    union all
    select false, o.major, o.minor, ${LIVE('false')} ${FROM} where o.id = $2 and not o.pwc and ${VISIBLE}
    union all
    select false, v.major, v.minor, ${FROZEN('false')} ${FROM_FROZEN}
     where v.object_id = $2 and (v.major, v.minor) <> (o.major, o.minor) and ${VISIBLE}) x`,
});

// $2 key of the live row, $3 major only, $4 with entries
const LATEST = callerStatement({
  name: 'latest-version',
  body: `coalesce(
    (select ${LIVE('$4::boolean')} ${FROM} where o.id = $2 and not o.pwc and (o.is_major or not $3::boolean) and ${VISIBLE}),
    (select ${FROZEN('$4::boolean')} ${FROM_FROZEN} where v.object_id = $2 and v.is_major and ${VISIBLE} order by v.major desc, v.minor desc limit 1))`,
});

export function versionReader(session: Session): VersionReader {
  return {
    all: async (series) => {
      const answer = (await session.ask(ALL, [liveKey(series)])) as readonly SingleAnswer[] | null;
      return (answer ?? []).flatMap((row) => readSingle(session, row) ?? []);
    },
    latest: async (series, major, options) => {
      const answer = await session.ask(LATEST, [liveKey(series), major, options?.withAcl ?? false]);
      return readSingle(session, answer as SingleAnswer);
    },
  };
}

/*
 * A frozen row under the label of the live row: what that version was before content began to be appended to it. It
 * stays out of sight until the last chunk gives the live row another label.
 */
const FREEZE = {
  name: 'freeze-version',
  text: `with v as (insert into versions (object_id, content_id, created, modified, retain_until, type_id, major, minor, is_major, held, token, name,
      created_by, modified_by, mime, filename, comment, aspects, props)
    select id, content_id, created, modified, retain_until, type_id, major, minor, is_major, held, token, name,
      created_by, modified_by, mime, filename, comment, aspects, props from objects where id = $1
    on conflict (object_id, major, minor) do nothing returning id)
  insert into fulltext (object_id, version_id, part, whole, language, words, label)
    select f.object_id, v.id, f.part, f.whole, f.language, f.words, f.label from v join fulltext f on f.object_id = $1 and f.version_id = 0`,
};
const DROP_UNSEEN = {
  name: 'drop-unseen-version',
  text: `with gone as (delete from versions v using objects o
    where o.id = $1 and v.object_id = o.id and (v.major, v.minor) = (o.major, o.minor) returning v.id, v.object_id, v.content_id),
  words as (delete from fulltext f using gone g where f.object_id = g.object_id and f.version_id = g.id)
  insert into released_contents (content_id) select content_id from gone where content_id is not null`,
};

/** The next label lies above every label that the series ever had. $2 major, $3 comment, $4 time, $5 actor */
const LABEL = `major = case when $2::boolean then o.top_major + 1 else o.top_major end,
    minor = case when $2::boolean then 0 else o.top_minor + 1 end,
    top_major = case when $2::boolean then o.top_major + 1 else o.top_major end,
    top_minor = case when $2::boolean then 0 else o.top_minor + 1 end,
    is_major = $2::boolean, versioned = true, comment = $3, checked_out_by = null, since = $4, token = o.token + 1`;
const RELABEL = {
  name: 'relabel-version',
  text: `update objects o set ${LABEL}, created = $4, created_by = $5,
    series_created = coalesce(o.series_created, o.created), series_created_by = coalesce(o.series_created_by, o.created_by) where o.id = $1`,
};

/** The first label of a document that was created checked out is 1.0 or 0.1. */
const BORN = {
  name: 'born-version',
  text: `with acl as (delete from acls a using objects o where o.id = $1 and a.id = o.acl_id and a.role = 'working-copy' returning a.parent_id)
  update objects o set pwc = false, checked_out_by = null, versioned = true, is_major = $2::boolean, comment = $3, since = $4, token = o.token + 1,
    major = case when $2::boolean then 1 else 0 end, minor = case when $2::boolean then 0 else 1 end,
    top_major = case when $2::boolean then 1 else 0 end, top_minor = case when $2::boolean then 0 else 1 end,
    acl_id = coalesce((select parent_id from acl), o.acl_id)
  where o.id = $1`,
};

const CHECKED_OUT = {
  name: 'set-checked-out',
  text: 'update objects set checked_out_by = $2, since = $3 where id = $1',
};
const DROP_COPY = {
  name: 'drop-working-copy',
  text: `with gone as (delete from objects where id = $1 and pwc returning acl_id, content_id),
  released as (insert into released_contents (content_id) select content_id from gone where content_id is not null)
  delete from acls where id in (select acl_id from gone) and role = 'working-copy'`,
};
const DELETE_FROZEN = {
  name: 'delete-version',
  text: `with gone as (delete from versions where id = $1 returning id, object_id, content_id),
  words as (delete from fulltext f using gone g where f.object_id = g.object_id and f.version_id = g.id)
  insert into released_contents (content_id) select content_id from gone where content_id is not null`,
};
/** $2 key of the name that the version had; it gets it back unless something beside the document has it now. */
const RESTORE = {
  name: 'restore-version',
  text: `with places as (select parent_id as id from objects where id = $1 union all select folder_id from filings where object_id = $1),
  free as (select not exists (select from objects s where s.parent_id in (select id from places) and s.name_key = $2 and s.id <> $1)
    and not exists (select from filings g where g.folder_id in (select id from places) and g.name_key = $2 and g.object_id <> $1) as name),
  refiled as (update filings g set name_key = $2 from free where g.object_id = $1 and free.name),
  v as (delete from versions where id = (select id from versions where object_id = $1 order by major desc, minor desc limit 1) returning *),
  words as (update fulltext f set version_id = 0 from v where f.object_id = v.object_id and f.version_id = v.id),
  released as (insert into released_contents (content_id) select o.content_id from objects o, v where o.id = $1 and o.content_id is not null)
  update objects o set content_id = v.content_id, created = v.created, modified = v.modified, type_id = v.type_id, major = v.major, minor = v.minor,
    is_major = v.is_major, held = v.held, retain_until = v.retain_until, name = case when free.name then v.name else o.name end,
    name_key = case when free.name then $2 else o.name_key end, created_by = v.created_by, modified_by = v.modified_by,
    mime = v.mime, filename = v.filename, comment = v.comment, aspects = v.aspects, props = v.props, token = o.token + 1, since = $3
  from v, free where o.id = $1 returning o.id`,
};
const BEGIN = {
  name: 'begin-versions',
  text: `update objects set versioned = true, is_major = $2::boolean, comment = $3, major = $2::boolean::int, minor = (not $2::boolean)::int,
    top_major = $2::boolean::int, top_minor = (not $2::boolean)::int where id = $1`,
};

const PREVIOUS_NAME = {
  name: 'previous-version-name',
  text: 'select name from versions where object_id = $1 order by major desc, minor desc limit 1',
};

// $2 key
const BY_KEY = callerStatement({
  name: 'object-by-key',
  body: `select ${LIVE('false')} from objects o left join contents c on c.id = o.content_id where o.id = $2`,
});

function keptContent({ content }: StoredObject): NonNullable<ObjectChanges['content']> | null {
  if (!content) return null;
  return { contentKey: content.key, mimeType: content.mimeType, fileName: content.fileName, text: 'kept' };
}

export function versionWriter(
  session: Session,
  options: { readonly now: number; readonly nameKey: (name: string) => string },
): VersionWriter {
  const { executor, caller } = session;
  const time = new Date(options.now).toISOString();
  const run = async (statement: Statement, ...values: readonly unknown[]): Promise<void> => {
    await executor.run(statement, values);
  };
  const byKey = async (key: number): Promise<StoredObject> => {
    const object = readSingle(session, (await session.ask(BY_KEY, [key])) as SingleAnswer);
    if (!object) throw new Error(`The object with the key ${key} is gone from its own transaction.`);
    return object;
  };
  return {
    freeze: (live) => run(FREEZE, live.key),
    relabel: async (live, { major, comment }) => {
      await executor.run(RELABEL, [live.key, major, comment ?? null, time, caller.name]);
      return byKey(live.key);
    },
    begin: async (live, { major, comment }) => {
      await run(BEGIN, live.key, major, comment ?? null);
      return byKey(live.key);
    },
    setCheckedOut: (live, by) => run(CHECKED_OUT, live.key, by ?? null, time),
    takeOver: async (live, copy, text) => {
      await forgetText(executor, live.key);
      const keepsContent = text === 'kept';
      const rows = textRows(session.types, { ...copy, type: live.type }, keepsContent ? undefined : text);
      await writeText(executor, { objectKey: live.key, rows, keepsContent, contentFrom: copy.key });
      // First the copy goes: it may hold the very name that the document gets.
      await executor.run(DROP_COPY, [copy.key]);
      return updateObject(session, options.now, {
        object: live,
        changes: {
          name: { name: copy.name, nameKey: options.nameKey(copy.name) },
          properties: copy.properties,
          secondaryTypeKeys: copy.secondaryTypes.map((type) => type.key),
          content: keptContent(copy),
          keepsWords: true,
        },
      });
    },
    born: async (copy, { major, comment }) => {
      await executor.run(BORN, [copy.key, major, comment ?? null, time]);
      return byKey(copy.key);
    },
    dropWorkingCopy: (copy) => run(DROP_COPY, copy.key),
    deleteFrozen: (version) => run(DELETE_FROZEN, version.version?.frozenKey ?? null),
    restorePrevious: async (live) => {
      await executor.run(DROP_UNSEEN, [live.key]);
      const name = (await executor.run(PREVIOUS_NAME, [live.key]))[0]?.[0];
      if (name === undefined || name === null) return undefined;
      await executor.run(HOLD_PLACES, [live.key]);
      await forgetText(executor, live.key);
      await executor.run(RESTORE, [live.key, options.nameKey(name), time]);
      return byKey(live.key);
    },
  };
}
