/** Conditions that only searches ask, each true or false and never unknown. */
import { nameKey } from '../../model/names';
import type { PropertyDefinition } from '../../model/property-definition';
import type { Column } from '../../query/bound';
import type { SearchTest, ValueLimit } from '../../query/search-test';
import type { TextTerm } from '../../query/text-expression';
import { FIRST_OWN, vectorSql } from '../fulltext';
import { columnSql, idText, storedValue, type RowSource } from './columns';
import { pathSql } from './path-sql';
import type { SoughtQuery, SoughtTexts } from './sought-words';
import type { SqlValues } from './sql-values';

export interface SearchContext {
  readonly values: SqlValues;
  readonly texts: SoughtTexts['byTerm'];
  /** The row that searches are about. */
  readonly row: RowSource;
}

type Of<K extends SearchTest<Column>['kind']> = SearchTest<Column> & { readonly kind: K };

export function searchSql(context: SearchContext, test: SearchTest<Column>): string {
  const { row, values } = context;
  switch (test.kind) {
    case 'words':
      return wordsSql(context, test);
    case 'inContent':
      return inContentSql(context, test.term);
    case 'near':
      return nearSql(context, test);
    case 'alike':
      return alikeSql(context, test);
    case 'anyBetween':
      return anyBetweenSql(context, test);
    case 'path':
      return pathSql(values, row.alias, test);
    case 'inSite':
      return inSiteSql(context, test.name);
    case 'tagged':
      return taggedSql(context, test.pattern);
    case 'versioned':
      return row.versions ? `(${row.alias}.frozen is not null or ${row.alias}.base = 1)` : `(${row.alias}.base = 1)`;
  }
}

/** Letters of all scripts, whatever the locale of the database. */
const UNICODE = 'collate "und-x-icu"';

/** The values of a property, as rows of one column `value`. */
function valuesSql(row: RowSource, property: PropertyDefinition): string {
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

function wordsSql(context: SearchContext, { column, term }: Of<'words'>): string {
  const { row, values } = context;
  const sought = soughtOf(context, term);
  const found = valuesSql(row, column.property);
  if (sought.kind === 'anything') return `exists (select from (${found}) v where v.value is not null)`;
  if (sought.kind === 'pattern') {
    const pattern = values.add(sought.pattern, 'text');
    return `exists (select from (${found}) v where ' ' || ${wordsOf('v.value')} || '  ' || ${wordsOf(apart('v.value'))} || ' ' ~ ${pattern})`;
  }
  const literal = term.words.join(' ');
  if (OTHERWISE.test(literal)) {
    const part = values.add(literal.replace(/\\(.)|[*]/gu, '$1').normalize('NFKC'), 'text');
    return `exists (select from (${found}) v where strpos(lower(normalize(v.value, NFKC) ${UNICODE}), lower(${part} ${UNICODE})) > 0)`;
  }
  const query = values.add(sought.query, 'tsquery');
  const vector = `(select string_agg(quote_literal(w.word) || ':' || least(w.n, 16000), ' ')
    from regexp_split_to_table(${wordsOf('t.text')}, ' ') with ordinality w (word, n) where w.word <> '')`;
  return `coalesce((select bool_or(${vectorSql('x.words', 'f.language')} @@ ${query}) from ${ownText(row, 'g.part = 0')}
    cross join lateral (select ${vector} as words
      from (${found}) v cross join lateral (values (v.value), (${apart('v.value')})) t (text) offset 0) x where x.words is not null), false)`;
}

/** The rows `f` of the index of words that the row has. */
const ownText = (row: RowSource, condition: string): string =>
  `(select * from fulltext g where g.object_id = ${row.alias}.id
    and g.version_id = ${row.versions ? `coalesce(${row.alias}.frozen, 0)` : '0'} and ${condition} offset 0) f`;

/** On a row `f`: content has the rows after the first one for itself, and the lower positions of that. */
const isContent = (positions: string): string => `(f.part > 0 or ${positions}[1] < ${FIRST_OWN})`;

function inContentSql(context: SearchContext, term: TextTerm): string {
  const { row, values } = context;
  const sought = soughtOf(context, term);
  const content = ownText(row, 'g.part >= 0');
  if (sought.kind === 'anything') return `(${row.alias}.content_id is not null)`;
  if (sought.kind === 'pattern') {
    if (!sought.inWords) return 'false';
    return `exists (select from ${content} cross join unnest(f.words) w where f.words @@ ${values.add(sought.inWords.query, 'tsquery')}
      and w.lexeme ~ ${values.add(sought.inWords.pattern, 'text')} and w.weights && '{C}')`;
  }
  const words = sought.query.split(' <-> ').map((word) => {
    const forms = formsOf(word);
    const exact = values.add(forms.exact, 'text[]');
    const beginnings = forms.beginnings.map((text) => ` or starts_with(w.lexeme, ${values.add(text, 'text')})`);
    return `exists (select from unnest(f.words) w where (w.lexeme = any(${exact})${beginnings.join('')}) and ${isContent('w.positions')})`;
  });
  return `exists (select from ${content} where f.words @@ ${values.add(sought.query, 'tsquery')} and ${words.join(' and ')})`;
}

/** The words of a tsquery as they stand in it. */
function formsOf(query: string): { readonly exact: readonly string[]; readonly beginnings: readonly string[] } {
  const forms = [...query.matchAll(/'((?:[^']|'')*)'(:[*])?/g)];
  const text = ([, form = '']: RegExpMatchArray): string => form.replaceAll("''", "'");
  return {
    exact: forms.filter(([, , open]) => !open).map(text),
    beginnings: forms.filter(([, , open]) => open).map(text),
  };
}

