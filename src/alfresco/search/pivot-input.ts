/** Values of values; reference: Alfresco's `RequestPivot`. */
import { invalidArgument } from '../framework/api-error';
import { labelOf } from './labels';
import type { FieldFacetBody, PivotBody, RangeFacetBody, SearchBody, StatisticsBody } from './search-body';

/** What the keys of a pivot name, from the outermost on. */
export interface PivotParts {
  readonly levels: readonly FieldFacetBody[];
  /** Asked of the innermost values. */
  readonly range?: RangeFacetBody;
  readonly statistics?: StatisticsBody;
}

/** @throws ApiError 400 for keys that name nothing, or that stand twice. */
export function pivotsOf(body: SearchBody): readonly PivotParts[] {
  const all = (body.pivots ?? []).map(keysOf);
  const keys = all.flat();
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidArgument(`: pivots have the key ${twice.slice(0, 100)} twice`);
  return all.map((each) => partsOf(body, each));
}

function keysOf({ key, pivots = [] }: PivotBody): readonly string[] {
  const [next, ...others] = pivots;
  if (others.length > 0) throw invalidArgument(`: pivots of ${key.slice(0, 100)} must be one`);
  return [key, ...(next ? keysOf(next) : [])];
}

function partsOf(body: SearchBody, keys: readonly string[]): PivotParts {
  const named = <F extends { readonly field: string; readonly label?: string | undefined }>(
    facets: readonly F[] | undefined,
    key: string,
  ): F | undefined => facets?.find((facet) => labelOf(facet) === key);
  const levels: FieldFacetBody[] = [];
  for (const [index, key] of keys.entries()) {
    const facet = named(body.facetFields?.facets, key);
    if (facet) levels.push(facet);
    else {
      const range = named(body.ranges, key);
      const statistics = named(body.stats, key);
      const isLast = index > 0 && index === keys.length - 1;
      if (isLast && range) return { levels, range };
      if (isLast && statistics) return { levels, statistics };
      throw invalidArgument(
        `: pivots key ${key.slice(0, 100)} is no label of facetFields, or of ranges or stats at the end`,
      );
    }
  }
  return { levels };
}
