/** Folders of a site that its parts work in; reference: Alfresco's `/sites/{siteId}/containers`. */
import { relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { entry, operation, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { containerEntry } from './site-entry';

const PATH = '/sites/{siteId}/containers';

const listSiteContainers = operation({
  id: 'listSiteContainers',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List site containers',
  since: '4.2',
  status: 200,
  answers: 'SiteContainer',
  parameters: PAGING,
  run: async ({ repository, request, path, query }) => {
    const site = path['siteId'] ?? '';
    const found = await foundAs(site, repository.listSiteContainers(request, { site, page: query }));
    return countedList(found, query, containerEntry);
  },
});

const getSiteContainer = operation({
  id: 'getSiteContainer',
  method: 'GET',
  path: `${PATH}/{containerId}`,
  api: 'core',
  summary: 'Get a site container',
  since: '4.2',
  status: 200,
  answers: 'SiteContainer',
  run: async ({ repository, request, path }) => {
    const { siteId: site = '', containerId: componentId = '' } = path;
    const wanted = { site, componentId, page: { maxItems: 1, skipCount: 0 } };
    const { items } = await foundAs(site, repository.listSiteContainers(request, wanted));
    if (!items[0]) throw relationshipNotFound(site, componentId.slice(0, 200));
    return entry(containerEntry(items[0]));
  },
});

export const CONTAINERS: readonly Operation[] = [listSiteContainers, getSiteContainer];
