import type { TypeRegistry } from '../../model/type-registry';
import type { Scalar } from '../../model/properties';
import type { Predicate } from '../../query/ast';
import type { Bound, Column } from '../../query/bound';
import {
  areIndexed,
  columnSql,
  idText,
  isSystemId,
  listSql,
  SECONDARY_TYPES,
  storedValue,
  valueSql,
  type ColumnSql,
  type RowSource,
} from './columns';
import { isText } from './approach';
import { containsSql, type ContainsContext } from './contains-sql';
import { folderUuid, type QueriedFolder } from './folders';
import { always, systemIdIn, type Precision } from './id-predicates';
import { listedSql } from './listed-sql';
import { searchSql } from './search-sql';

export interface PredicateContext extends ContainsContext {
  readonly types: TypeRegistry;
  readonly rows: readonly RowSource[];
  readonly folders: ReadonlyMap<string, QueriedFolder>;
}

type Condition = Predicate<Bound>;

/**
 * SQL of a condition. `null` is unknown: what is not set is neither equal nor unequal, and NOT leaves unknown as it is.
 * Outside NOT unknown is as good as false; there simpler forms are used, which indexes can answer.
 */
export function predicateSql(context: PredicateContext, predicate: Condition, precision: Precision = 'true'): string {
  switch (predicate.kind) {
    case 'and':
    case 'or': {
      const listed =
        predicate.kind === 'or' && precision === 'true' ? listedSql(context, predicate.operands) : undefined;
      const [row] = context.rows;
      if (listed?.exact && row?.readsContent === undefined) return `(${listed.sql})`;
      if (listed?.exact && row && predicate.operands.every(isText)) return withContent(row, listed.sql);
      const operands = predicate.operands.map((operand) => predicateSql(context, operand, precision));
      const all = `(${operands.join(` ${predicate.kind} `)})`;
      return listed ? `(${listed.sql} and ${all})` : all;
    }
    case 'not':
      return `(not ${predicateSql(context, predicate.operand, 'exact')})`;
    case 'compare':
      return compareSql(context, predicate, precision);
    case 'in':
      return inSql(context, predicate.column, { list: predicate.values, precision });
    case 'like': {
      const column = columnSql(rowOf(context, predicate.column.table), predicate.column.property);
      return `(${column.sql} like ${context.values.add(predicate.pattern, 'text')})`;
    }
    case 'isNull':
      return isNullSql(context, predicate.column);
    case 'anyIn':
    case 'anyNotIn':
      return anySql(context, predicate, precision);
    case 'inFolder':
    case 'inTree':
      return folderSql(context, predicate, precision);
    case 'contains':
      return containsOf(context, predicate, precision);
    case 'search':
      return searchOf(context, predicate, precision);
  }
}

function rowOf(context: PredicateContext, table: number): RowSource {
  const row = context.rows[table];
  if (!row) throw new Error(`There is no table ${table} in the query.`);
  return row;
}

function compareSql(
  context: PredicateContext,
  { column, operator, value }: Condition & { readonly kind: 'compare' },
  precision: Precision,
): string {
  if (isSystemId(column.property)) {
    if (operator === '=') return inSql(context, column, { list: [value], precision });
    return `(not ${inSql(context, column, { list: [value], precision: 'exact' })})`;
  }
  const compared = columnSql(rowOf(context, column.table), column.property);
  const { sql, type, whereTrue } = compared;
  const condition = `${sql} ${operator} ${valueSql(context.values, type, value)}`;
  if (whereTrue !== undefined && operator === '=' && value === true && precision === 'true')
    return `(${condition} and ${whereTrue})`;
  return operator === '=' ? equalSql(compared, condition, { list: [value], precision }) : `(${condition})`;
}

/** An equality so that the index on the property can answer it. */
function equalSql(
  { indexed }: ColumnSql,
  condition: string,
  { list, precision }: { readonly list: readonly Scalar[]; readonly precision: Precision },
): string {
  const isHelped = indexed !== undefined && precision === 'true' && areIndexed(list);
  return isHelped ? `(${condition} and ${indexed})` : `(${condition})`;
}

function inSql(
  context: PredicateContext,
  column: Column,
  { list, precision }: { readonly list: readonly Scalar[]; readonly precision: Precision },
): string {
  const row = rowOf(context, column.table);
  const ids = systemIdIn(context, column.property, { row, ids: list, precision });
  if (ids !== undefined) return ids;
  const compared = columnSql(row, column.property);
  const condition = `${compared.sql} = any(${listSql(context.values, compared.type, list)})`;
  return equalSql(compared, condition, { list, precision });
}

function isNullSql(context: PredicateContext, { table, property }: Column): string {
  const row = rowOf(context, table);
  if (property.id === SECONDARY_TYPES) return `(coalesce(cardinality(${row.alias}.aspects), 0) = 0)`;
  if (property.cardinality === 'multi') return `(${storedValue(row.alias, property)} is null)`;
  const id = idText(row, property);
  if (id !== undefined) return `(${id} is null)`;
  const { sql, presence } = columnSql(row, property);
  return `(${presence ?? sql} is null)`;
}

