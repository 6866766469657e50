/** Who belongs to a site, in which role; changed by its managers. */
import { CmisError, invalidArgument } from '../../model/errors';
import { roleGroup, type SiteRole } from '../../model/site';
import { getSite, noSite, requireManager } from './sites';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { SiteMember, SiteMemberList, StoredSite } from '../storage/sites';

/** Who sees the site sees its members. @throws CmisError `objectNotFound`. */
export async function listSiteMembers(uow: ReadUnit, input: SiteMemberList): Promise<Counted<SiteMember>> {
  return (await uow.sites.members(input)) ?? noSite(input.site);
}

interface Named {
  readonly site: string;
  readonly kind: 'person' | 'group';
  readonly name: string;
}

/** @throws CmisError `objectNotFound` when it is no member. */
export async function getSiteMember(uow: ReadUnit, input: Named): Promise<SiteMember> {
  const { items } = await listSiteMembers(uow, { ...input, page: { maxItems: 1, skipCount: 0 } });
  return items[0] ?? notThere(input);
}

/**
 * All of them or none.
 * @throws CmisError `objectNotFound`, `permissionDenied`, `nameConstraintViolation` for who is a member already.
 */
export async function addSiteMembers(
  uow: UnitOfWork,
  { site: name, members }: { readonly site: string; readonly members: readonly NewSiteMember[] },
): Promise<readonly SiteMember[]> {
  await uow.directoryWriter.lock();
  const site = await getSite(uow, name);
  requireManager(uow, site);
  const added: SiteMember[] = [];
  for (const member of members) added.push(await addOne(uow, site, member));
  return added;
}

export interface NewSiteMember {
  readonly kind: 'person' | 'group';
  readonly name: string;
  readonly role: SiteRole;
}

async function addOne(uow: UnitOfWork, site: StoredSite, member: NewSiteMember): Promise<SiteMember> {
  const { kind, name } = member;
  if ((await uow.directory.member(name))?.kind !== kind)
    throw new CmisError('objectNotFound', `There is no ${kind} '${name}'.`);
  if (await uow.siteWriter.directRole(site, name))
    throw new CmisError('nameConstraintViolation', `'${name}' is a member of the site '${site.name}' already.`);
  await join(uow, site, member);
  return getSiteMember(uow, { site: site.name, kind, name });
}

/** Who has come in needs not ask any more. */
export async function join(uow: UnitOfWork, site: StoredSite, { kind, name, role }: NewSiteMember): Promise<void> {
  await uow.directoryWriter.addMember({ group: roleGroup(site.name, role), member: name });
  await uow.siteWriter.dropRequest(site, name);
  await uow.activityWriter.ofMember(site, { kind: `${kind}-joined`, member: name, role });
}

/** @throws CmisError `invalidArgument` for who is no member itself, and for the last manager. */
export async function changeSiteRole(uow: UnitOfWork, input: Named & { readonly role: SiteRole }): Promise<SiteMember> {
  await uow.directoryWriter.lock();
  const site = await getSite(uow, input.site);
  requireManager(uow, site);
  const before = await roleOf(uow, site, input);
  if (before !== input.role) {
    await requireOtherManager(uow, site, before);
    await uow.directoryWriter.removeMember({ group: roleGroup(site.name, before), member: input.name });
    await uow.directoryWriter.addMember({ group: roleGroup(site.name, input.role), member: input.name });
    const told = { kind: `${input.kind}-role-changed`, member: input.name, role: input.role } as const;
    await uow.activityWriter.ofMember(site, told);
  }
  return getSiteMember(uow, { site: input.site, kind: input.kind, name: input.name });
}

/** By managers, and by people themselves. @throws CmisError `invalidArgument` for who is no member itself, and for the last manager. */
export async function removeSiteMember(uow: UnitOfWork, input: Named): Promise<void> {
  await uow.directoryWriter.lock();
  const site = await getSite(uow, input.site);
  if (input.kind !== 'person' || input.name !== uow.caller.name) requireManager(uow, site);
  const role = await roleOf(uow, site, input);
  await requireOtherManager(uow, site, role);
  await uow.directoryWriter.removeMember({ group: roleGroup(site.name, role), member: input.name });
  await uow.activityWriter.ofMember(site, { kind: `${input.kind}-left`, member: input.name, role });
}

async function roleOf(uow: UnitOfWork, site: StoredSite, { kind, name }: Named): Promise<SiteRole> {
  const found = await uow.directory.member(name);
  if (found?.kind !== kind) throw new CmisError('objectNotFound', `There is no ${kind} '${name}'.`);
  const role = await uow.siteWriter.directRole(site, name);
  if (role) return role;
  throw invalidArgument(
    kind === 'person' ? 'User is not a member of the site' : `The group '${name}' is not a member of the site`,
  );
}

async function requireOtherManager(uow: UnitOfWork, site: StoredSite, role: SiteRole): Promise<void> {
  if (role === 'SiteManager' && (await uow.siteWriter.countManagers(site)) < 2)
    throw invalidArgument(`Can't remove last manager of site ${site.name}`);
}

function notThere({ site, name }: Named): never {
  throw new CmisError('objectNotFound', `'${name}' is no member of the site '${site}'.`);
}
