/*
 * HOW TO SEARCH (for what compiles CONTAINS and SCORE).
 *
 * The table `fulltext` (db/migrations/0005-fulltext.sql) has a row, or several, per owner: `(object_id, 0)` is the live
 * row or working copy with that key of `objects`, `(object_id, version_id)` the frozen version with that key of
 * `versions`. Take a term apart with `soughtTerm` of `text/search-terms`, which gives
 *   - `words`: match `f.words @@ Q` with `Q` = `wordsQuery(values, words)` below. None: nothing has it.
 *   - `pattern`: match `f.part = 0 and f.label ~ PATTERN` (trigram index): names and short properties only.
 * An owner whose only row is `whole` is matched by one row: compile the whole expression for `where f.whole`, terms of
 * words as `f.words @@ (Q1 && Q2)`, alternatives `||`, negation `!!Q`, patterns beside them. Other owners have their
 * words in several rows: there each term is a set of owners of its own,
 *   `(object_id, version_id) in (select object_id, version_id from fulltext f where not f.whole and f.words @@ Q)`,
 * to be combined with AND, OR, NOT over `fulltext f where not f.whole and f.part = 0`, of which every owner has one.
 * Do not forget the condition `f.whole` or `not f.whole`: the two indexes are partial. Without `searchAllVersions` add
 * `f.version_id = 0`. Visibility is the object's, as everywhere.
 *
 * Weights: A name, B properties, C content, D stems. `wordsQuery(…, { exact: 'ABC' })` finds words as they are written,
 * also in one of these fields alone ('A': in names). SCORE: `ts_rank(RANK_WEIGHTS, f.words, Q, RANK_NORM)` is in [0, 1);
 * Q holds the terms that are not negated, alternatives of each other; take the greatest of an owner's rows.
 */
