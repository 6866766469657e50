import { invalidArgument } from '../model/errors';
import type { Scalar } from '../model/properties';
import type { PropertyType } from '../model/property-definition';
import {
  numericColumn,
  predicateOf,
  rangeAfts,
  readAfts,
  valuesOf,
  type AftsReading,
  type Condition,
} from '../query/afts/query';
import { limitsOf } from '../query/afts/steps';
import type { BoundQuery } from '../query/bound';
import type { FacetCounts, Interval, RangeCounts, RangeFacet, SearchFacets } from './search-request';
import type { ReadUnit } from './storage';
import type { FacetAnswer, FacetField, FacetInput, Statistics } from './storage-facets';

const MAX_FACETS = 1_000;

export interface FacetedSearch {
  readonly reading: AftsReading;
  readonly facets: SearchFacets;
  readonly searchAllVersions: boolean;
  /** The query without the filters that have one of these tags. */
  readonly queryWithout: (tags: readonly string[]) => BoundQuery;
}

/** Where something asked for is found in the answer: in which group, and at which place there. */
interface Place {
  readonly group: number;
  readonly index: number;
}

interface Group {
  readonly input: Omit<FacetInput, 'fields' | 'conditions' | 'statistics'>;
  readonly fields: FacetField[];
  readonly conditions: Condition[];
  readonly statistics: Statistics[];
}

/** Counts over all that a search finds, in one statement. @throws CmisError `invalidArgument`. */
export async function countFacets(uow: ReadUnit, search: FacetedSearch): Promise<FacetCounts> {
  const plan = planOf(search);
  const { reading, facets } = search;
  const fields = (facets.fields ?? []).map((facet) => {
    const { values, propertyType } = valuesOf(reading, facet.field);
    const { prefix, order, minCount, offset, limit } = facet;
    const asked = { values, order, minCount, offset, limit, ...(prefix !== undefined && { prefix }) };
    const property = values.kind === 'column' ? values.column.property : undefined;
    return { place: plan.field(facet, asked), propertyType, property };
  });
  const queries = (facets.queries ?? []).map((facet) => plan.condition(facet, readAfts(reading, facet.query)));
  const ranges = (facets.ranges ?? []).map((facet) => planRange(search, plan, facet));
  const intervals = (facets.intervals ?? []).map((facet) =>
    facet.intervals.map((interval) => plan.condition(facet, rangeAfts(reading, facet.field, limits(interval)))),
  );
  const statistics = (facets.statistics ?? []).map((facet) => {
    const column = numericColumn(reading, facet.field);
    const place = plan.statistics(facet, { column, percentiles: facet.percentiles ?? [] });
    return { place, isDate: column.property.propertyType === 'datetime' };
  });
  const answers = await uow.queries.facets(plan.inputs());
  const answerAt = ({ group }: Place): FacetAnswer => answers[group] as FacetAnswer;
  const countAt = (place: Place): number => answerAt(place).counts[place.index] ?? 0;
  return {
    fields: fields.map(({ place, propertyType, property }) => {
      const { buckets = [], missing = 0 } = answerAt(place).fields[place.index] ?? {};
      const read = buckets.map(([value, count]) => ({ value: readValue(propertyType, value), count }));
      return { missing, buckets: read, ...(property && { property }) };
    }),
    queries: queries.map(countAt),
    ranges: ranges.map((range) => range(countAt)),
    intervals: intervals.map((places) => places.map(countAt)),
    statistics: statistics.map(({ place, isDate }) => ({
      ...(answerAt(place).statistics[place.index] ?? NOTHING),
      ...(isDate && { isDate }),
    })),
  };
}

const NOTHING = { count: 0, missing: 0, distinct: 0 };

function readValue(type: PropertyType, value: string): Scalar {
  if (type === 'boolean') return value === 'true';
  return type === 'integer' || type === 'decimal' || type === 'datetime' ? Number(value) : value;
}

interface Excluding {
  readonly excludes?: readonly string[];
}

interface Plan {
  field(facet: Excluding, asked: FacetField): Place;
  condition(facet: Excluding, condition: Condition): Place;
  statistics(facet: Excluding, asked: Statistics): Place;
  inputs(): readonly FacetInput[];
}

/** Facets that leave out the same filters are counted together. */
function planOf({ reading, searchAllVersions, queryWithout }: FacetedSearch): Plan {
  const groups: Group[] = [];
  const byTags = new Map<string, number>();
  let count = 0;
  const groupOf = ({ excludes = [] }: Excluding): number => {
    if (++count > MAX_FACETS) throw invalidArgument(`The search has more than ${MAX_FACETS} facets.`);
    const key = JSON.stringify([...new Set(excludes)].sort());
    const known = byTags.get(key);
    if (known !== undefined) return known;
    byTags.set(key, groups.length);
    const input = { query: queryWithout(excludes), searchAllVersions };
    return groups.push({ input, fields: [], conditions: [], statistics: [] }) - 1;
  };
  const put = <K extends 'fields' | 'conditions' | 'statistics'>(
    facet: Excluding,
    kind: K,
    asked: Group[K][number],
  ): Place => {
    const group = groupOf(facet);
    const list = (groups[group] as Group)[kind] as Group[K][number][];
    return { group, index: list.push(asked) - 1 };
  };
  return {
    field: (facet, asked) => put(facet, 'fields', asked),
    condition: (facet, condition) => put(facet, 'conditions', condition),
    statistics: (facet, asked) => put(facet, 'statistics', asked),
    inputs: () =>
      groups.map(({ input, fields, conditions, statistics }) => ({
        ...input,
        fields,
        statistics,
        conditions: conditions.map((condition) => predicateOf(reading.types, condition)),
      })),
  };
}

const limits = ({ start, end, startInclusive, endInclusive }: Interval) => ({
  from: { value: start, inclusive: startInclusive },
  to: { value: end, inclusive: endInclusive },
});

function planRange(
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
