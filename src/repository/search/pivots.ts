import { invalidArgument } from '../../model/errors';
import type { FacetedSearch, Place, Plan } from './facet-plan';
import { planRange } from './facet-ranges';
import { calculatingOf, countingOf, type Counting } from './facet-values';
import type { PivotBucket, PivotCounts, PivotFacet } from '../contract/search-request';
import { MAX_PIVOT_ROWS, type FacetAnswer, type PivotRow } from '../storage/facets';

type Innermost = Pick<PivotBucket, 'range' | 'statistics'>;

/** Told what was counted, it makes the tree of values. @throws CmisError `invalidArgument`. */
export function planPivot(
  search: FacetedSearch,
  plan: Plan,
  facet: PivotFacet,
): (answerAt: (place: Place) => FacetAnswer) => PivotCounts {
  const { reading } = search;
  const levels = facet.levels.map((level) => countingOf(reading, level));
  const excludes = facet.excludes ?? [];
  const conditions: number[] = [];
  const watched: Plan = {
    ...plan,
    condition: (each, condition) => {
      const place = plan.condition(each, condition);
      conditions.push(place.index);
      return place;
    },
  };
  const range = facet.range && planRange(search, watched, { ...facet.range, excludes });
  const calculating = facet.statistics && calculatingOf(reading, facet.statistics);
  const statistics = calculating ? [plan.statistics({ excludes }, calculating.asked).index] : [];
  const place = plan.pivot({ excludes }, { levels: levels.map(({ asked }) => asked), conditions, statistics });
  const innermost = ([, , counts, answers]: PivotRow): Innermost => ({
    ...(range && { range: range(({ index }) => counts[conditions.indexOf(index)] ?? 0) }),
    ...(calculating && { statistics: calculating.read(answers[0]) }),
  });
  return (answerAt) => {
    const rows = answerAt(place).pivots[place.index] ?? [];
    if (rows.some(({ length }) => length > MAX_PIVOT_ROWS))
      throw invalidArgument(`The values of a pivot are more than ${MAX_PIVOT_ROWS}: set limits.`);
    return { properties: levels.map(({ property }) => property), buckets: treeOf({ levels, rows, innermost }) };
  };
}

interface Rows {
  readonly levels: readonly Counting[];
  readonly rows: readonly (readonly PivotRow[])[];
  readonly innermost: (row: PivotRow) => Innermost;
}

/** From the innermost level out. */
function treeOf({ levels, rows, innermost }: Rows): readonly PivotBucket[] {
  let below = new Map<string, PivotBucket[]>();
  for (let level = levels.length - 1; level >= 0; level--) {
    const here = new Map<string, PivotBucket[]>();
    for (const row of rows[level] ?? []) {
      const [values, count] = row;
      const bucket: PivotBucket = {
        value: levels[level]?.read(values[level] ?? '') ?? '',
        count,
        buckets: below.get(JSON.stringify(values)) ?? [],
        ...(level === levels.length - 1 && innermost(row)),
      };
      const parent = JSON.stringify(values.slice(0, -1));
      here.set(parent, [...(here.get(parent) ?? []), bucket]);
    }
    below = here;
  }
  return below.get('[]') ?? [];
}
