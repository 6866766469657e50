/** The port for what there is in the rows of a query: how many have which values, and what numbers come to. */
import type { Predicate } from '../../query/ast';
import type { Bound, BoundQuery, Column } from '../../query/bound';

/** What of each object is counted: values of a property, its site, or its tags. */
export type FacetValues =
  { readonly kind: 'column'; readonly column: Column } | { readonly kind: 'site' } | { readonly kind: 'tags' };

export interface FacetField {
  readonly values: FacetValues;
  /** Of the values that are listed. */
  readonly prefix?: string;
  readonly order: 'count' | 'value';
  readonly minCount: number;
  readonly offset: number;
  readonly limit: number;
}

export interface Statistics {
  /** Numbers, or dates as milliseconds. */
  readonly column: Column;
  /** From 0 to 100. */
  readonly percentiles: readonly number[];
}

/** Values of one field, for each of them those of the next, and so on. */
export interface Pivot {
  readonly levels: readonly FacetField[];
  /** What else is asked of the innermost: places among the conditions and statistics of the input. */
  readonly conditions: readonly number[];
  readonly statistics: readonly number[];
}

/** Facets of the rows of one query. */
export interface FacetInput {
  /** Its first table is looked at; order and columns do not matter. */
  readonly query: BoundQuery;
  readonly searchAllVersions: boolean;
  readonly fields: readonly FacetField[];
  /** Conditions whose rows are counted; undefined: all. */
  readonly conditions: readonly (Predicate<Bound> | undefined)[];
  readonly statistics: readonly Statistics[];
  readonly pivots: readonly Pivot[];
}

export interface FacetCounts {
  /** Values as text: datetimes as milliseconds. */
  readonly buckets: readonly (readonly [value: string, count: number])[];
  /** Rows without any value. */
  readonly missing: number;
}

export interface StatisticsAnswer {
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Undefined members where no row has a value. */
  readonly min?: number;
  readonly max?: number;
  readonly sum?: number;
  readonly sumOfSquares?: number;
  readonly mean?: number;
  readonly stddev?: number;
  /** In the order of the request. */
  readonly percentiles?: readonly number[];
}

/** In the order of the request. */
export interface FacetAnswer {
  readonly fields: readonly FacetCounts[];
  readonly counts: readonly number[];
  readonly statistics: readonly StatisticsAnswer[];
  /** Of each pivot the rows of each level; more than `MAX_PIVOT_ROWS` are cut. */
  readonly pivots: readonly (readonly (readonly PivotRow[])[])[];
}

export const MAX_PIVOT_ROWS = 10_000;

/** Values from the outermost on, and what was asked of rows that have them. */
export type PivotRow = readonly [
  values: readonly string[],
  count: number,
  counts: readonly number[],
  statistics: readonly StatisticsAnswer[],
];
