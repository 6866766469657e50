/** Sites; reference: Alfresco's `/sites`. */
import { badRequest } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Operation } from '../framework/operation';
import { flagParameter, orderBy, PAGING } from '../framework/parameters';
import { checkSiteTexts, CHANGED_SITE, NEW_SITE, siteIdOf } from './site-input';
import { siteEntry } from './site-entry';
import { SITE_WHERE, siteFilter, siteOrder } from './site-list';

const listSites = operation({
  id: 'listSites',
  method: 'GET',
  path: '/sites',
  api: 'core',
  summary: 'List sites',
  since: '4.2',
  status: 200,
  answers: 'Site',
  parameters: { ...PAGING, ...orderBy('id', 'title', 'description'), ...SITE_WHERE },
  run: async ({ repository, request, query }) => {
    const list = { page: query, order: siteOrder(query.orderBy), filter: siteFilter(query.where) };
    return countedList(await repository.listSites(request, list), query, siteEntry);
  },
});

const createSite = operation({
  id: 'createSite',
  method: 'POST',
  path: '/sites',
  api: 'core',
  summary: 'Create a site',
  since: '5.2',
  status: 201,
  answers: 'Site',
  parameters: {
    skipConfiguration: flagParameter('Sites need no configuration here: there is none to be skipped'),
    skipAddToFavorites: flagParameter('Whether the site does not become a favourite of who makes it'),
  },
  example: { title: 'Marketing', visibility: 'PUBLIC' },
  body: NEW_SITE,
  run: async ({ repository, request, query, body }) => {
    if (!body) throw badRequest('The site is missing');
    const { id, title, description, visibility } = body;
    checkSiteTexts(body);
    const isFavourite = query.skipAddToFavorites !== true;
    const site = { name: siteIdOf({ id, title }), title, description, visibility, isFavourite };
    return created([siteEntry(await repository.createSite(request, site))]);
  },
});

const getSite = operation({
  id: 'getSite',
  method: 'GET',
  path: '/sites/{siteId}',
  api: 'core',
  summary: 'Get a site',
  since: '4.2',
  status: 200,
  answers: 'Site',
  run: async ({ repository, request, path }) => {
    const id = path['siteId'] ?? '';
    return entry(siteEntry(await foundAs(id, repository.getSite(request, id))));
  },
});

const updateSite = operation({
  id: 'updateSite',
  method: 'PUT',
  path: '/sites/{siteId}',
  api: 'core',
  summary: 'Update a site',
  since: '5.2',
  status: 200,
  answers: 'Site',
  example: { title: 'Marketing', visibility: 'MODERATED' },
  body: CHANGED_SITE,
  run: async ({ repository, request, path, body }) => {
    const name = path['siteId'] ?? '';
    const { title, description, visibility } = body ?? {};
    if (title === null) throw badRequest("'title' cannot be null or empty");
    if (visibility === null) throw badRequest("'visibility' cannot be null or empty");
    checkSiteTexts({ title, description: description ?? undefined });
    const change = { name, title, visibility, description: description === null ? '' : description };
    return entry(siteEntry(await foundAs(name, repository.updateSite(request, change))));
  },
});

const deleteSite = operation({
  id: 'deleteSite',
  method: 'DELETE',
  path: '/sites/{siteId}',
  api: 'core',
  summary: 'Delete a site with all that is in it',
  since: '5.2',
  status: 204,
  parameters: { permanent: flagParameter('Whether it does not go to the trash, but for good') },
  run: async ({ repository, request, path, query }) => {
    const name = path['siteId'] ?? '';
    await foundAs(name, repository.deleteSite(request, { name, final: query.permanent ?? false }));
    return nothing;
  },
});

export const SITES: readonly Operation[] = [listSites, createSite, getSite, updateSite, deleteSite];
