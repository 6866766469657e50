import type { TableExpression } from '../../query/ast';
import type { Bound, Column } from '../../query/bound';
import { columnSql, idText, type RowSource } from './columns';
import { tableSql, type TableContext } from './tables';

/** FROM of the statement: tables joined as the query says. */
export function fromSql(context: TableContext, rows: readonly RowSource[], from: TableExpression<Bound>): string {
  if (from.kind === 'table') return tableSql(context, from.table);
  const left = fromSql(context, rows, from.left);
  const right = fromSql(context, rows, from.right);
  return `(${left} ${from.type === 'left' ? 'left' : 'inner'} join ${right} on ${equalSql(rows, from.on)})`;
}

/** A value by which two columns can be compared without making text of it. */
interface JoinKey {
  /** Only keys of one kind are comparable. */
  readonly kind: 'object' | 'series' | 'type' | 'base';
  readonly sql: string;
  /** Which version of the object; undefined: always the live row. */
  readonly frozen?: string;
}

function keyOf(row: RowSource, { property }: Column): JoinKey | undefined {
  const { alias } = row;
  switch (property.id) {
    case 'cmis:objectId':
      return { kind: 'object', sql: `${alias}.id`, ...(row.versions && { frozen: `${alias}.frozen` }) };
    case 'cmis:parentId':
      return { kind: 'object', sql: `${alias}.parent_id` };
    case 'cmis:sourceId':
      return { kind: 'object', sql: `${alias}.source_id` };
    case 'cmis:targetId':
      return { kind: 'object', sql: `${alias}.target_id` };
    case 'cmis:versionSeriesId':
      return { kind: 'series', sql: `${alias}.series` };
    case 'cmis:objectTypeId':
      return { kind: 'type', sql: `${alias}.type_id` };
    case 'cmis:baseTypeId':
      return { kind: 'base', sql: `${alias}.base` };
    default:
      return undefined;
  }
}

function equalSql(rows: readonly RowSource[], [left, right]: readonly [Column, Column]): string {
  const leftRow = rows[left.table] as RowSource;
  const rightRow = rows[right.table] as RowSource;
  const one = keyOf(leftRow, left);
  const other = keyOf(rightRow, right);
  if (one && other && one.kind === other.kind) return `${one.sql} = ${other.sql}${sameVersion(one, other)}`;
  return `${valueOf(leftRow, left)} = ${valueOf(rightRow, right)}`;
}

function sameVersion({ frozen: one }: JoinKey, { frozen: other }: JoinKey): string {
  if (one !== undefined && other !== undefined) return ` and ${one} is not distinct from ${other}`;
  const frozen = one ?? other;
  return frozen === undefined ? '' : ` and ${frozen} is null`;
}

/** Values of one data type in one SQL type, whether they lie in a column of the system or among the properties. */
function valueOf(row: RowSource, { property }: Column): string {
  const id = idText(row, property);
  if (id !== undefined) return id;
  const { sql, type } = columnSql(row, property);
  return type === 'timestamptz' ? `(extract(epoch from ${sql}) * 1000)` : sql;
}
