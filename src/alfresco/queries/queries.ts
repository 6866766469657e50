/** Live search by names, as people type; reference: Alfresco's `/queries`. */
import type { PersonColumn } from '../../repository/storage/directory';
import type { FoundSiteColumn } from '../../repository/storage/names';
import { badRequest } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { list, operation, type Call, type Operation } from '../framework/operation';
import { include, orderBy, PAGING, requiredParameter, textParameter, type Sorting } from '../framework/parameters';
import { typeByName, typeName } from '../model/names';
import { nodeEntries, selectionFor } from '../nodes/entries';
import { nodeById, nodeIdOf } from '../nodes/node-id';
import { PLAIN } from '../../repository/values/object-view';
import { withTypes } from '../nodes/types';
import { personEntry } from '../people/person-entry';
import { siteEntry } from '../sites/site-entry';
import { own } from '../../model/own';

const NO_TERM = "Query 'term' not specified";
const TERM = {
  term: requiredParameter(textParameter('What names begin with; * stands for any characters'), NO_TERM),
} as const;
const MAX_TERM = 1_000;
/** Nodes are counted up to here. */
const COUNT_LIMIT = 10_000;

const NODE_FIELDS: Readonly<Record<string, string>> = {
  name: 'cm:name',
  createdAt: 'cm:created',
  modifiedAt: 'cm:modified',
};
/** Nodes that serve others. */
const HIDDEN = ['cm:systemfolder', 'fm:forums', 'fm:forum', 'fm:topic', 'fm:post']
  .map((type) => `-TYPE:"${type}"`)
  .join(' AND ');

const findNodes = operation({
  id: 'findNodes',
  method: 'GET',
  path: '/queries/nodes',
  api: 'core',
  summary: 'Find nodes',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: {
    ...PAGING,
    ...TERM,
    ...include('allowableOperations', 'aspectNames', 'isFavorite', 'isLink', 'isLocked', 'path', 'properties'),
    ...orderBy('name', 'createdAt', 'modifiedAt'),
    rootNodeId: textParameter('The folder that the nodes are below'),
    nodeType: textParameter('The type that the nodes have'),
  },
  run: async (call) => {
    const { repository, request, query } = call;
    const words = phraseOf(query.term, 3);
    const filters = [{ query: await typeFilter(call, query.nodeType) }, ...(await rootFilter(call, query.rootNodeId))];
    const fields = ['cm:name', 'cm:title', 'cm:description', 'TEXT', 'TAG'];
    const page = await repository.search(request, {
      language: 'afts',
      query: fields.map((field) => `${field}:"${words}"`).join(' OR '),
      filters,
      sort: sortOf(query.orderBy),
      scope: 'objects',
      page: query,
      countLimit: COUNT_LIMIT,
      selection: selectionFor(query.include),
    });
    return list({
      entries: await nodeEntries(call, { views: page.items }, query.include),
      hasMoreItems: page.hasMoreItems,
      ...(page.numItems !== undefined && { totalItems: page.numItems }),
    });
  },
});

const findPeople = operation({
  id: 'findPeople',
  method: 'GET',
  path: '/queries/people',
  api: 'core',
  summary: 'Find people',
  since: '5.2',
  status: 200,
  answers: 'Person',
  parameters: { ...PAGING, ...TERM, ...orderBy('id', 'firstName', 'lastName') },
  run: async ({ repository, request, query }) => {
    const order = orderOf<PersonColumn>(query.orderBy, ['firstName', 'lastName']);
    const people = await repository.findPeople(request, { page: query, words: wordsOf(query.term), order });
    return countedList(people, query, (person) => personEntry(person));
  },
});

const findSites = operation({
  id: 'findSites',
  method: 'GET',
  path: '/queries/sites',
  api: 'core',
  summary: 'Find sites',
  since: '5.2',
  status: 200,
  answers: 'Site',
  parameters: { ...PAGING, ...TERM, ...orderBy('id', 'title', 'description') },
  run: async ({ repository, request, query }) => {
    const order = orderOf<FoundSiteColumn>(query.orderBy, ['title']);
    const sites = await repository.findSites(request, { page: query, words: wordsOf(query.term), order });
    return countedList(sites, query, siteEntry);
  },
});

const orderOf = <C extends string>(
  sorting: readonly Sorting[],
  usual: readonly C[],
): readonly { readonly by: C; readonly descending: boolean }[] =>
  sorting.length === 0
    ? usual.map((by) => ({ by, descending: false }))
    : sorting.map(({ column, descending }) => ({ by: column as C, descending }));

const sortOf = (sorting: readonly Sorting[]): readonly { readonly field: string; readonly descending: boolean }[] =>
  sorting.length === 0
    ? [{ field: 'cm:modified', descending: true }]
    : sorting.map(({ column, descending }) => ({ field: own(NODE_FIELDS, column) ?? column, descending }));

/** @throws ApiError 400 for a term that would find everything. */
function requireTerm(term: string, least: number): string {
  if (term.length > MAX_TERM) throw badRequest(`Query 'term' is longer than ${MAX_TERM} characters`);
  if ((term.match(/[\p{L}\p{N}]/gu) ?? []).length < least)
    throw badRequest(`Query 'term' is too short. Must have at least ${least} alphanumeric chars`);
  return term;
}

const wordsOf = (term: string): readonly string[] =>
  requireTerm(term, 2)
    .replaceAll('"', ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));

/** What stands between the quotes of a phrase whose last word goes on. */
function phraseOf(term: string, least: number): string {
  const words = requireTerm(term, least)
    .replace(/["\\\p{Cc}]/gu, ' ')
    .trim();
  return words.endsWith('*') ? words : `${words}*`;
}

type QueryCall = Pick<Call, 'parts' | 'repository' | 'request'>;

/** @throws ApiError 400. */
function typeFilter(call: QueryCall, nodeType: string | undefined): Promise<string> {
  return withTypes(call, (types) => {
    if (nodeType === undefined) return Promise.resolve(`(TYPE:"cm:content" OR TYPE:"cm:folder") AND ${HIDDEN}`);
    const type = typeByName(types, nodeType);
    if (!type) throw badRequest(`Unknown filter nodeType: ${nodeType.slice(0, 100)}`);
    return Promise.resolve(`TYPE:"${typeName(type)}" AND ${HIDDEN}`);
  });
}

async function rootFilter(
  call: QueryCall,
  rootNodeId: string | undefined,
): Promise<readonly { readonly query: string }[]> {
  if (rootNodeId === undefined) return [];
  const id = await nodeIdOf(call, rootNodeId);
  const { object } = await nodeById(call, { id, selection: PLAIN });
  return [{ query: `ANCESTOR:"workspace://SpacesStore/${object.uuid}"` }];
}

export const QUERIES: readonly Operation[] = [findNodes, findPeople, findSites];
