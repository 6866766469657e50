/** The ports for sites. Every reading function is one statement, and knows no site that the caller may not see. */
import type { SiteRole, Visibility } from '../../model/site';
import type { PageRequest } from '../values/object-view';
import type { Counted, Ordering, StoredGroup, StoredPerson } from './directory';

export interface StoredSite {
  /** Row key and uuid of its folder. */
  readonly key: number;
  readonly uuid: string;
  /** Short name, by which clients know it. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly preset?: string;
  /** What the rights on its folder amount to. */
  readonly visibility: Visibility;
  /** The caller's, also through groups. */
  readonly role?: SiteRole;
}

export type SiteColumn = 'id' | 'title' | 'description' | 'role';

export interface SiteList {
  readonly page: PageRequest;
  readonly order: readonly Ordering<SiteColumn>[];
  /** Sites that have one of these. Both empty: all. */
  readonly filter: { readonly visibilities: readonly string[]; readonly presets: readonly string[] };
}

export interface SiteContainer {
  readonly uuid: string;
  readonly componentId: string;
}

export interface SiteMember {
  readonly role: SiteRole;
  /** Only through a group. */
  readonly isMemberOfGroup: boolean;
  readonly person?: StoredPerson;
  readonly group?: StoredGroup;
}

export interface SiteMemberList {
  readonly site: string;
  /** Groups are listed where they are members themselves, people also through groups. */
  readonly kind: 'person' | 'group';
  readonly page: PageRequest;
  readonly isMemberOfGroup?: boolean | undefined;
  /** Only the one of this name. */
  readonly name?: string | undefined;
}

export interface SiteRequest {
  readonly site: StoredSite;
  readonly person: StoredPerson;
  readonly message: string;
  readonly title: string;
  readonly created: number;
}

export interface SiteRequestList {
  readonly page: PageRequest;
  readonly site?: string | undefined;
  readonly person?: string | undefined;
  /** Those that the caller may decide on; else the caller's own. */
  readonly toDecide: boolean;
}

export interface SiteReader {
  find(name: string): Promise<StoredSite | undefined>;
  list(input: SiteList): Promise<Counted<StoredSite>>;
  /** Sites that a person belongs to, with that person's role; undefined when there is no such person. */
  ofPerson(
    person: string,
    input: SiteList & { readonly site?: string | undefined },
  ): Promise<Counted<StoredSite & { readonly personRole: SiteRole }> | undefined>;
  /** Undefined when there is no such site. */
  containers(
    site: string,
    input: { readonly page: PageRequest; readonly componentId?: string | undefined },
  ): Promise<Counted<SiteContainer> | undefined>;
  /** Undefined when there is no such site. */
  members(input: SiteMemberList): Promise<Counted<SiteMember> | undefined>;
  /** The oldest first. */
  requests(input: SiteRequestList): Promise<Counted<SiteRequest>>;
}

export interface SiteWriter {
  /** Uuid of the folder that sites are in; undefined when it is gone. */
  place(): Promise<string | undefined>;
  /** Makes a site of the folder, after its groups were made. */
  register(site: { readonly key: number; readonly name: string }): Promise<void>;
  /** The role that somebody has directly. */
  directRole(site: StoredSite, member: string): Promise<SiteRole | undefined>;
  countManagers(site: StoredSite): Promise<number>;
  /** Whether a site has this name, seen by the caller or not, or has it in the trash. */
  isTaken(name: string): Promise<boolean>;
  /** Takes away, with their groups, those sites whose folder is neither there nor in the trash any more. */
  sweep(): Promise<void>;
  /** The caller's. False: there is one already. */
  ask(site: StoredSite, request: { readonly message: string; readonly title: string }): Promise<boolean>;
  /** The caller's. False: there is none. */
  changeRequest(site: StoredSite, message: string): Promise<boolean>;
  /** False: there is none. */
  dropRequest(site: StoredSite, person: string): Promise<boolean>;
}
