import { SITE_PRESET } from '../../model/site';
import type { SiteContainer, SiteMember, SiteRequest, StoredSite } from '../../repository/storage/sites';
import type { SiteOfPerson } from '../../repository/directory/sites';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';
import { memberEntry } from '../groups/group-entry';
import { personEntry } from '../people/person-entry';

/** A site as entries show it; the role is the caller's. */
export function siteEntry({ name, uuid, title = name, ...site }: StoredSite): Json {
  const { description, visibility, preset = SITE_PRESET, role } = site;
  return { id: name, guid: uuid, title, description, visibility, preset, role };
}

export const containerEntry = ({ uuid, componentId }: SiteContainer): Json => ({ id: uuid, folderId: componentId });

/** People and groups as members. Strict clients know nothing of whose member a group is. */
export function siteMemberEntry({ role, isMemberOfGroup, person, group }: SiteMember): Json {
  return {
    id: person?.name ?? group?.name,
    role,
    ...(person && { isMemberOfGroup, person: personEntry(person) }),
    ...(group && { group: memberEntry({ ...group, kind: 'group' }) }),
  };
}

export const siteOfPersonEntry = ({ personRole, ...site }: SiteOfPerson): Json => ({
  id: site.name,
  guid: site.uuid,
  role: personRole,
  site: tidy(siteEntry(site)),
});

/** As the person who asks sees it. */
export const ownRequestEntry = ({ site, message, created }: SiteRequest): Json => ({
  id: site.name,
  createdAt: dateText(created),
  modifiedAt: dateText(created),
  message,
  site: tidy(siteEntry(site)),
});

/** As those see it who decide. */
export const requestEntry = (request: SiteRequest): Json => ({
  id: request.site.name,
  createdAt: dateText(request.created),
  message: request.message,
  site: tidy(siteEntry(request.site)),
  person: personEntry(request.person),
});

/** Inside of entries nothing takes out what is absent. */
const tidy = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
