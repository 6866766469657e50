/**
 * How a tree names things. Parsers make trees that name them as they were written, `bind` makes trees that name what
 * they turned out to be; whatever takes the second kind cannot be given the first.
 */
export interface Naming {
  readonly column: unknown;
  /** A table in FROM. */
  readonly source: unknown;
  /** A table that a predicate is about. */
  readonly table: unknown;
  readonly value: unknown;
  readonly output: unknown;
  readonly sort: unknown;
  /** What CONTAINS looks for. */
  readonly text: unknown;
  /** A condition that has no words in CMIS-QL. */
  readonly test: unknown;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/**
 * A condition on a row: true, false, or unknown where a value is not set. What is written NOT IN, NOT LIKE or IS NOT
 * NULL is a `not`; `literal = ANY column` is `anyIn` with one value.
 */
export type Predicate<N extends Naming> =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Predicate<N>[] }
  | { readonly kind: 'not'; readonly operand: Predicate<N> }
  | {
      readonly kind: 'compare';
      readonly column: N['column'];
      readonly operator: ComparisonOperator;
      readonly value: N['value'];
    }
  | { readonly kind: 'in'; readonly column: N['column']; readonly values: readonly N['value'][] }
  /** `%` any run of characters, `_` one character, `\` before one of the three: that character. */
  | { readonly kind: 'like'; readonly column: N['column']; readonly pattern: string }
  | { readonly kind: 'isNull'; readonly column: N['column'] }
  /** At least one value of a multi-valued column is in the list, or is not in it. */
  | { readonly kind: 'anyIn' | 'anyNotIn'; readonly column: N['column']; readonly values: readonly N['value'][] }
  | { readonly kind: 'inFolder' | 'inTree'; readonly table: N['table']; readonly folderId: string }
  | { readonly kind: 'contains'; readonly table: N['table']; readonly text: N['text'] }
  /** Without a table of the first one. */
  | { readonly kind: 'search'; readonly table?: N['table']; readonly test: N['test'] };

export type TableExpression<N extends Naming> =
  { readonly kind: 'table'; readonly table: N['source'] } | (Join<N> & { readonly kind: 'join' });

export interface Join<N extends Naming> {
  readonly type: 'inner' | 'left';
  readonly left: TableExpression<N>;
  readonly right: TableExpression<N>;
  readonly on: readonly [N['column'], N['column']];
}

export interface SortKey<N extends Naming> {
  readonly by: N['sort'];
  readonly descending: boolean;
}

export interface Query<N extends Naming> {
  readonly select: readonly N['output'][];
  readonly from: TableExpression<N>;
  readonly where?: Predicate<N>;
  readonly orderBy: readonly SortKey<N>[];
}

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'timestamp'; readonly value: string };

export type WrittenOutput =
  | { readonly kind: 'all'; readonly table?: string }
  | { readonly kind: 'column'; readonly column: string; readonly alias?: string }
  | { readonly kind: 'score'; readonly alias?: string };

/** Columns are text such as `cmis:name`, `d.cmis:name` or `d.cm:titled.cm:title`: query names have no periods. */
export interface Written extends Naming {
  readonly column: string;
  readonly source: { readonly name: string; readonly alias?: string };
  /** Undefined: the only table. */
  readonly table: string | undefined;
  readonly value: Literal;
  readonly output: WrittenOutput;
  readonly sort: string;
  /** As it stands in the quotes, the escapes of statements read. */
  readonly text: string;
  readonly test: never;
}
