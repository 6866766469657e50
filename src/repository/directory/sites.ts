/** Sites: a folder below `/Sites` with a document library, and a group of people for each role in it. */
import { CmisError, constraint, permissionDenied } from '../../model/errors';
import { checkName, nameKey } from '../../model/names';
import { SEE, type Ace } from '../../model/permissions';
import { ANYONE, FIRST_ADMINISTRATOR } from '../../model/principal';
import {
  DOCUMENT_LIBRARY,
  roleGroup,
  SITE_PRESET,
  SITE_ROLES,
  SITE_TYPE,
  siteGroup,
  type SiteRole,
  type Visibility,
} from '../../model/site';
import { requireChangeable } from '../access/found';
import type { PageRequest } from '../values/object-view';
import { nobody } from './people';
import type { ReadUnit, StoredFolder, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { SiteContainer, SiteList, StoredSite } from '../storage/sites';

/** A page of the sites that the caller may see, and how many these are, in one statement. */
export const listSites = (uow: ReadUnit, input: SiteList): Promise<Counted<StoredSite>> => uow.sites.list(input);

/** @throws CmisError `objectNotFound`, also for sites that the caller may not see. */
export async function getSite(uow: ReadUnit, name: string): Promise<StoredSite> {
  return (await uow.sites.find(name)) ?? noSite(name);
}

export type SiteOfPerson = StoredSite & { readonly personRole: SiteRole };

/** Sites that a person belongs to, of those that the caller may see. `site`: only the one of this name. */
export async function listSitesOfPerson(
  uow: ReadUnit,
  { person, ...list }: SiteList & { readonly person: string; readonly site?: string | undefined },
): Promise<Counted<SiteOfPerson>> {
  return (await uow.sites.ofPerson(person, list)) ?? nobody(person);
}

/**
 * Folders of a site that its clients know by name, as `documentLibrary`. `componentId`: only the one of this name.
 * @throws CmisError `objectNotFound` for a site that the caller may not see.
 */
export async function listSiteContainers(
  uow: ReadUnit,
  { site, ...input }: { readonly site: string; readonly page: PageRequest; readonly componentId?: string | undefined },
): Promise<Counted<SiteContainer>> {
  return (await uow.sites.containers(site, input)) ?? noSite(site);
}

export interface CreateSite {
  readonly name: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly visibility: Visibility;
  /** Of whoever makes it, from the start. */
  readonly isFavourite?: boolean;
}

/** By anybody, who becomes its manager. @throws CmisError `nameConstraintViolation` for a name that is taken. */
export async function createSite(uow: UnitOfWork, input: CreateSite): Promise<StoredSite> {
  const { name, visibility } = input;
  checkName(name);
  await uow.directoryWriter.lock();
  await uow.writer.lockTree('exclusive');
  // Whose request this is, as the database has it now.
  const found = await uow.sites.find(name);
  await uow.siteWriter.sweep();
  if (found ?? (await uow.siteWriter.isTaken(name)))
    throw new CmisError('nameConstraintViolation', `There is a site '${name}' already, or in the trash.`);
  const folder = await sitesFolder(uow);
  const site = await insertFolder(uow, {
    folder,
    name,
    typeId: SITE_TYPE,
    secondaryTypeIds: [],
    properties: {
      'cm:title': input.title,
      ...(input.description !== undefined && { 'cm:description': input.description }),
      'st:siteVisibility': visibility,
      'st:sitePreset': SITE_PRESET,
    },
  });
  await makeGroups(uow, name);
  await uow.siteWriter.register({ key: site.key, name });
  await uow.acls.setInheritance(site, false);
  await uow.acls.replace(site, [...rolesIn(name), ...everybodyIn(visibility)]);
  await uow.log.append({ object: (await uow.objects.byId({ uuid: site.uuid })) ?? site, kind: 'security' });
  if (input.isFavourite === true) await uow.annotationWriter.addFavourite(site);
  await insertFolder(uow, {
    folder: await held(uow, site.uuid),
    name: DOCUMENT_LIBRARY,
    typeId: 'cmis:folder',
    secondaryTypeIds: ['P:st:siteContainer'],
    properties: { 'st:componentId': DOCUMENT_LIBRARY },
  });
  return getSite(uow, name);
}

export interface UpdateSite {
  readonly name: string;
  readonly title?: string | undefined;
  /** The empty text removes it. */
  readonly description?: string | undefined;
  readonly visibility?: Visibility | undefined;
}

/** By its managers. @throws CmisError `objectNotFound`, `permissionDenied`. */
export async function updateSite(uow: UnitOfWork, input: UpdateSite): Promise<StoredSite> {
  const { title, description, visibility } = input;
  await uow.writer.lockTree('exclusive');
  const before = await getSite(uow, input.name);
  requireManager(uow, before);
  const folder = (await uow.objects.lock({ uuid: before.uuid })) ?? noSite(input.name);
  requireChangeable(folder);
  const { 'cm:description': described, ...rest } = folder.properties;
  const text = description ?? described;
  const object = await uow.writer.update(folder, {
    properties: {
      ...rest,
      ...(text !== undefined && text !== '' && { 'cm:description': text }),
      ...(title !== undefined && { 'cm:title': title }),
      ...(visibility !== undefined && { 'st:siteVisibility': visibility }),
    },
  });
  await uow.log.append({ object, kind: 'updated' });
  if (visibility !== undefined && visibility !== before.visibility) {
    const others = (await uow.acls.direct(object)).filter(({ principalId }) => principalId !== ANYONE);
    await uow.acls.setInheritance(object, false);
    await uow.acls.replace(object, [...others, ...everybodyIn(visibility)]);
    await uow.log.append({ object: (await uow.objects.byId({ uuid: object.uuid })) ?? object, kind: 'security' });
  }
  return getSite(uow, input.name);
}

/**
 * By its managers: with all that is in it, into the trash, from which it comes back with its members; or for good. What
 * is in folders elsewhere, too, stays there.
 */
export async function deleteSite(
  uow: UnitOfWork,
  { name, final }: { readonly name: string; readonly final: boolean },
): Promise<void> {
  await uow.directoryWriter.lock();
  await uow.writer.lockTree('exclusive');
  const site = await getSite(uow, name);
  requireManager(uow, site);
  const top = (await uow.objects.lock({ uuid: site.uuid })) ?? noSite(name);
  const below = await uow.writer.subtree(top);
  const kept = [top, ...below.map(({ object }) => object)].find((object) => object.immutable || object.retained);
  if (kept) {
    const what = kept.access & SEE ? `'${kept.name}'` : 'something';
    throw constraint(`The site '${name}' cannot be deleted: ${what} in it is under retention or immutable.`);
  }
  const folders = new Map([top, ...below.map(({ object }) => object)].map((object) => [object.key, object]));
  const stays = below.filter(({ object, elsewhere }) => elsewhere && object.type.baseId !== 'cmis:folder');
  for (const { object, folderKeys } of stays) {
    for (const key of folderKeys) {
      const holder = folders.get(key);
      if (holder) await uow.filing.remove(object, holder);
    }
  }
  const gone = [...below.filter((one) => !stays.includes(one)).map(({ object }) => object), top];
  if (final) await uow.writer.delete(gone);
  else await uow.trash.put(top, gone);
  await uow.siteWriter.sweep();
}

/** @throws CmisError `permissionDenied`. */
export function requireManager({ caller }: ReadUnit, { name, role }: StoredSite): void {
  if (role !== 'SiteManager' && !caller.admin)
    throw permissionDenied(`Only managers of the site '${name}' may do this.`);
}

/** @throws CmisError `objectNotFound`, always: there is no site of that name, or none for the caller. */
export function noSite(name: string): never {
  throw new CmisError('objectNotFound', `There is no site '${name}'.`);
}

async function sitesFolder(uow: UnitOfWork): Promise<StoredFolder> {
  const uuid = await uow.siteWriter.place();
  const folder = uuid === undefined ? undefined : await uow.objects.shareFolder({ uuid });
  if (!folder) throw constraint('Sites cannot be made: there is no folder for them.');
  return folder;
}

async function held(uow: UnitOfWork, uuid: string): Promise<StoredFolder> {
  const folder = await uow.objects.shareFolder({ uuid });
  if (!folder) throw constraint('The folder of the site was deleted meanwhile.');
  return folder;
}

async function insertFolder(
  uow: UnitOfWork,
  input: {
    readonly folder: StoredFolder;
    readonly name: string;
    readonly typeId: string;
    readonly secondaryTypeIds: readonly string[];
    readonly properties: Readonly<Record<string, string>>;
  },
): ReturnType<UnitOfWork['writer']['insert']> {
  const { folder, name, typeId, secondaryTypeIds, properties } = input;
  const type = uow.types.findOfBase(typeId, 'cmis:folder');
  if (!type) throw constraint(`There is no type '${typeId}'.`);
  const secondaryTypes = [...new Set([...type.mandatorySecondaryTypeIds, ...secondaryTypeIds])].flatMap(
    (id) => uow.types.findSecondary(id) ?? [],
  );
  const named = { type, secondaryTypes, name, nameKey: nameKey(name), properties };
  // Nobody keeps rights by having made it.
  return uow.writer.insert({ ...named, folder, owner: FIRST_ADMINISTRATOR, quiet: true });
}

async function makeGroups(uow: UnitOfWork, site: string): Promise<void> {
  await uow.directoryWriter.createGroup({ name: siteGroup(site) });
  for (const role of SITE_ROLES) {
    const name = roleGroup(site, role);
    await uow.directoryWriter.createGroup({ name });
    await uow.directoryWriter.addMember({ group: siteGroup(site), member: name });
  }
  await uow.directoryWriter.addMember({ group: roleGroup(site, 'SiteManager'), member: uow.caller.name });
}

const rolesIn = (site: string): readonly Ace[] =>
  SITE_ROLES.map((role) => ({ principalId: roleGroup(site, role), permissions: [role], direct: true }));

/** Of a moderated site everybody sees the folder and nothing in it. */
function everybodyIn(visibility: Visibility): readonly Ace[] {
  if (visibility === 'PRIVATE') return [];
  const entry: Ace = { principalId: ANYONE, permissions: ['SiteConsumer'], direct: true };
  return [visibility === 'PUBLIC' ? entry : { ...entry, objectOnly: true }];
}
