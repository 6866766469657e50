import { CmisError } from '../../model/errors';
import type { Ace } from '../../model/permissions';
import { ANONYMOUS, ANYONE } from '../../model/principal';
import { isStorable } from '../../model/property-values';
import { allowableActions, requireAction } from './access';
import { findObject, seen } from './found';
import type { AclView } from '../values/object-view';
import { requireObjectId } from '../values/object-id';
import { basicPermissions, canonicalPermission, permissionName } from './permission-names';
import type { AceChange } from '../contract/ace-change';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { own } from '../../model/own';

/** An effective ACL as bindings show it: one entry for each principal and directness, in a stable order. */
export function aclView(entries: readonly Ace[], onlyBasic = false): AclView {
  const merged = new Map<
    string,
    { readonly principalId: string; readonly direct: boolean; readonly names: Set<string> }
  >();
  for (const { principalId, direct, permissions } of entries) {
    const key = `${direct ? 'd' : 'i'}${principalId}`;
    const entry = merged.get(key) ?? { principalId, direct, names: new Set<string>() };
    for (const name of permissions) entry.names.add(name);
    merged.set(key, entry);
  }
  const shown = (names: ReadonlySet<string> | undefined): readonly string[] =>
    onlyBasic ? basicPermissions([...(names ?? [])]) : [...(names ?? [])].map(permissionName).sort();
  const aces = [...merged.values()].flatMap(({ principalId, direct, names }) => {
    // An inherited permission that the principal has directly, too, is shown once.
    const repeated = direct ? [] : shown(merged.get(`d${principalId}`)?.names);
    const permissions = shown(names).filter((permission) => !repeated.includes(permission));
    return permissions.length === 0 ? [] : [{ principalId, direct, permissions }];
  });
  aces.sort((a, b) =>
    a.principalId === b.principalId ? Number(b.direct) - Number(a.direct) : a.principalId < b.principalId ? -1 : 1,
  );
  return { aces, exact: !onlyBasic };
}

/** getACL, CMIS 1.1 §2.2.10.2. */
export async function getACL(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly onlyBasicPermissions: boolean },
): Promise<AclView> {
  const object = await findObject(uow, input.objectId, { withAcl: true });
  // Relationships have no ACL, which is as good as an empty one.
  if (!object.type.controllableACL) return { aces: [], exact: true };
  requireAction(object, 'canGetACL');
  return aclView(object.acl ?? [], input.onlyBasicPermissions);
}

export interface ApplyACL {
  readonly objectId: string;
  readonly addACEs: readonly AceChange[];
  readonly removeACEs: readonly AceChange[];
  readonly propagation: 'repositorydetermined' | 'objectonly' | 'propagate';
}

/** applyACL, CMIS 1.1 §2.2.10.1. Acts on the whole version series; what is named is added and removed, nothing more. */
export async function applyACL(uow: UnitOfWork, input: ApplyACL): Promise<AclView> {
  const object = await lockForAcl(uow, input.objectId);
  const objectOnly = input.propagation === 'objectonly' && object.type.baseId === 'cmis:folder';
  const before = await uow.acls.direct(object);
  const after = withAdded(without(before, canonical(uow, input.removeACEs)), canonical(uow, input.addACEs), objectOnly);
  return replaced(uow, object, after);
}

export interface SetACL {
  readonly objectId: string;
  readonly aces: readonly Ace[];
  /** Of new entries. */
  readonly propagation?: ApplyACL['propagation'];
}

/**
 * Makes the entries the direct ones, as AtomPub's PUT of an ACL does. Inherited ones, which clients send back with the
 * rest, stay as they are; what was there and is sent back keeps its reach, whatever that of new entries.
 */
export async function setACL(uow: UnitOfWork, input: SetACL): Promise<AclView> {
  return setDirect(uow, await lockForAcl(uow, input.objectId), input);
}

/** As `setACL`, of an object that `lockForAcl` has given. */
export async function setDirect(
  uow: UnitOfWork,
  object: StoredObject,
  input: Omit<SetACL, 'objectId'>,
): Promise<AclView> {
  const newAlone = input.propagation === 'objectonly' && object.type.baseId === 'cmis:folder';
  const wanted = canonical(
    uow,
    input.aces.filter((ace) => ace.direct),
  );
  const before = await uow.acls.direct(object);
  const has = (principalId: string, permission: string, objectOnly: boolean): boolean =>
    before.some(
      (ace) =>
        ace.principalId === principalId &&
        (ace.objectOnly ?? false) === objectOnly &&
        ace.permissions.includes(permission),
    );
  const isAlone = (principalId: string, name: string): boolean =>
    !has(principalId, name, false) && (newAlone || has(principalId, name, true));
  const part = (objectOnly: boolean): readonly Canonical[] =>
    wanted.map(({ principalId, permissions }) => ({
      principalId,
      permissions: permissions.filter((name) => objectOnly === isAlone(principalId, name)),
    }));
  return replaced(uow, object, withAdded(withAdded([], part(false), false), part(true), true));
}

