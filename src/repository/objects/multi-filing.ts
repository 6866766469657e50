import { CmisError, invalidArgument } from '../../model/errors';
import { Permission } from '../../model/permissions';
import { requireAction, requirePermissions } from '../access/access';
import { findFolder, holdFolder, lockObject } from '../access/found';
import type { ObjectView } from '../values/object-view';
import { requireObjectId } from '../values/object-id';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView } from '../access/views';

async function lockFiled(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const object = await lockObject(uow, requireObjectId(objectId).uuid);
  if (object.type.baseId === 'cmis:folder' || !object.type.fileable) {
    throw new CmisError('constraint', `Objects of type '${object.type.id}' cannot be filed in several folders.`);
  }
  return object;
}

/** addObjectToFolder, CMIS 1.1 §2.2.5.1: the whole version series is filed. Filing where it is already changes nothing. */
export async function addObjectToFolder(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly folderId: string; readonly allVersions: boolean },
): Promise<ObjectView> {
  if (!input.allVersions) throw invalidArgument('Versions cannot be filed one by one: allVersions must be true.');
  requireObjectId(input.folderId, 'folderId');
  // What an unfiled object comes to inherit must not be changed meanwhile.
  await uow.writer.lockTree('shared');
  // Alone with the folder: whoever creates in it looks for the name among its children only once this is done.
  await uow.objects.lock(requireObjectId(input.folderId, 'folderId'));
  const folder = await holdFolder(uow, input.folderId);
  const object = await lockFiled(uow, input.objectId);
  requirePermissions(folder, 'CreateChildren', 'put objects into');
  requireAction(object, 'canAddObjectToFolder');
  const holders = await uow.navigation.parents(object);
  if (holders.some((holder) => holder.key === folder.key)) return plainView(object);
  // Rights of the folder reach an object that was in none only when this is done by who may give rights to it: readers
  // must not come to more by filing it where they have more.
  await uow.filing.add(object, folder, { inherits: (object.access & Permission.ChangePermissions) !== 0 });
  return logged(uow, object);
}

/** removeObjectFromFolder, CMIS 1.1 §2.2.5.2: from one folder, or from all when none is named. */
export async function removeObjectFromFolder(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly folderId?: string },
): Promise<ObjectView> {
  // Rights in force become the object's own; ACL changes must not rewrite them meanwhile.
  await uow.writer.lockTree('shared');
  const object = await lockFiled(uow, input.objectId);
  if (input.folderId === undefined || input.folderId === '') {
    if (object.parentKey === undefined) return plainView(object);
    requireAction(object, 'canRemoveObjectFromFolder');
    await uow.filing.removeAll(object);
    return logged(uow, object);
  }
  const folder = await findFolder(uow, input.folderId);
  const holders = await uow.navigation.parents(object);
  if (!holders.some((holder) => holder.key === folder.key)) {
    throw invalidArgument(`The object '${object.id}' is not in the folder '${input.folderId}'.`);
  }
  requireAction(object, 'canRemoveObjectFromFolder');
  await uow.filing.remove(object, folder);
  return logged(uow, object);
}

async function logged(uow: UnitOfWork, object: StoredObject): Promise<ObjectView> {
  const filed = (await uow.objects.byId({ uuid: object.uuid })) ?? object;
  await uow.log.append({ object: filed, kind: 'updated' });
  return plainView(filed);
}
