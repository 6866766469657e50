import type { Scalar } from '../model/properties';
import type { PropertyDefinition } from '../model/property-definition';
import type { BaseTypeId, TypeDefinition } from '../model/type-definition';
import type { Naming, Predicate, Query } from './ast';
import type { SearchTest } from './search-test';
import type { TextExpression } from './text-expression';

/** A table of FROM, known by its place there. */
export interface Table {
  readonly index: number;
  /** How the statement calls it: its alias, else the query name as written. */
  readonly name: string;
  readonly type: TypeDefinition;
  /** The types whose objects are its rows. */
  readonly rowTypes: readonly TypeDefinition[];
  /** On the right of a LEFT JOIN: a row may have no object of this table. */
  readonly optional: boolean;
  /** The rows are all objects of these base types, whatever `type` and `rowTypes` are. */
  readonly bases?: readonly BaseTypeId[];
}

/** A property of the object that a table contributes to a row. */
export interface Column {
  readonly table: number;
  readonly property: PropertyDefinition;
}

export type Output =
  | { readonly kind: 'column'; readonly name: string; readonly column: Column }
  | { readonly kind: 'score'; readonly name: string };

/** Values are those of the column's data type; datetimes are milliseconds since 1970. Tables are places in FROM. */
export interface Bound extends Naming {
  readonly column: Column;
  readonly source: Table;
  readonly table: number;
  readonly value: Scalar;
  readonly output: Output;
  readonly sort: Column | 'score';
  readonly text: TextExpression;
  readonly test: SearchTest<Column>;
}

/** What an object that fulfils a condition gains in its score: so many times what the words of the condition count. */
export interface Weight {
  readonly condition: Predicate<Bound>;
  /** Below 0 where it counts for less. */
  readonly more: number;
}

export interface BoundQuery extends Query<Bound> {
  readonly tables: readonly Table[];
  /** Finds nothing that is in no index of searches. */
  readonly indexedOnly?: boolean;
  /** Of the score; none: every word counts for what it is. */
  readonly weights?: readonly Weight[];
}
