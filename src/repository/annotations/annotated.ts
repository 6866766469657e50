/** What people put comments, ratings and tags on, by the id that a client gives. */
import { CmisError } from '../../model/errors';
import { SEE } from '../../model/permissions';
import { findObject, lockObject } from '../access/found';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import { parseObjectId } from '../values/object-id';
import type { StoredObject } from '../values/stored-object';

/**
 * As `findObject`. Comments have ids and are no objects, but not unknown either.
 * @throws CmisError `notSupported` for a comment that the caller may read.
 */
export const findAnnotated = (uow: ReadUnit, objectId: string): Promise<StoredObject> =>
  unlessComment(uow, { objectId, finding: findObject(uow, objectId) });

/** As `lockObject`. @throws CmisError `notSupported` for a comment that the caller may read. */
export const lockAnnotated = (uow: UnitOfWork, objectId: string): Promise<StoredObject> =>
  unlessComment(uow, { objectId, finding: lockObject(uow, objectId) });

async function unlessComment(
  uow: ReadUnit,
  { objectId, finding }: { readonly objectId: string; readonly finding: Promise<StoredObject> },
): Promise<StoredObject> {
  try {
    return await finding;
  } catch (error) {
    if (!(error instanceof CmisError) || error.code !== 'objectNotFound') throw error;
    if (!(await isComment(uow, objectId))) throw error;
    throw new CmisError('notSupported', `'${objectId}' is a comment, of which nothing is said.`);
  }
}

async function isComment(uow: ReadUnit, id: string): Promise<boolean> {
  const uuid = parseObjectId(id)?.uuid;
  const about = uuid === undefined ? undefined : await uow.annotations.commented(uuid);
  const object = about === undefined ? undefined : await uow.objects.byId({ uuid: about }, {});
  return object !== undefined && (object.access & SEE) !== 0;
}
