/** Roles in a site, the strongest first; also the names of the permissions that they give. */
export const SITE_ROLES = ['SiteManager', 'SiteCollaborator', 'SiteContributor', 'SiteConsumer'] as const;
export type SiteRole = (typeof SITE_ROLES)[number];

/** Whether everybody sees what is in a site, only that there is one, or neither. */
export const VISIBILITIES = ['PUBLIC', 'MODERATED', 'PRIVATE'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const SITES_FOLDER = 'Sites';
export const SITE_TYPE = 'F:st:site';
export const DOCUMENT_LIBRARY = 'documentLibrary';
/** How web clients lay out a site; there is one way. */
export const SITE_PRESET = 'site-dashboard';

/** The group of all members of a site. */
export const siteGroup = (site: string): string => `GROUP_site_${site}`;
/** The group of those who have one role in a site. */
export const roleGroup = (site: string, role: SiteRole): string => `${siteGroup(site)}_${role}`;
