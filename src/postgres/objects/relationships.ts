import type { Listed } from '../../repository/storage/navigation';
import type { RelationshipReader } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import { pageJson, readPage } from '../rows/listing';
import { liveKey, liveRow, readSingle, visibleRow, type SingleAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

/** A relationship `o` is seen by who sees both ends. */
const ENDS_VISIBLE = ['o.source_id', 'o.target_id']
  .map(
    (end) =>
      `exists (select 1 from objects e join acls a on a.id = e.acl_id where e.id = ${end} and ${visibleRow('e', 'a')})`,
  )
  .join(' and ');

// $2 keys of live rows, $3 from the source, $4 from the target
const OF_MANY = callerStatement({
  name: 'relationships-of-many',
  body: `select json_agg(json_build_array(x.key, json_build_array(${liveRow}, null)) order by x.key, x.id)
    from (
      select k.key, r.id from unnest($2::bigint[]) k (key) join objects r on r.source_id = k.key where $3::boolean
      union
      select k.key, r.id from unnest($2::bigint[]) k (key) join objects r on r.target_id = k.key where $4::boolean) x
    join objects o on o.id = x.id left join contents c on c.id = o.content_id cross join me where ${ENDS_VISIBLE}`,
});

// $2 key, $3 max, $4 skip, $5 count limit, $6 with entries, $7 from the source, $8 from the target, $9 type keys (null: all)
const CONDITION = `from (
      select r.id from objects r where r.source_id = $2 and $7::boolean
      union
      select r.id from objects r where r.target_id = $2 and $8::boolean) x
    join objects o on o.id = x.id cross join me where ($9::int[] is null or o.type_id = any ($9::int[])) and ${ENDS_VISIBLE}`;
const PAGE = callerStatement({
  name: 'relationships-page',
  before: `hits as (select k.id, row_number() over (order by k.id) as n from (
    select o.id ${CONDITION} order by o.id limit $3::bigint + 1 offset $4::bigint) k)`,
  body: pageJson({
    withEntries: '$6::boolean',
    max: '$3::bigint',
    skip: '$4::bigint',
    count: `select 1 ${CONDITION} limit $5::bigint + 1`,
  }),
});

export function relationshipReader(session: Session, options: { readonly countLimit: number }): RelationshipReader {
  return {
    ofMany: async (objects, direction) => {
      if (objects.length === 0) return new Map();
      const keys = [...new Set(objects.map(liveKey))];
      const answer = (await session.ask(OF_MANY, [keys, direction !== 'target', direction !== 'source'])) as
        readonly [number, SingleAnswer][] | null;
      const byKey = new Map<number, StoredObject[]>();
      for (const [key, row] of answer ?? []) {
        const relationship = readSingle(session, row);
        if (relationship) byKey.set(key, [...(byKey.get(key) ?? []), relationship]);
      }
      return new Map(objects.map((object) => [object.key, byKey.get(liveKey(object)) ?? []]));
    },
    page: async ({ object, direction, typeKeys, page }): Promise<Listed> => {
      const answer = await session.ask(PAGE, [
        liveKey(object),
        page.maxItems,
        page.skipCount,
        options.countLimit,
        false,
        direction !== 'target',
        direction !== 'source',
        typeKeys ?? null,
      ]);
      return readPage(session, answer, { page, countLimit: options.countLimit });
    },
  };
}
