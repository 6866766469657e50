/** Tags; reference: Alfresco's `/tags` and `/nodes/{nodeId}/tags`. */
import { CmisError } from '../../model/errors';
import type { StoredTag, TagColumn, TagList } from '../../repository/storage/tags';
import { badRequest, entityNotFound, relationshipNotFound, unsupported } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Json, type Operation } from '../framework/operation';
import { include, orderBy, PAGING, type Sorting } from '../framework/parameters';
import { ignored, object, required, text } from '../framework/shapes';
import { unsupportedPredicate, where, type Where } from '../framework/where';
import { nodeIdOf } from '../nodes/node-id';

/** Clients send back what they have read. */
const TAG = object({ tag: required(text()), id: ignored() });
const INCLUDE = include('count');
const OF_NODE = '/nodes/{nodeId}/tags';

const tagEntry = ({ uuid, name, count }: StoredTag): Json => ({ id: uuid, tag: name, count });

const listTags = operation({
  id: 'listTags',
  method: 'GET',
  path: '/tags',
  api: 'core',
  summary: 'List tags',
  since: '4.2',
  status: 200,
  answers: 'Tag',
  parameters: {
    ...PAGING,
    ...INCLUDE,
    ...orderBy('tag', 'count'),
    ...where("tag='x', tag in ('x', 'y') and tag matches ('*x*'), joined by OR"),
  },
  run: async ({ repository, request, query }) => {
    const withCount = query.include.has('count');
    if (!withCount && query.orderBy.some(({ column }) => column === 'count'))
      throw badRequest(`Tags are in the order of their counts only with 'include=count'`);
    const tags = await repository.listTags(request, {
      page: query,
      order: orderOf(query.orderBy),
      withCount,
      filter: filterOf(query.where),
    });
    return countedList(tags, query, tagEntry);
  },
});

const createTag = operation({
  id: 'createTags',
  method: 'POST',
  path: '/tags',
  api: 'core',
  summary: 'Create a tag',
  since: '7.4',
  status: 201,
  answers: 'Tag',
  access: 'administrator',
  many: true,
  parameters: INCLUDE,
  example: { tag: 'urgent' },
  body: TAG,
  run: async ({ repository, request, bodies, query }) => {
    const names = bodies.map(nameIn);
    const tags = await repository.createTags(request, { names, withCount: query.include.has('count') });
    return created(tags.map(tagEntry));
  },
});

const getTag = operation({
  id: 'getTag',
  method: 'GET',
  path: '/tags/{tagId}',
  api: 'core',
  summary: 'Get a tag',
  since: '4.2',
  status: 200,
  answers: 'Tag',
  parameters: INCLUDE,
  run: async ({ repository, request, path, query }) => {
    const tagId = path['tagId'] ?? '';
    const withCount = query.include.has('count');
    return entry(tagEntry(await foundAs(tagId, repository.getTag(request, { tagId, withCount }))));
  },
});

const updateTag = operation({
  id: 'updateTag',
  method: 'PUT',
  path: '/tags/{tagId}',
  api: 'core',
  summary: 'Update a tag',
  since: '4.2',
  status: 200,
  answers: 'Tag',
  access: 'administrator',
  parameters: INCLUDE,
  example: { tag: 'urgent' },
  body: TAG,
  run: async ({ repository, request, path, query, body }) => {
    const tagId = path['tagId'] ?? '';
    const change = { tagId, name: nameIn(body), withCount: query.include.has('count') };
    return entry(tagEntry(await foundAs(tagId, repository.renameTag(request, change))));
  },
});

const deleteTag = operation({
  id: 'deleteTag',
  method: 'DELETE',
  path: '/tags/{tagId}',
  api: 'core',
  summary: 'Delete a tag',
  since: '7.4',
  status: 204,
  access: 'administrator',
  run: async ({ repository, request, path }) => {
    const tagId = path['tagId'] ?? '';
    await foundAs(tagId, repository.deleteTag(request, tagId));
    return nothing;
  },
});

const listTagsForNode = operation({
  id: 'listTagsForNode',
  method: 'GET',
  path: OF_NODE,
  api: 'core',
  summary: 'List tags for a node',
  since: '4.2',
  status: 200,
  answers: 'Tag',
  parameters: PAGING,
  run: async (call) => {
    const { repository, request, path, query } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const tags = await onNode(objectId, repository.listTagsOf(request, { objectId, page: query }));
    return countedList(tags, query, tagEntry);
  },
});

const createTagForNode = operation({
  id: 'createTagForNode',
  method: 'POST',
  path: OF_NODE,
  api: 'core',
  summary: 'Create a tag for a node',
  since: '4.2',
  status: 201,
  answers: 'Tag',
  many: true,
  example: { tag: 'urgent' },
  body: TAG,
  run: async (call) => {
    const { repository, request, path, bodies } = call;
    const names = bodies.map(nameIn);
    const objectId = await nodeIdOf(call, path['nodeId']);
    const tags = await onNode(objectId, repository.addTags(request, { objectId, names }));
    return created(tags.map(tagEntry));
  },
});

const deleteTagFromNode = operation({
  id: 'deleteTagFromNode',
  method: 'DELETE',
  path: `${OF_NODE}/{tagId}`,
  api: 'core',
  summary: 'Delete a tag from a node',
  since: '4.2',
  status: 204,
  run: async (call) => {
    const { repository, request, path } = call;
    const tagId = path['tagId'] ?? '';
    const objectId = await nodeIdOf(call, path['nodeId']);
    try {
      await onNode(objectId, repository.removeTag(request, { objectId, tagId }));
    } catch (error) {
      throw error instanceof CmisError && error.code === 'objectNotFound'
        ? relationshipNotFound(objectId, tagId.slice(0, 200))
        : error;
    }
    return nothing;
  },
});

const nameIn = (body: ReturnType<typeof TAG.read>): string => {
  const name = body?.tag ?? '';
  if (name.trim() === '') throw badRequest('The tag is empty');
  return name;
};

async function onNode<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CmisError && error.code === 'notSupported') throw unsupported('Cannot tag this node');
    throw error instanceof CmisError && error.code === 'objectNotFound' ? entityNotFound(id) : error;
  }
}

const orderOf = ([first]: readonly Sorting[]): TagList['order'] => ({
  by: (first?.column ?? 'tag') as TagColumn,
  descending: first?.descending ?? false,
});

/** @throws ApiError 400. */
function filterOf(given: Where | undefined): TagList['filter'] {
  if (!given) return undefined;
  if (given.joinedBy === 'and' && given.predicates.length > 1) throw badRequest('AND is not supported here');
  const names: string[] = [];
  const patterns: string[] = [];
  for (const predicate of given.predicates) {
    if (predicate.negated) throw badRequest(`Cannot use NOT for ${predicate.kind.toUpperCase()} comparison.`);
    if (predicate.property !== 'tag') throw unsupportedPredicate(predicate);
    if (predicate.kind === 'compare' && predicate.operator === '=') names.push(predicate.value.toLowerCase());
    else if (predicate.kind === 'in') names.push(...predicate.values.map((value) => value.toLowerCase()));
    else if (predicate.kind === 'matches') patterns.push(predicate.pattern.toLowerCase());
    else throw unsupportedPredicate(predicate);
  }
  return { names, patterns };
}

export const TAGS: readonly Operation[] = [
  listTags,
  createTag,
  getTag,
  updateTag,
  deleteTag,
  listTagsForNode,
  createTagForNode,
  deleteTagFromNode,
];
