import { CmisError } from '../../model/errors';
import { requireAction, requirePermissions } from '../access/access';
import { holdFolder, lockObject, requireChangeable, seen } from '../access/found';
import type { ObjectView } from '../values/object-view';
import { requireObjectId } from '../values/object-id';
import type { UnitOfWork } from '../storage/storage';
import { plainView } from '../access/views';

export interface MoveObject {
  readonly objectId: string;
  readonly targetFolderId: string;
  readonly sourceFolderId: string;
}

/** moveObject, CMIS 1.1 §2.2.4.15. The whole version series moves, with its working copy. */
export async function moveObject(uow: UnitOfWork, input: MoveObject): Promise<ObjectView> {
  const sourceId = requireObjectId(input.sourceFolderId, 'sourceFolderId');
  requireObjectId(input.targetFolderId, 'targetFolderId');
  const id = requireObjectId(input.objectId);
  const before = seen(await uow.objects.byId(id), input.objectId);
  // Whoever moves a folder holds the tree alone: two moves could make a cycle together. Others keep ACLs from changing,
  // for what the target hands down is written down with the object.
  await uow.writer.lockTree(before.type.baseId === 'cmis:folder' ? 'exclusive' : 'shared');
  const object = await lockObject(uow, before.version ? before.series : input.objectId);
  if (object.isRoot) throw new CmisError('constraint', 'The root folder cannot be moved.');
  if (!object.type.fileable) throw new CmisError('constraint', `Objects of type '${object.type.id}' are not fileable.`);
  requireAction(object, 'canMoveObject');
  requireChangeable(object);
  const source = seen(await uow.objects.byId(sourceId), input.sourceFolderId);
  const target = await holdFolder(uow, input.targetFolderId, 'targetFolderId');
  requirePermissions(target, 'CreateChildren', 'put objects into');
  const holders = await uow.navigation.parents(object);
  if (!holders.some((holder) => holder.key === source.key)) {
    throw new CmisError(
      'invalidArgument',
      `The folder '${input.sourceFolderId}' given as sourceFolderId does not hold the object '${object.id}'.`,
    );
  }
  if (source.key === target.key) return plainView(object);
  const moved = await uow.writer.move(object, { source, target });
  await uow.log.append({ object: moved, kind: 'updated' });
  return plainView(moved);
}
