import { constraint, permissionDenied, CmisError } from '../../model/errors';
import { LOCK_OWNER } from '../../model/lock';
import { LOCKED, Permission, SEE } from '../../model/permissions';
import { keptAs } from '../../model/kept-types';
import type { Caller } from '../../model/principal';
import { ACTIONS, type Action, type AllowableActions } from '../values/allowable-actions';
import type { StoredObject } from '../values/stored-object';

/** Everything but the caller's rights that decides what may be done with an object. */
interface State {
  readonly base: StoredObject['type']['baseId'];
  readonly root: boolean;
  readonly fileable: boolean;
  readonly filed: boolean;
  readonly document: boolean;
  readonly folder: boolean;
  readonly versionable: boolean;
  readonly workingCopy: boolean;
  /** A version that is no longer the newest. */
  readonly frozen: boolean;
  /** The newest version of a document that somebody has checked out: changes go to the working copy. */
  readonly checkedOut: boolean;
  readonly content: boolean;
  readonly contentAllowed: boolean;
  readonly contentRequired: boolean;
  readonly policies: boolean;
  readonly acl: boolean;
  readonly fixed: boolean;
  /** Somebody's lock keeps the caller from changing it. */
  readonly locked: boolean;
  /** Folders that clients rely on stay, and stay where they are. */
  readonly undeletable: boolean;
  readonly unmovable: boolean;
  /** People, groups, tags and categories: their own operations alone change them. */
  readonly kept: boolean;
}

interface Rule {
  /** All of these are needed. */
  readonly bits: number;
  readonly when: (state: State) => boolean;
}

const P = Permission;
const current = (state: State): boolean =>
  !state.frozen && !state.checkedOut && !state.fixed && !state.locked && !state.kept;
const live = (state: State): boolean => current(state) && !state.workingCopy;
const filer = (state: State): boolean => state.fileable && !state.folder && !state.workingCopy && !state.kept;

/**
 * The one permission table: what each action needs of the caller and of the object. Operations and allowable actions
 * both read it, so that what is shown is what is done. Needs after Alfresco's permission model, preconditions after
 * CMIS 1.1 §2.1.12.3 and §2.2.4.7.
 */
const RULES: Readonly<Record<Action, Rule>> = {
  canDeleteObject: {
    bits: P.DeleteNode,
    when: (s) => !s.root && !s.fixed && !s.checkedOut && !s.undeletable && !s.locked && !s.kept,
  },
  canUpdateProperties: { bits: P.WriteProperties, when: current },
  canGetFolderTree: { bits: P.ReadChildren, when: (s) => s.folder },
  canGetProperties: { bits: SEE, when: () => true },
  canGetObjectRelationships: { bits: SEE, when: (s) => s.base !== 'cmis:relationship' },
  canGetObjectParents: { bits: SEE, when: (s) => s.fileable && !s.folder },
  canGetFolderParent: { bits: SEE, when: (s) => s.folder && !s.root },
  canGetDescendants: { bits: P.ReadChildren, when: (s) => s.folder },
  canMoveObject: {
    bits: P.DeleteNode,
    when: (s) => s.fileable && !s.root && !s.fixed && !s.checkedOut && !s.unmovable && !s.locked && !s.kept,
  },
  canDeleteContentStream: {
    bits: P.WriteProperties | P.WriteContent,
    when: (s) => s.document && s.contentAllowed && !s.contentRequired && current(s),
  },
  canCheckOut: { bits: P.CheckOut, when: (s) => s.versionable && live(s) },
  canCancelCheckOut: { bits: P.CancelCheckOut, when: (s) => s.workingCopy },
  canCheckIn: { bits: P.CheckIn, when: (s) => s.workingCopy },
  canSetContentStream: { bits: P.WriteContent, when: (s) => s.document && s.contentAllowed && current(s) },
  canGetAllVersions: { bits: SEE, when: (s) => s.document },
  // Filing is the folder's matter: who may read an object may have it in a folder of theirs.
  canAddObjectToFolder: { bits: SEE, when: filer },
  canRemoveObjectFromFolder: { bits: P.DeleteNode, when: (s) => filer(s) && s.filed },
  canGetContentStream: { bits: P.ReadContent, when: (s) => s.content },
  canApplyPolicy: { bits: P.WriteProperties, when: (s) => s.policies && current(s) },
  canGetAppliedPolicies: { bits: SEE, when: () => true },
  canRemovePolicy: { bits: P.WriteProperties, when: (s) => s.policies && current(s) },
  canGetChildren: { bits: P.ReadChildren, when: (s) => s.folder },
  canCreateDocument: { bits: P.CreateChildren, when: (s) => s.folder },
  canCreateFolder: { bits: P.CreateChildren, when: (s) => s.folder },
  canCreateRelationship: { bits: P.WriteProperties, when: (s) => s.base !== 'cmis:relationship' && live(s) },
  canCreateItem: { bits: P.CreateChildren, when: (s) => s.folder },
  canCreatePolicy: { bits: P.CreateChildren, when: (s) => s.folder },
  canDeleteTree: { bits: P.DeleteNode, when: (s) => s.folder && !s.root && !s.fixed && !s.undeletable },
  canGetRenditions: { bits: P.ReadContent, when: (s) => s.document },
  canGetACL: { bits: P.ReadPermissions, when: (s) => s.acl },
  canApplyACL: { bits: P.ChangePermissions, when: (s) => s.acl && !s.kept },
};

