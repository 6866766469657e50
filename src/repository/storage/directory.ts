/** The ports for people, groups and what is kept for them. Every reading function is one statement. */
import type { Profile } from '../../model/profile';
import type { PageRequest } from '../values/object-view';

/** Part of a list, with how long the whole is. */
export interface Counted<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface Ordering<C extends string> {
  readonly by: C;
  readonly descending: boolean;
}

export interface StoredPerson {
  readonly name: string;
  readonly displayName?: string;
  readonly enabled: boolean;
  readonly admin: boolean;
  readonly profile: Profile;
}

export interface StoredGroup {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  /** Groups that hold it directly. */
  readonly parents: readonly string[];
  readonly hasSubgroups: boolean;
  /** Whether it is one of a site's own groups. */
  readonly ofSite: boolean;
}

export interface StoredMember {
  readonly name: string;
  readonly displayName?: string;
  readonly kind: 'person' | 'group';
}

export interface GroupFilter {
  /** Whether no group holds it. */
  readonly isRoot?: boolean;
  readonly ofSite?: boolean;
  /** Display name, in any case; `*` stands for any characters. */
  readonly displayName?: string;
}

export type PersonColumn = 'id' | 'firstName' | 'lastName';
export type GroupColumn = 'id' | 'displayName';

export interface GroupList {
  readonly page: PageRequest;
  readonly order: Ordering<GroupColumn>;
  readonly filter: GroupFilter;
}

export interface Preference {
  readonly name: string;
  readonly value: string;
}

export interface DirectoryReader {
  /** Ties by name. Empty order: by name. */
  people(input: {
    readonly page: PageRequest;
    readonly order: readonly Ordering<PersonColumn>[];
  }): Promise<Counted<StoredPerson>>;
  person(name: string): Promise<StoredPerson | undefined>;
  groups(input: GroupList): Promise<Counted<StoredGroup>>;
  group(name: string): Promise<StoredGroup | undefined>;
  /** All that a person belongs to, also through other groups; undefined when there is no such person. */
  groupsOf(person: string, input: GroupList): Promise<Counted<StoredGroup> | undefined>;
  /** Direct members; undefined when there is no such group. */
  members(
    group: string,
    input: {
      readonly page: PageRequest;
      readonly order: Ordering<GroupColumn>;
      readonly kind?: 'person' | 'group';
    },
  ): Promise<Counted<StoredMember> | undefined>;
  /** The person or group of that name. */
  member(name: string): Promise<StoredMember | undefined>;
  /** By name; undefined when there is no such person. */
  preferences(person: string, page: PageRequest): Promise<Counted<Preference> | undefined>;
  preference(person: string, name: string): Promise<Preference | undefined>;
}

export interface DirectoryWriter {
  /** One change of people, groups and memberships at a time; taken before all else, to the end of the transaction. */
  lock(): Promise<void>;
  /** With the home folder. Several statements. @throws CmisError `constraint`. */
  createPerson(person: {
    readonly name: string;
    readonly password: string;
    readonly enabled: boolean;
    readonly profile: Profile;
  }): Promise<StoredPerson>;
  /** Nothing else may be asked for a caller whose own password or account was changed. */
  updatePerson(
    name: string,
    change: { readonly profile: Profile; readonly enabled?: boolean; readonly password?: string },
  ): Promise<StoredPerson>;
  /** Undefined removes it. */
  setPreference(person: string, name: string, value: string | undefined): Promise<void>;
  createGroup(group: {
    readonly name: string;
    readonly displayName?: string;
    readonly description?: string;
  }): Promise<void>;
  /** Empty texts remove. */
  updateGroup(name: string, change: { readonly displayName?: string; readonly description?: string }): Promise<void>;
  /** @throws CmisError `constraint` for groups that stay. */
  deleteGroup(name: string): Promise<void>;
  /** Direct subgroups. May be asked for a caller who has just left a group. */
  subgroups(name: string): Promise<readonly StoredGroup[]>;
  /** @throws CmisError `constraint` when the group would hold itself. */
  addMember(membership: { readonly group: string; readonly member: string }): Promise<void>;
  /** @throws CmisError `objectNotFound`. */
  removeMember(membership: { readonly group: string; readonly member: string }): Promise<void>;
  /** Whether it is a direct one. */
  isMember(membership: { readonly group: string; readonly member: string }): Promise<boolean>;
  /** Whether anybody is left who administers and can log in. */
  hasAdministrator(): Promise<boolean>;
}
