/** What a search asks; reference: Alfresco's `SearchRequest`. */
import {
  flag,
  listOf,
  listOfGiven,
  number,
  object,
  oneOf,
  required,
  text,
  whole,
  type Shape,
} from '../framework/shapes';

const PAGING = object({ maxItems: whole(), skipCount: whole() });

const FIELD_FACET = object({
  field: required(text()),
  label: text(),
  prefix: text(),
  sort: oneOf(['COUNT', 'INDEX']),
  method: oneOf(['ENUM', 'FC']),
  missing: flag(),
  limit: whole(),
  offset: whole(),
  mincount: whole(),
  facetEnumCacheMinDf: whole(),
  excludeFilters: listOf(text()),
});

const INTERVAL_SET = object({
  label: text(),
  start: required(text()),
  end: required(text()),
  startInclusive: flag(),
  endInclusive: flag(),
});

const INTERVAL_FACET = object({ field: required(text()), label: text(), sets: listOf(INTERVAL_SET) });

const RANGE_FACET = object({
  field: required(text()),
  start: required(text()),
  end: required(text()),
  gap: required(text()),
  hardend: flag(),
  other: listOf(oneOf(['before', 'after', 'between', 'none', 'all'])),
  include: listOf(oneOf(['lower', 'upper', 'edge', 'outer', 'all'])),
  label: text(),
  excludeFilters: listOf(text()),
});

const STATISTICS = object({
  field: required(text()),
  label: text(),
  min: flag(),
  max: flag(),
  sum: flag(),
  countValues: flag(),
  missing: flag(),
  sumOfSquares: flag(),
  mean: flag(),
  stddev: flag(),
  distinctValues: flag(),
  countDistinct: flag(),
  cardinality: flag(),
  cardinalityAccuracy: number(),
  percentiles: listOf(number()),
  excludeFilters: listOf(text()),
});

/** Values of one field, and for each of them those of others. */
export interface PivotBody {
  readonly key: string;
  readonly pivots?: readonly PivotBody[] | undefined;
}

const MAX_PIVOTS = 6;

const pivot = (depth: number): Shape<PivotBody | undefined> =>
  depth === 1 ? object({ key: required(text()) }) : object({ key: required(text()), pivots: listOf(pivot(depth - 1)) });

const HIGHLIGHTING = {
  prefix: text(),
  postfix: text(),
  snippetCount: whole(),
  fragmentSize: whole(),
  mergeContiguous: flag(),
} as const;

const HIGHLIGHT = object({
  ...HIGHLIGHTING,
  maxAnalyzedChars: whole(),
  usePhraseHighlighter: flag(),
  fields: listOf(object({ field: required(text()), ...HIGHLIGHTING })),
});

const DEFAULTS = object({
  textAttributes: listOf(text()),
  defaultFTSOperator: text(),
  defaultFTSFieldOperator: text(),
  namespace: text(),
  defaultFieldName: text(),
});

export const SEARCH_BODY = object({
  query: required(object({ query: required(text()), language: text(), userQuery: text() })),
  paging: PAGING,
  include: listOfGiven(text()),
  includeRequest: flag(),
  fields: listOfGiven(text()),
  sort: listOf(object({ type: text(), field: text(), ascending: flag() })),
  templates: listOf(object({ name: required(text()), template: required(text()) })),
  defaults: DEFAULTS,
  filterQueries: listOf(object({ query: text(), queries: listOf(text()), tags: listOf(text()) })),
  facetQueries: listOf(object({ query: required(text()), label: text(), group: text() })),
  facetFields: object({ facets: required(listOf(FIELD_FACET)) }),
  facetIntervals: object({ sets: listOf(INTERVAL_SET), intervals: required(listOf(INTERVAL_FACET)) }),
  pivots: listOf(pivot(MAX_PIVOTS)),
  stats: listOf(STATISTICS),
  spellcheck: object({ query: text() }),
  scope: object({ locations: listOf(text()) }),
  limits: object({
    permissionEvaluationTime: whole(),
    permissionEvaluationCount: whole(),
    trackTotalHitsLimit: whole(),
  }),
  highlight: HIGHLIGHT,
  ranges: listOf(RANGE_FACET),
  localization: object({ timezone: text(), locales: listOf(text()) }),
  facetFormat: oneOf(['V1', 'V2']),
});

type Read<S> = S extends Shape<infer T> ? NonNullable<T> : never;
export type SearchBody = Read<typeof SEARCH_BODY>;
export type FieldFacetBody = Read<typeof FIELD_FACET>;
export type IntervalFacetBody = Read<typeof INTERVAL_FACET>;
export type IntervalSetBody = Read<typeof INTERVAL_SET>;
export type RangeFacetBody = Read<typeof RANGE_FACET>;
export type StatisticsBody = Read<typeof STATISTICS>;
