import { numericColumn, rangeAfts } from '../../query/afts/query';
import { limitsOf } from '../../query/afts/steps';
import type { FacetedSearch, Place, Plan } from './facet-plan';
import type { Interval, RangeCounts, RangeFacet } from '../contract/search-request';

/** As a search has them. */
export const limits = ({ start, end, startInclusive, endInclusive }: Interval) => ({
  from: { value: start, inclusive: startInclusive },
  to: { value: end, inclusive: endInclusive },
});

/** Told how many rows each condition holds for, it counts the ranges. */
export function planRange(
  { reading }: FacetedSearch,
  plan: Plan,
  facet: RangeFacet,
): (countAt: (place: Place) => number) => RangeCounts {
  const { field, include = ['lower'] } = facet;
  const steps = { ...facet, hardEnd: facet.hardEnd ?? false };
  const edges = limitsOf(numericColumn(reading, field).property, steps, reading);
  const last = edges.length - 2;
  const intervals = edges.slice(0, -1).map((start, index): Interval => {
    const isEdge = (at: number): boolean => include.includes('edge') && index === at;
    return {
      start,
      end: edges[index + 1] ?? start,
      startInclusive: include.includes('lower') || isEdge(0),
      endInclusive: include.includes('upper') || isEdge(last),
    };
  });
  const placeOf = (interval: Interval): Place => plan.condition(facet, rangeAfts(reading, field, limits(interval)));
  const places = intervals.map(placeOf);
  const [first = '', end = ''] = [edges[0], edges.at(-1)];
  const open = { startInclusive: true, endInclusive: true };
  const startInclusive = intervals[0]?.startInclusive ?? true;
  const endInclusive = intervals.at(-1)?.endInclusive ?? false;
  const isOuter = include.includes('outer');
  const before = placeOf({ ...open, start: 'MIN', end: first, endInclusive: isOuter || !startInclusive });
  const after = placeOf({ ...open, start: end, end: 'MAX', startInclusive: isOuter || !endInclusive });
  const between = placeOf({ start: first, end, startInclusive, endInclusive });
  return (countAt) => ({
    buckets: intervals.map((interval, index) => ({ ...interval, count: countAt(places[index] as Place) })),
    before: countAt(before),
    after: countAt(after),
    between: countAt(between),
  });
}
