/** What a search in words asks of objects. */
import { CmisError } from '../../model/errors';
import { aftsQuery, readAfts, readWeighted, type AftsReading } from '../../query/afts/query';
import { soughtTexts, type SoughtText } from '../../query/afts/sought';
import type { BoundQuery } from '../../query/bound';
import type { SearchRequest } from '../contract/search-request';

/** How the query itself is read; filters and facets are in `afts`. */
const spoken = (reading: AftsReading, { language }: SearchRequest): AftsReading =>
  language === 'lucene' ? { ...reading, style: 'lucene' } : reading;

/** The words that a person looks for; what people type need be no search. */
export function soughtIn(reading: AftsReading, input: SearchRequest): readonly SoughtText[] {
  const { typed } = input;
  if (typed === undefined) return soughtTexts(spoken(reading, input), input.query);
  try {
    return soughtTexts(reading, typed);
  } catch (error) {
    if (!(error instanceof CmisError)) throw error;
    return typed
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== '')
      .map((word) => ({ words: [word] }));
  }
}

/** The query without the filters that have one of these tags. */
export type QueryWithout = (tags: readonly string[]) => BoundQuery;

/**
 * Reads the query and its filters once, so that facets which leave filters out need not. @throws CmisError
 * `invalidArgument` for what is no search.
 */
export function textQuery(reading: AftsReading, input: SearchRequest): QueryWithout {
  const { condition, weights } = readWeighted(spoken(reading, input), input.query);
  const filters = (input.filters ?? []).map(({ query, tags = [] }) => ({ tags, condition: readAfts(reading, query) }));
  const ofScope = input.scope === 'versions' ? [readAfts(reading, 'cmis:isLatestVersion:false')] : [];
  return (tags) => {
    const kept = filters.filter((filter) => !filter.tags.some((tag) => tags.includes(tag)));
    const conditions = [condition, ...kept.map((filter) => filter.condition), ...ofScope];
    return aftsQuery(reading, { conditions, weights, sort: input.sort ?? [] });
  };
}
