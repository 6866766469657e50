import { invalidArgument } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { SortKey } from '../../query/ast';
import type { Bound, BoundQuery, Column } from '../../query/bound';
import type { PageRequest } from '../../repository/values/object-view';
import type { Statement } from '../connection/database';
import { callerStatement } from '../unit/session';
import { SNAPSHOT_SQL } from '../unit/unchanged';
import { howAllAreFound, howFound, isListedFirst, type Asked, type How } from './approach';
import { columnSql, idText, type RowSource } from './columns';
import { foldersSql } from './folders';
import { fromSql } from './join-sql';
import { hasOnePlan, plannedOnce } from './one-plan';
import { predicateSql } from './predicate-sql';
import { scoreOf } from './score-sql';
import { LANGUAGES_SQL } from './sought-words';
import { sqlValues, type SqlValues } from './sql-values';
import { rowSource } from './tables';

/** What the conditions of a statement are compiled with. */
export interface FoundInput extends Asked {
  readonly types: TypeRegistry;
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
 * narrow rows. Its JSON is `PageAnswer` of `reader`. Mostly planned for its values, so it holds nothing that need not be.
 */
export function compilePage(input: CompileInput): Compiled {
  const values = sqlValues(2);
  const outputs = input.wanted.flatMap((_, index) => KEYS.map((name) => `h.${name}${index}`));
  if (isScored(input.query)) outputs.push('h.score');
  const rows = isRanked(input.query) ? rankedSql(input, values) : orderedSql(input, values);
  const list = `select json_agg(json_build_array(${outputs.join(', ')}) order by h.n)
    from (select row_number() over () as n, x.* from (${rows}) x) h`;
  const count = input.counted
    ? `(select count(*) from (select ${countedSql(input, values)} limit ${countLimit(input, values)} + 1) x)`
    : 'null';
  const members = `'rows', (${list}), 'count', ${count}, 'snapshot', ${SNAPSHOT_SQL}, ${verifySql(input, values)}`;
  const compiled = adHoc(`json_build_object(${members})`, values);
  return hasOnePlan(input) ? { ...compiled, statement: plannedOnce(compiled.statement.text) } : compiled;
}

/** The rows of a page with their keys, and with their scores where these are shown. */
function orderedSql(input: CompileInput, values: SqlValues): string {
  const { query } = input;
  const { rows, found } = foundSql(input, values, howFound(input));
  const score = isScored(query) ? scoreOf(input, values, rows) : undefined;
  const columns = [...keyColumns(input, rows), ...(score?.columns ?? [])];
  const shown = columns.length > 0 ? columns.join(', ') : '1 as one';
  const ordered = isListedFirst(input)
    ? listedFirstSql(input, values, { rows, shown, found })
    : `select ${shown} ${found} order by ${orderSql(query, rows)} ${cutSql(input, values)}`;
  return score ? `select r.*, ${score.sql} as score from (${ordered}) r` : ordered;
}

const orderSql = ({ orderBy }: BoundQuery, rows: readonly RowSource[]): string =>
  [...orderBy.map((key) => sortSql(rows, key)), ...tiesOf(rows)].join(', ');

/** What is put in order is what was found, for the planner cannot look through an offset. */
function listedFirstSql(
  { query, ...input }: CompileInput,
  values: SqlValues,
  { rows, shown, found }: { readonly rows: readonly RowSource[]; readonly shown: string; readonly found: string },
): string {
  const keys = [
    ...query.orderBy.flatMap(({ by, descending }) => (by === 'score' ? [] : [{ sql: valueOf(rows, by), descending }])),
    ...tiesOf(rows).map((sql) => ({ sql, descending: false })),
  ];
  const named = keys.map(({ sql }, index) => `${sql} as sort${index}`).join(', ');
  const order = keys.map(({ descending }, index) => `u.sort${index}${descending ? ' desc' : ''}`).join(', ');
  return `select * from (select ${shown}, ${named} ${found} offset 0) u order by ${order} ${cutSql({ query, ...input }, values)}`;
}

/** So many hits are ranked; of more, those that were made last. */
const MAX_RANKED = 10_000;

/** As `orderedSql`, where the rows are ordered by their scores. */
function rankedSql(input: CompileInput, values: SqlValues): string {
  const { query } = input;
  const rows = query.tables.map((table) => rowSource(table, input));
  const score = scoreOf(input, values, rows);
  const ties = tiesOf(rows);
  const columns = [
    ...keyColumns(input, rows),
    ...score.columns,
    ...query.orderBy.flatMap((key, index) => (key.by === 'score' ? [] : [`${valueOf(rows, key.by)} as sort${index}`])),
    ...ties.map((tie, index) => `${tie} as tie${index}`),
  ];
  const isListed = howFound(input).approach === 'list';
  const hits = howAllAreFound(input).map(
    (how) => `select ${columns.join(', ')} ${foundSql(input, values, { blind: isListed, ...how }).found}`,
  );
  const last = `select * from (${hits.join(' union all ')}) u order by ${ties.map((_, index) => `u.tie${index} desc`).join(', ')} limit ${MAX_RANKED}`;
  const order = [
    ...query.orderBy.map(
      ({ by, descending }, index) => `${by === 'score' ? 's.score' : `s.sort${index}`}${descending ? ' desc' : ''}`,
    ),
    ...ties.map((_, index) => `s.tie${index}`),
  ];
  return `select * from (select r.*, ${score.sql} as score from (${last}) r) s order by ${order.join(', ')} ${cutSql(input, values)}`;
}

function cutSql({ page }: CompileInput, values: SqlValues): string {
  return `limit ${values.add(page.maxItems, 'bigint')} + 1 offset ${values.add(page.skipCount, 'bigint')}`;
}

/** Members of the JSON of `Verifiable`. */
export function verifySql(input: VerifyInput, values: SqlValues): string {
  const folders = input.verify ? foldersSql(values.add(input.verify, 'uuid[]')) : 'null';
  return `'folders', ${folders}, 'languages', ${input.verifyLanguages ? LANGUAGES_SQL : 'null'}`;
}

/** The statement that counts what a query finds, up to one more than the limit; JSON of the count and the snapshot. */
export function compileCount(input: CompileInput): Compiled {
  const values = sqlValues(2);
  const counted = `select ${countedSql(input, values)} limit ${countLimit(input, values)} + 1`;
  return adHoc(`select json_build_array(count(*), ${SNAPSHOT_SQL}) from (${counted}) x`, values);
}

/** FROM and WHERE of what is counted. */
function countedSql(input: CompileInput, values: SqlValues): string {
  return howAllAreFound(input)
    .map((how) => foundSql(input, values, { blind: true, ...how }).found)
    .join(' union all select ');
}

const countLimit = (input: CompileInput, values: SqlValues): string => values.add(input.countLimit, 'bigint');

/** As many as PostgreSQL takes with a statement. */
const MAX_VALUES = 65_000;

/** Without a name: each statement is planned for its own values. @throws CmisError `invalidArgument`. */
export function adHoc(body: string, values: SqlValues): Compiled {
  if (values.list.length > MAX_VALUES) throw invalidArgument('The query asks for more than can be asked at once.');
  const { text } = callerStatement({ name: 'query', body });
  return { statement: { text, adHoc: true }, values: values.list };
}

/** `from` and `where` of all that the caller finds, and how its columns are named; adds what it binds to `values`. */
export function foundSql(
  input: FoundInput,
  values: SqlValues,
  how: How,
): { readonly rows: readonly RowSource[]; readonly found: string } {
  const { types, query, admin, searchAllVersions, folders, texts } = input;
  const rows = query.tables.map((table) => rowSource(table, input));
  const from = fromSql({ types, values, admin, searchAllVersions }, rows, query.from);
  const asked = query.where && predicateSql({ types, values, rows, folders, texts, ...how }, query.where);
  const indexed = query.indexedOnly ? rows.map(indexedSql) : [];
  const conditions = asked === undefined ? indexed : indexed.length > 0 ? [`(${asked})`, ...indexed] : [asked];
  return { rows, found: `from ${from}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}` };
}

/** Condition that searches find the row. Nearly everywhere they find every one: then no row is asked. */
export const indexedSql = ({ alias }: RowSource): string =>
  `(not (select has_unindexed from repository) or coalesce(${alias}.props->>'cm:isIndexed', 'true') <> 'false')`;

const KEYS = ['key', 'frozen', 'version', 'acl'] as const;

/** Whether rows of the answer end with their score. */
export const isScored = ({ select }: BoundQuery): boolean => select.some(({ kind }) => kind === 'score');

const isRanked = ({ orderBy }: BoundQuery): boolean => orderBy.some(({ by }) => by === 'score');

/** What identifies the objects that the tables contribute to a row; of live rows also their version and their ACL. */
function keyColumns({ wanted }: CompileInput, rows: readonly RowSource[]): readonly string[] {
  return wanted.flatMap((table, index) => {
    const { alias, versions } = rows[table] as RowSource;
    const of: Readonly<Record<(typeof KEYS)[number], string>> = {
      key: `${alias}.id`,
      frozen: versions ? `${alias}.frozen` : 'null::bigint',
      version: versions ? 'null::text' : `${alias}.row_version`,
      acl: versions ? 'null::bigint' : `${alias}.acl_id`,
    };
    return KEYS.map((name) => `${of[name]} as ${name}${index}`);
  });
}

const sortSql = (rows: readonly RowSource[], { by, descending }: SortKey<Bound>): string =>
  by === 'score' ? '' : `${valueOf(rows, by)}${descending ? ' desc' : ''}`;

/** What rows are ordered by for a column. */
function valueOf(rows: readonly RowSource[], { table, property }: Column): string {
  const row = rows[table] as RowSource;
  const id = idText(row, property);
  if (id !== undefined) return id;
  const { order, sql } = columnSql(row, property);
  return order ?? sql;
}

/** The keys of all tables come last: no two rows are equal, so pages never overlap. */
const tiesOf = (rows: readonly RowSource[]): readonly string[] =>
  rows.flatMap(({ alias, versions }) => [`${alias}.id`, ...(versions ? [`${alias}.frozen`] : [])]);
