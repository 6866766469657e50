import { rangeAfts, readAfts } from '../../query/afts/query';
import { planOf, type FacetedSearch, type Place } from './facet-plan';
import { limits, planRange } from './facet-ranges';
import { calculatingOf, countingOf } from './facet-values';
import { planPivot } from './pivots';
import type { FacetCounts } from '../contract/search-request';
import type { ReadUnit } from '../storage/storage';
import type { FacetAnswer } from '../storage/facets';

/** Counts over all that a search finds, in one statement. @throws CmisError `invalidArgument`. */
export async function countFacets(uow: ReadUnit, search: FacetedSearch): Promise<FacetCounts> {
  const plan = planOf(search);
  const { reading, facets } = search;
  const fields = (facets.fields ?? []).map((facet) => {
    const counting = countingOf(reading, facet);
    return { ...counting, place: plan.field(facet, counting.asked) };
  });
  const queries = (facets.queries ?? []).map((facet) => plan.condition(facet, readAfts(reading, facet.query)));
  const ranges = (facets.ranges ?? []).map((facet) => planRange(search, plan, facet));
  const intervals = (facets.intervals ?? []).map((facet) =>
    facet.intervals.map((interval) => plan.condition(facet, rangeAfts(reading, facet.field, limits(interval)))),
  );
  const statistics = (facets.statistics ?? []).map((facet) => {
    const calculating = calculatingOf(reading, facet);
    return { ...calculating, place: plan.statistics(facet, calculating.asked) };
  });
  const pivots = (facets.pivots ?? []).map((facet) => planPivot(search, plan, facet));
  const answers = await uow.queries.facets(plan.inputs());
  const answerAt = ({ group }: Place): FacetAnswer => answers[group] as FacetAnswer;
  const countAt = (place: Place): number => answerAt(place).counts[place.index] ?? 0;
  return {
    fields: fields.map(({ place, read, property }) => {
      const { buckets = [], missing = 0 } = answerAt(place).fields[place.index] ?? {};
      const counts = buckets.map(([value, count]) => ({ value: read(value), count }));
      return { missing, buckets: counts, ...(property && { property }) };
    }),
    queries: queries.map(countAt),
    ranges: ranges.map((range) => range(countAt)),
    intervals: intervals.map((places) => places.map(countAt)),
    statistics: statistics.map(({ place, read }) => read(answerAt(place).statistics[place.index])),
    pivots: pivots.map((pivot) => pivot(answerAt)),
  };
}
