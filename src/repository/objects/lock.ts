import { CmisError, constraint, permissionDenied } from '../../model/errors';
import {
  isLocked,
  LOCKABLE,
  LOCK_EXPIRY,
  LOCK_LIFETIME,
  LOCK_OWNER,
  LOCK_TYPE,
  withoutLock,
  type LockType,
} from '../../model/lock';
import { Permission } from '../../model/permissions';
import { requirePermissions } from '../access/access';
import { lockObject, requireChangeable, requireCurrent } from '../access/found';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

export interface Lock {
  readonly objectId: string;
  readonly type: LockType;
  readonly lifetime: 'PERSISTENT' | 'EPHEMERAL';
  /** Undefined: until it is taken away. */
  readonly expires?: number;
}

/**
 * Locks a document: until the lock ends nobody changes it but, where the type says so, the one who locked it. Leaves the
 * modification date alone. @throws CmisError `updateConflict` when somebody else has locked it.
 */
export async function lockDocument(uow: UnitOfWork, lock: Lock): Promise<void> {
  const object = await lockableObject(uow, lock.objectId);
  requirePermissions(object, 'WriteProperties', 'lock');
  const { [LOCK_OWNER]: owner } = object.properties;
  if (isLocked(object.properties) && owner !== uow.caller.name) {
    throw new CmisError('updateConflict', `The document '${object.name}' is already locked by '${String(owner)}'.`);
  }
  const lockable = uow.types.findSecondary(LOCKABLE);
  if (!lockable) throw constraint(`There is no secondary type '${LOCKABLE}'.`);
  await write(uow, object, {
    secondaryTypeKeys: [...new Set([...object.secondaryTypes, lockable])].map(({ key }) => key),
    properties: {
      ...withoutLock(object.properties),
      [LOCK_OWNER]: uow.caller.name,
      [LOCK_TYPE]: lock.type,
      [LOCK_LIFETIME]: lock.lifetime,
      ...(lock.expires !== undefined && { [LOCK_EXPIRY]: lock.expires }),
    },
  });
}

/**
 * Takes a lock away: who locked it may, and who may change the rights of the document. @throws CmisError `constraint`
 * when there is none, `permissionDenied`.
 */
export async function unlockDocument(uow: UnitOfWork, objectId: string): Promise<void> {
  const object = await lockableObject(uow, objectId);
  if (object.properties[LOCK_TYPE] === undefined) throw constraint(`The document '${object.name}' is not locked.`);
  const isOwn = object.properties[LOCK_OWNER] === uow.caller.name;
  if (!isOwn && !(object.access & Permission.ChangePermissions)) {
    throw permissionDenied(`You may not unlock '${object.name}'.`);
  }
  const properties = withoutLock(object.properties);
  const secondaryTypeKeys = object.secondaryTypes.filter(({ id }) => id !== LOCKABLE).map(({ key }) => key);
  await write(uow, object, { secondaryTypeKeys, properties });
}

async function lockableObject(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const object = await lockObject(uow, objectId);
  if (object.type.baseId !== 'cmis:document') throw constraint(`The object '${object.id}' is not a document.`);
  requireCurrent(object);
  requireChangeable(object);
  return object;
}

async function write(
  uow: UnitOfWork,
  object: StoredObject,
  changes: { readonly secondaryTypeKeys: readonly number[]; readonly properties: StoredObject['properties'] },
): Promise<void> {
  const updated = await uow.writer.update(object, { ...changes, silent: true });
  if (!object.version?.workingCopyOf) await uow.log.append({ object: updated, kind: 'updated' });
}
