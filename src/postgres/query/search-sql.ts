/** Conditions that only searches ask, each true or false and never unknown. */
import { nameKey } from '../../model/names';
import type { Column } from '../../query/bound';
import type { SearchTest, ValueLimit } from '../../query/search-test';
import type { TextTerm } from '../../query/text-expression';
import { FIRST_OWN } from '../rows/fulltext';
import { OF_SITE } from '../directory/group-store';
import { categorySql } from './category-sql';
import { pathSql } from './path-sql';
import { formsOf, ownText, soughtOf, UNICODE, valuesSql, wordsSql, type SearchContext } from './property-words';

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
    case 'category':
      return categorySql(values, row.alias, test);
    case 'inSite':
      return inSiteSql(context, test.name);
    case 'tagged':
      return taggedSql(context, test.pattern);
    case 'groupOfSite':
      return `(exists (select from principals p where p.object_id = ${row.alias}.id and ${OF_SITE}))`;
    case 'versioned':
      return row.versions ? `(${row.alias}.frozen is not null or ${row.alias}.base = 1)` : `(${row.alias}.base = 1)`;
  }
}

/** On a row `f`: content has the rows after the first one for itself, and the lower positions of that. */
const isContent = (positions: string): string => `(f.part > 0 or ${positions}[1] < ${FIRST_OWN})`;

function inContentSql(context: SearchContext, term: TextTerm): string {
  const { row, values } = context;
  const sought = soughtOf(context, term);
  const content = ownText(row, 'g.part >= 0');
  if (sought.kind === 'nothing') return 'false';
  if (sought.kind === 'pattern') {
    if (!sought.inWords) return 'false';
    return `exists (select from ${content} cross join unnest(f.words) w where f.words @@ ${values.add(sought.inWords.query, 'tsquery')}
      and w.lexeme ~ ${values.add(sought.inWords.pattern, 'text')} and w.weights && '{C}')`;
  }
  // Words as they are written know by their weight where they stand; word forms only by their places.
  if (term.exact)
    return `exists (select from ${content} where f.words @@ ${values.add(sought.query.replaceAll('ABC', 'C'), 'tsquery')})`;
  const words = sought.query.split(' <-> ').map((word) => {
    const forms = formsOf(word);
    const exact = values.add(forms.exact, 'text[]');
    const beginnings = forms.beginnings.map((text) => ` or starts_with(w.lexeme, ${values.add(text, 'text')})`);
    return `exists (select from unnest(f.words) w where (w.lexeme = any(${exact})${beginnings.join('')}) and ${isContent('w.positions')})`;
  });
  const query = values.add(sought.query, 'tsquery');
  const all = `f.words @@ ${query} and ${words.join(' and ')}`;
  if (words.length === 1) return `exists (select from ${content} where ${all})`;
  // The words may follow each other in a name or property, and stand apart in the content.
  const follow = (places: string): string => `coalesce(${wordsAt(places)} @@ ${query}, false)`;
  const inContent = `f.part > 0 or not ${follow(`x.place >= ${FIRST_OWN}`)} or ${follow(`x.place < ${FIRST_OWN}`)}`;
  return `exists (select from ${content} where ${all} and (${inContent}))`;
}

/** Of the words of a row `f` those at some places. */
const wordsAt = (places: string): string =>
  `(select string_agg(quote_literal(w.lexeme) || ':' || p.list, ' ')::tsvector from unnest(f.words) w cross join lateral (
    select string_agg(x.place || x.weight, ',') as list from unnest(w.positions, w.weights) x (place, weight) where ${places}) p
    where p.list is not null)`;

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
  return `coalesce(${row.alias}.parent_id = any(array(select b.id from folders b where b.id = any(${sites}) or b.ancestors && ${sites})), false)`;
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
