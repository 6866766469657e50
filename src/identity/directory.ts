/** Who there is: people, groups, and who belongs to what. Names of groups begin with `GROUP_`. */

export interface Account {
  readonly id: number;
  readonly name: string;
  /** Undefined: cannot log in with a password. */
  readonly password: string | undefined;
  readonly enabled: boolean;
  readonly epoch: number;
  readonly admin: boolean;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly displayName: string | undefined;
  readonly enabled: boolean;
  readonly admin: boolean;
  readonly hasPassword: boolean;
}

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly displayName: string | undefined;
}

export interface Member {
  readonly name: string;
  readonly kind: 'person' | 'group';
}

export interface NewPerson {
  readonly name: string;
  /** As `hashPassword` makes it; undefined: cannot log in with a password. */
  readonly password?: string | undefined;
  readonly displayName?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Groups that the person belongs to from the start. */
  readonly groups?: readonly string[] | undefined;
}

export interface PersonChange {
  readonly password?: string | undefined;
  readonly displayName?: string | undefined;
  readonly enabled?: boolean | undefined;
}

export interface NewGroup {
  readonly name: string;
  readonly displayName?: string | undefined;
}

export interface Membership {
  readonly group: string;
  /** A person or a group. */
  readonly member: string;
}

/** Part of a list, in order of names. */
export interface Slice {
  /** The last name of the part before. */
  readonly after?: string;
  readonly limit: number;
}

/** What logging in needs. */
export interface Accounts {
  /** The person of exactly this name. */
  account(name: string): Promise<Account | undefined>;
}

/**
 * Every change is one transaction and acts on the next statement of those it concerns.
 * @throws CmisError `objectNotFound` for a name that nobody has, `constraint` for one that is taken or not allowed and for
 *   what may not be done to it.
 */
export interface Directory extends Accounts {
  person(name: string): Promise<Person | undefined>;
  people(slice: Slice): Promise<readonly Person[]>;
  createPerson(person: NewPerson): Promise<Person>;
  updatePerson(name: string, change: PersonChange): Promise<Person>;

  groups(slice: Slice): Promise<readonly Group[]>;
  createGroup(group: NewGroup): Promise<Group>;
  /** Its members stay; entries in ACLs that name it stay and give nothing. */
  deleteGroup(name: string): Promise<void>;
  /** Direct members. */
  members(group: string, slice: Slice): Promise<readonly Member[]>;
  /** Nothing happens when it is one already. @throws CmisError `constraint` when the group would hold itself. */
  addMember(membership: Membership): Promise<void>;
  removeMember(membership: Membership): Promise<void>;
}
