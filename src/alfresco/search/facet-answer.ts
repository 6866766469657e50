/** What there is among all that a search finds, as clients read it; reference: Alfresco's `ResultSetContext`. */
import type { FacetCounts, FieldCounts, FieldStatistics, RangeCounts } from '../../repository/search-request';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';
import { intervalsOf, labelOf, setLabel } from './facet-input';
import { bucketsOf, type Bucket, type DisplayOf } from './field-buckets';
import { phrase } from './phrase';
import type { RangeFacetBody, SearchBody, StatisticsBody } from './search-body';

/** Members of the context that hold facets. In the second format all are in `facets`. */
export function facetContext(body: SearchBody, counts: FacetCounts, displayOf: DisplayOf): Json {
  const isV2 = body.facetFormat === 'V2';
  const isGrouped = isV2 || body.facetQueries?.some(({ group }) => group !== undefined) === true;
  const fields = (body.facetFields?.facets ?? []).map((facet, index) => ({
    label: labelOf(facet),
    buckets: bucketsOf(facet, counts.fields[index] as FieldCounts, displayOf),
  }));
  const facets = [
    ...(isGrouped ? groupedQueries(body, counts.queries) : []),
    ...(isV2 ? fields.map(({ label, buckets }) => facetOf('field', label, buckets.map(countedBucket))) : []),
    ...intervalFacets(body, counts.intervals),
    ...(body.ranges ?? []).map((range, index) => rangeFacet(range, counts.ranges[index] as RangeCounts)),
    ...(body.stats ?? []).map((stats, index) => statisticsFacet(stats, counts.statistics[index] as FieldStatistics)),
  ];
  return {
    ...(facets.length > 0 && { facets }),
    ...(!isGrouped && body.facetQueries?.length && { facetQueries: plainQueries(body, counts.queries) }),
    ...(!isV2 && fields.length > 0 && { facetsFields: fields }),
  };
}

const facetOf = (type: string, label: string, buckets: readonly Json[]): Json => ({ type, label, buckets });

const countMetrics = (count: number): Json => ({ metrics: [{ type: 'count', value: { count: String(count) } }] });

const countedBucket = ({ count, ...bucket }: Bucket): Json => ({ ...bucket, ...countMetrics(count) });

const plainQueries = ({ facetQueries = [] }: SearchBody, counts: readonly number[]): readonly Json[] =>
  facetQueries.map(({ label, query }, index) => ({ label: label ?? query, filterQuery: query, count: counts[index] }));

const WITHOUT_GROUP = 'facet_queries';

function groupedQueries({ facetQueries = [] }: SearchBody, counts: readonly number[]): readonly Json[] {
  const groups = new Map<string, Json[]>();
  facetQueries.forEach(({ label, query, group = WITHOUT_GROUP }, index) => {
    const bucket = countedBucket({ label: label ?? query, filterQuery: query, count: counts[index] ?? 0 });
    groups.set(group, [...(groups.get(group) ?? []), bucket]);
  });
  return [...groups].map(([group, buckets]) => facetOf('query', group, buckets));
}

interface Limits {
  readonly start: string;
  readonly end: string;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

function limitedBucket(
  field: string,
  label: string,
  { limits, count }: { readonly limits: Limits; readonly count: number },
): Json {
  const { start, end, startInclusive, endInclusive } = limits;
  const [open, close] = [startInclusive ? '[' : '<', endInclusive ? ']' : '>'];
  return {
    label,
    filterQuery: `${field}:${open}${phrase(start)} TO ${phrase(end)}${close}`,
    bucketInfo: { start, end, startInclusive: String(startInclusive), endInclusive: String(endInclusive) },
    ...countMetrics(count),
  };
}

const intervalFacets = (body: SearchBody, counts: FacetCounts['intervals']): readonly Json[] =>
  intervalsOf(body).map((interval, index) => {
    const buckets = interval.sets.map((set, place) => {
      const { startInclusive = true, endInclusive = true, start, end } = set;
      const limits = { start, end, startInclusive, endInclusive };
      return limitedBucket(interval.field, setLabel(set), { limits, count: counts[index]?.[place] ?? 0 });
    });
    return facetOf('interval', labelOf(interval), buckets);
  });

function rangeFacet(range: RangeFacetBody, counts: RangeCounts): Json {
  const { field } = range;
  const steps = counts.buckets.map(({ count, ...limits }) => {
    const [open, close] = [limits.startInclusive ? '[' : '(', limits.endInclusive ? ']' : ')'];
    return limitedBucket(field, `${open}${limits.start} - ${limits.end}${close}`, { limits, count });
  });
  return facetOf('range', labelOf(range), [...steps, ...besides(range, counts)]);
}

/** What the ranges have before, between and after them, where it is wanted. */
function besides({ field, other = [], include = [] }: RangeFacetBody, counts: RangeCounts): readonly Json[] {
  const [first, last] = [counts.buckets[0], counts.buckets.at(-1)];
  if (!first || !last || other.includes('none')) return [];
  const isOuter = include.includes('outer') || include.includes('all');
  const { start, startInclusive } = first;
  const { end, endInclusive } = last;
  const limits: Readonly<Record<'before' | 'between' | 'after', Limits>> = {
    before: { start: 'MIN', startInclusive: true, end: start, endInclusive: isOuter || !startInclusive },
    between: { start, startInclusive, end, endInclusive },
    after: { start: end, startInclusive: isOuter || !endInclusive, end: 'MAX', endInclusive: true },
  };
  return (['before', 'between', 'after'] as const)
    .filter((what) => other.includes(what) || other.includes('all'))
    .map((what) => limitedBucket(field, what, { limits: limits[what], count: counts[what] }));
}

/** What is given unless the client says that it does not want it. */
const GIVEN = ['min', 'max', 'sum', 'countValues', 'missing', 'sumOfSquares', 'mean', 'stddev'] as const;
/** What is given when the client wants it. */
const WANTED = ['countDistinct', 'cardinality'] as const;

function statisticsFacet(asked: StatisticsBody, found: FieldStatistics): Json {
  const shown = (value: number | undefined): number | string | undefined =>
    value !== undefined && found.isDate ? dateText(Math.round(value)) : value;
  const values: Readonly<Record<(typeof GIVEN | typeof WANTED)[number], number | string | undefined>> = {
    min: shown(found.min),
    max: shown(found.max),
    mean: shown(found.mean),
    sum: found.sum,
    sumOfSquares: found.sumOfSquares,
    stddev: found.stddev,
    countValues: found.count,
    missing: found.missing,
    countDistinct: found.distinct,
    cardinality: found.distinct,
  };
  const names = [...GIVEN.filter((name) => asked[name] !== false), ...WANTED.filter((name) => asked[name] === true)];
  const metrics: Json[] = names.flatMap((type) =>
    values[type] === undefined ? [] : [{ type, value: { [type]: values[type] } }],
  );
  const { percentiles = [] } = asked;
  if (percentiles.length > 0 && found.percentiles) {
    const points = percentiles.map((point, index) => [String(point), shown(found.percentiles?.[index])]);
    metrics.push({ type: 'percentiles', value: { percentiles: Object.fromEntries(points) as Json } });
  }
  return facetOf('stats', labelOf(asked), [{ metrics }]);
}
