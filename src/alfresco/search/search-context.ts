/** What an answer says besides its entries; reference: Alfresco's `ResultSetContext`. */
import type { SearchPage } from '../../repository/search-request';
import { invalidArgument } from '../framework/api-error';
import type { Call, Json } from '../framework/operation';
import { facetContext } from './facet-answer';
import { displaysIn, peopleAmong } from './field-buckets';
import type { SearchBody } from './search-body';
import { pageOf } from './search-input';

type SearchCall = Pick<Call, 'repository' | 'request'>;

/** The request, where the client wants it back. */
export const echoOf = (body: SearchBody): Json =>
  body.includeRequest === true ? { request: { ...body, paging: pageOf(body) } } : {};

export async function contextOf(
  { repository, request }: SearchCall,
  body: SearchBody,
  { facets }: SearchPage,
): Promise<Json> {
  const names = facets ? peopleAmong(facets) : [];
  const displayNames = names.length > 0 ? await repository.getDisplayNames(request, names) : new Map<string, string>();
  return {
    ...(facets && facetContext(body, facets, displaysIn(repository.knownTypes(), displayNames))),
    ...(await spellingOf({ repository, request }, body)),
    ...echoOf(body),
  };
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