/** Lists up to this length are written out, so that an index on the array can find each value. */
const WRITTEN_OUT = 32;

function anySql(
  context: PredicateContext,
  { kind, column, values }: Condition & { readonly kind: 'anyIn' | 'anyNotIn' },
  precision: Precision,
): string {
  const row = rowOf(context, column.table);
  if (column.property.id === SECONDARY_TYPES) return anySecondaryType(context, row, { kind, values, precision });
  const array = storedValue(row.alias, column.property);
  if (kind === 'anyNotIn') return `(not ${array} <@ ${context.values.add(JSON.stringify(values), 'jsonb')})`;
  const json = values.map((value) => JSON.stringify(value));
  if (json.length > WRITTEN_OUT) return `(${array} @> any(${context.values.add(json, 'jsonb[]')}))`;
  return `(${json.map((value) => `${array} @> ${context.values.add(value, 'jsonb')}`).join(' or ')})`;
}

function anySecondaryType(
  context: PredicateContext,
  row: RowSource,
  question: { readonly kind: 'anyIn' | 'anyNotIn'; readonly values: readonly Scalar[]; readonly precision: Precision },
): string {
  const keys = question.values.flatMap((id) => context.types.findSecondary(String(id))?.key ?? []);
  const list = context.values.add(keys, 'int[]');
  const condition =
    question.kind === 'anyIn' ? `${row.alias}.aspects && ${list}` : `not ${row.alias}.aspects <@ ${list}`;
  // An object without secondary types has the property not set.
  if (question.precision === 'true') return `(${condition})`;
  return `(case when cardinality(${row.alias}.aspects) > 0 then ${condition} end)`;
}

function containsOf(
  context: PredicateContext,
  { table, text }: Condition & { readonly kind: 'contains' },
  precision: Precision,
): string {
  const row = rowOf(context, table);
  return always({ row, precision }, withContent(row, containsSql(context, row, text)));
}

/** What a content says shows by what is found, too. */
const withContent = ({ readsContent }: RowSource, sql: string): string =>
  readsContent === undefined ? sql : `(${sql} and ${readsContent})`;

function searchOf(
  context: PredicateContext,
  { table = 0, test }: Condition & { readonly kind: 'search' },
  precision: Precision,
): string {
  const row = rowOf(context, table);
  const sql = searchSql({ ...context, row }, test);
  return always({ row, precision }, test.kind === 'inContent' || test.kind === 'near' ? withContent(row, sql) : sql);
}

/** Versions are where their series is. An object is in its primary folder and in those of its further filings. */
function folderSql(
  context: PredicateContext,
  { kind, table, folderId }: Condition & { readonly kind: 'inFolder' | 'inTree' },
  precision: Precision,
): string {
  const row = rowOf(context, table);
  const folder = context.folders.get(folderUuid(folderId) ?? '');
  if (!folder) return always({ row, precision }, 'false');
  const key = context.values.add(folder.key, 'bigint');
  if (kind === 'inTree') {
    const isWalked = context.approach === 'walk';
    return always({ row, precision }, isWalked ? walkedTreeSql(row, folder, key) : inTreeSql(row, folder, key));
  }
  const primary = `${row.alias}.parent_id = ${key}`;
  if (!folder.filed) return always({ row, precision }, primary);
  const filed = `array(select g.object_id from filings g where g.folder_id = ${key})`;
  return always({ row, precision }, `(${primary} or ${row.alias}.id = any(${filed}))`);
}

/** Asked of each row in turn: values, for EXISTS and IN are planned as joins. */
function walkedTreeSql({ alias }: RowSource, folder: QueriedFolder, key: string): string {
  const isTree = `(f.id = ${key} or f.ancestors @> array[${key}])`;
  // Few folders are looked up in a table in memory, of many each for itself in the index.
  const primary = folder.small
    ? `((${alias}.parent_id in (select f.id from folders f where ${isTree})) is true)`
    : `coalesce((select ${isTree} from folders f where f.id = ${alias}.parent_id), false)`;
  if (!folder.filedBelow) return primary;
  const filed = `coalesce((select bool_or${isTree} from filings g join folders f on f.id = g.folder_id where g.object_id = ${alias}.id), false)`;
  return `(${primary} or ${filed})`;
}

function inTreeSql({ alias }: RowSource, folder: QueriedFolder, key: string): string {
  const folders = `select f.id from folders f where f.id = ${key} or f.ancestors @> array[${key}]`;
  const isNarrow = folder.extent?.wide === false;
  // An index names all of few members, which the planner does not see where some folders hold much and others little.
  const inTree = isNarrow ? `= any(array(${folders}))` : `in (${folders})`;
  const primary = `${alias}.parent_id ${inTree}`;
  if (!folder.filedBelow) return primary;
  const filed = `select g.object_id from filings g where g.folder_id ${inTree}`;
  // Few members are listed and joined; of many it is cheaper to ask each candidate whether it is one.
  if (!folder.small && !isNarrow) return `(${primary} or ${alias}.id in (${filed}))`;
  return `${alias}.id in (select c.id from objects c where c.parent_id ${inTree} union all ${filed})`;
}
