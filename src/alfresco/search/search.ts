/** The search; reference: Alfresco's `/search`. */
import type { SearchHit, SearchPage } from '../../repository/search-request';
import { list, operation, type Call, type Json, type Operation } from '../framework/operation';
import { nodeEntries } from '../nodes/entries';
import type { Wanted } from '../nodes/node-entry';
import { facetContext } from './facet-answer';
import { facetsOf } from './facet-input';
import { displaysIn, peopleAmong } from './field-buckets';
import { foundEntry } from './found-entry';
import { SEARCH_BODY, type SearchBody } from './search-body';
import { pageOf, searchOf, wantedOf } from './search-input';

type SearchCall = Pick<Call, 'repository' | 'request'>;

const search = operation({
  id: 'search',
  method: 'POST',
  path: '/search',
  api: 'search',
  summary: 'Search Alfresco',
  since: '5.2',
  status: 200,
  body: SEARCH_BODY,
  run: async (call) => {
    const body = call.body as SearchBody;
    const facets = facetsOf(body);
    const found = await call.repository.search(call.request, { ...searchOf(body), ...(facets && { facets }) });
    const context = await contextOf(call, body, found);
    return list({
      entries: await entriesOf(call, body, found.items),
      hasMoreItems: found.hasMoreItems,
      ...(found.numItems !== undefined && { totalItems: found.numItems }),
      page: pageOf(body),
      ...(Object.keys(context).length > 0 && { context }),
    });
  },
});

async function entriesOf(call: SearchCall, body: SearchBody, hits: readonly SearchHit[]): Promise<readonly Json[]> {
  const wanted: Wanted = wantedOf(body);
  const nodes = await nodeEntries(call, hits, wanted);
  const fields = body.fields && new Set([...body.fields, ...wanted]);
  return nodes.map((node, index) => {
    const entry = foundEntry(node, hits[index] as SearchHit);
    return fields ? Object.fromEntries(Object.entries(entry).filter(([name]) => fields.has(name))) : entry;
  });
}

async function contextOf({ repository, request }: SearchCall, body: SearchBody, { facets }: SearchPage): Promise<Json> {
  const names = facets ? peopleAmong(facets) : [];
  const displayNames = names.length > 0 ? await repository.getDisplayNames(request, names) : new Map<string, string>();
  return {
    ...(facets && facetContext(body, facets, displaysIn(repository.knownTypes(), displayNames))),
    ...(body.includeRequest === true && { request: { ...body, paging: pageOf(body) } }),
  };
}

export const SEARCH: readonly Operation[] = [search];
