import type { SpellingReader } from '../repository/storage/spelling';
import { VISIBLE } from './rows/object-row';
import { callerStatement, type Session } from './unit/session';

/** Texts are counted up to here: more is frequent enough. */
const MAX_COUNT = 100;

/** One half of the index each. */
const having = (rows: string): string =>
  `select 1 from fulltext f join objects o on o.id = f.object_id left join acls a on a.id = o.acl_id
    where ${rows} and f.words @@ w.query and f.version_id = 0 and not o.pwc and ${VISIBLE} limit ${MAX_COUNT}`;

// $2 folded words, which are looked for as they are written
const COUNTS = callerStatement({
  name: 'spelling-counts',
  body: `select json_agg(json_build_array(x.word, x.n)) from (
    select w.word, (select count(*) from ((${having('f.whole')}) union all (${having('not f.whole')})) h) as n
      from (select t.word, (quote_literal(t.word) || ':ABC')::tsquery as query from unnest($2::text[]) t (word)) w cross join me) x where x.n > 0`,
});

export const spellingReader = (session: Session): SpellingReader => ({
  counts: async (words) =>
    new Map(
      (await session.ask({ text: COUNTS.text, adHoc: true }, [words])) as readonly (readonly [string, number])[] | null,
    ),
});
