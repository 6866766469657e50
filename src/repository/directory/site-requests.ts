/** Asking to become a member of a site, and deciding on it. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { SiteRole } from '../../model/site';
import type { PageRequest } from '../values/object-view';
import { join } from './site-members';
import { getSite, requireManager } from './sites';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { SiteRequest, SiteRequestList, StoredSite } from '../storage/sites';

/** The caller's own, or those that the caller may decide on. */
export const listSiteRequests = (uow: ReadUnit, input: SiteRequestList): Promise<Counted<SiteRequest>> =>
  uow.sites.requests(input);

const ONE: PageRequest = { maxItems: 1, skipCount: 0 };

/** The caller's own. @throws CmisError `objectNotFound`. */
export async function getSiteRequest(uow: ReadUnit, site: string): Promise<SiteRequest> {
  const { items } = await uow.sites.requests({ page: ONE, site, toDecide: false });
  return items[0] ?? noRequest(uow.caller.name, site);
}

export interface AskToJoin {
  readonly site: string;
  readonly message: string;
  readonly title: string;
}

/**
 * Into a public site whoever asks comes at once, into a moderated one when a manager says so.
 * @throws CmisError `objectNotFound`, `invalidArgument` for members and for who has asked already.
 */
export async function askToJoin(uow: UnitOfWork, input: AskToJoin): Promise<SiteRequest> {
  const { message, title } = input;
  const { name } = uow.caller;
  await uow.directoryWriter.lock();
  const site = await getSite(uow, input.site);
  const person = await uow.directory.person(name);
  if (!person || site.visibility === 'PRIVATE') throw noSiteToJoin(site);
  if (site.role) throw invalidArgument(`${name} is already a member of site ${site.name}`);
  const asked = { person, message, title, created: uow.now };
  if (site.visibility === 'PUBLIC') {
    const role = 'SiteConsumer';
    await join(uow, site, { kind: 'person', name, role });
    return { ...asked, site: { ...site, role } };
  }
  if (!(await uow.siteWriter.ask(site, { message, title })))
    throw invalidArgument(`${name} has asked to join the site ${site.name} already`);
  return { ...asked, site };
}

/** @throws CmisError `objectNotFound`. */
export async function changeSiteRequest(
  uow: UnitOfWork,
  { site: name, message }: { readonly site: string; readonly message: string },
): Promise<SiteRequest> {
  const site = await getSite(uow, name);
  if (!(await uow.siteWriter.changeRequest(site, message))) noRequest(uow.caller.name, name);
  return getSiteRequest(uow, name);
}

/** @throws CmisError `objectNotFound`. */
export async function withdrawSiteRequest(uow: UnitOfWork, name: string): Promise<void> {
  const site = await getSite(uow, name);
  if (!(await uow.siteWriter.dropRequest(site, uow.caller.name))) noRequest(uow.caller.name, name);
}

export interface Decision {
  readonly site: string;
  readonly person: string;
  /** Undefined: no. */
  readonly role: SiteRole | undefined;
}

/** By managers of the site. @throws CmisError `objectNotFound`, `permissionDenied`. */
export async function decideSiteRequest(uow: UnitOfWork, { site: name, person, role }: Decision): Promise<void> {
  await uow.directoryWriter.lock();
  const site = await getSite(uow, name);
  requireManager(uow, site);
  if (!(await uow.siteWriter.dropRequest(site, person))) noRequest(person, name);
  if (role !== undefined && !(await uow.siteWriter.directRole(site, person)))
    await join(uow, site, { kind: 'person', name: person, role });
}

const noSiteToJoin = ({ name }: StoredSite): CmisError =>
  new CmisError('objectNotFound', `There is no site '${name}' that one could ask to join.`);

function noRequest(person: string, site: string): never {
  throw new CmisError('objectNotFound', `'${person}' has not asked to join a site '${site}'.`);
}
