import { invalidArgument } from '../model/errors';
import type { PropertyType } from '../model/property-definition';
import type { ComparisonOperator, Predicate, Written } from './ast';
import type { Bound, Column, Table, Weight } from './bound';
import { literalValue } from './literals';
import { requireTable, type Scope } from './scope';
import { NO_TEXT, parseTextExpression, wordsOnly } from './text-expression';

/** Resolves a name, aliases of the select list included. */
export type Resolve = (written: string) => Column;

/** What the text of a CONTAINS asks of the objects of a table. @throws CmisError `invalidArgument`. */
export type ReadText = (
  text: string,
  about: {
    readonly types: Scope['types'];
    readonly table: Table;
    readonly resolve: Resolve;
    /** Told of what counts for more or less in the score. */
    readonly weigh: (weight: Weight) => void;
  },
) => Predicate<Bound>;

/** As CMIS 1.1 §2.1.14.2.4.4 has it. Terms without words say nothing; a text of such alone is in no object. */
export const readPlainText: ReadText = (text, { table }) => ({
  kind: 'contains',
  table: table.index,
  text: wordsOnly(parseTextExpression(text)) ?? NO_TEXT,
});

export interface PredicateScope extends Scope {
  readonly resolve: Resolve;
  readonly readText: ReadText;
  readonly weigh: (weight: Weight) => void;
}

type Operation = ComparisonOperator | 'LIKE' | 'IN';

const EQUALITY: readonly Operation[] = ['=', '<>', 'IN'];
const ORDER: readonly Operation[] = [...EQUALITY, '<', '<=', '>', '>='];
const TEXT: readonly Operation[] = [...ORDER, 'LIKE'];

/** CMIS 1.1 §2.1.14.2.4.1, and what else is meaningful: the order of texts, LIKE on html, IN for booleans. */
const OPERATIONS: Readonly<Record<PropertyType, readonly Operation[]>> = {
  string: TEXT,
  uri: TEXT,
  html: TEXT,
  id: EQUALITY,
  boolean: EQUALITY,
  integer: ORDER,
  decimal: ORDER,
  datetime: ORDER,
};

/** Resolves what a condition names and checks that it may be asked. @throws CmisError `invalidArgument`. */
export function bindPredicate(scope: PredicateScope, predicate: Predicate<Written>): Predicate<Bound> {
  const { resolve } = scope;
  const bind = (part: Predicate<Written>): Predicate<Bound> => bindPredicate(scope, part);
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { kind: predicate.kind, operands: predicate.operands.map(bind) };
    case 'not':
      return { kind: 'not', operand: bind(predicate.operand) };
    case 'compare': {
      const column = single(resolve, predicate.column, predicate.operator);
      return { ...predicate, column, value: literalValue(column.property, predicate.value) };
    }
    case 'in': {
      const column = single(resolve, predicate.column, 'IN');
      return { ...predicate, column, values: predicate.values.map((value) => literalValue(column.property, value)) };
    }
    case 'like':
      return { ...predicate, column: single(resolve, predicate.column, 'LIKE') };
    case 'isNull':
      return { kind: 'isNull', column: queryable(resolve, predicate.column) };
    case 'anyIn':
    case 'anyNotIn': {
      const column = multiple(resolve, predicate.column);
      return { ...predicate, column, values: predicate.values.map((value) => literalValue(column.property, value)) };
    }
    case 'inFolder':
      return { ...predicate, table: requireTable(scope, predicate.table, 'IN_FOLDER').index };
    case 'inTree':
      return { ...predicate, table: requireTable(scope, predicate.table, 'IN_TREE').index };
    case 'contains':
      return scope.readText(predicate.text, { ...scope, table: requireTable(scope, predicate.table, 'CONTAINS') });
    case 'search':
      return predicate.test;
  }
}

function queryable(resolve: Resolve, name: string): Column {
  const column = resolve(name);
  if (!column.property.queryable) throw invalidArgument(`The column '${name}' cannot be queried.`);
  return column;
}

function single(resolve: Resolve, name: string, operation: Operation): Column {
  const column = queryable(resolve, name);
  const { cardinality, propertyType } = column.property;
  if (cardinality === 'multi') {
    throw invalidArgument(`The column '${name}' has many values: compare with '= ANY ${name}' or 'ANY ${name} IN'.`);
  }
  if (!OPERATIONS[propertyType].includes(operation)) {
    throw invalidArgument(`'${operation}' cannot be asked of the column '${name}', which is of type ${propertyType}.`);
  }
  return column;
}

function multiple(resolve: Resolve, name: string): Column {
  const column = queryable(resolve, name);
  if (column.property.cardinality === 'single') {
    throw invalidArgument(`The column '${name}' has one value: ANY is for columns with many.`);
  }
  return column;
}
