/** Where a node is, and what else is in a folder. */
import { PLAIN } from '../../repository/values/object-view';
import { badRequest, conflict, entityNotFound, relationshipNotFound } from '../framework/api-error';
import { pageOf } from '../framework/envelopes';
import { created, list, nothing, operation } from '../framework/operation';
import { PAGING, textParameter } from '../framework/parameters';
import { object, text } from '../framework/shapes';
import { equalities, isTrue, where } from '../framework/where';
import { requireContains } from './association-input';
import { ASSOCIATED_INCLUDES } from './associations';
import { nodeEntries, selectionFor } from './entries';
import { folderIdOf, nodeById, nodeIdOf } from './node-id';

export const listParents = operation({
  id: 'listParents',
  method: 'GET',
  path: '/nodes/{nodeId}/parents',
  api: 'core',
  summary: 'List parents',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: { ...PAGING, ...ASSOCIATED_INCLUDES, ...where('assocType=, isPrimary=, joined by AND') },
  run: async (call) => {
    const { repository, request, query } = call;
    const id = await nodeIdOf(call, call.path['nodeId']);
    const { object: node } = await nodeById(call, { id, selection: PLAIN });
    const { assocType, isPrimary } = equalities(query.where, ['assocType', 'isPrimary']);
    const parents = await repository.getObjectParents(request, {
      objectId: id,
      selection: selectionFor(query.include),
    });
    const meant = parents.filter(
      (view) =>
        (assocType ?? 'cm:contains') === 'cm:contains' &&
        (isPrimary === undefined || isTrue(isPrimary) === (view.object.key === node.parentKey)),
    );
    const page = pageOf(meant, query);
    const entries = await nodeEntries(call, { views: page.items }, query.include);
    return list({
      ...page,
      entries: entries.map((one, index) => ({
        ...one,
        association: { assocType: 'cm:contains', isPrimary: page.items[index]?.object.key === node.parentKey },
      })),
    });
  },
});

export const listSecondaryChildren = operation({
  id: 'listSecondaryChildren',
  method: 'GET',
  path: '/nodes/{nodeId}/secondary-children',
  api: 'core',
  summary: 'List secondary children',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: { ...PAGING, ...ASSOCIATED_INCLUDES, ...where('assocType=') },
  run: async (call) => {
    const { repository, request, query } = call;
    const id = await folderIdOf(call);
    const { assocType } = equalities(query.where, ['assocType']);
    if ((assocType ?? 'cm:contains') !== 'cm:contains')
      return list({ entries: [], hasMoreItems: false, totalItems: 0 });
    const page = await repository.getNodesInFolder(request, {
      folderId: id,
      page: query,
      order: [],
      filter: { hiddenTypeKeys: [], isPrimary: false },
      selection: selectionFor(query.include),
    });
    const entries = await nodeEntries(call, { views: page.items }, query.include);
    return list({
      entries: entries.map((one) => ({ ...one, association: { assocType: 'cm:contains', isPrimary: false } })),
      hasMoreItems: page.hasMoreItems,
      totalItems: page.numItems,
    });
  },
});

export const createSecondaryChildAssociation = operation({
  id: 'createSecondaryChildAssociation',
  method: 'POST',
  path: '/nodes/{nodeId}/secondary-children',
  api: 'core',
  summary: 'Create secondary child',
  since: '5.2',
  status: 201,
  answers: 'ChildAssociation',
  example: { childId: '00000000-0000-0000-0000-000000000000', assocType: 'cm:contains' },
  body: object({ childId: text(), assocType: text() }),
  many: true,
  run: async (call) => {
    const { repository, request } = call;
    const folderId = await folderIdOf(call);
    const wanted = call.bodies.map((body) => {
      if (body?.childId === undefined) throw badRequest('Missing childId');
      requireContains(body.assocType);
      return { childId: body.childId, assocType: body.assocType ?? 'cm:contains' };
    });
    await repository.together(request, async (operations) => {
      for (const { childId } of wanted) {
        const objectId = await nodeIdOf(call, childId);
        const parents = await operations.getObjectParents({ objectId, selection: PLAIN }).catch(() => {
          throw entityNotFound(objectId);
        });
        if (parents.some((view) => view.object.uuid === folderId)) {
          throw conflict(`${objectId} is in the folder ${folderId} already`);
        }
        await operations.addObjectToFolder({ objectId, folderId, allVersions: true });
      }
    });
    return created(wanted);
  },
});

export const deleteSecondaryChildAssociation = operation({
  id: 'deleteSecondaryChildAssociation',
  method: 'DELETE',
  path: '/nodes/{nodeId}/secondary-children/{childId}',
  api: 'core',
  summary: 'Delete secondary child or children',
  since: '5.2',
  status: 204,
  parameters: { assocType: textParameter('Of this type only') },
  run: async (call) => {
    const { repository, request, path, query } = call;
    const folderId = await folderIdOf(call);
    const childId = await nodeIdOf(call, path['childId']);
    requireContains(query.assocType);
    const { object: child } = await nodeById(call, { id: childId, selection: PLAIN });
    if (child.parentUuid === folderId) {
      throw badRequest(`Cannot use secondary-children for the primary folder of ${childId}`);
    }
    const parents = await repository.getObjectParents(request, { objectId: childId, selection: PLAIN });
    if (!parents.some((view) => view.object.uuid === folderId)) throw relationshipNotFound(folderId, childId);
    await repository.removeObjectFromFolder(request, { objectId: childId, folderId });
    return nothing;
  },
});
