/** Sites that a person belongs to; reference: Alfresco's `/people/{personId}/sites`. */
import { relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { entry, nothing, operation, type Operation } from '../framework/operation';
import { orderBy, PAGING } from '../framework/parameters';
import { personIdOf } from '../people/person-id';
import { removeMember } from './leaving';
import { siteOfPersonEntry } from './site-entry';
import { SITE_WHERE, siteFilter, siteOrder } from './site-list';

const PATH = '/people/{personId}/sites';

const listSiteMembershipsForPerson = operation({
  id: 'listSiteMembershipsForPerson',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List site memberships of a person',
  since: '4.2',
  status: 200,
  answers: 'SiteOfPerson',
  parameters: { ...PAGING, ...orderBy('id', 'title', 'role'), ...SITE_WHERE },
  relations: { site: '/sites/{id}' },
  run: async ({ repository, request, path, query }) => {
    const person = personIdOf(request, path['personId']);
    const list = { person, page: query, order: siteOrder(query.orderBy), filter: siteFilter(query.where) };
    return countedList(await foundAs(person, repository.listSitesOfPerson(request, list)), query, siteOfPersonEntry);
  },
});

const getSiteMembershipForPerson = operation({
  id: 'getSiteMembershipForPerson',
  method: 'GET',
  path: `${PATH}/{siteId}`,
  api: 'core',
  summary: 'Get a site membership of a person',
  since: '4.2',
  status: 200,
  answers: 'SiteOfPerson',
  relations: { site: '/sites/{id}' },
  run: async ({ repository, request, path }) => {
    const person = personIdOf(request, path['personId']);
    const site = path['siteId'] ?? '';
    const wanted = {
      person,
      site,
      page: { maxItems: 1, skipCount: 0 },
      order: [],
      filter: { visibilities: [], presets: [] },
    };
    const { items } = await foundAs(person, repository.listSitesOfPerson(request, wanted));
    if (!items[0]) throw relationshipNotFound(person, site.slice(0, 200));
    return entry(siteOfPersonEntry(items[0]));
  },
});

const deleteSiteMembershipForPerson = operation({
  id: 'deleteSiteMembershipForPerson',
  method: 'DELETE',
  path: `${PATH}/{siteId}`,
  api: 'core',
  summary: 'Delete a site membership of a person',
  since: '4.2',
  status: 204,
  run: async (call) => {
    const { personId, siteId: site = '' } = call.path;
    await removeMember(call, { site, kind: 'person', name: personIdOf(call.request, personId) });
    return nothing;
  },
});

export const PERSON_SITES: readonly Operation[] = [
  listSiteMembershipsForPerson,
  getSiteMembershipForPerson,
  deleteSiteMembershipForPerson,
];
