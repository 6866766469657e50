/**
 * Permissions as bits, and the one table that says what each named permission grants.
 * The names are Alfresco's (its role table) and CMIS's three basic ones (CMIS 1.1 §2.1.12.1).
 */
export const Permission = {
  ReadProperties: 1 << 0,
  ReadContent: 1 << 1,
  ReadChildren: 1 << 2,
  ReadPermissions: 1 << 3,
  WriteProperties: 1 << 4,
  WriteContent: 1 << 5,
  CreateChildren: 1 << 6,
  LinkChildren: 1 << 7,
  DeleteNode: 1 << 8,
  DeleteChildren: 1 << 9,
  ChangePermissions: 1 << 10,
  CheckOut: 1 << 11,
  CheckIn: 1 << 12,
  CancelCheckOut: 1 << 13,
  CreateAssociations: 1 << 14,
  TakeOwnership: 1 << 15,
} as const;

const P = Permission;
const READ = P.ReadProperties | P.ReadContent | P.ReadChildren;
const WRITE = P.WriteProperties | P.WriteContent;
const ADD = P.CreateChildren | P.LinkChildren;
const DELETE = P.DeleteNode | P.DeleteChildren;
const CONSUMER = READ;
const CONTRIBUTOR = CONSUMER | ADD | P.ReadPermissions;
const EDITOR = CONSUMER | WRITE | P.CheckOut | P.ReadPermissions;
const COLLABORATOR = EDITOR | CONTRIBUTOR;

/** Every permission: what administrators and owners have. */
export const ALL_PERMISSIONS = (1 << 16) - 1;

/** Beside the permissions of a caller: somebody's lock keeps the object from being changed by them. */
export const LOCKED = 1 << 16;

/** Bits of the permission that lets an object be seen at all, in lists, counts, queries and by id. */
export const SEE = P.ReadProperties;

/**
 * What each permission name grants. `cmis:write` includes reading and everything that changes an object but its
 * rights; `cmis:all` is everything.
 */
export const PERMISSION_BITS: Readonly<Record<string, number>> = {
  'cmis:read': READ | P.ReadPermissions,
  'cmis:write':
    READ | P.ReadPermissions | WRITE | ADD | DELETE | P.CheckOut | P.CheckIn | P.CancelCheckOut | P.CreateAssociations,
  'cmis:all': ALL_PERMISSIONS,
  Consumer: CONSUMER,
  Contributor: CONTRIBUTOR,
  Editor: EDITOR,
  Collaborator: COLLABORATOR,
  Coordinator: ALL_PERMISSIONS,
  Administrator: ALL_PERMISSIONS,
  SiteConsumer: CONSUMER | P.ReadPermissions,
  SiteContributor: CONTRIBUTOR,
  SiteCollaborator: COLLABORATOR,
  SiteManager: ALL_PERMISSIONS,
  ReadProperties: P.ReadProperties,
  ReadContent: P.ReadContent,
  ReadChildren: P.ReadChildren,
  ReadPermissions: P.ReadPermissions,
  WriteProperties: P.WriteProperties,
  WriteContent: P.WriteContent,
  CreateChildren: P.CreateChildren,
  LinkChildren: P.LinkChildren,
  DeleteNode: P.DeleteNode,
  DeleteChildren: P.DeleteChildren,
  ChangePermissions: P.ChangePermissions,
  CheckOut: P.CheckOut,
  CheckIn: P.CheckIn,
  CancelCheckOut: P.CancelCheckOut,
  CreateAssociations: P.CreateAssociations,
  TakeOwnership: P.TakeOwnership,
};

/** An entry of an ACL. `direct`: set on this object, not inherited. `objectOnly`: for a folder and not for what is in it. */
export interface Ace {
  readonly principalId: string;
  /** Canonical permission names, keys of `PERMISSION_BITS`. */
  readonly permissions: readonly string[];
  readonly direct: boolean;
  readonly objectOnly?: boolean;
}
