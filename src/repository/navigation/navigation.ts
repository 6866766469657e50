import { CmisError, invalidArgument } from '../../model/errors';
import { Permission } from '../../model/permissions';
import { requireAction } from '../access/access';
import { asFolder, findFolder, findObject, seen } from '../access/found';
import type { ObjectSelection, ObjectView, Page, PageRequest, Tree } from '../values/object-view';
import { requireObjectId } from '../values/object-id';
import { parseOrderBy } from './order-by';
import type { Listed } from '../storage/navigation';
import type { ReadUnit } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { viewOf, viewsOf } from '../access/views';

async function pageOf(uow: ReadUnit, listed: Listed, selection: ObjectSelection): Promise<Page<ObjectView>> {
  return {
    items: await viewsOf(uow, listed.objects, selection),
    hasMoreItems: listed.hasMoreItems,
    ...(listed.numItems !== undefined && { numItems: listed.numItems }),
  };
}

interface GetChildren {
  readonly folderId: string;
  readonly page: PageRequest;
  readonly orderBy?: string;
  readonly selection: ObjectSelection;
}

/** getChildren, CMIS 1.1 §2.2.3.1. One statement, and one for each thing that is included. */
export async function getChildren(uow: ReadUnit, input: GetChildren): Promise<Page<ObjectView>> {
  const { folderId, page, selection } = input;
  const listed = await uow.navigation.children({
    folder: requireObjectId(folderId, 'folderId'),
    page,
    orderBy: parseOrderBy(uow.types, input.orderBy),
    withAcl: selection.includeACL,
  });
  requireAction(asFolder(seen(listed.folder, folderId)), 'canGetChildren');
  return pageOf(uow, listed, selection);
}

interface GetDescendants {
  readonly folderId: string;
  /** -1: all levels. */
  readonly depth: number;
  readonly selection: ObjectSelection;
  readonly foldersOnly: boolean;
}

/** getDescendants and getFolderTree, CMIS 1.1 §2.2.3.2, §2.2.3.3. What is filed twice appears twice. */
export async function getDescendants(uow: ReadUnit, input: GetDescendants): Promise<readonly Tree<ObjectView>[]> {
  const { depth, foldersOnly, selection } = input;
  if (!Number.isInteger(depth) || depth === 0 || depth < -1) {
    throw invalidArgument(`The depth ${depth} is neither positive nor -1.`);
  }
  const folder = await findFolder(uow, input.folderId);
  requireAction(folder, foldersOnly ? 'canGetFolderTree' : 'canGetDescendants');
  const found = await uow.navigation.descendants({ folder, depth, foldersOnly, withAcl: selection.includeACL });
  const distinct = [...new Map(found.map(({ object }) => [object.key, object])).values()];
  const views = new Map((await viewsOf(uow, distinct, selection)).map((view) => [view.object.key, view]));
  const inside = new Map<number, StoredObject[]>();
  for (const { inFolder, object } of found) {
    const siblings = inside.get(inFolder);
    if (siblings) siblings.push(object);
    else inside.set(inFolder, [object]);
  }
  return treesIn(folder.key, inside, views);
}

function treesIn(
  folderKey: number,
  inside: ReadonlyMap<number, readonly StoredObject[]>,
  views: ReadonlyMap<number, ObjectView>,
): readonly Tree<ObjectView>[] {
  return (inside.get(folderKey) ?? []).map((object) => ({
    item: views.get(object.key) ?? { object },
    // Whoever may see a folder need not be allowed to list it.
    children: object.access & Permission.ReadChildren ? treesIn(object.key, inside, views) : [],
  }));
}

/** getFolderParent, CMIS 1.1 §2.2.3.4. @throws CmisError `invalidArgument` for the root. */
export async function getFolderParent(
  uow: ReadUnit,
  input: { readonly folderId: string; readonly selection: ObjectSelection },
): Promise<ObjectView> {
  const folder = await findFolder(uow, input.folderId);
  if (folder.isRoot || folder.parentUuid === undefined) throw invalidArgument('The root folder has no parent.');
  const [parent] = await uow.navigation.parents(folder, { withAcl: input.selection.includeACL });
  if (!parent) throw new CmisError('permissionDenied', `You may not read the parent of '${folder.name}'.`);
  return viewOf(uow, asFolder(parent), input.selection);
}

/** getObjectParents, CMIS 1.1 §2.2.3.5: empty for the root, for what is unfiled and for what cannot be filed. */
export async function getObjectParents(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly selection: ObjectSelection },
): Promise<readonly ObjectView[]> {
  const object = await findObject(uow, input.objectId);
  const { includePathSegment, ...selection } = input.selection;
  const parents = await uow.navigation.parents(object, { withAcl: selection.includeACL });
  const views = await viewsOf(uow, parents, { ...selection, includePathSegment: false });
  return includePathSegment ? views.map((view) => ({ ...view, pathSegment: object.name })) : views;
}

interface GetCheckedOutDocs {
  readonly folderId?: string;
  readonly page: PageRequest;
  readonly orderBy?: string;
  readonly selection: ObjectSelection;
}

/** getCheckedOutDocs, CMIS 1.1 §2.2.3.6: the working copies that the caller may see. */
export async function getCheckedOutDocs(uow: ReadUnit, input: GetCheckedOutDocs): Promise<Page<ObjectView>> {
  const folder = input.folderId === undefined ? undefined : await findFolder(uow, input.folderId);
  const { page, selection } = input;
  const listed = await uow.navigation.checkedOut({
    ...(folder && { folder }),
    page,
    orderBy: parseOrderBy(uow.types, input.orderBy),
  });
  return pageOf(uow, listed, selection);
}
