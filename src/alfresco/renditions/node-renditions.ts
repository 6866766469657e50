/** Renditions of nodes, of versions of files, and of what is in the trash, by who may see it there. */
import { parseObjectId } from '../../repository/values/object-id';
import { entityNotFound } from '../framework/api-error';
import type { Operation } from '../framework/operation';
import { nodeIdOf } from '../nodes/node-id';
import { versionOf } from '../nodes/versions';
import { changingOperations, readingOperations } from './rendition-operations';

const NODES = {
  path: '/nodes/{nodeId}/renditions',
  of: '',
  owner: 'a node',
  since: '5.2',
  placeOf: async (call) => ({ request: call.request, objectId: await nodeIdOf(call, call.path['nodeId']) }),
} satisfies Parameters<typeof changingOperations>[0];

const VERSIONS = {
  path: '/nodes/{nodeId}/versions/{versionId}/renditions',
  of: 'Version',
  owner: 'a file version',
  since: '7.0.0',
  placeOf: async (call) => ({ request: call.request, objectId: (await versionOf(call)).id }),
} satisfies Parameters<typeof changingOperations>[0];

const DELETED_NODES = {
  path: '/deleted-nodes/{nodeId}/renditions',
  of: 'DeletedNode',
  owner: 'a deleted node',
  since: '5.2',
  placeOf: ({ path, request }) => {
    const objectId = path['nodeId'] ?? '';
    if (!parseObjectId(objectId)) throw entityNotFound(objectId.slice(0, 200));
    return { request, objectId, inTrash: true };
  },
} satisfies Parameters<typeof readingOperations>[0];

export const NODE_RENDITIONS: readonly Operation[] = [
  ...changingOperations(NODES),
  ...readingOperations(NODES),
  ...changingOperations(VERSIONS),
  ...readingOperations(VERSIONS),
  ...readingOperations(DELETED_NODES),
];
