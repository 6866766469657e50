/** From the body of a search to what the core is asked; what it cannot do is refused. */
import { LONGEST_PAGE, type PageRequest } from '../../repository/values/object-view';
import type { SearchDefaults, SearchFilter, SearchRequest, SearchSort } from '../../repository/contract/search-request';
import { badRequest, invalidArgument } from '../framework/api-error';
import { DEFAULT_MAX_ITEMS } from '../framework/parameters';
import { selectionFor } from '../nodes/entries';
import type { Wanted } from '../nodes/node-entry';
import { highlightOf } from './highlight-input';
import type { SearchBody } from './search-body';

const INCLUDES = new Set([
  ...['allowableOperations', 'aspectNames', 'association', 'isFavorite', 'isLink', 'isLocked'],
  ...['path', 'permissions', 'properties'],
]);

/** @throws ApiError 400 for what no entry can hold. */
export function wantedOf({ include = [] }: SearchBody): Wanted {
  for (const name of include) if (!INCLUDES.has(name)) throw invalidArgument(name.slice(0, 100));
  return new Set(include);
}

/** Of lists in general. @throws ApiError 400. */
export function pageOf({ paging }: SearchBody): PageRequest {
  const { skipCount = 0, maxItems = DEFAULT_MAX_ITEMS } = paging ?? {};
  if (skipCount < 0) throw badRequest('Negative values not supported for skipCount.');
  if (maxItems <= 0) throw badRequest('Only positive values supported for maxItems.');
  return { skipCount, maxItems: Math.min(maxItems, LONGEST_PAGE) };
}

type Language = 'afts' | 'cmis' | 'lucene';

/** In any case; `afts` when nothing is said. @throws ApiError 400. */
export function languageOf({ query: { language = 'afts' } }: SearchBody): Language {
  const found = (['afts', 'lucene', 'cmis'] as const).find((each) => each === language.toLowerCase());
  if (found) return found;
  throw invalidArgument(': language allowed values: afts,lucene,cmis');
}

export type Location = 'nodes' | 'versions' | 'deleted-nodes';

/** Where to search: the nodes themselves when nothing is said. @throws ApiError 400. */
export function locationsOf({ scope }: SearchBody): ReadonlySet<Location> {
  const locations = scope?.locations ?? [];
  for (const location of locations) {
    if (location === 'history') throw badRequest("The location 'history' cannot be searched: there is no such store");
    if (location !== 'nodes' && location !== 'versions' && location !== 'deleted-nodes')
      throw invalidArgument(
        `: scope allowed values: nodes,versions,deleted-nodes,history, not ${location.slice(0, 100)}`,
      );
  }
  return new Set(locations.length === 0 ? ['nodes'] : (locations as readonly Location[]));
}

/** Hits are counted up to here unless the client wants it otherwise. */
const COUNT_LIMIT = 10_000;
const ALL = 2 ** 31 - 1;

function countLimitOf({ limits }: SearchBody): number {
  const {
    trackTotalHitsLimit = COUNT_LIMIT,
    permissionEvaluationCount = 1,
    permissionEvaluationTime = 1,
  } = limits ?? {};
  if (permissionEvaluationCount < 0 || permissionEvaluationTime < 0)
    throw invalidArgument(': limits must not be negative');
  if (trackTotalHitsLimit === -1) return ALL;
  if (trackTotalHitsLimit < 1) throw invalidArgument(`: trackTotalHitsLimit ${trackTotalHitsLimit}`);
  return trackTotalHitsLimit;
}

/** Everything but the facets. @throws ApiError 400. */
export function searchOf(body: SearchBody): Omit<SearchRequest, 'facets'> {
  const language = languageOf(body);
  const isStatement = language === 'cmis';
  if (isStatement) refuseForStatements(body);
  const highlight = highlightOf(body);
  const { userQuery } = body.query;
  return {
    language,
    query: body.query.query,
    ...(userQuery !== undefined && { typed: userQuery }),
    ...(body.localization?.timezone !== undefined && { timeZone: body.localization.timezone }),
    defaults: defaultsOf(body),
    templates: body.templates ?? [],
    filters: filtersOf(body),
    sort: sortOf(body),
    scope: scopeOf(body),
    page: pageOf(body),
    countLimit: countLimitOf(body),
    ...(highlight && { highlight }),
    selection: selectionFor(wantedOf(body)),
  };
}

function refuseForStatements(body: SearchBody): void {
  const { sort = [], filterQueries = [], templates = [], highlight, defaults } = body;
  if (sort.length > 0) throw invalidArgument(': sort {} not allowed with cmis language');
  if (filterQueries.length > 0) throw invalidArgument(': filterQueries {} not allowed with cmis language');
  if (templates.length > 0) throw invalidArgument(': templates {} not allowed with cmis language');
  if (defaults) throw invalidArgument(': defaults {} not allowed with cmis language');
  if (highlight?.fields?.length) throw invalidArgument(': highlight {} not allowed with cmis language');
  const locations = locationsOf(body);
  if (!locations.has('nodes')) throw invalidArgument(': scope must hold nodes with cmis language');
}

/** Whether the trash is searched. @throws ApiError 400: with other places, it would have to be one list of two kinds. */
export function isOfTrash(body: SearchBody): boolean {
  const locations = locationsOf(body);
  if (!locations.has('deleted-nodes')) return false;
  if (locations.size > 1) throw badRequest("The location 'deleted-nodes' is searched alone");
  return true;
}

function scopeOf(body: SearchBody): SearchRequest['scope'] {
  const locations = locationsOf(body);
  if (!locations.has('versions')) return 'objects';
  return locations.has('nodes') ? 'both' : 'versions';
}

function operatorOf(name: string, value: string | undefined): 'and' | 'or' {
  const operator = (value ?? 'OR').toLowerCase();
  if (operator === 'and' || operator === 'or') return operator;
  throw invalidArgument(`: ${name} allowed values: AND,OR`);
}

/** Terms side by side are joined by OR where nothing is said, as Alfresco does it. */
function defaultsOf({ defaults }: SearchBody): SearchDefaults {
  return {
    operator: operatorOf('defaultFTSOperator', defaults?.defaultFTSOperator),
    fieldOperator: operatorOf('defaultFTSFieldOperator', defaults?.defaultFTSFieldOperator),
    ...(defaults?.defaultFieldName !== undefined && { field: defaults.defaultFieldName }),
    ...(defaults?.namespace !== undefined && { namespace: defaults.namespace }),
    ...(defaults?.textAttributes !== undefined && { textAttributes: defaults.textAttributes }),
  };
}

function filtersOf({ filterQueries = [] }: SearchBody): readonly SearchFilter[] {
  return filterQueries.map(({ query, queries = [], tags = [] }) => {
    const text = query ?? queries.map((each) => `(${each})`).join(' OR ');
    if (text === '') throw invalidArgument(': filterQueries query');
    return { query: text, tags };
  });
}

function sortOf({ sort = [] }: SearchBody): readonly SearchSort[] {
  return sort.map(({ type, field, ascending = false }) => {
    switch (type) {
      case 'SCORE':
        return { field: 'score', descending: !ascending };
      case 'DOCUMENT':
        // The order in which they came into the index.
        return { field: 'cm:created', descending: !ascending };
      case 'FIELD':
        if (field === undefined) throw invalidArgument(': sort field is missing');
        return { field, descending: !ascending };
      case undefined:
      default:
        throw invalidArgument(': sort type allowed values: FIELD,DOCUMENT,SCORE');
    }
  });
}
