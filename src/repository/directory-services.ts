import type { Caller } from '../model/principal';
import * as groups from './groups';
import * as people from './people';
import * as members from './site-members';
import * as requests from './site-requests';
import * as sites from './sites';
import type { ReadUnit, Transactor, UnitOfWork } from './storage';

const READS = {
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

interface Asking {
  readonly caller: Caller;
}

type Bound<F> = F extends (uow: never, input: infer I) => infer O ? (request: Asking, input: I) => O : never;
type AllBound<Fs> = { readonly [K in keyof Fs]: Bound<Fs[K]> };

/** What may be done with people, groups and sites, each one transaction or one read. */
export type DirectoryServices = AllBound<typeof READS> & AllBound<typeof WRITES>;

export function directoryServices(transactor: Transactor): DirectoryServices {
  type Operation<U> = (uow: U, input: unknown) => Promise<unknown>;
  const bound = <U>(
    operations: object,
    run: (caller: Caller, work: (uow: U) => Promise<unknown>) => Promise<unknown>,
  ): readonly (readonly [string, unknown])[] =>
    Object.entries(operations as Readonly<Record<string, Operation<U>>>).map(([name, operation]) => [
      name,
      ({ caller }: Asking, input: unknown) => run(caller, (uow) => operation(uow, input)),
    ]);
  return Object.fromEntries([
    ...bound<ReadUnit>(READS, transactor.read.bind(transactor)),
    ...bound<UnitOfWork>(WRITES, transactor.write.bind(transactor)),
  ]) as DirectoryServices;
}
