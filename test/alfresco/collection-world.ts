import type { AlfrescoClient } from './client';
import type { AlfrescoServer } from './server';

/** Where a list is that holds something, and who sees it there. */
export interface Collection {
  readonly path: string;
  /** The administrator, where it is not anna. */
  readonly as?: 'admin';
  /** Entries that are there at least; three, where nothing is said. */
  readonly least?: number;
}

const THREE = [1, 2, 3] as const;

/** Makes something to list for every collection, and says where it is, by the ids of the operations. */
export async function makeCollections(server: AlfrescoServer): Promise<Readonly<Record<string, Collection>>> {
  const anna = server.as('anna');
  const admin = server.as('admin');
  const { folder, file, others } = await makeNodes(anna);
  await makePeopleThings(admin);
  await makeSites(anna, admin);
  await annotate(anna, file, others);
  const category = await classify(admin, anna, file);
  const none = { least: 0 } as const;
  return {
    listNodeChildren: { path: `/nodes/${folder}/children` },
    listSecondaryChildren: { path: `/nodes/${folder}/secondary-children` },
    listParents: { path: `/nodes/${file}/parents` },
    listTargetAssociations: { path: `/nodes/${file}/targets` },
    listSourceAssociations: { path: `/nodes/${others[0] ?? ''}/sources`, least: 1 },
    listVersionHistory: { path: `/nodes/${file}/versions` },
    listDeletedNodes: { path: '/deleted-nodes' },
    listPeople: { path: '/people' },
    listPreferences: { path: '/people/-me-/preferences' },
    listActivitiesForPerson: { path: '/people/-me-/activities' },
    listNetworksForPerson: { path: '/people/-me-/networks', least: 1 },
    listGroups: { path: '/groups' },
    listGroupMembershipsForPerson: { path: '/people/-me-/groups' },
    listGroupMemberships: { path: '/groups/GROUP_all/members' },
    listSites: { path: '/sites' },
    listSiteContainers: { path: '/sites/own-1/containers', least: 1 },
    listSiteMemberships: { path: '/sites/own-1/members' },
    listSiteGroups: { path: '/sites/own-1/group-members' },
    listSiteMembershipsForPerson: { path: '/people/-me-/sites' },
    listSiteMembershipRequestsForPerson: { path: '/people/-me-/site-membership-requests' },
    getSiteMembershipRequests: { path: '/site-membership-requests', as: 'admin' },
    listComments: { path: `/nodes/${file}/comments` },
    listRatings: { path: `/nodes/${file}/ratings`, least: 2 },
    listTags: { path: '/tags' },
    listTagsForNode: { path: `/nodes/${file}/tags` },
    listSubcategories: { path: `/categories/${category}/subcategories` },
    listCategoriesForNode: { path: `/nodes/${file}/category-links` },
    listFavorites: { path: '/people/-me-/favorites' },
    listFavoriteSitesForPerson: { path: '/people/-me-/favorite-sites' },
    listSharedLinks: { path: '/shared-links' },
    findNodes: { path: '/queries/nodes?term=paper' },
    findPeople: { path: '/queries/people?term=per' },
    findSites: { path: '/queries/sites?term=own' },
    listTypes: { path: '/types' },
    listAspects: { path: '/aspects' },
    // This server has no rules and no actions.
    listRuleSets: { path: `/alfresco/api/-default-/private/alfresco/versions/1/nodes/${folder}/rule-sets`, ...none },
    listActions: { path: '/action-definitions', ...none },
    nodeActions: { path: `/nodes/${file}/action-definitions`, ...none },
  };
}

interface Nodes {
  readonly folder: string;
  readonly file: string;
  readonly others: readonly string[];
}

async function makeNodes(anna: AlfrescoClient): Promise<Nodes> {
  const make = async (parent: string, name: string, nodeType = 'cm:content'): Promise<string> =>
    String((await anna.make(`/nodes/${parent}/children`, { name, nodeType }))['id']);
  const folder = await make('-my-', 'folder', 'cm:folder');
  const file = await make(folder, 'paper');
  const others: string[] = [];
  for (const index of THREE) {
    const other = await make(folder, `paper-${index}`);
    others.push(other);
    const away = await make('-my-', `away-${index}`, 'cm:folder');
    await anna.make(`/nodes/${away}/secondary-children`, { childId: file, assocType: 'cm:contains' });
    const elsewhere = await make(away, `elsewhere-${index}`);
    await anna.make(`/nodes/${folder}/secondary-children`, { childId: elsewhere, assocType: 'cm:contains' });
    await anna.make(`/nodes/${file}/targets`, { targetId: other, assocType: 'cm:references' });
    await anna.put(`/nodes/${file}/content?majorVersion=true`, `text ${index}`);
    await anna.make('/shared-links', { nodeId: other });
    const gone = await make('-my-', `gone-${index}`);
    await anna.delete(`/nodes/${gone}`);
  }
  return { folder, file, others };
}

async function makePeopleThings(admin: AlfrescoClient): Promise<void> {
  await admin.make('/groups', { id: 'all', displayName: 'All' });
  await admin.make('/groups/GROUP_all/members', { id: 'anna', memberType: 'PERSON' });
  for (const index of THREE) {
    const person = { id: `person-${index}`, firstName: `Per${index}`, email: `p${index}@example.com`, password: 'x' };
    await admin.make('/people', person);
    await admin.make('/groups', { id: `group-${index}`, displayName: `Group ${index}` });
    await admin.make(`/groups/GROUP_group-${index}/members`, { id: 'anna', memberType: 'PERSON' });
    await admin.make('/groups/GROUP_all/members', { id: person.id, memberType: 'PERSON' });
  }
}

async function makeSites(anna: AlfrescoClient, admin: AlfrescoClient): Promise<void> {
  for (const index of THREE) {
    await anna.make('/sites', { id: `own-${index}`, title: `Own ${index}`, visibility: 'PUBLIC' });
    await admin.make('/sites', { id: `asked-${index}`, title: `Asked ${index}`, visibility: 'MODERATED' });
    await anna.make('/people/-me-/site-membership-requests', { id: `asked-${index}`, message: 'Please' });
  }
  for (const index of THREE) {
    await anna.make('/sites/own-1/members', { id: `person-${index}`, role: 'SiteConsumer' });
    await anna.make('/sites/own-1/group-members', { id: `GROUP_group-${index}`, role: 'SiteConsumer' });
  }
}

async function annotate(anna: AlfrescoClient, file: string, others: readonly string[]): Promise<void> {
  for (const index of THREE) {
    await anna.make(`/nodes/${file}/comments`, { content: `Comment ${index}` });
    await anna.make(`/nodes/${file}/tags`, { tag: `tag-${index}` });
    await anna.make('/people/-me-/favorites', { target: { file: { guid: others[index - 1] } } });
    await anna.put(`/people/-me-/preferences/one.of.${index}`, { value: String(index) });
  }
}

/** Returns the category that the others are in. */
async function classify(admin: AlfrescoClient, anna: AlfrescoClient, file: string): Promise<string> {
  const above = String((await admin.make('/categories/-root-/subcategories', { name: 'Kinds' }))['id']);
  for (const index of THREE) {
    const { id } = await admin.make(`/categories/${above}/subcategories`, { name: `Kind ${index}` });
    await anna.make(`/nodes/${file}/category-links`, { categoryId: id });
  }
  return above;
}
