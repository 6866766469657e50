import type { FacetCounts, RangeCounts } from '../../repository/contract/search-request';
import type { Json } from '../framework/operation';
import { intervalsOf, setLabel } from './facet-input';
import { facetOf, limitedBucket, type Limits } from './facet-json';
import { labelOf } from './labels';
import type { RangeFacetBody, SearchBody } from './search-body';

export const intervalFacets = (body: SearchBody, counts: FacetCounts['intervals']): readonly Json[] =>
  intervalsOf(body).map((interval, index) => {
    const buckets = interval.sets.map((set, place) => {
      const { startInclusive = true, endInclusive = true, start, end } = set;
      const limits = { start, end, startInclusive, endInclusive };
      return limitedBucket(interval.field, setLabel(set), { limits, count: counts[index]?.[place] ?? 0 });
    });
    return facetOf('interval', labelOf(interval), buckets);
  });

export function rangeFacet(range: RangeFacetBody, counts: RangeCounts): Json {
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