/** The object whose rights are to be changed, of a version series its live one; the caller may change them. */
export async function lockForAcl(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const id = requireObjectId(objectId);
  // Alone in the tree: what inherits from this ACL is computed again, and nobody may add to it meanwhile.
  await uow.writer.lockTree('exclusive');
  const named = seen(await uow.objects.byId(id), objectId);
  if (!named.type.controllableACL) throw new CmisError('constraint', `Objects of type '${named.type.id}' have no ACL.`);
  requireAction(named, 'canApplyACL');
  const original =
    named.version?.isWorkingCopy || named.version?.frozenKey !== undefined
      ? await uow.objects.lock({ uuid: named.series })
      : await uow.objects.lock(id);
  // The rights that change are those of the whole series.
  if (original) requireAction(original, 'canApplyACL');
  return original ?? named;
}

/** More would make every folder below carry them. */
const MAX_ENTRIES = 1000;

async function replaced(uow: UnitOfWork, object: StoredObject, aces: readonly Ace[]): Promise<AclView> {
  checkCount(aces);
  await uow.acls.replace(object, aces);
  await uow.log.append({ object: await reread(uow, object, false), kind: 'security' });
  const after = await reread(uow, object, true);
  // Who gave away the right to read it gets none (CMIS 1.1 §2.2.10.1.2).
  return allowableActions(after).has('canGetACL') ? aclView(after.acl ?? []) : { aces: [], exact: false };
}

function checkCount(aces: readonly Ace[]): void {
  if (aces.length > MAX_ENTRIES)
    throw new CmisError(
      'constraint',
      `An ACL holds at most ${MAX_ENTRIES} entries of its own; these are ${aces.length}.`,
    );
}

async function reread(uow: UnitOfWork, object: StoredObject, withAcl: boolean): Promise<StoredObject> {
  return (await uow.objects.byId({ uuid: object.uuid }, { withAcl })) ?? object;
}

/** Entries that come with a create call, relative to what the folder hands down; the caller shares the tree lock. */
export async function applyAcesOnCreate(
  uow: UnitOfWork,
  object: StoredObject,
  changes: { readonly add: readonly AceChange[]; readonly remove: readonly AceChange[] },
): Promise<void> {
  // There is nothing direct yet that could be removed, and what is inherited cannot be.
  canonical(uow, changes.remove);
  const aces = withAdded([], canonical(uow, changes.add), false);
  checkCount(aces);
  if (aces.length > 0) await uow.acls.replace(object, aces);
}

/** The ACL row of an object that is in no folder: only its creator has rights, and who is given some. */
export async function applyAcesUnfiled(uow: UnitOfWork, add: readonly AceChange[]): Promise<number> {
  const aces = withAdded([], canonical(uow, add), false);
  checkCount(aces);
  return uow.acls.standalone(aces);
}

type Canonical = Pick<Ace, 'principalId' | 'permissions'>;

const MACROS: Readonly<Record<string, string>> = { 'cmis:anyone': ANYONE, 'cmis:anonymous': ANONYMOUS };

function canonical(uow: UnitOfWork, changes: readonly AceChange[]): readonly Canonical[] {
  return changes.map(({ principalId, permissions }) => {
    checkPrincipal(principalId);
    if (permissions.length === 0)
      throw new CmisError('invalidArgument', `The ACL entry of '${principalId}' names no permission.`);
    const named = principalId === 'cmis:user' ? uow.caller.name : (own(MACROS, principalId) ?? principalId);
    return { principalId: named, permissions: [...new Set(permissions.map(canonicalPermission))] };
  });
}

function checkPrincipal(principalId: string): void {
  if (principalId === '') throw new CmisError('invalidArgument', 'An ACL entry names no principal.');
  if (principalId.length > 255 || /\p{Cc}/u.test(principalId) || !isStorable(principalId))
    throw new CmisError('constraint', 'An ACL entry names a principal that is too long or holds control characters.');
}

function without(aces: readonly Ace[], removed: readonly Canonical[]): readonly Ace[] {
  let left = aces;
  for (const { principalId, permissions } of removed) {
    for (const permission of permissions) {
      const holds = (ace: Ace): boolean => ace.principalId === principalId && ace.permissions.includes(permission);
      if (!left.some(holds)) {
        throw new CmisError(
          'constraint',
          `'${principalId}' has no direct permission '${permission}' that could be removed.`,
        );
      }
      left = left.map((ace) =>
        holds(ace) ? { ...ace, permissions: ace.permissions.filter((name) => name !== permission) } : ace,
      );
    }
  }
  return left.filter((ace) => ace.permissions.length > 0);
}

function withAdded(aces: readonly Ace[], added: readonly Canonical[], objectOnly: boolean): readonly Ace[] {
  const result = [...aces];
  for (const { principalId, permissions } of added) {
    if (permissions.length === 0) continue;
    const at = result.findIndex((ace) => ace.principalId === principalId && (ace.objectOnly ?? false) === objectOnly);
    const before = result[at];
    if (before) result[at] = { ...before, permissions: [...new Set([...before.permissions, ...permissions])] };
    else result.push({ principalId, permissions, direct: true, ...(objectOnly && { objectOnly }) });
  }
  return result;
}
