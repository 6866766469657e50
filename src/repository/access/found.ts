import { CmisError, objectNotFound, permissionDenied } from '../../model/errors';
import { SEE } from '../../model/permissions';
import type { BaseTypeId, TypeOfBase } from '../../model/type-definition';
import { requireObjectId } from '../values/object-id';
import type { ReadUnit, StoredFolder, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/** A stored object of one base type. */
export type OfBase<B extends Exclude<BaseTypeId, 'cmis:secondary'>> = StoredObject & { readonly type: TypeOfBase<B> };

/** The object if the caller may see it. @throws CmisError `objectNotFound`; `permissionDenied` when it exists but may not be seen. */
export function seen(object: StoredObject | undefined, id: string): StoredObject {
  if (!object) throw objectNotFound(id);
  if (!(object.access & SEE)) throw permissionDenied(`You may not read the object '${id}'.`);
  return object;
}

/**
 * The object of that id, if the caller may see it, in one statement. `parameter`: what the protocol calls the id, for
 * errors. @throws CmisError `invalidArgument` for no id, `objectNotFound`, `permissionDenied`.
 */
export async function findObject(
  uow: ReadUnit,
  id: string | undefined,
  options: { readonly parameter?: string; readonly withAcl?: boolean; readonly withAttached?: boolean } = {},
): Promise<StoredObject> {
  const objectId = requireObjectId(id, options.parameter);
  const { withAcl = false, withAttached = false } = options;
  return seen(await uow.objects.byId(objectId, { withAcl, withAttached }), id ?? '');
}

/** As `findObject`. @throws CmisError `invalidArgument` when it is no folder. */
export async function findFolder(
  uow: ReadUnit,
  id: string | undefined,
  parameter = 'folderId',
): Promise<OfBase<'cmis:folder'>> {
  return asFolder(await findObject(uow, id, { parameter }));
}

/** The object as the folder that it must be. @throws CmisError `invalidArgument`. */
export function asFolder<T extends StoredObject>(object: T): T & OfBase<'cmis:folder'> {
  if (object.type.baseId !== 'cmis:folder')
    throw new CmisError('invalidArgument', `The object '${object.id}' is not a folder.`);
  return object as T & OfBase<'cmis:folder'>;
}

/** Locks the object until the transaction ends and reads it as it is then. */
export async function lockObject(
  uow: UnitOfWork,
  id: string | undefined,
  parameter = 'objectId',
): Promise<StoredObject> {
  return seen(await uow.objects.lock(requireObjectId(id, parameter)), id ?? '');
}

/** Keeps the folder from going or moving until the transaction ends. */
export async function holdFolder(
  uow: UnitOfWork,
  id: string | undefined,
  parameter = 'folderId',
): Promise<StoredFolder> {
  const folder = await uow.objects.shareFolder(requireObjectId(id, parameter));
  if (folder) {
    seen(folder, id ?? '');
    return folder;
  }
  // Nothing, or something else: then that is the error. A folder that came only now was not there to be held.
  asFolder(await findObject(uow, id, { parameter }));
  throw objectNotFound(id ?? '');
}

/**
 * Compares the token that a client sends with the object's; clients that send none take what comes.
 * @throws CmisError `updateConflict`. CMIS 1.1 §2.2.1.3.
 */
export function checkChangeToken(object: StoredObject, changeToken: string | undefined): void {
  if (changeToken === undefined || changeToken === '' || changeToken === String(object.changeToken)) return;
  throw new CmisError(
    'updateConflict',
    `The object '${object.id}' has changed since the change token '${changeToken}'.`,
  );
}

/** Refuses changes to a version that is no longer the newest. @throws CmisError `versioning`. */
export function requireCurrent(object: StoredObject): void {
  if (object.version?.frozenKey !== undefined) {
    throw new CmisError('versioning', `The version '${object.id}' is not the latest one and cannot be changed.`);
  }
}

/** Refuses changes to what is held, retained or immutable. @throws CmisError `constraint`. */
export function requireChangeable(object: StoredObject): void {
  if (object.immutable || object.retained) {
    throw new CmisError(
      'constraint',
      `The object '${object.id}' is under retention or immutable and cannot be changed.`,
    );
  }
}
