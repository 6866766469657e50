import type { TypeRegistry } from '../../model/type-registry';
import type { SortKey } from '../../query/ast';
import type { Bound, BoundQuery } from '../../query/bound';
import type { PageRequest } from '../../repository/object-view';
import type { Statement } from '../database';
import { aclJson, frozenRow, liveRow } from '../object-row';
import { callerStatement } from '../session';
import { columnSql, idText, type RowSource } from './columns';
import type { QueriedFolder } from './folders';
import { fromSql } from './join-sql';
import { predicateSql } from './predicate-sql';
import { sqlValues } from './sql-values';
import { rowSource } from './tables';

export interface CompileInput {
  readonly types: TypeRegistry;
  readonly query: BoundQuery;
  /** By uuid, those that the query asks about and that exist. */
  readonly folders: ReadonlyMap<string, QueriedFolder>;
  /** Tables whose objects the answer holds, by their places in FROM. */
  readonly wanted: readonly number[];
  /** The caller sees everything. */
  readonly admin: boolean;
  readonly searchAllVersions: boolean;
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
 * One statement that answers a page of a query: `hits` are the keys of the rows, found, ordered and cut on narrow rows;
 * the objects that they are made of follow once each. Its JSON is `QueryAnswer` of `reader`.
 */
export function compile(input: CompileInput): Compiled {
  const { types, query, wanted, admin, searchAllVersions, page } = input;
  const values = sqlValues(2);
  const rows = query.tables.map((table) => rowSource(table, searchAllVersions));
  const from = fromSql({ types, values, admin, searchAllVersions }, rows, query.from);
  const where = query.where
    ? ` where ${predicateSql({ types, values, rows, folders: input.folders }, query.where)}`
    : '';
  const found = `from ${from}${where}`;

  const keys = wanted.map((table) => keyColumns(rows[table] as RowSource)).map(({ key, frozen }) => [key, frozen]);
  const columns = keys.flatMap(([key, frozen], index) => [`${key} as k${index}`, `${frozen} as f${index}`]);
  const skip = values.add(page.skipCount, 'bigint');
  const max = values.add(page.maxItems, 'bigint');
  const limit = values.add(input.countLimit, 'bigint');
  const before = `hits as materialized (
    select row_number() over () as n, x.* from (
      select ${columns.length > 0 ? columns.join(', ') : '1 as one'} ${found}
       order by ${orderSql(rows, query.orderBy)} limit ${max} + 1 offset ${skip}) x),
  found as (select distinct k.id, k.frozen from hits h cross join lateral (values ${
    keys.length > 0 ? keys.map((_, index) => `(h.k${index}, h.f${index})`).join(', ') : '(null::bigint, null::bigint)'
  }) k (id, frozen) where h.n <= ${max} and k.id is not null)`;
  const body = `json_build_object(
    'rows', (select json_agg(json_build_array(${keys.map((_, index) => `h.k${index}, h.f${index}`).join(', ')}) order by h.n)
      from hits h where h.n <= ${max}),
    'more', (select count(*) > ${max} from hits),
    'count', case when (select count(*) from hits) <= ${max} and (${skip} = 0 or exists (select from hits))
      then ${skip} + (select count(*) from hits)
      else (select count(*) from (select ${found} limit ${limit} + 1) x) end,
    'live', (select json_agg(${liveRow})
      from found k join objects o on o.id = k.id left join contents c on c.id = o.content_id where k.frozen is null),
    'frozen', (select json_agg(${frozenRow})
      from found k join objects o on o.id = k.id join versions v on v.id = k.frozen left join contents c on c.id = v.content_id),
    'acls', (select json_object_agg(a.id, ${aclJson('false')})
      from acls a where a.id in (select o.acl_id from found k join objects o on o.id = k.id)))`;
  // Without a name: each statement is planned for its own values.
  const { text } = callerStatement({ name: 'query', before, body });
  return { statement: { text, adHoc: true }, values: values.list };
}

/** What identifies the object that a table contributes to a row. */
const keyColumns = ({ alias, versions }: RowSource): { readonly key: string; readonly frozen: string } => ({
  key: `${alias}.id`,
  frozen: versions ? `${alias}.frozen` : 'null::bigint',
});

/** The keys of all tables come last: no two rows are equal, so pages never overlap. */
function orderSql(rows: readonly RowSource[], orderBy: readonly SortKey<Bound>[]): string {
  const keys = orderBy.map(({ by, descending }) => {
    if (by === 'score') throw new Error('The score reached the compiler without a full-text index.');
    const row = rows[by.table] as RowSource;
    const id = idText(row, by.property);
    const column = id === undefined ? columnSql(row, by.property) : undefined;
    return `${column?.order ?? column?.sql ?? id}${descending ? ' desc' : ''}`;
  });
  const ties = rows.flatMap(({ alias, versions }) => [`${alias}.id`, ...(versions ? [`${alias}.frozen`] : [])]);
  return [...keys, ...ties].join(', ');
}
