import { isContentIndexed } from '../../model/index-control';
import { Permission } from '../../model/permissions';
import type { HitText, TextsAsked } from '../../repository/storage/queries';
import type { StoredObject } from '../../repository/values/stored-object';
import { SPELLINGS } from '../../text/words';
import { callerStatement, type Session } from '../unit/session';

/** Of one hit, the first ones that have any of the words: what comes later repeats what these have. */
const MAX_PARTS = 3;
/** Of all hits, those that are looked at at all. */
const MAX_LOOKED_AT = 20_000;
/** What is shown before the first word. */
const BEFORE = 200;

/** As `spellingsOf` of `text/words`. */
const spellingsSql = (word: string, spellings: string): string =>
  `(select string_agg(coalesce(${spellings}->>c.letter, c.letter), '' order by c.n)
    from string_to_table(replace(replace(replace(${word}, 'ss', 'ß'), 'ae', 'æ'), 'oe', 'œ'), null) with ordinality c (letter, n))`;

/*
 * $2 hits as JSON [[object, version or 0, content or null], …], $3 words, $4 expression on words, $5 characters,
 * $6 characters among which the first word may be, $7 `SPELLINGS` as JSON.
 * A word stands in the index as it is written (weights A to C) and by its stem (D), at the same positions: what is
 * written where a stem is that is looked for is a form of the word.
 */
const { text: TEXTS } = callerStatement({
  name: 'texts-of-hits',
  before: `words as materialized (
    select w.n, array(select distinct f.form from (select w.word as form
        union all select (ts_lexize((l.language || '_stem')::regdictionary, w.word))[1]
          from repository r cross join unnest(r.languages) l (language) where l.language <> 'none') f where f.form <> '') as forms
      from unnest($3::text[]) with ordinality w (word, n)),
  sought as materialized (select string_agg(quote_literal(f.form), ' | ')::tsquery as query,
    ${MAX_LOOKED_AT} / jsonb_array_length($2::jsonb) as parts from words w cross join unnest(w.forms) f (form)),
  hits as (select (h.value->>0)::bigint as object_id, (h.value->>1)::bigint as version_id, (h.value->>2)::bigint as content_id, h.n
    from jsonb_array_elements($2::jsonb) with ordinality h (value, n)),
  found as materialized (select h.n, h.content_id, g.forms, g.pattern from hits h left join lateral (
    select json_agg(distinct jsonb_build_array(e.n - 1, e.lexeme)) as forms, string_agg(distinct ${spellingsSql('e.lexeme', '$7::jsonb')}, '|') as pattern
      from (select p.words from fulltext p cross join sought s where p.object_id = h.object_id and p.version_id = h.version_id
        and p.part < s.parts and p.words @@ s.query order by p.part limit ${MAX_PARTS}) f
      cross join lateral (
        with lexemes as materialized (select u.* from unnest(f.words) u),
        matched as materialized (select w.n, u.positions from lexemes u join words w on u.lexeme = any (w.forms))
        select m.n, u.lexeme from lexemes u join matched m on u.positions && m.positions where u.weights && '{A,B,C}') e) g on true)`,
  body: `select json_agg(json_build_array(f.forms, t.text) order by f.n) from found f left join lateral (
    select substr(c.text, case when octet_length(c.text) <= $5::int then 1 else greatest(1, regexp_instr(substr(c.text, 1, $6::int),
        concat_ws('|', nullif($4::text, ''), '\\m(?:' || f.pattern || ')\\M'), 1, 1, 0, 'i') - ${BEFORE}) end, $5::int) as text
      from content_texts c where c.content_id = f.content_id and $5::int > 0 offset 0) t on true`,
});

type Answer = readonly (readonly [forms: readonly (readonly [number, string])[] | null, text: string | null])[];

/** What the caller may read of the text, and finds it by. */
const readable = ({ access, content, properties }: StoredObject): number | null =>
  content && access & Permission.ReadContent && isContentIndexed(properties) ? content.key : null;

/** As `QueryReader.texts`. The objects are hits, so that the caller may see them. */
export async function textsOfHits(session: Session, asked: TextsAsked): Promise<readonly HitText[]> {
  const { objects, words, where, characters, reach } = asked;
  const hits = objects.map((object) => [object.key, object.version?.frozenKey ?? 0, readable(object)]);
  const answer = (await session.ask({ text: TEXTS, adHoc: true }, [
    JSON.stringify(hits),
    words,
    where,
    characters,
    reach,
    JSON.stringify(SPELLINGS),
  ])) as Answer | null;
  return (answer ?? []).map(([pairs, content]) => {
    const forms = words.map(() => new Set<string>());
    for (const [word, form] of pairs ?? []) forms[word]?.add(form);
    return {
      forms: new Map(words.map((word, index) => [word, forms[index] ?? new Set()])),
      ...(content !== null && { content }),
    };
  });
}
