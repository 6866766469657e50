/** Sites that a person comes back to, as they were told of first; reference: Alfresco's `/people/{personId}/favorite-sites`. */
import { CmisError } from '../../model/errors';
import type { Request } from '../../repository/contract/request';
import { PLAIN } from '../../repository/values/object-view';
import { ApiError, forbidden, relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Call, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, required, text } from '../framework/shapes';
import { siteEntry } from '../sites/site-entry';
import type { StoredSite } from '../../repository/storage/sites';
import { personIdOf } from '../people/person-id';

const PATH = '/people/{personId}/favorite-sites';
const ONE = { maxItems: 1, skipCount: 0 } as const;

const listFavoriteSites = operation({
  id: 'listFavoriteSitesForPerson',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List favorite sites',
  since: '4.2',
  status: 200,
  answers: 'Site',
  parameters: PAGING,
  run: async (call) => {
    const { repository, query } = call;
    const request = await asPerson(call);
    const order = [{ by: 'title', descending: false }] as const;
    const favourites = await repository.listFavourites(request, {
      page: query,
      order,
      kinds: ['site'],
      selection: PLAIN,
    });
    return countedList(favourites, query, ({ site }) => (site ? siteEntry(site) : {}));
  },
});

const createFavoriteSite = operation({
  id: 'createSiteFavorite',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a site favorite',
  since: '4.2',
  status: 201,
  answers: 'FavoriteSite',
  example: { id: 'marketing' },
  body: object({ id: required(text()) }),
  run: async (call) => {
    const { repository, body } = call;
    const request = await asPerson(call);
    const id = body?.id ?? '';
    const site = await foundAs(id, repository.getSite(request, id));
    if (await isFavourite(repository, request, site))
      throw new ApiError(409, `Site ${site.name} is already a favourite site`);
    const targets = [{ kind: 'site', objectId: site.uuid }] as const;
    await repository.addFavourites(request, { targets, selection: PLAIN });
    return created([{ id: site.name }]);
  },
});

const getFavoriteSite = operation({
  id: 'getFavoriteSite',
  method: 'GET',
  path: `${PATH}/{siteId}`,
  api: 'core',
  summary: 'Get a favorite site',
  since: '4.2',
  status: 200,
  answers: 'Site',
  run: async (call) => entry(siteEntry(await favouriteSite(call, await asPerson(call)))),
});

const deleteFavoriteSite = operation({
  id: 'deleteFavoriteSite',
  method: 'DELETE',
  path: `${PATH}/{siteId}`,
  api: 'core',
  summary: 'Delete a site favorite',
  since: '4.2',
  status: 204,
  run: async (call) => {
    const request = await asPerson(call);
    const site = await favouriteSite(call, request);
    await call.repository.removeFavourite(request, site.uuid);
    return nothing;
  },
});

type SiteCall = Pick<Call, 'parts' | 'repository' | 'request' | 'path'>;

/**
 * The request of the person whose sites these are, which administrators make for everybody. Other than with `/favorites`,
 * clients are told that those of others are none of theirs. @throws ApiError 403, 404.
 */
async function asPerson({ parts, repository, request, path }: SiteCall): Promise<Request> {
  const person = personIdOf(request, path['personId']);
  if (person === request.caller.name) return request;
  const { name } = await foundAs(person, repository.getPerson(request, person));
  const account = (await repository.isAdministrator(request)) ? await parts.directory.account(name) : undefined;
  // Nobody is let in by an account that is disabled.
  if (!account?.enabled) throw forbidden();
  const { id, epoch, admin } = account;
  return { ...request, caller: { id, name, epoch, admin } };
}

async function isFavourite(
  repository: SiteCall['repository'],
  request: Request,
  { uuid }: StoredSite,
): Promise<boolean> {
  const wanted = { uuid, page: ONE, order: [], kinds: ['site'], selection: PLAIN } as const;
  return (await repository.listFavourites(request, wanted)).total > 0;
}

/** @throws ApiError 404. */
async function favouriteSite({ repository, path }: SiteCall, request: Request): Promise<StoredSite> {
  const id = path['siteId'] ?? '';
  const none = relationshipNotFound(request.caller.name, id.slice(0, 200));
  const site = await repository.getSite(request, id).catch((error: unknown) => {
    throw error instanceof CmisError && error.code === 'objectNotFound' ? none : error;
  });
  if (!(await isFavourite(repository, request, site))) throw none;
  return site;
}

export const FAVOURITE_SITES: readonly Operation[] = [
  listFavoriteSites,
  createFavoriteSite,
  getFavoriteSite,
  deleteFavoriteSite,
];
