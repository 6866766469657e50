/** Whether words are in one property of a row: the index tells only that they are somewhere in it. */
import { normalForm } from '../../model/normal-form';
import type { PropertyDefinition } from '../../model/property-definition';
import type { Column } from '../../query/bound';
import type { TextTerm } from '../../query/text-expression';
import { vectorSql } from '../rows/fulltext';
import { columnSql, idText, SECONDARY_TYPES, storedValue, type RowSource } from './columns';
import type { SoughtQuery, SoughtTexts } from './sought-words';
import type { SqlValues } from './sql-values';

export interface SearchContext {
  readonly values: SqlValues;
  readonly texts: SoughtTexts['byTerm'];
  /** The row that searches are about. */
  readonly row: RowSource;
}

/** Letters of all scripts, whatever the locale of the database. */
export const UNICODE = 'collate "und-x-icu"';

/** The values of a property, as rows of one column `value`. */
export function valuesSql(row: RowSource, property: PropertyDefinition): string {
  if (property.id === SECONDARY_TYPES)
    return `select y.type_id as value from types y where y.id = any(${row.alias}.aspects)`;
  if (property.cardinality === 'multi') {
    return `select jsonb_array_elements_text(${storedValue(row.alias, property)}) as value`;
  }
  const sql = idText(row, property) ?? columnSql(row, property).sql;
  return `select (${sql})::text as value`;
}

/** Words between blanks, folded. */
const wordsOf = (text: string): string =>
  `regexp_replace(lower(unaccent(normalize(${text}, NFKC)) ${UNICODE}), '[^[:alnum:]]+', ' ', 'g')`;
/** What words are put together from apart from each other: `AnnualReport2020` is three. */
const apart = (text: string): string =>
  String.raw`regexp_replace(regexp_replace(${text} ${UNICODE},
    '([[:lower:]])(?=[[:upper:]])|([[:upper:]])(?=[[:upper:]][[:lower:]])', '\1\2 ', 'g'),
    '([[:alpha:]])(?=[[:digit:]])|([[:digit:]])(?=[[:alpha:]])', '\1\2 ', 'g')`;
/** Scripts that the index takes apart otherwise, and marks that are parts of words. */
const OTHERWISE = /[\p{M}\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff]/u;

/** Condition that the words are in one property of `row`, whatever form of them stands there. */
export function wordsSql(
  context: SearchContext,
  { column, term }: { readonly column: Column; readonly term: TextTerm },
): string {
  const { row, values } = context;
  const sought = soughtOf(context, term);
  const found = valuesSql(row, column.property);
  if (sought.kind === 'nothing') return 'false';
  if (sought.kind === 'pattern') {
    const pattern = values.add(sought.pattern, 'text');
    return `exists (select from (${found}) v where ' ' || ${wordsOf('v.value')} || '  ' || ${wordsOf(apart('v.value'))} || ' ' ~ ${pattern})`;
  }
  const literal = term.words.join(' ');
  // Letters with marks of their own are like all others, however they are written.
  if (OTHERWISE.test(normalForm(literal, 'NFKC'))) {
    const part = values.add(normalForm(literal.replace(/\\(.)|[*]/gu, '$1'), 'NFKC'), 'text');
    return `exists (select from (${found}) v where strpos(lower(normalize(v.value, NFKC) ${UNICODE}), lower(${part} ${UNICODE})) > 0)`;
  }
  const thorough = thoroughSql(context, found, sought.query);
  const plain = plainExpression(sought.query);
  if (plain === undefined) return thorough;
  return `(exists (select from (${found}) v where normalize(v.value, NFKC) ${UNICODE} ~* ${values.add(plain, 'text')}) or ${thorough})`;
}

/** An expression on values that hold the words as they are; undefined where they are more than simple letters. */
function plainExpression(query: string): string | undefined {
  const words = query.split(' <-> ').map((word) => {
    const { exact, beginnings } = formsOf(word);
    if (![...exact, ...beginnings].every((form) => /^[a-z0-9]+$/u.test(form))) return undefined;
    return `\\m(?:${[...exact.map((form) => `${form}\\M`), ...beginnings.map((form) => `${form}\\w*`)].join('|')})`;
  });
  return words.includes(undefined) ? undefined : words.join('[^[:alnum:]]+');
}

/** Makes words of the values as the index has them, in all forms, where the index does not rule them out. */
function thoroughSql({ row, values }: SearchContext, found: string, query: string): string {
  // Not those of the content.
  const own = query.replace(/('(?:[^']|'')*')(:[*])?/gu, (_, form: string, open = ':') => `${form}${open}ABD`);
  const vector = `(select string_agg(quote_literal(w.word) || ':' || least(w.n, 16000), ' ')
    from regexp_split_to_table(${wordsOf('t.text')}, ' ') with ordinality w (word, n) where w.word <> '')`;
  const isOwn = `g.part = 0 and (not g.whole or g.words @@ ${values.add(own, 'tsquery')})`;
  return `coalesce((select bool_or(${vectorSql('x.words', 'f.language')} @@ ${values.add(query, 'tsquery')}) from ${ownText(row, isOwn)}
    cross join lateral (select ${vector} as words
      from (${found}) v cross join lateral (values (v.value), (${apart('v.value')})) t (text) offset 0) x where x.words is not null), false)`;
}

/** The rows `f` of the index of words that the row has. */
export const ownText = (row: RowSource, condition: string): string =>
  `(select * from fulltext g where g.object_id = ${row.alias}.id
    and g.version_id = ${row.versions ? `coalesce(${row.alias}.frozen, 0)` : '0'} and ${condition} offset 0) f`;

/** The words of a tsquery as they stand in it. */
export function formsOf(query: string): { readonly exact: readonly string[]; readonly beginnings: readonly string[] } {
  const forms = [...query.matchAll(/'((?:[^']|'')*)'(:[*])?/g)];
  const text = ([, form = '']: RegExpMatchArray): string => form.replaceAll("''", "'");
  return {
    exact: forms.filter(([, , open]) => !open).map(text),
    beginnings: forms.filter(([, , open]) => open).map(text),
  };
}

/** What the term asks of the index of words, as it was looked up before. @throws Error where it was not. */
export function soughtOf({ texts }: SearchContext, term: TextTerm): SoughtQuery {
  const sought = texts.get(term);
  if (!sought) throw new Error(`The term '${term.words.join(' ')}' reached the compiler without being looked up.`);
  return sought;
}
