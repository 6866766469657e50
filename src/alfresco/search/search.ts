/** The search; reference: Alfresco's `/search`. */
import { CLASS_TYPE } from '../../model/kept-types';
import type { TrashHit, TrashHits } from '../../repository/search/search-trash';
import type { SearchHit } from '../../repository/contract/search-request';
import { badRequest } from '../framework/api-error';
import { list, operation, type Call, type Json, type List, type Operation } from '../framework/operation';
import { categoryPath } from '../categories/category-entry';
import { nodeEntries } from '../nodes/entries';
import { deletedEntries } from '../trash/deleted-entries';
import { facetsOf } from './facet-input';
import { foundEntry } from './found-entry';
import { contextOf, doubtedText, echoOf } from './search-context';
import { SEARCH_BODY, type SearchBody } from './search-body';
import { isOfTrash, pageOf, searchOf, wantedOf } from './search-input';

type SearchCall = Pick<Call, 'repository' | 'request'>;

const search = operation({
  id: 'search',
  method: 'POST',
  path: '/search',
  api: 'search',
  summary: 'Search Alfresco',
  since: '5.2',
  status: 200,
  answers: 'FoundNode',
  isList: true,
  example: { query: { query: 'TEXT:report' }, paging: { maxItems: 10 } },
  body: SEARCH_BODY,
  run: async (call) => {
    const body = call.body as SearchBody;
    const facets = facetsOf(body);
    const asked = { ...searchOf(body), ...(facets && { facets }) };
    const page = pageOf(body);
    const doubted = doubtedText(body);
    if (isOfTrash(body)) {
      if (doubted !== undefined) throw badRequest('There is no spellcheck of what is deleted');
      return list(await trashList(call, body, await call.repository.searchTrash(call.request, asked)));
    }
    const found = await call.repository.search(call.request, asked);
    const context = await contextOf(call, body, found);
    return list({
      entries: await entriesOf(call, body, found.items),
      hasMoreItems: found.hasMoreItems,
      ...(found.numItems !== undefined && { totalItems: found.numItems }),
      page,
      ...(Object.keys(context).length > 0 && { context }),
    });
  },
});

async function trashList(call: SearchCall, body: SearchBody, { items, ...found }: TrashHits): Promise<List> {
  const trashed = items.map((item) => item.trashed);
  const entries = await deletedEntries(call, trashed, wantedOf(body));
  const context = echoOf(body);
  return {
    entries: entries.map((entry, index) => {
      const { score, highlight } = items[index] as TrashHit;
      const search = { score, ...(highlight && highlight.length > 0 && { highlight }) };
      return keptFields(body, { ...entry, search, location: 'deleted-nodes' });
    }),
    hasMoreItems: found.hasMoreItems,
    ...(found.numItems !== undefined && { totalItems: found.numItems }),
    page: pageOf(body),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

async function entriesOf(call: SearchCall, body: SearchBody, hits: readonly SearchHit[]): Promise<readonly Json[]> {
  const wanted = wantedOf(body);
  const [nodes, paths] = await Promise.all([
    nodeEntries(call, { views: hits }, wanted),
    wanted.has('path') ? categoryPaths(call, hits) : undefined,
  ]);
  return nodes.map((node, index) => {
    const hit = hits[index] as SearchHit;
    const path = paths?.get(hit.object.uuid);
    return keptFields(body, { ...foundEntry(node, hit), ...(path && { path }) });
  });
}

/** They are in no folder: their paths are those of their own tree. */
async function categoryPaths(
  { repository, request }: SearchCall,
  hits: readonly SearchHit[],
): Promise<ReadonlyMap<string, Json>> {
  const uuids = hits.filter(({ object }) => object.type.id === CLASS_TYPE).map(({ object }) => object.uuid);
  if (uuids.length === 0) return new Map();
  const categories = await repository.getCategories(request, { uuids, wants: { count: false, path: true } });
  return new Map(
    categories.map(({ uuid, path = [] }) => [uuid, { name: categoryPath(path), isComplete: true, elements: [] }]),
  );
}

/** All of them, where none are named. */
function keptFields({ fields, include = [] }: SearchBody, entry: Json): Json {
  if (!fields) return entry;
  const kept = new Set([...fields, ...include]);
  return Object.fromEntries(Object.entries(entry).filter(([name]) => kept.has(name)));
}

export const SEARCH: readonly Operation[] = [search];
