import { entry, operation } from '../framework/operation';
import { include, textParameter } from '../framework/parameters';
import { selectionFor, wantedOfOne, writtenNode } from './entries';
import { nodeBelow, nodeById, nodeIdOf } from './node-id';

/** What `include` may name of a single node. */
export const NODE_INCLUDES = include(
  'allowableOperations',
  'association',
  'definition',
  'isFavorite',
  'isLink',
  'isLocked',
  'path',
  'permissions',
);

export const getNode = operation({
  id: 'getNode',
  method: 'GET',
  path: '/nodes/{nodeId}',
  api: 'core',
  summary: 'Get a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: { ...NODE_INCLUDES, relativePath: textParameter('Path of the node below the one that the id names') },
  run: async (call) => {
    const { path, query } = call;
    const wanted = wantedOfOne(query.include);
    const id = await nodeIdOf(call, path['nodeId']);
    const selection = selectionFor(wanted);
    const view =
      query.relativePath === undefined
        ? await nodeById(call, { id, selection })
        : await nodeBelow(call, { id, relativePath: query.relativePath, selection });
    return entry(await writtenNode(call, view, wanted));
  },
});
