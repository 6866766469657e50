import { CmisError } from '../model/errors';
import { SEE } from '../model/permissions';
import { requireAction } from './access';
import { cancelWorkingCopy } from './versioning';
import { lockObject, requireChangeable } from './found';
import type { Descendant, StoredFolder, UnitOfWork } from './storage';
import type { StoredObject } from './stored-object';

/** deleteObject, CMIS 1.1 §2.2.4.14. On a working copy it is cancelCheckOut. */
export async function deleteObject(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly allVersions: boolean },
): Promise<void> {
  const object = await lockObject(uow, input.objectId);
  if (object.isRoot) throw new CmisError('constraint', 'The root folder cannot be deleted.');
  if (object.version?.isWorkingCopy) return cancelWorkingCopy(uow, object);
  requireAction(object, 'canDeleteObject');
  requireChangeable(object);
  if (object.type.baseId === 'cmis:folder' && !(await uow.navigation.isEmpty(object))) {
    throw new CmisError('constraint', `The folder '${object.name}' is not empty.`);
  }
  if (object.version && !input.allVersions) return deleteVersion(uow, object);
  await uow.writer.delete([await live(uow, object)]);
}

/** One version goes; when it was the newest its predecessor takes its place, when it was the only one the document goes. */
async function deleteVersion(uow: UnitOfWork, object: StoredObject): Promise<void> {
  if (object.version?.frozenKey !== undefined) {
    await uow.versionWriter.deleteFrozen(object);
    await uow.log.append({ object, kind: 'deleted' });
    return;
  }
  if (object.version?.checkedOutBy !== undefined) {
    throw new CmisError(
      'versioning',
      `The document '${object.id}' is checked out; its latest version cannot be deleted.`,
    );
  }
  const restored = await uow.versionWriter.restorePrevious(object);
  if (restored) await uow.log.append({ object, kind: 'deleted' });
  else await uow.writer.delete([object]);
}

/** The live row of a series, whichever version was named. */
async function live(uow: UnitOfWork, object: StoredObject): Promise<StoredObject> {
  if (object.version?.frozenKey === undefined) return object;
  return (await uow.objects.byId({ uuid: object.series })) ?? object;
}

export interface DeleteTree {
  readonly folderId: string;
  readonly allVersions: boolean;
  readonly unfileObjects: 'unfile' | 'deletesinglefiled' | 'delete';
  readonly continueOnFailure: boolean;
}

/**
 * deleteTree, CMIS 1.1 §2.2.4.15. What the caller may not delete stays, with every folder above it, and is returned; in
 * one transaction, so that nobody sees half of it. Without `continueOnFailure` the first obstacle keeps everything.
 */
export async function deleteTree(uow: UnitOfWork, input: DeleteTree): Promise<readonly string[]> {
  await uow.writer.lockTree('exclusive');
  const top = await lockObject(uow, input.folderId, 'folderId');
  if (top.type.baseId !== 'cmis:folder') throw new CmisError('constraint', `The object '${top.id}' is not a folder.`);
  if (top.isRoot) throw new CmisError('constraint', 'The root folder cannot be deleted.');
  requireAction(top, 'canDeleteTree');
  const folder: StoredFolder = { ...top, contentAclKey: 0, ancestorKeys: [] };
  const plan = planOf(top, await uow.writer.subtree(folder), input);
  // What the caller may not read stays as well, without being named; the folders above it say enough.
  const left = plan.kept.filter((object) => object.access & SEE).map((object) => object.id);
  if (plan.kept.length > 0 && !input.continueOnFailure) return left;
  for (const { object, folders } of plan.unfiled) {
    for (const key of folders) {
      const holder = plan.folders.get(key);
      if (holder) await uow.filing.remove(object, holder);
    }
  }
  await uow.writer.delete(plan.deleted);
  return left;
}

interface Plan {
  readonly deleted: readonly StoredObject[];
  readonly unfiled: readonly { readonly object: StoredObject; readonly folders: readonly number[] }[];
  readonly kept: readonly StoredObject[];
  readonly folders: ReadonlyMap<number, StoredObject>;
}

/** Decides, deepest first, what goes; a folder that keeps something stays. */
function planOf(top: StoredObject, below: readonly Descendant[], input: DeleteTree): Plan {
  const folders = new Map<number, StoredObject>([[top.key, top]]);
  for (const { object } of below) if (object.type.baseId === 'cmis:folder') folders.set(object.key, object);
  const deleted: StoredObject[] = [];
  const unfiled: { object: StoredObject; folders: readonly number[] }[] = [];
  const kept: StoredObject[] = [];
  const occupied = new Set<number>();
  const keep = (object: StoredObject, holders: readonly number[]): void => {
    kept.push(object);
    for (const holder of holders) occupied.add(holder);
  };
  for (const { object, folderKeys, elsewhere } of below) {
    const isFolder = object.type.baseId === 'cmis:folder';
    const unfiles =
      !isFolder && (input.unfileObjects === 'unfile' || (input.unfileObjects === 'deletesinglefiled' && elsewhere));
    if (!mayGo(object) || (isFolder && occupied.has(object.key))) keep(object, folderKeys);
    else if (unfiles) unfiled.push({ object, folders: folderKeys });
    else deleted.push(object);
  }
  if (occupied.has(top.key)) kept.push(top);
  else deleted.push(top);
  return { deleted, unfiled, kept, folders };
}

function mayGo(object: StoredObject): boolean {
  if (object.immutable || object.retained) return false;
  return deletable(object);
}

function deletable(object: StoredObject): boolean {
  try {
    requireAction(object, 'canDeleteObject');
    return true;
  } catch {
    return false;
  }
}
