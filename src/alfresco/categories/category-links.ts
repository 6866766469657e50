/** What nodes are in; reference: Alfresco's `/nodes/{nodeId}/category-links`. */
import { CmisError } from '../../model/errors';
import { badRequest, entityNotFound, unprocessable } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { created, nothing, operation, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { object, required, text } from '../framework/shapes';
import { nodeIdOf } from '../nodes/node-id';
import { categoryEntry, ROOT, wantsOf } from './category-entry';

const OF_NODE = '/nodes/{nodeId}/category-links';
const INCLUDE = include('path');
const LINK = object({ categoryId: required(text()) });

const listLinks = operation({
  id: 'listCategoriesForNode',
  method: 'GET',
  path: OF_NODE,
  api: 'core',
  summary: 'List categories that a node is assigned to',
  since: '7.4',
  status: 200,
  answers: 'Category',
  parameters: { ...PAGING, ...INCLUDE },
  run: async (call) => {
    const { repository, request, path, query } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const input = { objectId, page: query, wants: wantsOf(query.include) };
    return countedList(await onNode([objectId], repository.listCategoriesOf(request, input)), query, categoryEntry);
  },
});

const createLink = operation({
  id: 'linkNodeToCategory',
  method: 'POST',
  path: OF_NODE,
  api: 'core',
  summary: 'Assign a node to a category',
  since: '7.4',
  status: 201,
  answers: 'Category',
  many: true,
  parameters: INCLUDE,
  example: { categoryId: '00000000-0000-0000-0000-000000000000' },
  body: LINK,
  run: async (call) => {
    const { repository, request, path, query } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const categoryIds = call.bodies.map((body) => body?.categoryId ?? '');
    if (categoryIds.includes(ROOT)) throw badRequest(`Node id does not refer to a valid category ${ROOT}`);
    const input = { objectId, categoryIds, wants: wantsOf(query.include) };
    const linked = await onNode([objectId, ...categoryIds], repository.linkCategories(request, input));
    return created(linked.map(categoryEntry));
  },
});

const deleteLink = operation({
  id: 'unlinkNodeFromCategory',
  method: 'DELETE',
  path: `${OF_NODE}/{categoryId}`,
  api: 'core',
  summary: 'Unassign a node from a category',
  since: '7.4',
  status: 204,
  run: async (call) => {
    const { repository, request, path } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const categoryId = path['categoryId'] ?? '';
    await onNode([objectId, categoryId], repository.unlinkCategory(request, { objectId, categoryId }));
    return nothing;
  },
});

/** `ids`: the node, and the categories that may not be there. */
async function onNode<T>(ids: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CmisError)) throw error;
    if (error.code === 'notSupported')
      throw unprocessable(`Expected ${ids[0] ?? ''} to be a file or folder, which have categories`);
    if (error.code !== 'objectNotFound') throw error;
    throw entityNotFound((ids.find((id) => error.message.includes(`'${id}'`)) ?? ids[0] ?? '').slice(0, 200));
  }
}

export const CATEGORY_LINKS: readonly Operation[] = [listLinks, createLink, deleteLink];