function stateOf(object: StoredObject): State {
  const { type, version } = object;
  const document = type.baseId === 'cmis:document';
  return {
    base: type.baseId,
    root: object.isRoot,
    fileable: type.fileable,
    filed: object.parentKey !== undefined,
    document,
    folder: type.baseId === 'cmis:folder',
    versionable: document && type.versionable,
    workingCopy: version?.isWorkingCopy ?? false,
    frozen: version?.frozenKey !== undefined,
    checkedOut: version?.checkedOutBy !== undefined && !version.isWorkingCopy,
    content: object.content !== undefined,
    contentAllowed: document && type.contentStreamAllowed !== 'notallowed',
    contentRequired: document && type.contentStreamAllowed === 'required',
    policies: type.controllablePolicy,
    acl: type.controllableACL,
    fixed: object.immutable || object.retained,
    locked: (object.access & LOCKED) !== 0,
    undeletable: carries(object, UNDELETABLE),
    unmovable: carries(object, UNMOVABLE),
    kept: keptAs(type.id) !== undefined,
  };
}

const UNDELETABLE = 'P:sys:undeletable';
const UNMOVABLE = 'P:sys:unmovable';

const carries = ({ secondaryTypes }: StoredObject, id: string): boolean =>
  secondaryTypes.some((type) => type.id === id);

/** All that `stateOf` takes from the object and not from its type, and the caller's rights, as one number. */
function patternOf(object: StoredObject): number {
  const { version } = object;
  let pattern = object.access << 9;
  if (object.isRoot) pattern |= 1;
  if (object.parentKey !== undefined) pattern |= 2;
  if (object.content) pattern |= 4;
  if (object.immutable || object.retained) pattern |= 8;
  if (version?.isWorkingCopy) pattern |= 16;
  if (version?.frozenKey !== undefined) pattern |= 32;
  if (version?.checkedOutBy !== undefined) pattern |= 64;
  if (carries(object, UNDELETABLE)) pattern |= 128;
  if (carries(object, UNMOVABLE)) pattern |= 256;
  return pattern;
}

const known = new WeakMap<StoredObject['type'], Map<number, AllowableActions>>();
const MAX_KNOWN = 1024;

/** What the caller who read the object may do with it. The same set comes back for the same type, rights and state. */
export function allowableActions(object: StoredObject): AllowableActions {
  let ofType = known.get(object.type);
  if (!ofType) known.set(object.type, (ofType = new Map<number, AllowableActions>()));
  const pattern = patternOf(object);
  const before = ofType.get(pattern);
  if (before) return before;
  const state = stateOf(object);
  const actions = new Set(ACTIONS.filter((action) => has(object, RULES[action].bits) && RULES[action].when(state)));
  if (ofType.size >= MAX_KNOWN) ofType.clear();
  ofType.set(pattern, actions);
  return actions;
}

const has = (object: StoredObject, bits: number): boolean => (object.access & bits) === bits;

/**
 * @throws CmisError `permissionDenied` when the caller has not the rights; `versioning` when a check-out or a newer
 * version stands in the way; `constraint` when the object is not of a kind or in a state for the action.
 */
export function requireAction(object: StoredObject, action: Action): void {
  const { bits, when } = RULES[action];
  if (!has(object, bits))
    throw permissionDenied(`You may not do this to '${object.id}': ${action} is not among your rights.`);
  const state = stateOf(object);
  if (when(state)) return;
  if (state.checkedOut && when({ ...state, checkedOut: false })) {
    throw new CmisError(
      'versioning',
      `The document '${object.id}' is checked out; changes belong to its working copy.`,
    );
  }
  if (state.locked && when({ ...state, locked: false })) {
    throw new CmisError('updateConflict', `The object '${object.id}' is locked by '${lockOwner(object)}'.`);
  }
  if (state.frozen && when({ ...state, frozen: false })) {
    throw new CmisError(
      'versioning',
      `The version '${object.id}' is not the latest one; ${action} does not apply to it.`,
    );
  }
  if (state.kept && when({ ...state, kept: false })) {
    throw constraint(`'${object.name}' is ${keptAs(object.type.id)}: only the operations on these change it.`);
  }
  throw constraint(`${action} does not apply to the object '${object.id}' of type '${object.type.id}' as it is.`);
}

const lockOwner = ({ properties }: StoredObject): string => {
  const owner = properties[LOCK_OWNER];
  return typeof owner === 'string' ? owner : '';
};

/** Permission bits that the action needs on its object. */
export const neededFor = (action: Action): number => RULES[action].bits;

/** @throws CmisError `permissionDenied`; `what` completes "Only administrators may …". */
export function requireAdministrator({ caller }: { readonly caller: Caller }, what: string): void {
  if (!caller.admin) throw permissionDenied(`Only administrators may ${what}.`);
}

/** @throws CmisError `permissionDenied`; `doing` completes "You may not …". */
export function requirePermissions(object: StoredObject, permission: keyof typeof Permission, doing: string): void {
  if (!has(object, Permission[permission])) throw permissionDenied(`You may not ${doing} '${object.name}'.`);
}
