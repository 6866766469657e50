import { invalidArgument } from '../../model/errors';
import { bind } from '../../query/bind';
import { parseCmisSql } from '../../query/cmis-sql/parse';
import { statementOptions } from './bound-statement';
import { countFacets } from './facets';
import { highlights } from './highlight';
import { soughtIn, textQuery, type QueryWithout } from './search-query';
import { searchReading } from './reading';
import type { SearchPage, SearchRequest } from '../contract/search-request';
import type { ReadUnit } from '../storage/storage';
import { viewsOf } from '../access/views';

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
    withAcl: input.selection.includeACL,
  });
  const { facets } = input;
  const counted = facets && (await countFacets(uow, { reading, facets, searchAllVersions, queryWithout }));
  const found = hits.flatMap(({ objects: [object], score }) => (object ? [{ object, score: score ?? 0 }] : []));
  const objects = found.map(({ object }) => object);
  const views = await viewsOf(uow, objects, input.selection);
  const { highlight: fields } = input;
  const shown =
    fields && input.language !== 'cmis'
      ? await highlights(uow, reading, { sought: soughtIn(reading, input), fields, objects })
      : undefined;
  return {
    items: views.map((view, index) => ({
      ...view,
      score: found[index]?.score ?? 0,
      ...(shown && { highlight: shown[index] ?? [] }),
    })),
    hasMoreItems,
    ...(numItems !== undefined && { numItems }),
    ...(counted && { facets: counted }),
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
