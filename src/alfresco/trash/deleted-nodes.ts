/** The trashcan; reference: Alfresco's deleted nodes. People see what they have deleted, administrators everything. */
import { sendContent } from '../../http/content-response';
import { parseObjectId } from '../../repository/values/object-id';
import { CmisError } from '../../model/errors';
import { badRequest, conflict, entityNotFound, notFound } from '../framework/api-error';
import { foundAs } from '../framework/not-found';
import { entry, list, nothing, operation, sent, type Call, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { object, text } from '../framework/shapes';
import { ATTACHMENT } from '../nodes/content';
import { nodeEntryOf, selectionFor, wantedOfOne } from '../nodes/entries';
import { requireContains } from '../nodes/association-input';
import { nodeById, nodeIdOf } from '../nodes/node-id';
import { deletedEntries } from './deleted-entries';

type TrashCall = Pick<Call, 'repository' | 'request' | 'path' | 'parts'>;

const OF_LIST = [
  ...(['allowableOperations', 'aspectNames', 'association', 'isFavorite', 'isLink', 'isLocked'] as const),
  ...(['path', 'permissions', 'properties'] as const),
];

const idOf = ({ path }: TrashCall): string => {
  const id = path['nodeId'] ?? '';
  if (!parseObjectId(id)) throw entityNotFound(id.slice(0, 200));
  return id;
};

const listDeletedNodes = operation({
  id: 'listDeletedNodes',
  method: 'GET',
  path: '/deleted-nodes',
  api: 'core',
  summary: 'List deleted nodes',
  since: '5.2',
  status: 200,
  answers: 'DeletedNode',
  parameters: { ...PAGING, ...include(...OF_LIST) },
  run: async (call) => {
    const { skipCount, maxItems } = call.query;
    const { items, total } = await call.repository.listTrash(call.request, { skipCount, maxItems });
    return list({
      entries: await deletedEntries(call, items, call.query.include),
      hasMoreItems: skipCount + items.length < total,
      totalItems: total,
    });
  },
});

const getDeletedNode = operation({
  id: 'getDeletedNode',
  method: 'GET',
  path: '/deleted-nodes/{nodeId}',
  api: 'core',
  summary: 'Get a deleted node',
  since: '5.2',
  status: 200,
  answers: 'DeletedNode',
  parameters: include(...OF_LIST, 'definition'),
  run: async (call) => {
    const id = idOf(call);
    const trashed = await foundAs(id, call.repository.getTrashed(call.request, id));
    const [one] = await deletedEntries(call, [trashed], wantedOfOne(call.query.include));
    return entry(one ?? {});
  },
});

const getDeletedNodeContent = operation({
  id: 'getDeletedNodeContent',
  method: 'GET',
  path: '/deleted-nodes/{nodeId}/content',
  api: 'core',
  summary: 'Get deleted node content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: ATTACHMENT,
  run: async (call) => {
    const id = idOf(call);
    const { object: node } = await foundAs(id, call.repository.getTrashed(call.request, id));
    if (node.type.baseId !== 'cmis:document') throw badRequest(`NodeId of content is expected: ${id}`);
    if (!node.content) throw entityNotFound(id);
    const content = await call.repository.getTrashedContent(call.request, id);
    const download = call.query.attachment === false ? 'inline' : 'attachment';
    await sendContent(call.req, call.res, { content, download, detailed: true });
    return sent;
  },
});

const deleteDeletedNode = operation({
  id: 'deleteDeletedNode',
  method: 'DELETE',
  path: '/deleted-nodes/{nodeId}',
  api: 'core',
  summary: 'Permanently delete a deleted node',
  since: '5.2',
  status: 204,
  run: async (call) => {
    const id = idOf(call);
    await foundAs(id, call.repository.purgeTrashed(call.request, id));
    return nothing;
  },
});

const restoreDeletedNode = operation({
  id: 'restoreDeletedNode',
  method: 'POST',
  path: '/deleted-nodes/{nodeId}/restore',
  api: 'core',
  summary: 'Restore a deleted node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  example: { targetParentId: '-my-' },
  body: object({ targetParentId: text(), assocType: text() }),
  bodyIsOptional: true,
  run: async (call) => {
    const { repository, request, body } = call;
    const id = idOf(call);
    const { object: node } = await foundAs(id, repository.getTrashed(request, id));
    requireContains(body?.assocType);
    const targetFolderId = body?.targetParentId === undefined ? undefined : await nodeIdOf(call, body.targetParentId);
    const wanted = wantedOfOne(new Set());
    await repository
      .restoreTrashed(request, { objectId: id, ...(targetFolderId !== undefined && { targetFolderId }) })
      .catch((error: unknown) => {
        throw restoring(error, targetFolderId ?? node.parentUuid ?? '');
      });
    const view = await nodeById(call, { id: node.uuid, selection: selectionFor(wanted) });
    return entry(await nodeEntryOf(call, view, wanted));
  },
});

/** What stands in the way of a restoration, in the words that clients know. */
function restoring(error: unknown, folderId: string): unknown {
  if (!(error instanceof CmisError)) return error;
  if (error.code === 'contentAlreadyExists') return conflict('Name already exists in target');
  const isWithoutFolder = error.code === 'objectNotFound' || error.code === 'invalidArgument';
  return isWithoutFolder ? notFound(`Invalid parent id ${folderId}`.trim()) : error;
}

export const DELETED_NODES: readonly Operation[] = [
  listDeletedNodes,
  getDeletedNode,
  getDeletedNodeContent,
  deleteDeletedNode,
  restoreDeletedNode,
];
