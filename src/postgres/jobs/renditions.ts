import { uuidv7 } from '../../model/uuid';
import type { RenditionReader, RenditionWriter, StoredRendition } from '../../repository/storage/renditions';
import type { RenditionStore } from '../../renditions/rendition-store';
import type { Database } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';

// $2 keys of contents that belong to objects which the caller was found to see
const OF_CONTENTS = callerStatement({
  name: 'renditions-of',
  body: `select json_agg(json_build_array(r.content_id, json_strip_nulls(json_build_object(
      'name', r.name, 'id', r.uuid, 'key', r.key, 'length', r.length, 'sha256', r.sha256, 'mimeType', r.mime,
      'width', r.width, 'height', r.height, 'made', (extract(epoch from r.made) * 1000)::bigint))) order by r.content_id, r.name)
    from renditions r where r.content_id = any ($2::bigint[])`,
});

export function renditionReader(session: Session): RenditionReader {
  return {
    ofContents: async (keys) => {
      const answer = (await session.ask(OF_CONTENTS, [keys])) as readonly (readonly [number, StoredRendition])[] | null;
      const found = new Map<number, StoredRendition[]>();
      for (const [key, rendition] of answer ?? []) found.set(key, [...(found.get(key) ?? []), rendition]);
      return found;
    },
  };
}

// $1 content, $2 names, $3 what the file is called and of which type it is
const REQUEST = {
  name: 'request-renditions',
  text: `insert into jobs (kind, key, payload) select 'rendition', $1::bigint || '/' || n, $3::jsonb from unnest($2::text[]) n
    on conflict (kind, key) do nothing`,
};
// $1 content, $2 names. After a day another server, or a newer one, may be able to do it.
const FAILURES = {
  name: 'rendition-failures',
  text: `select name, reason from rendition_failures where content_id = $1 and name = any ($2::text[])
    and failed > now() - interval '1 day' order by name`,
};
// $1 content, $2 name
const REMOVE = {
  name: 'remove-rendition',
  text: `with gone as (delete from renditions where content_id = $1 and name = $2 returning key)
    insert into unclaimed_content (key) select key from gone returning key`,
};

export function renditionWriter({ executor, caller }: Session): RenditionWriter {
  return {
    request: async ({ key, mimeType, fileName }, definitions) => {
      const names = definitions.map(({ name }) => name);
      await executor.run(REQUEST, [key, names, JSON.stringify({ mimeType, fileName, for: caller.name })]);
    },
    failures: async ({ key }, definitions) => {
      const rows = await executor.run(FAILURES, [key, definitions.map(({ name }) => name)]);
      return rows.map(([name, reason]) => ({ name: name ?? '', reason: reason ?? '' }));
    },
    remove: async ({ key }, name) => (await executor.run(REMOVE, [key, name])).length > 0,
  };
}

// $1 content, $2 name
const WANTED = {
  name: 'wanted-rendition',
  text: `select json_build_object('contentKey', c.id, 'length', c.length, 'pieces',
      (select json_agg(json_build_object('key', p.key, 'length', p.length) order by p.n)
        from unnest(c.keys, c.lengths) with ordinality p (key, length, n)))
    from contents c where c.id = $1 and not exists (select from renditions r where r.content_id = c.id and r.name = $2)`,
};
// $1 content, $2 name, $3 uuid, $4 key, $5 length, $6 sha256, $7 media type, $8 width, $9 height
const ADD = {
  name: 'add-rendition',
  text: `with c as (select id from contents where id = $1 for key share),
claimed as (delete from unclaimed_content u using c
  where u.key = $4 and not exists (select from renditions r where r.content_id = c.id and r.name = $2) returning u.key)
insert into renditions (content_id, name, uuid, key, length, sha256, mime, width, height, made)
  select c.id, $2, $3, k.key, $5, $6, $7, $8, $9, now() from c cross join claimed k returning name`,
};

// $1 content, $2 name, $3 reason
const FAIL = {
  name: 'fail-rendition',
  text: `insert into rendition_failures (content_id, name, reason, failed) select c.id, $2, $3, now() from contents c where c.id = $1
    on conflict (content_id, name) do update set reason = excluded.reason, failed = excluded.failed`,
};

/** The table of renditions of one database, for the job. */
export const renditionStore = (database: Database): RenditionStore => ({
  wanted: async (contentKey, name) => {
    const [row] = await database.run(WANTED, [contentKey, name]);
    return row?.[0] ? (JSON.parse(row[0]) as Awaited<ReturnType<RenditionStore['wanted']>>) : undefined;
  },
  fail: async ({ contentKey, name, reason }) => {
    await database.run(FAIL, [contentKey, name, reason]);
  },
  add: async ({ contentKey, name, mimeType, width, height, bytes: { key, length, sha256 } }) => {
    const size = [width ?? null, height ?? null];
    const rows = await database.run(ADD, [
      contentKey,
      name,
      uuidv7(Date.now()),
      key,
      length,
      sha256,
      mimeType,
      ...size,
    ]);
    return rows.length > 0;
  },
});
