import { CmisError, permissionDenied } from '../../model/errors';
import { SEE } from '../../model/permissions';
import { requireAction } from '../access/access';
import { cancelWorkingCopy } from './versioning';
import { lockObject, requireChangeable } from '../access/found';
import type { Descendant, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { removeObjects } from './trash';

/** deleteObject, CMIS 1.1 §2.2.4.16. On a working copy it is cancelCheckOut. */
export async function deleteObject(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly allVersions: boolean; readonly final?: boolean },
): Promise<void> {
  const object = await lockObject(uow, input.objectId);
  if (object.isRoot) throw new CmisError('constraint', 'The root folder cannot be deleted.');
  if (object.version?.isWorkingCopy) return cancelWorkingCopy(uow, object);
  requireAction(object, 'canDeleteObject');
  requireChangeable(object);
  if (object.type.baseId === 'cmis:folder' && !(await uow.navigation.isEmpty(object))) {
    throw new CmisError('constraint', `The folder '${object.name}' is not empty.`);
  }
  const { final = false } = input;
  if (final) requireMayPurge(uow, object);
  if (object.version && !input.allVersions) return deleteVersion(uow, object, final);
  const top = await live(uow, object);
  await removeObjects(uow, { top, objects: [top], final });
}

/** What goes for good, past the trash, is for its owner and administrators to say. @throws CmisError `permissionDenied`. */
function requireMayPurge({ caller }: UnitOfWork, object: StoredObject): void {
  if (caller.admin || object.owner === caller.name) return;
  throw permissionDenied(`Only the owner and administrators may delete the object '${object.id}' for good.`);
}

/** One version goes; when it was the newest its predecessor takes its place, when it was the only one the document goes. */
async function deleteVersion(uow: UnitOfWork, object: StoredObject, final: boolean): Promise<void> {
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
  else await removeObjects(uow, { top: object, objects: [object], final });
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
  /** Not into the trash. */
  readonly final?: boolean;
}

/**
 * deleteTree, CMIS 1.1 §2.2.4.17. What the caller may not delete stays, with every folder above it, and is returned; in
 * one transaction, so that nobody sees half of it. Without `continueOnFailure` the first obstacle keeps everything.
 */
export async function deleteTree(uow: UnitOfWork, input: DeleteTree): Promise<readonly string[]> {
  await uow.writer.lockTree('exclusive');
  const top = await lockObject(uow, input.folderId, 'folderId');
  if (top.type.baseId !== 'cmis:folder') throw new CmisError('constraint', `The object '${top.id}' is not a folder.`);
  if (top.isRoot) throw new CmisError('constraint', 'The root folder cannot be deleted.');
  requireAction(top, 'canDeleteTree');
  if (input.final) requireMayPurge(uow, top);
  const plan = planOf(top, await uow.writer.subtree(top), input);
  // What the caller may not read stays as well, without being named; the folders above it say enough.
  const left = plan.kept.filter((object) => object.access & SEE).map((object) => object.id);
  if (plan.kept.length > 0 && !input.continueOnFailure) return left;
  await unfile(uow, plan);
  for (const { root, objects } of treesOf(plan.deleted)) {
    await removeObjects(uow, { top: root, objects, final: input.final ?? false });
  }
  return left;
}

const NONE: ReadonlySet<number> = new Set();

async function unfile(uow: UnitOfWork, plan: Plan): Promise<void> {
  const deletedKeys = new Set(plan.deleted.map(({ key }) => key));
  for (const { object, folders } of plan.unfiled) {
    const home = object.parentKey;
    // What is at home elsewhere leaves a folder that goes by itself, and comes back with it.
    const going = home !== undefined && !plan.folders.has(home) ? deletedKeys : NONE;
    // Its home last: leaving that makes a home of the next folder that it is in.
    const inOrder = [...folders.filter((key) => key !== home), ...folders.filter((key) => key === home)];
    for (const key of inOrder) {
      const holder = plan.folders.get(key);
      if (holder && !going.has(key)) await uow.filing.remove(object, holder);
    }
    const left = await uow.objects.byId({ uuid: object.uuid });
    if (left) await uow.log.append({ object: left, kind: 'updated' });
  }
}

/** What goes, by the highest object that goes: each such tree comes back as one. */
function treesOf(
  deleted: readonly StoredObject[],
): readonly { readonly root: StoredObject; readonly objects: readonly StoredObject[] }[] {
  const byKey = new Map(deleted.map((object) => [object.key, object]));
  const trees = new Map<StoredObject, StoredObject[]>();
  for (const object of deleted) {
    let root = object;
    for (let above = byKey.get(root.parentKey ?? -1); above; above = byKey.get(root.parentKey ?? -1)) root = above;
    const tree = trees.get(root);
    if (tree) tree.push(object);
    else trees.set(root, [object]);
  }
  return [...trees].map(([root, objects]) => ({ root, objects }));
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
