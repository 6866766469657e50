import type { TypeRegistry } from '../../model/type-registry';
import { invalidArgument } from '../../model/errors';
import type { Predicate, SortKey } from '../ast';
import type { Bound, BoundQuery, Table } from '../bound';
import { bindAfts, columnOf } from './bind';
import { SEARCHED_BASES, systemColumn } from './classes';
import { allOf, type Condition } from './conditions';
import { parseAfts, type Operator } from './parse';
import { unfold, type Template } from './templates';

/** How the texts of one search are read. */
export interface AftsReading {
  readonly types: TypeRegistry;
  readonly now: number;
  readonly operator: Operator;
  readonly fieldOperator: Operator;
  /** Of tests that name no field; may be a template. */
  readonly defaultField: string;
  /** Prefix of names that have none. */
  readonly namespace: string;
  /** Fields that TEXT stands for; undefined: name, text properties and content. */
  readonly textAttributes?: readonly string[] | undefined;
  readonly templates: readonly Template[];
}

/** `field`: of an object, or `score` for how well it fits. */
export interface AftsSort {
  readonly field: string;
  readonly descending: boolean;
}

/** What a text asks of objects. @throws CmisError `invalidArgument`. */
export function readAfts(reading: AftsReading, text: string): Condition {
  return bindAfts(unfold(parseAfts(text, reading), reading), reading);
}

/** The query for the objects that fulfil all conditions, those that fit best first where no order is given. */
export function aftsQuery(
  reading: Pick<AftsReading, 'types' | 'namespace'>,
  input: { readonly conditions: readonly Condition[]; readonly sort: readonly AftsSort[] },
): BoundQuery {
  const { types } = reading;
  const where = predicateOf(types, allOf(input.conditions));
  const table = searchedTable(types);
  const byScore: readonly SortKey<Bound>[] = where && hasText(where) ? [{ by: 'score', descending: true }] : [];
  const orderBy = input.sort.map((key) => sortKey(reading, key));
  return {
    select: [{ kind: 'score', name: 'score' }],
    from: { kind: 'table', table },
    tables: [table],
    ...(where && { where }),
    orderBy: orderBy.length > 0 ? orderBy : byScore,
  };
}

/** Undefined: everything. */
export function predicateOf(types: TypeRegistry, condition: Condition): Predicate<Bound> | undefined {
  if (condition === true) return undefined;
  return condition === false ? { kind: 'in', column: systemColumn(types, 'cmis:objectId'), values: [] } : condition;
}

function searchedTable(types: TypeRegistry): Table {
  const type = types.find('cmis:document');
  if (!type) throw new Error("There is no type 'cmis:document'.");
  return { index: 0, name: 'objects', type, rowTypes: [type], optional: false, bases: SEARCHED_BASES };
}

const hasText = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' ||
  ((predicate.kind === 'and' || predicate.kind === 'or') && predicate.operands.some(hasText));

function sortKey(reading: Pick<AftsReading, 'types' | 'namespace'>, { field, descending }: AftsSort): SortKey<Bound> {
  if (field === 'score') return { by: 'score', descending };
  const column = columnOf(reading, field.replace(/^@/u, ''));
  if (!column) throw invalidArgument(`There is no property '${field}' to sort by.`);
  if (column.property.cardinality === 'multi' || !column.property.queryable) {
    throw invalidArgument(`Objects cannot be sorted by '${field}'.`);
  }
  return { by: column, descending };
}