import { isContentIndexed, isIndexed } from '../../model/index-control';
import type { Properties } from '../../model/properties';
import type { PrimaryType, SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { LANGUAGES, LANGUAGE_PROPERTY } from '../../model/languages';
import type { SoughtWord } from '../../text/search-terms';
import type { ContentText } from '../../text/text-extractor';
import { wordIndex } from '../../text/word-index';
import { labelOf } from '../../text/words';
import type { Executor, Statement } from '../connection/database';

/** Of stems, content, properties, names. */
export const RANK_WEIGHTS = `'{0.3, 0.4, 0.7, 1}'::real[]`;
/** Divides by the logarithm of the length. */
export const RANK_LENGTH = 1;
/** The same, then brings the rank below 1. */
export const RANK_NORM = RANK_LENGTH | 32;

/** SQL of the query for words one after the other, each as it is written or by its stem in a language of the index. */
export function wordsQuery(
  values: { add(value: unknown, type: string): string },
  words: readonly SoughtWord[],
  options: { readonly exact?: string } = {},
): string {
  const list = values.add(
    words.map(({ word }) => word),
    'text[]',
  );
  return wordsQuerySql(list, values.add(words.at(-1)?.prefix ?? false, 'boolean'), options.exact);
}

/** The same of an SQL list of words and whether whatever begins with the last one is meant. */
export function wordsQuerySql(list: string, prefix: string, exact?: string): string {
  const mark = exact === undefined ? '' : `:${exact.replace(/[^ABCD]/g, '')}`;
  const stems = `select (ts_lexize((l.language || '_stem')::regdictionary, w.word))[1] from repository r cross join unnest(r.languages) l (language) where l.language <> 'none'`;
  return `(select string_agg(case when ${prefix} and w.n = cardinality(${list}) then quote_literal(w.word) || ':*${mark.slice(1)}'
    else '(' || (select string_agg(distinct quote_literal(f.form) || '${mark}', ' | ')
      from (select w.word as form${exact === undefined ? ` union all ${stems}` : ''}) f where f.form <> '') || ')' end, ' <-> ' order by w.n)::tsquery
    from unnest(${list}) with ordinality w (word, n))`;
}

/** What is searched of an object besides its content. */
export interface TextOwner {
  readonly type: PrimaryType;
  readonly secondaryTypes: readonly SecondaryType[];
  readonly name: string;
  readonly properties: Properties;
}

interface TextRow {
  readonly part: number;
  readonly words: string;
  readonly label?: string;
}

/** Rows of one owner, as the statements of this file take them. */
export interface TextRows {
  /** PostgreSQL's name; undefined: the repository's. */
  readonly language?: string;
  /** What of the owner is in the index, where its properties say that it shall not be all. */
  readonly only?: 'nothing' | 'own';
  readonly rows: readonly TextRow[];
}

/** Position of the first word of name and properties. Words of content have lower ones: no phrase leads from the one to the other. */
export const FIRST_OWN = 8_192;
const LAST = 16_000;
/** Of one value; nobody looks for what comes later in it. In UTF-16 units. */
const MAX_VALUE = 100_000;
/** Values up to here can be searched with leading wildcards. */
const MAX_SHORT = 255;
const MAX_LABEL = 4_000;

/** No rows: objects of this type are not searched by words. */
export function textRows(types: TypeRegistry, owner: TextOwner, content?: ContentText): TextRows {
  if (!isIndexed(owner.properties)) return { only: 'nothing', rows: [] };
  if (!owner.type.fulltextIndexed) return { rows: [] };
  const takesContent = isContentIndexed(owner.properties);
  const parts = takesContent ? (content?.parts ?? []) : [];
  const index = wordIndex({ weight: 'B', first: FIRST_OWN, last: LAST });
  index.addName(owner.name, 'A');
  const short = [owner.name];
  for (const value of textValues(types, owner)) {
    index.gap();
    index.addName(value.slice(0, MAX_VALUE));
    if (value.length <= MAX_SHORT) short.push(value);
  }
  const own = index.finish().rows;
  const shared = content?.small ? parts[0] : undefined;
  const language = LANGUAGES[String(owner.properties[LANGUAGE_PROPERTY])];
  return {
    ...(language !== undefined && { language }),
    ...(!takesContent && { only: 'own' as const }),
    rows: [
      {
        part: 0,
        words: [own[0], shared].filter((words) => words !== undefined).join(' '),
        label: labelOf(short).slice(0, MAX_LABEL),
      },
      ...own.slice(1).map((words, index) => ({ part: -1 - index, words })),
      ...(shared === undefined ? parts : []).map((words, index) => ({ part: 1 + index, words })),
    ],
  };
}

const TEXT_TYPES = new Set(['string', 'html', 'uri']);

function textValues(types: TypeRegistry, { type, secondaryTypes, properties }: TextOwner): readonly string[] {
  const definitions = types.effective(type, secondaryTypes);
  return Object.entries(properties).flatMap(([id, value]) => {
    // A description is stored under the id of its aspect, whether the object has that or not.
    const definition =
      definitions.get(id) ?? (id === 'cm:description' ? definitions.get('cmis:description') : undefined);
    if (!definition || !TEXT_TYPES.has(definition.propertyType) || id === LANGUAGE_PROPERTY) return [];
    if (types.definingType(id)?.fulltextIndexed === false) return [];
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    return definition.propertyType === 'html' ? texts.map(withoutTags) : texts;
  });
}

const withoutTags = (html: string): string => html.replace(/<[^<>]{0,2000}>/g, ' ');

/** SQL of a vector: exact words, a text, with their stems. */
export const vectorSql = (exact: string, language: string): string => `(${exact} || ' ' || coalesce((
    select string_agg(quote_literal(s.stem) || ':' || array_to_string(w.positions, ','), ' ')
      from unnest((${exact})::tsvector) w
      cross join lateral (select (ts_lexize((nullif(${language}, 'none') || '_stem')::regdictionary, w.lexeme))[1] as stem offset 0) s
     where s.stem <> w.lexeme and s.stem <> ''), ''))::tsvector`;

/** SQL of the language of rows given as JSON. */
export const languageSql = (json: string): string =>
  `coalesce(${json}->>'language', (select language from repository))`;

/** `insert into fulltext` of the rows of JSON `rows` for the owners in `from`, which has a column `id`. */
export const insertRows = (
  from: string,
  rows: string,
): string => `insert into fulltext (object_id, version_id, part, whole, language, words, label)
  select o.id, 0, (r->>'part')::int, jsonb_array_length(${rows}->'rows') = 1, l.language, ${vectorSql(`(r->>'words')`, 'l.language')}, r->>'label'
    from ${from} o cross join jsonb_array_elements(${rows}->'rows') r
    cross join (select ${languageSql(rows)} as language offset 0) l`;

/*
 * $1 object, $2 version (0: live), $3 rows as JSON, $4 whether what $5 has of the content stays, which may be another
 * object that is on its way out. The words of kept content in part 0 are brought over; parts of it get stems of another
 * language when that has changed.
 */
const WRITE: Statement = {
  name: 'write-fulltext',
  text: `with l as (select ${languageSql('$3::jsonb')} as language),
old as (select ts_filter(f.words, '{c}')::text as words from fulltext f where f.object_id = $5 and f.version_id = $2 and f.part = 0 and $4::boolean),
kept as (select count(*) as n from fulltext f where f.object_id = $5 and f.version_id = $2 and f.part > 0 and $4::boolean),
gone as (delete from fulltext f where f.object_id = $1 and f.version_id = $2 and (f.part <= 0 or not $4::boolean) returning 1),
parts as (update fulltext f set object_id = $1, language = l.language,
    words = case when f.language = l.language then f.words else ${vectorSql(`ts_filter(f.words, '{a,b,c}')::text`, 'l.language')} end
  from l where f.object_id = $5 and f.version_id = $2 and f.part > 0 and $4::boolean and ($5 <> $1 or f.language <> l.language))
insert into fulltext (object_id, version_id, part, whole, language, words, label)
select $1, $2, x.part, jsonb_array_length($3::jsonb->'rows') = 1 and kept.n = 0, l.language, ${vectorSql('x.words', 'l.language')}, x.label
  from l cross join kept cross join lateral (
    select (r->>'part')::int as part, r->>'label' as label,
        r->>'words' || case when r->>'part' = '0' then coalesce((select ' ' || o.words from old o), '') else '' end as words
      from jsonb_array_elements($3::jsonb->'rows') r offset 0) x
 where (select count(*) from gone) >= 0`,
};

export interface TextWrite {
  readonly objectKey: number;
  /** Undefined: the live row or working copy. */
  readonly versionKey?: number;
  readonly rows: TextRows;
  /** The words of the content stay as they are; else those among `rows` are all. */
  readonly keepsContent: boolean;
  /** Whose words of the content stay, when they are another object's; the owner has none then. */
  readonly contentFrom?: number;
}

/** Further rows of an owner that has its first ones. $1 object, $2 version, $3 rows as JSON. */
const WRITE_MORE: Statement = {
  name: 'write-more-fulltext',
  text: `insert into fulltext (object_id, version_id, part, whole, language, words)
select $1, $2, (r->>'part')::int, false, l.language, ${vectorSql(`(r->>'words')`, 'l.language')}
  from jsonb_array_elements($3::jsonb->'rows') r cross join (select ${languageSql('$3::jsonb')} as language offset 0) l`,
};

/** Rows of one statement: a very long text need not be in memory as one more text. */
const AT_ONCE = 200;

/** Makes these the rows of one owner. */
export async function writeText(executor: Executor, write: TextWrite): Promise<void> {
  await noteRows(executor, write.rows);
  const { objectKey, versionKey = 0, contentFrom = objectKey } = write;
  const { rows, only, ...rest } = write.rows;
  const keepsContent = write.keepsContent && only === undefined;
  const json = (from: number): string => JSON.stringify({ ...rest, rows: rows.slice(from, from + AT_ONCE) });
  await executor.run(WRITE, [objectKey, versionKey, json(0), keepsContent, contentFrom]);
  for (let from = AT_ONCE; from < rows.length; from += AT_ONCE) {
    await executor.run(WRITE_MORE, [objectKey, versionKey, json(from)]);
  }
}

const NOTE_LANGUAGE: Statement = {
  name: 'note-language',
  text: 'update repository set languages = languages || $1::text where not $1 = any (languages)',
};

const NOTE_UNINDEXED: Statement = {
  name: 'note-unindexed',
  text: 'update repository set has_unindexed = true where not has_unindexed',
};

/** What is looked for is stemmed in every language of the index, and searches leave out what is not in it. */
export async function noteRows(executor: Executor, rows: TextRows): Promise<void> {
  if (rows.language !== undefined) await executor.run(NOTE_LANGUAGE, [rows.language]);
  if (rows.only === 'nothing') await executor.run(NOTE_UNINDEXED);
}

const SET_LANGUAGE: Statement = {
  text: `with changed as (update repository set language = $1,
    languages = case when $1 = any (languages) then languages else languages || $1::text end where language <> $1 returning id)
  insert into jobs (kind, key) select 'reindex', 'all' from changed
    on conflict (kind, key) do update set run_at = now(), lease_until = null, attempts = 0, payload = '{}', error = null
  returning 1`,
};

/** Makes this the language of what names none; true when it was another one, and a job builds the index anew. */
export async function setLanguage(executor: Executor, language: string): Promise<boolean> {
  return (await executor.run(SET_LANGUAGE, [language])).length > 0;
}

/** SQL that keeps what contents `from` say. */
export const keepText = (from: string, text: string): string =>
  `insert into content_texts (content_id, text) select c.id, ${text} from ${from} where ${text} is not null`;

/** The job that brings what is not known yet of the text of content `c`. */
export const textJob = (
  from: string,
  delay = '0 seconds',
): string => `insert into jobs (kind, key, run_at) select 'text', c.id::text, now() + interval '${delay}' from ${from}
  on conflict (kind, key) do update set run_at = excluded.run_at, lease_until = null, attempts = 0, error = null`;

/** Whoever does not want to be found by its content has none of its words. */
const hasWords = (row: string): string => `coalesce(${row}.props->>'cm:isContentIndexed', 'true') <> 'false'`;

/*
 * $1 object with the words of its name and properties, $2 its content, which another owner has, too. Its words come from
 * there; where they are not known yet, the job is asked for once more, since it may have looked for owners already.
 */
const COPY: Statement = {
  name: 'copy-fulltext',
  text: `with owner as (select f.object_id, f.version_id from (
    select o.id as object_id, 0 as version_id from objects o where o.content_id = $2 and o.id <> $1 and ${hasWords('o')}
    union all select v.object_id, v.id from versions v where v.content_id = $2 and ${hasWords('v')}) x
  join fulltext f on f.object_id = x.object_id and f.version_id = x.version_id and f.part = 0 limit 1),
source as materialized (select f.part, f.language, f.words from fulltext f join owner using (object_id, version_id) where f.part >= 0),
mine as (select language from fulltext f where f.object_id = $1 and f.version_id = 0 and f.part = 0),
first as (update fulltext f set whole = f.whole and not exists (select from source where part > 0),
    words = ${vectorSql(`(ts_filter(f.words, '{a,b}')::text || ' ' || ts_filter(s.words, '{c}')::text)`, 'f.language')}
  from source s where f.object_id = $1 and f.version_id = 0 and f.part = 0 and s.part = 0),
others as (insert into fulltext (object_id, version_id, part, whole, language, words)
  select $1, 0, s.part, false, m.language, case when s.language = m.language then s.words else ${vectorSql(`ts_filter(s.words, '{c}')::text`, 'm.language')} end
    from source s cross join mine m where s.part > 0),
pending as (select c.id from contents c where c.id = $2 and c.text_state = 'pending' and exists (select from mine)),
lost as (update contents c set text_state = 'pending' where c.id = $2 and c.text_state in ('done', 'partial')
  and not exists (select from owner) and exists (select from mine) returning c.id)
${textJob('(select id from pending union select id from lost) c')}`,
};

/** Gives an object the words of a content that it shares with another one. */
export async function copyText(executor: Executor, objectKey: number, contentKey: number): Promise<void> {
  await executor.run(COPY, [objectKey, contentKey]);
}

const FORGET: Statement = {
  name: 'forget-fulltext',
  text: 'delete from fulltext where object_id = $1 and version_id = 0',
};

/** Of the live object alone; the words of its older versions stay. */
export async function forgetText(executor: Executor, objectKey: number): Promise<void> {
  await executor.run(FORGET, [objectKey]);
}
