import type { PivotBucket, PivotCounts } from '../../repository/contract/search-request';
import type { Json } from '../framework/operation';
import { countedBucket, facetOf } from './facet-json';
import { bucketOf, type DisplayOf } from './field-buckets';
import { labelOf } from './labels';
import type { PivotParts } from './pivot-input';
import { rangeFacet } from './range-facets';
import { statisticsFacet } from './statistics-facets';

/** Values with those of the next field among what has them. */
export function pivotFacet(parts: PivotParts, { properties, buckets }: PivotCounts, displayOf: DisplayOf): Json {
  const facetAt = (level: number, here: readonly PivotBucket[]): Json => {
    const facet = parts.levels[level];
    if (!facet) throw new Error('A pivot has no such level.');
    const shown = here.map((bucket) => {
      const { value, count } = bucket;
      const inner = [
        ...(level + 1 < parts.levels.length ? [facetAt(level + 1, bucket.buckets)] : []),
        ...(parts.range && bucket.range ? [rangeFacet(parts.range, bucket.range)] : []),
        ...(parts.statistics && bucket.statistics ? [statisticsFacet(parts.statistics, bucket.statistics)] : []),
      ];
      const own = bucketOf(facet.field, { property: properties[level], value, count }, displayOf);
      return { ...countedBucket(own), ...(inner.length > 0 && { facets: inner }) };
    });
    return facetOf('pivot', labelOf(facet), shown);
  };
  return facetAt(0, buckets);
}
