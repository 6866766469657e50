/** People and groups in a site; reference: Alfresco's `/sites/{siteId}/members` and `/group-members`. */
import { CmisError } from '../../model/errors';
import { SITE_ROLES } from '../../model/site';
import { badRequest, relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, oneOf, required, text } from '../framework/shapes';
import { equalities, isTrue, where } from '../framework/where';
import type { Request } from '../../repository/contract/request';
import { personIdOf } from '../people/person-id';
import { removeMember } from './leaving';
import { siteMemberEntry } from './site-entry';

interface Kind {
  readonly kind: 'person' | 'group';
  readonly path: string;
  readonly since: string;
  readonly ids: {
    readonly list: string;
    readonly add: string;
    readonly get: string;
    readonly put: string;
    readonly remove: string;
  };
  readonly noun: string;
  readonly answers: 'SiteMember' | 'SiteGroup';
  readonly nameOf: (request: Request, id: string | undefined) => string;
}

const role = oneOf(SITE_ROLES);
const NEW_MEMBER = object({ id: required(text()), role: required(role) });
const EXAMPLES = { person: 'anna', group: 'GROUP_editors' } as const;
const NEW_ROLE = object({ role: required(role) });

const listing = ({ kind, path, since, ids, noun, answers }: Kind): Operation =>
  operation({
    id: ids.list,
    method: 'GET',
    path,
    api: 'core',
    summary: `List ${noun}s`,
    since,
    status: 200,
    answers,
    parameters: { ...PAGING, ...where('isMemberOfGroup=true') },
    run: async ({ repository, request, path: { siteId: site = '' }, query }) => {
      const { isMemberOfGroup } = equalities(query.where, ['isMemberOfGroup']);
      const list = {
        site,
        kind,
        page: query,
        isMemberOfGroup: isMemberOfGroup === undefined ? undefined : isTrue(isMemberOfGroup),
      };
      return countedList(await foundAs(site, repository.listSiteMembers(request, list)), query, siteMemberEntry);
    },
  });

const adding = ({ kind, path, since, ids, noun, answers, nameOf }: Kind): Operation =>
  operation({
    id: ids.add,
    method: 'POST',
    path,
    api: 'core',
    summary: `Create a ${noun}`,
    since,
    status: 201,
    answers,
    example: { id: EXAMPLES[kind], role: 'SiteConsumer' },
    body: NEW_MEMBER,
    many: true,
    run: async ({ repository, request, path: { siteId: site = '' }, bodies }) => {
      const members = bodies.map((body) => {
        if (!body) throw badRequest('The member is missing');
        return { kind, name: nameOf(request, body.id), role: body.role };
      });
      return created((await repository.addSiteMembers(request, { site, members })).map(siteMemberEntry));
    },
  });

const getting = ({ kind, path, since, ids, noun, answers, nameOf }: Kind): Operation =>
  operation({
    id: ids.get,
    method: 'GET',
    path: `${path}/{memberId}`,
    api: 'core',
    summary: `Get a ${noun}`,
    since,
    status: 200,
    answers,
    run: async ({ repository, request, path: { siteId: site = '', memberId } }) => {
      const name = nameOf(request, memberId);
      const member = repository.getSiteMember(request, { site, kind, name }).catch(async (error: unknown) => {
        if (kind === 'group' || !(error instanceof CmisError) || error.code !== 'objectNotFound') throw error;
        await foundAs(site, repository.getSite(request, site));
        await foundAs(name, repository.getPerson(request, name));
        throw relationshipNotFound(name, site);
      });
      return entry(siteMemberEntry(await foundAs(name, member)));
    },
  });

const changing = ({ kind, path, since, ids, noun, answers, nameOf }: Kind): Operation =>
  operation({
    id: ids.put,
    method: 'PUT',
    path: `${path}/{memberId}`,
    api: 'core',
    summary: `Update a ${noun}`,
    since,
    status: 200,
    answers,
    example: { role: 'SiteContributor' },
    body: NEW_ROLE,
    run: async ({ repository, request, path: { siteId: site = '', memberId }, body }) => {
      if (!body) throw badRequest('The role is missing');
      const member = { site, kind, name: nameOf(request, memberId), role: body.role };
      return entry(siteMemberEntry(await repository.changeSiteRole(request, member)));
    },
  });

const removing = ({ kind, path, since, ids, noun, nameOf }: Kind): Operation =>
  operation({
    id: ids.remove,
    method: 'DELETE',
    path: `${path}/{memberId}`,
    api: 'core',
    summary: `Delete a ${noun}`,
    since,
    status: 204,
    run: async (call) => {
      const { siteId: site = '', memberId } = call.path;
      await removeMember(call, { site, kind, name: nameOf(call.request, memberId) });
      return nothing;
    },
  });

const KINDS: readonly Kind[] = [
  {
    kind: 'person',
    path: '/sites/{siteId}/members',
    since: '4.2',
    ids: {
      list: 'listSiteMemberships',
      add: 'createSiteMembership',
      get: 'getSiteMembership',
      put: 'updateSiteMembership',
      remove: 'deleteSiteMembership',
    },
    noun: 'site membership',
    answers: 'SiteMember',
    nameOf: personIdOf,
  },
  {
    kind: 'group',
    path: '/sites/{siteId}/group-members',
    since: '7.0.0',
    ids: {
      list: 'listSiteGroups',
      add: 'createSiteGroupMembership',
      get: 'getSiteGroupMembership',
      put: 'updateSiteGroupMembership',
      remove: 'deleteSiteGroupMembership',
    },
    noun: 'site membership of a group',
    answers: 'SiteGroup',
    nameOf: (_request, id = '') => id,
  },
];

export const SITE_MEMBERS: readonly Operation[] = KINDS.flatMap((kind) => [
  listing(kind),
  adding(kind),
  getting(kind),
  changing(kind),
  removing(kind),
]);
