/** Asking to join sites, and deciding on it; reference: Alfresco's `site-membership-requests`. */
import { SITE_ROLES } from '../../model/site';
import type { Request } from '../../repository/contract/request';
import { badRequest, entityNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, oneOf, required, text } from '../framework/shapes';
import { equalities, where } from '../framework/where';
import { personIdOf } from '../people/person-id';
import { ownRequestEntry, requestEntry } from './site-entry';

const OF_PERSON = '/people/{personId}/site-membership-requests';
const ONE_OF_PERSON = `${OF_PERSON}/{siteId}`;
const OF_SITE = '/sites/{siteId}/site-membership-requests/{inviteeId}';

/** One's own alone. @throws ApiError 404. */
function requireSelf(request: Request, personId: string | undefined): void {
  const person = personIdOf(request, personId);
  if (person !== request.caller.name) throw entityNotFound(person.slice(0, 200));
}

const listOwn = operation({
  id: 'listSiteMembershipRequestsForPerson',
  method: 'GET',
  path: OF_PERSON,
  api: 'core',
  summary: 'List site membership requests of a person',
  since: '4.2',
  status: 200,
  answers: 'OwnSiteRequest',
  parameters: PAGING,
  run: async ({ repository, request, path, query }) => {
    requireSelf(request, path['personId']);
    const found = await repository.listSiteRequests(request, { page: query, toDecide: false });
    return countedList(found, query, ownRequestEntry);
  },
});

const ask = operation({
  id: 'createSiteMembershipRequestForPerson',
  method: 'POST',
  path: OF_PERSON,
  api: 'core',
  summary: 'Create a site membership request',
  since: '4.2',
  status: 201,
  answers: 'OwnSiteRequest',
  example: { id: 'marketing', message: 'Please let me in' },
  // The client would say where a mail to the managers leads to; they are told without one.
  body: object({ id: required(text()), message: text(), title: text(), client: text() }),
  run: async ({ repository, request, path, body }) => {
    requireSelf(request, path['personId']);
    if (!body) throw badRequest('The request is missing');
    const { id, message = '', title = '' } = body;
    checkMessage(message, title);
    return created([ownRequestEntry(await foundAs(id, repository.askToJoin(request, { site: id, message, title })))]);
  },
});

const getOwn = operation({
  id: 'getSiteMembershipRequestForPerson',
  method: 'GET',
  path: ONE_OF_PERSON,
  api: 'core',
  summary: 'Get a site membership request',
  since: '4.2',
  status: 200,
  answers: 'OwnSiteRequest',
  run: async ({ repository, request, path: { personId, siteId = '' } }) => {
    requireSelf(request, personId);
    return entry(ownRequestEntry(await foundAs(siteId, repository.getSiteRequest(request, siteId))));
  },
});

const changeOwn = operation({
  id: 'updateSiteMembershipRequestForPerson',
  method: 'PUT',
  path: ONE_OF_PERSON,
  api: 'core',
  summary: 'Update a site membership request',
  since: '4.2',
  status: 200,
  answers: 'OwnSiteRequest',
  example: { message: 'Please let me in' },
  body: object({ message: text() }),
  run: async ({ repository, request, path: { personId, siteId: site = '' }, body }) => {
    requireSelf(request, personId);
    const message = body?.message ?? '';
    checkMessage(message);
    return entry(ownRequestEntry(await foundAs(site, repository.changeSiteRequest(request, { site, message }))));
  },
});

const withdraw = operation({
  id: 'deleteSiteMembershipRequestForPerson',
  method: 'DELETE',
  path: ONE_OF_PERSON,
  api: 'core',
  summary: 'Delete a site membership request',
  since: '4.2',
  status: 204,
  run: async ({ repository, request, path: { personId, siteId = '' } }) => {
    requireSelf(request, personId);
    await foundAs(siteId, repository.withdrawSiteRequest(request, siteId));
    return nothing;
  },
});

const listToDecide = operation({
  id: 'getSiteMembershipRequests',
  method: 'GET',
  path: '/site-membership-requests',
  api: 'core',
  summary: 'List the site membership requests that the caller may decide on',
  since: '4.2',
  status: 200,
  answers: 'SiteRequest',
  parameters: { ...PAGING, ...where("siteId='…' and personId='…', joined by AND") },
  run: async ({ repository, request, query }) => {
    const { siteId: site, personId } = equalities(query.where, ['siteId', 'personId']);
    const person = personId === undefined ? undefined : personIdOf(request, personId);
    const found = await repository.listSiteRequests(request, { page: query, site, person, toDecide: true });
    return countedList(found, query, requestEntry);
  },
});

const approve = operation({
  id: 'approveSiteMembershipRequest',
  method: 'POST',
  path: `${OF_SITE}/approve`,
  api: 'core',
  summary: 'Approve a site membership request',
  since: '6.0',
  status: 200,
  example: { role: 'SiteConsumer' },
  body: object({ role: oneOf(SITE_ROLES) }),
  bodyIsOptional: true,
  run: async ({ repository, request, path: { siteId: site = '', inviteeId: person = '' }, body }) => {
    const decision = { site, person, role: body?.role ?? 'SiteConsumer' };
    await foundAs(person, repository.decideSiteRequest(request, decision));
    return nothing;
  },
});

const reject = operation({
  id: 'rejectSiteMembershipRequest',
  method: 'POST',
  path: `${OF_SITE}/reject`,
  api: 'core',
  summary: 'Reject a site membership request',
  since: '6.0',
  status: 200,
  example: { comment: 'Not now' },
  body: object({ comment: text() }),
  bodyIsOptional: true,
  run: async ({ repository, request, path: { siteId: site = '', inviteeId: person = '' } }) => {
    await foundAs(person, repository.decideSiteRequest(request, { site, person, role: undefined }));
    return nothing;
  },
});

const MAX_MESSAGE = 4000;

function checkMessage(...texts: readonly string[]): void {
  if (texts.some((one) => one.length > MAX_MESSAGE))
    throw badRequest(`Message and title have at most ${MAX_MESSAGE} characters`);
}

export const SITE_REQUESTS: readonly Operation[] = [
  listOwn,
  ask,
  getOwn,
  changeOwn,
  withdraw,
  listToDecide,
  approve,
  reject,
];
