/** Facets put together so that one statement answers them all. */
import { invalidArgument } from '../../model/errors';
import { predicateOf, type AftsReading, type Condition } from '../../query/afts/query';
import type { BoundQuery } from '../../query/bound';
import type { SearchFacets } from '../contract/search-request';
import type { FacetField, FacetInput, Pivot, Statistics } from '../storage/facets';

const MAX_FACETS = 1_000;
/** Each is a search of its own. */
const MAX_GROUPS = 20;

export interface FacetedSearch {
  readonly reading: AftsReading;
  readonly facets: SearchFacets;
  readonly searchAllVersions: boolean;
  /** The query without the filters that have one of these tags. */
  readonly queryWithout: (tags: readonly string[]) => BoundQuery;
}

/** Where something asked for is found in the answer: in which group, and at which place there. */
export interface Place {
  readonly group: number;
  readonly index: number;
}

interface Group {
  readonly input: Omit<FacetInput, 'fields' | 'conditions' | 'statistics' | 'pivots'>;
  readonly pivots: Pivot[];
  readonly fields: FacetField[];
  readonly conditions: Condition[];
  readonly statistics: Statistics[];
}

export interface Excluding {
  readonly excludes?: readonly string[];
}

export interface Plan {
  field(facet: Excluding, asked: FacetField): Place;
  condition(facet: Excluding, condition: Condition): Place;
  statistics(facet: Excluding, asked: Statistics): Place;
  pivot(facet: Excluding, asked: Pivot): Place;
  inputs(): readonly FacetInput[];
}

/** Facets that leave out the same filters are counted together. */
export function planOf({ reading, searchAllVersions, queryWithout }: FacetedSearch): Plan {
  const groups: Group[] = [];
  const byTags = new Map<string, number>();
  let count = 0;
  const groupOf = ({ excludes = [] }: Excluding): number => {
    if (++count > MAX_FACETS) throw invalidArgument(`The search has more than ${MAX_FACETS} facets.`);
    const key = JSON.stringify([...new Set(excludes)].sort());
    const known = byTags.get(key);
    if (known !== undefined) return known;
    if (groups.length === MAX_GROUPS)
      throw invalidArgument(`The facets of the search leave out filters in more than ${MAX_GROUPS} ways.`);
    byTags.set(key, groups.length);
    const input = { query: queryWithout(excludes), searchAllVersions };
    return groups.push({ input, fields: [], conditions: [], statistics: [], pivots: [] }) - 1;
  };
  const put = <K extends 'fields' | 'conditions' | 'statistics' | 'pivots'>(
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
    pivot: (facet, asked) => put(facet, 'pivots', asked),
    inputs: () =>
      groups.map(({ input, fields, conditions, statistics, pivots }) => ({
        ...input,
        fields,
        statistics,
        pivots,
        conditions: conditions.map((condition) => predicateOf(reading.types, condition)),
      })),
  };
}
