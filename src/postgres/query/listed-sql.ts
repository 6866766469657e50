import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import type { RowSource } from './columns';
import { ownersSql, type ContainsContext } from './contains-sql';
import { taggedOwnersSql } from './search-sql';

/** Keys of objects, from indexes alone. `exact`: of those that a condition is true of; else of some others as well. */
interface Listed {
  readonly sql: string;
  readonly exact: boolean;
}

/**
 * Alternatives that indexes answer, each for itself: together they would be asked of every object there is. Condition
 * that an object is among those that the indexes name; undefined where one of the alternatives cannot be listed.
 */
export function listedSql(
  context: ContainsContext & { readonly rows: readonly RowSource[] },
  alternatives: readonly Predicate<Bound>[],
): Listed | undefined {
  const [row, ...others] = context.rows;
  if (!row || others.length > 0 || row.versions) return undefined;
  if (!alternatives.every(isListable)) return undefined;
  const listed = listOf(context, { kind: 'or', operands: alternatives });
  return { ...listed, sql: `${row.alias}.id in (${listed.sql})` };
}

/** Whether an index names all objects that the condition is true of. */
function isListable(predicate: Predicate<Bound>): boolean {
  if (predicate.kind === 'and') return predicate.operands.some(isListable);
  if (predicate.kind === 'or') return predicate.operands.every(isListable);
  return predicate.kind === 'contains' || (predicate.kind === 'search' && predicate.test.kind === 'tagged');
}

/** Of a condition that is listable; nothing else may enter the statement, for every value has its place there. */
function listOf(context: ContainsContext, predicate: Predicate<Bound>): Listed {
  if (predicate.kind === 'contains') return { sql: ownersSql(context, predicate.text), exact: true };
  if (predicate.kind === 'search' && predicate.test.kind === 'tagged') {
    return { sql: taggedOwnersSql(context, predicate.test.pattern), exact: true };
  }
  if (predicate.kind === 'or') {
    const lists = predicate.operands.map((operand) => listOf(context, operand));
    return { sql: lists.map(({ sql }) => sql).join(' union all '), exact: lists.every(({ exact }) => exact) };
  }
  const listable = predicate.kind === 'and' ? predicate.operands.find(isListable) : undefined;
  if (!listable) throw new Error(`A condition of kind '${predicate.kind}' is in no index.`);
  return { sql: listOf(context, listable).sql, exact: false };
}
