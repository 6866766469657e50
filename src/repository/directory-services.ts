import { boundServices, type AllBound } from './bound-services';
import { listActivities } from './activities';
import * as groups from './groups';
import * as people from './people';
import * as members from './site-members';
import * as requests from './site-requests';
import * as sites from './sites';
import type { Transactor } from './storage';

const READS = {
  listActivities,
  listPeople: people.listPeople,
  getPerson: people.getPerson,
  listPreferences: people.listPreferences,
  getPreference: people.getPreference,
  listGroups: groups.listGroups,
  getGroup: groups.getGroup,
  listGroupsOfPerson: groups.listGroupsOfPerson,
  listMembers: groups.listMembers,
  listSites: sites.listSites,
  getSite: sites.getSite,
  listSitesOfPerson: sites.listSitesOfPerson,
  listSiteContainers: sites.listSiteContainers,
  listSiteMembers: members.listSiteMembers,
  getSiteMember: members.getSiteMember,
  listSiteRequests: requests.listSiteRequests,
  getSiteRequest: requests.getSiteRequest,
};
const WRITES = {
  createPerson: people.createPerson,
  updatePerson: people.updatePerson,
  setPreference: people.setPreference,
  createGroup: groups.createGroup,
  updateGroup: groups.updateGroup,
  deleteGroup: groups.deleteGroup,
  addMember: groups.addMember,
  removeMember: groups.removeMember,
  createSite: sites.createSite,
  updateSite: sites.updateSite,
  deleteSite: sites.deleteSite,
  addSiteMembers: members.addSiteMembers,
  changeSiteRole: members.changeSiteRole,
  removeSiteMember: members.removeSiteMember,
  askToJoin: requests.askToJoin,
  changeSiteRequest: requests.changeSiteRequest,
  withdrawSiteRequest: requests.withdrawSiteRequest,
  decideSiteRequest: requests.decideSiteRequest,
};

/** What may be done with people, groups and sites. */
export type DirectoryServices = AllBound<typeof READS> & AllBound<typeof WRITES>;

export const directoryServices = (transactor: Transactor): DirectoryServices =>
  boundServices(transactor, { reads: READS, writes: WRITES });
