/** A search as CMIS-QL would say it, from the naive reading of it. */
import type { PropertyDefinition } from '../../src/model/property-definition';
import { namedProperty, namesOf, type NaiveSearching } from './naive-afts';
import { isWild, OPEN, plain, type NaiveRange, type NaiveSearch, type NaiveWords } from './naive-afts-parse';
import { naiveSpan } from './naive-dates';
import { asksWords } from './naive-text';

/** Where only the standard's language is at hand. */
class Unsayable extends Error {}
const unsayable = (): never => {
  throw new Unsayable();
};

/** Undefined where CMIS-QL has no words for it. */
export function statementOf(
  searching: NaiveSearching,
  table: string,
  asks: readonly NaiveSearch[],
): string | undefined {
  const columns = searching.types.byQueryName(table)?.propertyDefinitions;
  const sayable = (name: string): PropertyDefinition => {
    // Contents are no column, and owners are columns of few types.
    if (namesOf(searching, name).some((each) => each === 'cm:content' || each === 'cm:owner')) return unsayable();
    const property = namedProperty(searching, name);
    return property?.queryable && columns?.has(property.id) ? property : unsayable();
  };
  try {
    const where = asks.map((ask) => said({ searching, sayable }, ask));
    return `SELECT cmis:objectId FROM ${table} WHERE ${where.join(' AND ')}`;
  } catch (error) {
    if (error instanceof Unsayable) return undefined;
    throw error;
  }
}

interface Saying {
  readonly searching: NaiveSearching;
  /** A column of the table. */
  readonly sayable: (name: string) => PropertyDefinition;
}

/** A condition that is never unknown, in parentheses. */
function said(saying: Saying, search: NaiveSearch): string {
  const all = (searches: readonly NaiveSearch[]): readonly string[] => searches.map((each) => said(saying, each));
  switch (search.op) {
    case 'or':
      return `(${all(search.sides).join(' OR ')})`;
    case 'and': {
      const must = [...all(search.must), ...all(search.not).map((each) => `NOT ${each}`)];
      const may = search.must.length > 0 || search.may.length === 0 ? [] : [`(${all(search.may).join(' OR ')})`];
      return `(${[...must, ...may].join(' AND ')})`;
    }
    case 'range':
      return rangeSaid(saying, search);
    case 'words':
      return wordsSaid(saying, search);
  }
}

export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function wordsSaid(saying: Saying, words: NaiveWords): string {
  const { searching } = saying;
  const field = words.field ?? searching.defaultField;
  const value = plain(words.written);
  switch (field) {
    case 'TEXT':
    case 'ALL':
    case 'd:text':
      if (words.manner === 'exact' || !asksWords(value) || !/^[\p{L}\p{N} ]+\*?$/u.test(words.written))
        return unsayable();
      return `(CONTAINS(${quote(value.includes(' ') ? `"${value}"` : value)}))`;
    case 'ID':
      return `(cmis:objectId = ${quote(value)})`;
    case 'PARENT':
      return `(IN_FOLDER(${quote(value)}))`;
    case 'ANCESTOR':
      return `(IN_TREE(${quote(value)}))`;
    case 'TYPE':
    case 'EXACTTYPE':
    case 'ASPECT':
    case 'EXACTASPECT':
      return classSaid(saying, field, words.written);
    case 'ISNULL':
      return `(${saying.sayable(value).queryName} IS NULL)`;
    case 'ISNOTNULL':
    case 'EXISTS':
      return `(${saying.sayable(value).queryName} IS NOT NULL)`;
    default:
      return valueSaid(saying, words, saying.sayable(field));
  }
}

/** Exact names alone: their types and what is below them. */
function classSaid({ searching }: Saying, field: string, written: string): string {
  if (isWild(written)) return unsayable();
  const { types } = searching;
  const names = namesOf(searching, plain(written));
  const found = [...types.all()].filter(({ id }) => names.includes(id));
  if (found.length === 0 || found.some(({ id }) => !id.startsWith('my:') && !id.startsWith('cmis:')))
    return unsayable();
  const all = field.startsWith('EXACT') ? found : found.flatMap(({ id }) => types.withDescendants(id));
  const ofPrimary = all.filter(({ baseId }) => baseId !== 'cmis:secondary').map(({ id }) => quote(id));
  const ofSecondary = all.filter(({ baseId }) => baseId === 'cmis:secondary').map(({ id }) => quote(id));
  if (field.endsWith('TYPE'))
    return ofPrimary.length > 0 ? `(cmis:objectTypeId IN (${ofPrimary.join(', ')}))` : unsayable();
  return ofSecondary.length > 0
    ? set('cmis:secondaryObjectTypeIds', `ANY cmis:secondaryObjectTypeIds IN (${ofSecondary.join(', ')})`)
    : unsayable();
}

/** What has no value is not so. */
const set = (column: string, condition: string): string => `(${column} IS NOT NULL AND ${condition})`;

function valueSaid({ searching }: Saying, words: NaiveWords, property: PropertyDefinition): string {
  const { queryName: column, cardinality, propertyType } = property;
  const value = plain(words.written);
  if (words.written.trim() === '*') return `(${column} IS NOT NULL)`;
  const equals = (literal: string): string =>
    set(column, cardinality === 'multi' ? `ANY ${column} IN (${literal})` : `${column} = ${literal}`);
  switch (propertyType) {
    case 'integer':
    case 'decimal':
      return equals(value);
    case 'boolean':
      return equals(/^(?:true|t|1)$/i.test(value) ? 'TRUE' : 'FALSE');
    case 'datetime': {
      if (cardinality === 'multi') return unsayable();
      const [start, end] = naiveSpan(value, searching.now);
      return set(column, `${column} >= ${timestamp(start)} AND ${column} < ${timestamp(end)}`);
    }
    case 'id':
    case 'string':
    case 'uri':
    case 'html':
      if (words.manner !== 'exact' || /\\[*?]/.test(words.written)) return unsayable();
      if (!isWild(words.written)) return equals(quote(value));
      if (cardinality === 'multi' || propertyType === 'id') return unsayable();
      return set(
        column,
        `${column} LIKE '${value.replace(/[%_]/g, '\\$&').replaceAll('*', '%').replaceAll('?', '_')}'`,
      );
  }
}

const timestamp = (moment: number): string => `TIMESTAMP '${new Date(moment).toISOString()}'`;

function rangeSaid({ searching, sayable }: Saying, range: NaiveRange): string {
  const { queryName: column, cardinality, propertyType } = sayable(range.field ?? searching.defaultField);
  if (cardinality === 'multi' || propertyType === 'id') return unsayable();
  const literal = (text: string): readonly [string, string] => {
    if (propertyType === 'integer' || propertyType === 'decimal') return [text, text];
    if (propertyType !== 'datetime') return [quote(text), quote(text)];
    const [start, end] = naiveSpan(text, searching.now);
    return [timestamp(start), timestamp(end - 1)];
  };
  const conditions: string[] = [];
  if (!OPEN.has(range.from)) {
    const [first, last] = literal(range.from);
    conditions.push(range.fromInclusive ? `${column} >= ${first}` : `${column} > ${last}`);
  }
  if (!OPEN.has(range.to)) {
    const [first, last] = literal(range.to);
    conditions.push(range.toInclusive ? `${column} <= ${last}` : `${column} < ${first}`);
  }
  return set(column, [...conditions, `${column} IS NOT NULL`].join(' AND '));
}
