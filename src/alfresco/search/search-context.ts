/** What an answer says besides its entries; reference: Alfresco's `ResultSetContext`. */
import { PLAIN } from '../../repository/values/object-view';
import type { SearchPage } from '../../repository/contract/search-request';
import { invalidArgument } from '../framework/api-error';
import type { Call, Json } from '../framework/operation';
import { facetContext } from './facet-answer';
import { displaysIn, peopleAmong, sitesAmong } from './field-buckets';
import { phrase } from './phrase';
import type { SearchBody } from './search-body';
import { pageOf } from './search-input';

type SearchCall = Pick<Call, 'repository' | 'request'>;

/** The request, where the client wants it back. */
export const echoOf = (body: SearchBody): Json =>
  body.includeRequest === true ? { request: { ...body, paging: pageOf(body) } } : {};

/** What an answer tells besides the rows: facets, how words may be spelt, and the request where it is wanted. */
export async function contextOf(
  { repository, request }: SearchCall,
  body: SearchBody,
  { facets }: SearchPage,
): Promise<Json> {
  const people = facets ? peopleAmong(facets) : [];
  const displayNames =
    people.length > 0 ? await repository.getDisplayNames(request, people) : new Map<string, string>();
  const siteTitles = facets ? await titlesOf({ repository, request }, sitesAmong(body, facets)) : displayNames;
  const displayOf = displaysIn({ types: repository.knownTypes(), displayNames, siteTitles });
  return {
    ...(facets && facetContext(body, facets, displayOf)),
    ...(await spellingOf({ repository, request }, body)),
    ...echoOf(body),
  };
}

/** More sites are shown under their ids. */
const MAX_TITLES = 100;

/** Titles of sites that the caller sees. */
async function titlesOf(
  { repository, request }: SearchCall,
  sites: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sites.length === 0) return new Map();
  const some = sites.slice(0, MAX_TITLES);
  const { items } = await repository.search(request, {
    language: 'afts',
    query: some.map((site) => `=cm:name:${phrase(site)}`).join(' OR '),
    filters: [{ query: 'TYPE:"st:site"' }],
    scope: 'objects',
    page: { maxItems: MAX_TITLES, skipCount: 0 },
    countLimit: MAX_TITLES,
    selection: PLAIN,
  });
  return new Map(
    items.flatMap(({ object }) => {
      const title = object.properties['cm:title'];
      return typeof title === 'string' ? [[object.name, title] as const] : [];
    }),
  );
}

/** Undefined where nobody asks. @throws ApiError 400. */
export function doubtedText({ spellcheck, query }: SearchBody): string | undefined {
  if (!spellcheck) return undefined;
  const text = spellcheck.query ?? query.userQuery;
  if (text === undefined) throw invalidArgument(': userQuery or spelling.query required.');
  return text;
}

/** What may be meant by words that nothing has. */
async function spellingOf({ repository, request }: SearchCall, body: SearchBody): Promise<Json> {
  const text = doubtedText(body);
  const suggestions = text === undefined ? [] : await repository.suggestSpelling(request, text);
  return suggestions.length === 0 ? {} : { spellCheck: { type: 'didYouMean', suggestions } };
}
