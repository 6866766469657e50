import type { TypeRegistry } from '../../model/type-registry';
import type { Predicate, SortKey } from '../../query/ast';
import { countTexts } from '../../query/bind';
import type { Bound, BoundQuery } from '../../query/bound';
import type { TextExpression } from '../../query/text-expression';
import type { PageRequest } from '../../repository/object-view';
import type { Statement } from '../database';
import { callerStatement } from '../session';
import { columnSql, idText, type RowSource } from './columns';
import { isFrequent, scoreSql, type ContainsContext } from './contains-sql';
import { foldersSql, type QueriedFolder } from './folders';
import { fromSql } from './join-sql';
import { predicateSql } from './predicate-sql';
import { LANGUAGES_SQL, type SoughtTexts } from './sought-words';
import { sqlValues, type SqlValues } from './sql-values';
import { rowSource } from './tables';

/** What the conditions of a statement are compiled with. */
export interface FoundInput {
  readonly types: TypeRegistry;
  readonly query: BoundQuery;
  /** By uuid, those that the query asks about and that exist. */
  readonly folders: ReadonlyMap<string, QueriedFolder>;
  readonly texts: SoughtTexts['byTerm'];
  /** The caller sees everything. */
  readonly admin: boolean;
  readonly searchAllVersions: boolean;
}

/** What of that is to be shown as it is. */
export interface VerifyInput {
  /** Languages of the index of words. */
  readonly verifyLanguages?: boolean;
  /** Uuids of folders. */
  readonly verify?: readonly string[];
}

export interface CompileInput extends FoundInput, VerifyInput {
  /** The page shall tell how many hits there are. */
  readonly counted?: boolean;
  /** Tables whose objects the answer holds, by their places in FROM. */
  readonly wanted: readonly number[];
  readonly page: PageRequest;
  /** Hits are counted up to here. */
  readonly countLimit: number;
}

