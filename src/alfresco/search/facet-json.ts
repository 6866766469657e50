/** Facets and their buckets as clients read them; reference: Alfresco's `GenericFacetResponse`. */
import type { Json } from '../framework/operation';
import type { Bucket } from './field-buckets';
import { phrase } from './phrase';

export const facetOf = (type: string, label: string, buckets: readonly Json[]): Json => ({ type, label, buckets });

const countMetrics = (count: number): Json => ({ metrics: [{ type: 'count', value: { count: String(count) } }] });

export const countedBucket = ({ count, ...bucket }: Bucket): Json => ({ ...bucket, ...countMetrics(count) });

export interface Limits {
  readonly start: string;
  readonly end: string;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

export function limitedBucket(
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
