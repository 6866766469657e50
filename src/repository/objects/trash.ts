import type { ContentStore } from '../../content/content-store';
import { CmisError, constraint, invalidArgument, objectNotFound } from '../../model/errors';
import { nameKey } from '../../model/names';
import { SITE_TYPE } from '../../model/site';
import { requirePermissions } from '../access/access';
import { openPieces } from '../content/content-stream';
import { holdFolder } from '../access/found';
import type { PageRequest } from '../values/object-view';
import { parseObjectId } from '../values/object-id';
import type { ContentAnswer } from '../contract/content-answer';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { TrashedObject } from '../storage/trash';
import type { StoredObject } from '../values/stored-object';

/** Takes objects away: into the trash, or for good. `top` is one of them, the others are below it. */
export async function removeObjects(
  uow: UnitOfWork,
  {
    top,
    objects,
    final,
  }: { readonly top: StoredObject; readonly objects: readonly StoredObject[]; readonly final: boolean },
): Promise<void> {
  const { baseId } = top.type;
  // Only nodes are worth keeping; a working copy is no more than its document.
  const isKept = baseId === 'cmis:document' || baseId === 'cmis:folder' || baseId === 'cmis:item';
  if (final || !isKept || top.version?.isWorkingCopy === true) await uow.writer.delete(objects, top);
  else await uow.trash.put(top, objects);
}

/** A page of what the caller may bring back, latest first, and how much that is. */
export function listTrash(uow: ReadUnit, page: PageRequest): Promise<Counted<TrashedObject>> {
  return uow.trashReader.list(page);
}

/** @throws CmisError `objectNotFound` for what is not in the trash, or in somebody else's. */
export async function getTrashed(uow: ReadUnit, objectId: string): Promise<TrashedObject> {
  const id = parseObjectId(objectId);
  const found = id && (await uow.trashReader.find(id.uuid));
  if (!found) throw objectNotFound(objectId);
  return found;
}

/**
 * The content of what is in the trash, as it was when it was deleted. @throws CmisError `objectNotFound`, `constraint`
 * for what has none.
 */
export async function getTrashedContent(
  uow: ReadUnit,
  { objectId, store }: { readonly objectId: string; readonly store: ContentStore },
): Promise<ContentAnswer> {
  const { object } = await getTrashed(uow, objectId);
  const { content } = object;
  if (!content) throw constraint(`The object '${objectId}' has no content.`);
  return { content, modified: object.modified, open: (range) => openPieces(store, content, range) };
}

/**
 * Deletes for good what is in the trash, with all that went there along with it. @throws CmisError `objectNotFound` for
 * what is not in the trash, or in somebody else's.
 */
export async function purgeTrashed(uow: UnitOfWork, objectId: string): Promise<void> {
  const trashed = await getTrashed(uow, objectId);
  const isSite = trashed.object.type.id === SITE_TYPE;
  if (isSite) await uow.directoryWriter.lock();
  if (!(await uow.trash.purge(trashed))) throw objectNotFound(objectId);
  // Its groups have waited for it.
  if (isSite) await uow.siteWriter.sweep();
}

/**
 * Puts back what was deleted, where it was or into another folder, and what was in it with it. What it was filed in or
 * associated with besides comes back as far as that is still there.
 */
export async function restoreTrashed(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly targetFolderId?: string },
): Promise<void> {
  // A folder brings places of its own, and rights are computed anew.
  await uow.writer.lockTree('exclusive');
  const trashed = await getTrashed(uow, input.objectId);
  const { object } = trashed;
  const folderId = input.targetFolderId ?? object.parentUuid;
  if (folderId === undefined) {
    if (object.parentKey !== undefined || object.type.baseId === 'cmis:folder') {
      throw invalidArgument(`The folder that '${object.name}' was in is not there any more.`);
    }
    await uow.trash.restore(trashed, undefined);
    return;
  }
  const folder = await holdFolder(uow, folderId);
  // Anybody may make a site among the others: so may one come back there.
  const isSiteAtHome = object.type.id === SITE_TYPE && input.targetFolderId === undefined;
  if (!isSiteAtHome) requirePermissions(folder, 'CreateChildren', 'put objects into');
  if (await uow.filing.isTaken(folder.key, nameKey(object.name))) {
    throw new CmisError(
      'nameConstraintViolation',
      `An object named '${object.name}' already exists in the folder '${folder.name}'.`,
    );
  }
  await uow.trash.restore(trashed, folder);
}
