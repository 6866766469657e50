import type { StoredTag, TagList, TagReader, TagWriter } from '../../repository/storage/tags';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';

const TAGS = 'tags g join objects o on o.id = g.object_id cross join me';

/** An object names its tags by their uuids, with or without the store in front. */
const COUNT = `(select count(*) from objects x left join acls b on b.id = x.acl_id
    where x.props ? 'cm:taggable' and x.props->'cm:taggable' ?| array[o.uuid::text, 'workspace://SpacesStore/' || o.uuid]
      and not x.pwc and (me.admin or x.owner = me.name or b.readers && me.authorities))`;

const tagJson = (withCount: boolean): string =>
  `json_build_object('uuid', o.uuid, 'name', o.name${withCount ? `, 'count', ${COUNT}` : ''})`;

/** `$4`: names, `$5`: patterns; both null: all. */
function listStatement({ order: { by, descending }, withCount }: TagList): Statement {
  const direction = descending ? ' desc' : '';
  return callerStatement({
    name: `tags-by-${by}${direction}${withCount ? '-counted' : ''}`,
    body: countedJson({
      row: tagJson(withCount),
      source: `${TAGS} where ($4::text[] is null or o.name = any ($4::text[]) or o.name like any ($5::text[]))`,
      order: by === 'tag' ? `o.name${direction}, o.id` : `${COUNT}${direction}, o.name, o.id`,
    }),
  });
}

const findStatement = (column: 'uuid' | 'name', withCount: boolean): Statement =>
  callerStatement({
    name: `tags-of-${column}s${withCount ? '-counted' : ''}`,
    body: `select json_agg(${tagJson(withCount)} order by o.name, o.id)
      from ${TAGS} where o.${column} = any ($2::${column === 'uuid' ? 'uuid' : 'text'}[])`,
  });

const likeOf = (pattern: string): string => pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');

export function tagReader(session: Session): TagReader {
  return {
    list: async (input) => {
      const { page, filter } = input;
      const patterns = filter?.patterns.map((pattern) => likeOf(pattern)) ?? null;
      const values = [page.maxItems, page.skipCount, filter?.names ?? null, patterns];
      return readCounted<StoredTag>(await session.ask(listStatement(input), values));
    },
    find: async (wanted, { withCount = false } = {}) => {
      const [column, values] =
        'uuids' in wanted ? (['uuid', wanted.uuids] as const) : (['name', wanted.names] as const);
      if (values.length === 0) return [];
      return ((await session.ask(findStatement(column, withCount), [values])) as readonly StoredTag[] | null) ?? [];
    },
  };
}

const LOCK = { name: 'lock-tags', text: `select pg_advisory_xact_lock(${ADVISORY_LOCKS.tags})` };
const REGISTER = { name: 'register-tag', text: 'insert into tags (object_id) values ($1)' };
// $1 ways to name the tag
const TAKE_OFF = {
  name: 'take-off-tag',
  text: `update objects set token = token + 1, props = case when props->'cm:taggable' <@ to_jsonb($1::text[]) then props - 'cm:taggable'
      else jsonb_set(props, '{cm:taggable}', (props->'cm:taggable') - $1::text[]) end
    where props ? 'cm:taggable' and props->'cm:taggable' ?| $1::text[]`,
};

export function tagWriter({ executor }: Session): TagWriter {
  return {
    lock: async () => {
      await executor.run(LOCK);
    },
    register: async (objectKey) => {
      await executor.run(REGISTER, [objectKey]);
    },
    takeOff: async (uuid) => {
      await executor.run(TAKE_OFF, [[uuid, `workspace://SpacesStore/${uuid}`]]);
    },
  };
}
