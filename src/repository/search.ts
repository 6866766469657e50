import { CmisError, invalidArgument } from '../model/errors';
import { aftsQuery, readAfts, type AftsReading } from '../query/afts/query';
import { soughtTexts, type SoughtText } from '../query/afts/sought';
import { bind } from '../query/bind';
import type { BoundQuery } from '../query/bound';
import { parseCmisSql } from '../query/cmis-sql/parse';
import { statementOptions } from './query';
import { countFacets } from './search-facets';
import { highlighter } from './search-highlight';
import { searchReading } from './search-reading';
import type { SearchPage, SearchRequest } from './search-request';
import type { ReadUnit } from './storage';
import { viewsOf } from './views';

/** Objects that a search finds, with how well they fit, and what there is among all of them. */
export async function search(uow: ReadUnit, input: SearchRequest): Promise<SearchPage> {
  const reading = searchReading(uow, input);
  const queryWithout = input.language === 'cmis' ? statementQuery(uow, input) : textQuery(reading, input);
  const searchAllVersions = input.scope !== 'objects';
  const { hits, hasMoreItems, numItems } = await uow.queries.page({
    query: queryWithout([]),
    wanted: [0],
    searchAllVersions,
    page: input.page,
    countLimit: input.countLimit,
  });
  const { facets } = input;
  const counted = facets && (await countFacets(uow, { reading, facets, searchAllVersions, queryWithout }));
  const found = hits.flatMap(({ objects: [object], score }) => (object ? [{ object, score: score ?? 0 }] : []));
  const views = await viewsOf(
    uow,
    found.map(({ object }) => object),
    input.selection,
  );
  const highlight =
    input.highlight && input.language !== 'cmis' && highlighter(reading, soughtIn(reading, input), input.highlight);
  return {
    items: views.map((view, index) => ({
      ...view,
      score: found[index]?.score ?? 0,
      ...(highlight && { highlight: highlight(view.object) }),
    })),
    hasMoreItems,
    ...(numItems !== undefined && { numItems }),
    ...(counted && { facets: counted }),
  };
}

/** How the query itself is read; filters and facets are in `afts`. */
const spoken = (reading: AftsReading, { language }: SearchRequest): AftsReading =>
  language === 'lucene' ? { ...reading, style: 'lucene' } : reading;

/** The words that a person looks for; what people type need be no search. */
function soughtIn(reading: AftsReading, input: SearchRequest): readonly SoughtText[] {
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

type QueryWithout = (tags: readonly string[]) => BoundQuery;

function textQuery(reading: AftsReading, input: SearchRequest): QueryWithout {
  const asked = readAfts(spoken(reading, input), input.query);
  const filters = (input.filters ?? []).map(({ query, tags = [] }) => ({ tags, condition: readAfts(reading, query) }));
  const ofScope = input.scope === 'versions' ? [readAfts(reading, 'cmis:isLatestVersion:false')] : [];
  return (tags) => {
    const kept = filters.filter((filter) => !filter.tags.some((tag) => tags.includes(tag)));
    const conditions = [asked, ...kept.map(({ condition }) => condition), ...ofScope];
    return aftsQuery(reading, { conditions, sort: input.sort ?? [] });
  };
}

/** The objects of the first table of a statement. */
function statementQuery(uow: ReadUnit, input: SearchRequest): QueryWithout {
  if (input.filters?.length) throw invalidArgument('Filter queries cannot go along with a statement of CMIS-QL.');
  if (input.sort?.length) throw invalidArgument('A statement of CMIS-QL is sorted by its ORDER BY alone.');
  const query = bind(uow.types, parseCmisSql(input.query), statementOptions('alfresco'));
  if (input.facets && query.tables.length > 1) throw invalidArgument('There are no facets of joined tables.');
  return () => ({ ...query, select: [{ kind: 'score', name: 'score' }] });
}
