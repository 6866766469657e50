import { constraint } from '../../model/errors';
import { requireAction } from '../access/access';
import { lockObject, requireChangeable, requireCurrent } from '../access/found';
import { plainView } from '../access/views';
import type { UnitOfWork } from '../storage/storage';
import type { ObjectView } from '../values/object-view';

/**
 * A document without versions begins to have some: as it is it becomes the first one, 1.0, which it was shown as before.
 * Of one that has versions it changes nothing. @throws CmisError `constraint` for what can have none.
 */
export async function beginVersions(uow: UnitOfWork, objectId: string): Promise<ObjectView> {
  const object = await lockObject(uow, objectId);
  if (object.version?.versioned) return plainView(object);
  requireCurrent(object);
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  if (!object.version || object.type.baseId !== 'cmis:document' || !object.type.versionable) {
    throw constraint(`Objects of type '${object.type.id}' have no versions.`);
  }
  const begun = await uow.versionWriter.begin(await uow.writer.update(object, {}), { major: true });
  await uow.log.append({ object: begun, kind: 'updated' });
  return plainView(begun);
}
