import type { FieldCounts, FieldStatistics } from '../../repository/contract/search-request';
import { invalidArgument } from '../framework/api-error';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';
import { wantsDistinct } from './facet-input';
import { facetOf } from './facet-json';
import { labelOf } from './labels';
import type { SearchBody, StatisticsBody } from './search-body';

/** What is given unless the client says that it does not want it. */
const GIVEN = ['min', 'max', 'sum', 'countValues', 'missing', 'sumOfSquares', 'mean', 'stddev'] as const;
/** What is given when the client wants it. */
const WANTED = ['countDistinct', 'cardinality'] as const;

/** `distinct`: the values of those that shall list them. */
export function statisticsFacets(
  { stats = [] }: SearchBody,
  found: readonly FieldStatistics[],
  distinct: readonly FieldCounts[],
): readonly Json[] {
  let next = 0;
  return stats.map((asked, index) =>
    statisticsFacet(asked, found[index] as FieldStatistics, wantsDistinct(asked) ? distinct[next++] : undefined),
  );
}

export function statisticsFacet(asked: StatisticsBody, found: FieldStatistics, distinct?: FieldCounts): Json {
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
  if (distinct) {
    if (distinct.buckets.length < found.distinct)
      throw invalidArgument(`: stats ${labelOf(asked).slice(0, 100)} has too many distinctValues: ${found.distinct}`);
    const list = distinct.buckets.map(({ value }) => (typeof value === 'number' ? shown(value) : value));
    metrics.push({ type: 'distinctValues', value: { distinctValues: list } });
  }
  return facetOf('stats', labelOf(asked), [{ metrics }]);
}
