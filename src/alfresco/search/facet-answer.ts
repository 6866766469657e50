/** What there is among all that a search finds, as clients read it; reference: Alfresco's `ResultSetContext`. */
import type { FacetCounts, FieldCounts, PivotCounts, RangeCounts } from '../../repository/contract/search-request';
import type { Json } from '../framework/operation';
import { plainFields } from './facet-input';
import { countedBucket, facetOf } from './facet-json';
import { bucketsOf, type DisplayOf } from './field-buckets';
import { labelOf } from './labels';
import { pivotFacet } from './pivot-facets';
import { pivotsOf } from './pivot-input';
import { intervalFacets, rangeFacet } from './range-facets';
import type { SearchBody } from './search-body';
import { statisticsFacets } from './statistics-facets';

/** Members of the context that hold facets. In the second format all are in `facets`. */
export function facetContext(body: SearchBody, counts: FacetCounts, displayOf: DisplayOf): Json {
  const isV2 = body.facetFormat === 'V2';
  const isGrouped = isV2 || body.facetQueries?.some(({ group }) => group !== undefined) === true;
  const plain = plainFields(body);
  const fields = plain.map((facet, index) => ({
    label: labelOf(facet),
    buckets: bucketsOf(facet, counts.fields[index] as FieldCounts, displayOf),
  }));
  const distinct = counts.fields.slice(plain.length);
  const facets = [
    ...(isGrouped ? groupedQueries(body, counts.queries) : []),
    ...(isV2 ? fields.map(({ label, buckets }) => facetOf('field', label, buckets.map(countedBucket))) : []),
    ...intervalFacets(body, counts.intervals),
    ...(body.ranges ?? []).map((range, index) => rangeFacet(range, counts.ranges[index] as RangeCounts)),
    ...pivotsOf(body).map((parts, index) => pivotFacet(parts, counts.pivots[index] as PivotCounts, displayOf)),
    ...statisticsFacets(body, counts.statistics, distinct),
  ];
  return {
    ...(facets.length > 0 && { facets }),
    ...(!isGrouped && body.facetQueries?.length && { facetQueries: plainQueries(body, counts.queries) }),
    ...(!isV2 && fields.length > 0 && { facetsFields: fields }),
  };
}

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