function nearSql(context: SearchContext, { terms, distance }: Of<'near'>): string {
  const queries = terms.flatMap((term) => {
    const sought = soughtOf(context, term);
    return sought.kind === 'words' ? [`(${sought.query})`] : [];
  });
  const [first, ...others] = queries;
  if (first === undefined) return 'true';
  const near = (left: string, right: string): string =>
    `(${Array.from({ length: distance }, (_, index) => `${left} <${index + 1}> ${right}`).join(' | ')})`;
  const query = others.reduce(near, first);
  return `exists (select from ${ownText(context.row, 'true')} where f.words @@ ${context.values.add(query, 'tsquery')})`;
}

function alikeSql({ row, values }: SearchContext, { column, pattern, caseSensitive }: Of<'alike'>): string {
  const fold = (sql: string): string => (caseSensitive ? sql : `lower(${sql} ${UNICODE})`);
  return `exists (select from (${valuesSql(row, column.property)}) v where ${fold('v.value')} like ${fold(values.add(pattern, 'text'))})`;
}

function anyBetweenSql({ row, values }: SearchContext, { column, from, to }: Of<'anyBetween'>): string {
  const isText = typeof (from ?? to)?.value === 'string';
  const value = isText ? '(v.value collate "C")' : 'v.value::numeric';
  const limit = (operator: '<' | '>', { value: at, inclusive }: ValueLimit): string =>
    `${value} ${operator}${inclusive ? '=' : ''} ${values.add(at, isText ? 'text' : 'numeric')}`;
  const limits = [...(from ? [limit('>', from)] : []), ...(to ? [limit('<', to)] : [])];
  return `exists (select from (${valuesSql(row, column.property)}) v where ${['true', ...limits].join(' and ')})`;
}

function inSiteSql({ row, values }: SearchContext, name: string | undefined): string {
  const named = name === undefined ? '' : ` where s.name_key = ${values.add(nameKey(name), 'text')}`;
  const sites = `array(select s.object_id from sites s${named})`;
  return `(${row.alias}.parent_id in (select b.id from folders b where b.id = any(${sites}) or b.ancestors && ${sites}))`;
}

/** Objects name tags by their ids, with or without the store in front. */
function taggedSql({ row, values }: SearchContext, pattern: string): string {
  const ids = `select x.id from tags g join objects c on c.id = g.object_id
    cross join lateral (values (c.uuid::text), ('workspace://SpacesStore/' || c.uuid)) x (id)
    where c.name_key like ${values.add(nameKey(pattern), 'text')}`;
  return `(${row.alias}.props ? 'cm:taggable' and ${row.alias}.props->'cm:taggable' ?| array(${ids}))`;
}

/** Keys of the objects that have such a tag. */
export const taggedOwnersSql = (context: Pick<SearchContext, 'values' | 'texts'>, pattern: string): string =>
  `select o.id from objects o where ${taggedSql({ ...context, row: { alias: 'o', versions: false, optional: false } }, pattern)}`;

function soughtOf({ texts }: SearchContext, term: TextTerm): SoughtQuery {
  const sought = texts.get(term);
  if (!sought) throw new Error(`The term '${term.words.join(' ')}' reached the compiler without being looked up.`);
  return sought;
}
