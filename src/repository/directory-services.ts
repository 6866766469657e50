import { boundServices, type AllBound } from './bound-services';
import { listActivities } from './directory/activities';
import * as groups from './directory/groups';
import * as people from './directory/people';
import * as members from './directory/site-members';
import * as requests from './directory/site-requests';
import * as sites from './directory/sites';
import type { Transactor } from './storage/storage';

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

/** All of them, each in a transaction of its own or, when it only reads, in a read. */
export const directoryServices = (transactor: Transactor): DirectoryServices =>
  boundServices(transactor, { reads: READS, writes: WRITES });
