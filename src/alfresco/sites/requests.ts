/** Asking to join sites, and deciding on it; reference: Alfresco's `site-membership-requests`. */
import { SITE_ROLES } from '../../model/site';
import { CmisError } from '../../model/errors';
import type { SiteRequest } from '../../repository/storage/sites';
import { badRequest, relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Call, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { ignored, object, oneOf, required, text } from '../framework/shapes';
import { equalities, where } from '../framework/where';
import { requireSelf, personIdOf } from '../people/person-id';
import { ownRequestEntry, requestEntry } from './site-entry';

const OF_PERSON = '/people/{personId}/site-membership-requests';
const ONE_OF_PERSON = `${OF_PERSON}/{siteId}`;
const OF_SITE = '/sites/{siteId}/site-membership-requests/{inviteeId}';

/** @throws ApiError 404 for a site that the person cannot ask, or has not asked, as far as the caller sees. */
async function askedOf<T>(person: string, site: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isMissing = error instanceof CmisError && error.code === 'objectNotFound';
    throw isMissing ? relationshipNotFound(person, site.slice(0, 200)) : error;
  }
}

type PersonCall = Pick<Call, 'repository' | 'request' | 'path'>;

/** Somebody else's is seen by who may decide on it. @throws ApiError 404. */
async function requestOfAnother(
  { repository, request }: PersonCall,
  person: string,
  site: string,
): Promise<SiteRequest> {
  const page = { maxItems: 1, skipCount: 0 };
  const { items } = await repository.listSiteRequests(request, { page, site, person, toDecide: true });
  if (items[0]) return items[0];
  await foundAs(person, repository.getPerson(request, person));
  throw relationshipNotFound(person, site.slice(0, 200));
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
    const person = requireSelf(request, path['personId']);
    if (!body) throw badRequest('The request is missing');
    const { id, message = '', title = '' } = body;
    checkMessage(message, title);
    const asked = repository.askToJoin(request, { site: id, message, title });
    return created([ownRequestEntry(await askedOf(person, id, asked))]);
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
  run: async (call) => {
    const { repository, request, path } = call;
    const { personId, siteId = '' } = path;
    const person = personIdOf(request, personId);
    const isOwn = person === request.caller.name;
    const own = isOwn ? repository.getSiteRequest(request, siteId) : requestOfAnother(call, person, siteId);
    return entry(ownRequestEntry(await askedOf(person, siteId, own)));
  },
});

const CHANGE = object({
  message: text(),
  // What answers show, and what is said once; a client may send back all that it has read.
  id: ignored(),
  title: ignored(),
  client: ignored(),
  createdAt: ignored(),
  modifiedAt: ignored(),
  person: ignored(),
  site: ignored(),
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
  body: CHANGE,
  run: async ({ repository, request, path: { personId, siteId: site = '' }, body }) => {
    const person = requireSelf(request, personId);
    const message = body?.message ?? '';
    checkMessage(message);
    const changed = repository.changeSiteRequest(request, { site, message });
    return entry(ownRequestEntry(await askedOf(person, site, changed)));
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
  run: async (call) => {
    const { repository, request, path } = call;
    const { personId, siteId: site = '' } = path;
    const person = personIdOf(request, personId);
    if (person === request.caller.name) {
      await askedOf(person, site, repository.withdrawSiteRequest(request, site));
      return nothing;
    }
    await requestOfAnother(call, person, site);
    await askedOf(person, site, repository.decideSiteRequest(request, { site, person, role: undefined }));
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