export interface Compiled {
  /** A `callerStatement`; `values` are those from `$2` on. */
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/**
 * The statement that finds a page of a query: keys of the objects that its rows are made of, found, ordered and cut on
 * narrow rows. Its JSON is `PageAnswer` of `reader`. Planned for its values, so it holds nothing that need not be.
 */
export function compilePage(input: CompileInput): Compiled {
  const { wanted, page } = input;
  const values = sqlValues(2);
  const { rows, found } = foundSql(input, values, howFound(input));
  const needsScore = isScored(input.query) || input.query.orderBy.some(({ by }) => by === 'score');
  const score = needsScore ? scoreSql({ values, texts: input.texts }, textsOf(rows, input.query.where)) : undefined;
  const keys = wanted.map((table) => keyColumns(rows[table] as RowSource));
  const columns = keys.flatMap((of, index) => KEYS.map((name) => `${of[name]} as ${name}${index}`));
  if (score !== undefined) columns.push(`${score} as score`);
  const outputs = keys.flatMap((_, index) => KEYS.map((name) => `h.${name}${index}`));
  if (isScored(input.query)) outputs.push('h.score');
  const skip = values.add(page.skipCount, 'bigint');
  const max = values.add(page.maxItems, 'bigint');
  const list = `select json_agg(json_build_array(${outputs.join(', ')}) order by h.n)
    from (select row_number() over () as n, x.* from (
      select ${columns.length > 0 ? columns.join(', ') : '1 as one'} ${found}
       order by ${orderSql(rows, input.query.orderBy, score)} limit ${max} + 1 offset ${skip}) x) h`;
  const count = input.counted
    ? `(select count(*) from (select ${countedSql(input, values)} limit ${countLimit(input, values)} + 1) x)`
    : 'null';
  return adHoc(`json_build_object('rows', (${list}), 'count', ${count}, ${verifySql(input, values)})`, values);
}

/** Members of the JSON of `Verifiable`. */
export function verifySql(input: VerifyInput, values: SqlValues): string {
  const folders = input.verify ? foldersSql(values.add(input.verify, 'uuid[]')) : 'null';
  return `'folders', ${folders}, 'languages', ${input.verifyLanguages ? LANGUAGES_SQL : 'null'}`;
}

/** The statement that counts what a query finds, up to one more than the limit; its JSON is a number. */
export function compileCount(input: CompileInput): Compiled {
  const values = sqlValues(2);
  return adHoc(
    `select count(*) from (select ${countedSql(input, values)} limit ${countLimit(input, values)} + 1) x`,
    values,
  );
}

/** FROM and WHERE of what is counted; of one text that must be there in two halves. */
function countedSql(input: CompileInput, values: SqlValues): string {
  const { where } = input.query;
  const how = howFound(input);
  if (how.approach === 'join' && where && !isText(where)) return foundSql(input, values, how).found;
  const halves: readonly How['approach'][] =
    where && required(where).length === 1 && countTexts(where) === 1 ? ['whole', 'parts'] : ['list'];
  return halves.map((approach) => foundSql(input, values, { approach, blind: true }).found).join(' union all select ');
}

const countLimit = (input: CompileInput, values: SqlValues): string => values.add(input.countLimit, 'bigint');

/** Without a name: each statement is planned for its own values. */
export function adHoc(body: string, values: SqlValues): Compiled {
  const { text } = callerStatement({ name: 'query', body });
  return { statement: { text, adHoc: true }, values: values.list };
}

export function foundSql(
  input: FoundInput,
  values: SqlValues,
  how: How,
): { readonly rows: readonly RowSource[]; readonly found: string } {
  const { types, query, admin, searchAllVersions, folders, texts } = input;
  const rows = query.tables.map((table) => rowSource(table, searchAllVersions));
  const from = fromSql({ types, values, admin, searchAllVersions }, rows, query.from);
  const where = query.where
    ? ` where ${predicateSql({ types, values, rows, folders, texts, ...how }, query.where)}`
    : '';
  return { rows, found: `from ${from}${where}` };
}

const KEYS = ['key', 'frozen', 'version', 'acl'] as const;

/** Whether rows of the answer end with their score. */
export const isScored = ({ select }: BoundQuery): boolean => select.some(({ kind }) => kind === 'score');

type How = Pick<ContainsContext, 'approach' | 'blind'>;
/** One by one from the index of words, as far as is counted. */
export const COUNTED: How = { approach: 'list', blind: true };

/** Orders that an index on all objects has. */
const WALKED = new Set(['cmis:name', 'cmis:lastModificationDate']);

/** What rows must have decides how they are best found. */
function howFound({ query, texts }: CompileInput): How {
  const asked = query.where ? required(query.where) : [];
  if (asked.length === 0 || !asked.every((text) => isFrequent(texts, text))) return COUNTED;
  // Other conditions may leave few of them.
  if (query.where && !isText(query.where)) return { approach: 'join', blind: false };
  const [first] = query.orderBy;
  const isOrdered = first === undefined || (first.by !== 'score' && WALKED.has(first.by.property.id));
  return isOrdered && query.tables.length === 1
    ? { approach: 'walk', blind: false }
    : { approach: 'join', blind: false };
}

const isText = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' || (predicate.kind === 'and' && predicate.operands.every(isText));

/** The texts that are joined to the rest by AND. */
function required(predicate: Predicate<Bound>): readonly TextExpression[] {
  if (predicate.kind === 'contains') return [predicate.text];
  return predicate.kind === 'and' ? predicate.operands.flatMap(required) : [];
}

/** The texts that are asked for, with the rows that they are asked of; those below NOT have no say in the score. */
function textsOf(
  rows: readonly RowSource[],
  predicate: Predicate<Bound> | undefined,
): readonly { readonly row: RowSource; readonly text: TextExpression }[] {
  if (predicate?.kind === 'contains') return [{ row: rows[predicate.table] as RowSource, text: predicate.text }];
  if (predicate?.kind !== 'and' && predicate?.kind !== 'or') return [];
  return predicate.operands.flatMap((operand) => textsOf(rows, operand));
}

/** What identifies the object that a table contributes to a row; of live rows also their version and their ACL. */
const keyColumns = ({ alias, versions }: RowSource): Readonly<Record<(typeof KEYS)[number], string>> => ({
  key: `${alias}.id`,
  frozen: versions ? `${alias}.frozen` : 'null::bigint',
  version: versions ? 'null::text' : `${alias}.row_version`,
  acl: versions ? 'null::bigint' : `${alias}.acl_id`,
});

/** The keys of all tables come last: no two rows are equal, so pages never overlap. */
function orderSql(rows: readonly RowSource[], orderBy: readonly SortKey<Bound>[], score: string | undefined): string {
  const keys = orderBy.map(({ by, descending }) => {
    if (by === 'score') return `${score}${descending ? ' desc' : ''}`;
    const row = rows[by.table] as RowSource;
    const id = idText(row, by.property);
    const column = id === undefined ? columnSql(row, by.property) : undefined;
    return `${column?.order ?? column?.sql ?? id}${descending ? ' desc' : ''}`;
  });
  const ties = rows.flatMap(({ alias, versions }) => [`${alias}.id`, ...(versions ? [`${alias}.frozen`] : [])]);
  return [...keys, ...ties].join(', ');
}
