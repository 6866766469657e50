/** The facets that a search asks for; reference: Alfresco's `facetFields`, `facetIntervals`, `ranges` and `stats`. */
import type {
  FieldFacet,
  IntervalFacet,
  PivotFacet,
  RangeFacet,
  SearchFacets,
  StatisticsFacet,
} from '../../repository/contract/search-request';
import { invalidArgument } from '../framework/api-error';
import { labelOf } from './labels';
import { pivotsOf, type PivotParts } from './pivot-input';
import type {
  FieldFacetBody,
  IntervalFacetBody,
  IntervalSetBody,
  RangeFacetBody,
  SearchBody,
  StatisticsBody,
} from './search-body';

/** Undefined when there are none. @throws ApiError 400. */
export function facetsOf(body: SearchBody): SearchFacets | undefined {
  const queries = (body.facetQueries ?? []).map(({ query }) => {
    if (query.startsWith('{!afts')) throw invalidArgument(`: facetQueries query must not start with {!afts`);
    return { query };
  });
  requireUnique('facetQueries', body.facetQueries ?? [], ({ label, query }) => label ?? query);
  const pivots = pivotsOf(body).map(pivotFacet);
  const fields = [...plainFields(body).map(fieldFacet), ...distinctFields(body)];
  const intervals = intervalsOf(body).map(intervalFacet);
  requireUnique('facetIntervals', body.facetIntervals?.intervals ?? [], labelOf);
  const ranges = (body.ranges ?? []).map(rangeFacet);
  const statistics = (body.stats ?? []).map(statisticsFacet);
  const facets = { queries, fields, pivots, intervals, ranges, statistics };
  return Object.values(facets).every(({ length }) => length === 0) ? undefined : facets;
}

/** Those that no pivot takes. */
export function plainFields(body: SearchBody): readonly FieldFacetBody[] {
  const taken = new Set(pivotsOf(body).flatMap(({ levels }) => levels));
  return (body.facetFields?.facets ?? []).filter((facet) => !taken.has(facet));
}

export const wantsDistinct = ({ distinctValues }: StatisticsBody): boolean => distinctValues === true;

/** Values of the fields whose statistics shall list them: they come after the plain ones. */
const distinctFields = ({ stats = [] }: SearchBody): readonly FieldFacet[] =>
  stats
    .filter(wantsDistinct)
    .map(({ field, excludeFilters }) =>
      fieldFacet({ ...NO_FACET, field, excludeFilters, sort: 'INDEX', limit: MAX_BUCKETS }),
    );

const NO_FACET = {
  label: undefined,
  prefix: undefined,
  method: undefined,
  missing: undefined,
  offset: undefined,
  mincount: undefined,
  facetEnumCacheMinDf: undefined,
};

const pivotFacet = ({ levels, range, statistics }: PivotParts): PivotFacet => ({
  levels: levels.map(fieldFacet),
  excludes: [...new Set(levels.flatMap(({ excludeFilters = [] }) => excludeFilters))],
  ...(range && { range: rangeFacet(range) }),
  ...(statistics && { statistics: statisticsFacet(statistics) }),
});

function requireUnique<T>(what: string, items: readonly T[], labelled: (item: T) => string): void {
  const labels = items.map(labelled);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw invalidArgument(`: ${what} has the label ${twice.slice(0, 100)} twice`);
}

const MAX_BUCKETS = 10_000;
const USUAL_BUCKETS = 100;

function fieldFacet(facet: FieldFacetBody): FieldFacet {
  const { field, prefix, sort, limit = USUAL_BUCKETS, offset = 0, mincount = 1, excludeFilters } = facet;
  if (limit < 0 || limit > MAX_BUCKETS)
    throw invalidArgument(`: limit of a facet must be from 0 to ${MAX_BUCKETS}, not ${limit}`);
  if (offset < 0) throw invalidArgument(`: offset of a facet must not be negative: ${offset}`);
  if (mincount < 1) throw invalidArgument(`: mincount of a facet must be at least 1, not ${mincount}`);
  return {
    field,
    order: sort === 'INDEX' ? 'value' : 'count',
    minCount: mincount,
    offset,
    limit,
    ...(prefix !== undefined && { prefix }),
    ...(excludeFilters && { excludes: excludeFilters }),
  };
}

/** Each with the sets that are for all. */
export function intervalsOf({
  facetIntervals,
}: SearchBody): readonly (IntervalFacetBody & { readonly sets: readonly IntervalSetBody[] })[] {
  const { sets: common = [], intervals = [] } = facetIntervals ?? {};
  return intervals.map((interval) => {
    const sets = [...(interval.sets ?? []), ...common];
    if (sets.length === 0) throw invalidArgument(`: facetIntervals sets of ${labelOf(interval).slice(0, 100)}`);
    requireUnique('facetIntervals sets', sets, setLabel);
    return { ...interval, sets };
  });
}

/** As the reference engine calls a set without a name. */
export const setLabel = ({ label, start, end, startInclusive, endInclusive }: IntervalSetBody): string =>
  label ?? `${startInclusive === false ? '(' : '['}${start},${end}${endInclusive === false ? ')' : ']'}`;

const intervalFacet = ({ field, sets = [] }: IntervalFacetBody): IntervalFacet => ({
  field,
  intervals: sets.map(({ start, end, startInclusive = true, endInclusive = true }) => ({
    start,
    end,
    startInclusive,
    endInclusive,
  })),
});

function rangeFacet({ field, start, end, gap, hardend, include, excludeFilters }: RangeFacetBody): RangeFacet {
  const edges = include?.includes('all') === true ? EDGES : include?.filter((each) => each !== 'all');
  return {
    field,
    start,
    end,
    gap,
    hardEnd: hardend ?? false,
    ...(edges && { include: edges }),
    ...(excludeFilters && { excludes: excludeFilters }),
  };
}

const EDGES = ['lower', 'upper', 'edge', 'outer'] as const;

function statisticsFacet(statistics: StatisticsBody): StatisticsFacet {
  const { field, cardinalityAccuracy = 0.3, percentiles = [], excludeFilters } = statistics;
  if (cardinalityAccuracy < 0 || cardinalityAccuracy > 1)
    throw invalidArgument(`: stats cardinalityAccuracy must be from 0 to 1, not ${cardinalityAccuracy}`);
  for (const percentile of percentiles) {
    if (percentile < 0 || percentile > 100)
      throw invalidArgument(`: stats percentiles must be from 0 to 100, not ${percentile}`);
  }
  return { field, percentiles, ...(excludeFilters && { excludes: excludeFilters }) };
}
