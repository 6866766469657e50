import {
  RATING_SCHEMES,
  type AnnotationReader,
  type AnnotationWriter,
  type StoredRating,
} from '../../repository/storage/annotations';
import { tellOfObject } from '../changes/activities';
import { callerStatement, type Session } from '../unit/session';

// $2 key of the object
const RATINGS = callerStatement({
  name: 'ratings-of',
  body: `select json_agg(json_strip_nulls(json_build_object('scheme', s.scheme,
      'count', (select count(*) from ratings t where t.object_id = $2 and t.scheme = s.scheme),
      'average', (select avg(t.value)::float8 from ratings t where t.object_id = $2 and t.scheme = s.scheme),
      'mine', (select json_build_object('value', t.value, 'rated', (extract(epoch from t.rated) * 1000)::bigint)
        from ratings t cross join me where t.object_id = $2 and t.scheme = s.scheme and t.principal_id = me.id))) order by s.n)
    from unnest(array['${RATING_SCHEMES.join(`','`)}']) with ordinality s (scheme, n)`,
});
// $1 object, $2 scheme, $3 principal, $4 value, $5 time
const RATE_ONLY = `insert into ratings (object_id, scheme, principal_id, value, rated) values ($1, $2, $3, $4, $5)
    on conflict (object_id, scheme, principal_id) do update set value = excluded.value, rated = excluded.rated`;
const RATE = { name: 'rate', text: RATE_ONLY };
// $6 who it is. Who likes something once more says nothing new.
const LIKE = {
  name: 'like',
  text: `with t as (${RATE_ONLY} returning object_id, rated, xmax = 0 as is_new)
  ${tellOfObject({
    from: '(select * from t where is_new) t',
    key: 't.object_id',
    at: 't.rated',
    actor: '$6',
    kind: `case o.base when 0 then 'folder-liked' else 'document-liked' end`,
  })}`,
};
const UNRATE = {
  name: 'unrate',
  text: 'delete from ratings where object_id = $1 and scheme = $2 and principal_id = $3 returning object_id',
};

export function ratingReader(session: Session): Pick<AnnotationReader, 'ratings'> {
  return {
    ratings: async ({ key }) => ((await session.ask(RATINGS, [key])) as readonly StoredRating[] | null) ?? [],
  };
}

export function ratingWriter({ executor, caller }: Session, now: number): Pick<AnnotationWriter, 'rate' | 'unrate'> {
  return {
    rate: async ({ key }, { scheme, value }) => {
      const rating = [key, scheme, caller.id, value, new Date(now).toISOString()];
      await (scheme === 'likes' ? executor.run(LIKE, [...rating, caller.name]) : executor.run(RATE, rating));
    },
    unrate: async ({ key }, scheme) => (await executor.run(UNRATE, [key, scheme, caller.id])).length > 0,
  };
}
