import type { StoredTag, TagList, TagReader, TagWriter } from '../../repository/storage/tags';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';
import { classifiedCount, namesOf, takeOffStatement } from './classified';

const TAGS = 'tags g join objects o on o.id = g.object_id cross join me';

const COUNT = classifiedCount('cm:taggable');

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
const TAKE_OFF = takeOffStatement('take-off-tag', 'cm:taggable');

export function tagWriter({ executor }: Session): TagWriter {
  return {
    lock: async () => {
      await executor.run(LOCK);
    },
    register: async (objectKey) => {
      await executor.run(REGISTER, [objectKey]);
    },
    takeOff: async (uuid) => {
      await executor.run(TAKE_OFF, [namesOf([uuid])]);
    },
  };
}
