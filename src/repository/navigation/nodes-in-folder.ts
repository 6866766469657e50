import { requireAction } from '../access/access';
import { asFolder, seen } from '../access/found';
import { requireObjectId } from '../values/object-id';
import type { NodesInFolder, NodesPage } from '../contract/nodes-page';
import type { ReadUnit } from '../storage/storage';
import { viewOf, viewsOf } from '../access/views';

/** Children of a folder as web clients list them: filtered, in any order, counted to the end. */
export async function getNodesInFolder(uow: ReadUnit, input: NodesInFolder): Promise<NodesPage> {
  const { folderId, page, order, filter, selection } = input;
  const listed = await uow.navigation.nodes({
    folder: requireObjectId(folderId, 'folderId'),
    page,
    order,
    filter,
    withAcl: selection.includeACL,
  });
  const folder = asFolder(seen(listed.folder, folderId));
  requireAction(folder, 'canGetChildren');
  return {
    folder: await viewOf(uow, folder, selection),
    items: await viewsOf(uow, listed.objects, selection),
    hasMoreItems: listed.hasMoreItems,
    numItems: listed.numItems ?? 0,
    ...(listed.asOf !== undefined && { asOf: listed.asOf }),
  };
}
