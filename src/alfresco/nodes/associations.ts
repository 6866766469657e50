import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import type { Operations } from '../../repository/repository';
import { badRequest, conflict, relationshipNotFound } from '../framework/api-error';
import { foundAs } from '../framework/not-found';
import { created, list, nothing, operation, type Call, type Json, type List } from '../framework/operation';
import { include, PAGING, textParameter } from '../framework/parameters';
import { object, text } from '../framework/shapes';
import { equalities, where, type Where } from '../framework/where';
import { associationByName, typeName } from '../model/names';
import { makeAssociation } from './association-input';
import { nodeEntries, selectionFor } from './entries';
import { nodeById, nodeIdOf } from './node-id';
import { withTypes } from './types';

/** What `include` may name of nodes in lists of associations. */
export const ASSOCIATED_INCLUDES = include(
  'allowableOperations',
  'aspectNames',
  'isFavorite',
  'isLink',
  'isLocked',
  'path',
  'properties',
);
const PARAMETERS = { ...PAGING, ...ASSOCIATED_INCLUDES, ...where('assocType=') } as const;

type Direction = 'source' | 'target';

interface ListCall extends Pick<Call, 'repository' | 'request' | 'path' | 'parts'> {
  readonly query: {
    readonly skipCount: number;
    readonly maxItems: number;
    readonly include: ReadonlySet<string>;
    readonly where: Where | undefined;
  };
}

/** `direction`: which end the node of the call is. */
async function associated(call: ListCall, direction: Direction): Promise<List> {
  const { repository, request, query } = call;
  const id = await nodeIdOf(call, call.path['nodeId']);
  const { assocType } = equalities(query.where, ['assocType']);
  const typeId = await typeIdOf(call, assocType);
  if (typeId === 'none') {
    await nodeById(call, { id, selection: PLAIN });
    return { entries: [], hasMoreItems: false, totalItems: 0 };
  }
  const page = await foundAs(
    id,
    repository.getObjectRelationships(request, {
      objectId: id,
      direction,
      ...(typeId !== undefined && { typeId }),
      includeSubRelationshipTypes: true,
      page: { skipCount: query.skipCount, maxItems: query.maxItems },
      selection: PLAIN,
    }),
  );
  const ends = page.items.map((view) => otherEnd(view, direction));
  const views = await repository.getObjects(request, {
    objectIds: [...new Set(ends)],
    selection: selectionFor(query.include),
  });
  const entries = await nodeEntries(call, { views }, query.include);
  const byId = new Map(views.map((view, index) => [view.object.id, entries[index]]));
  return {
    entries: page.items.flatMap((view, index): readonly Json[] => {
      const end = byId.get(ends[index] ?? '');
      return end ? [{ ...end, association: { assocType: typeName(view.object.type) } }] : [];
    }),
    hasMoreItems: page.hasMoreItems,
    ...(page.numItems !== undefined && { totalItems: page.numItems }),
  };
}

const otherEnd = ({ object }: ObjectView, direction: Direction): string =>
  (direction === 'source' ? object.targetId : object.sourceId) ?? '';

/** `none`: there is no association of that name. */
async function typeIdOf(call: ListCall, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  return withTypes(call, (types) => Promise.resolve(associationByName(types, name)?.id ?? 'none'));
}

export const listTargetAssociations = operation({
  id: 'listTargetAssociations',
  method: 'GET',
  path: '/nodes/{nodeId}/targets',
  api: 'core',
  summary: 'List target associations',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: PARAMETERS,
  run: async (call) => list(await associated(call, 'source')),
});

export const listSourceAssociations = operation({
  id: 'listSourceAssociations',
  method: 'GET',
  path: '/nodes/{nodeId}/sources',
  api: 'core',
  summary: 'List source associations',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: PARAMETERS,
  run: async (call) => list(await associated(call, 'target')),
});

/** More of one node are not looked through. */
const MAX_ASSOCIATIONS = 10_000;

interface Pair {
  readonly sourceId: string;
  readonly targetId: string;
  readonly typeId?: string | undefined;
}

/** Associations between two nodes. */
async function between(operations: Operations, { sourceId, targetId, typeId }: Pair): Promise<readonly ObjectView[]> {
  const { items } = await operations.getObjectRelationships({
    objectId: sourceId,
    direction: 'source',
    ...(typeId !== undefined && { typeId }),
    includeSubRelationshipTypes: false,
    page: { skipCount: 0, maxItems: MAX_ASSOCIATIONS },
    selection: PLAIN,
  });
  return items.filter(({ object }) => object.targetId?.startsWith(targetId));
}

export const createAssociation = operation({
  id: 'createAssociation',
  method: 'POST',
  path: '/nodes/{nodeId}/targets',
  api: 'core',
  summary: 'Create node association',
  since: '5.2',
  status: 201,
  answers: 'Association',
  example: { targetId: '00000000-0000-0000-0000-000000000000', assocType: 'cm:references' },
  body: object({ targetId: text(), assocType: text() }),
  many: true,
  run: async (call) => {
    const { repository, request } = call;
    const sourceId = await nodeIdOf(call, call.path['nodeId']);
    await nodeById(call, { id: sourceId, selection: PLAIN });
    const wanted = call.bodies.map((body) => {
      if (body?.targetId === undefined) throw badRequest('Missing targetId');
      if (body.assocType === undefined) throw badRequest('Missing assocType');
      return { targetId: body.targetId, assocType: body.assocType };
    });
    await withTypes(call, (types) =>
      repository.together(request, async (operations) => {
        for (const { targetId: given, assocType } of wanted) {
          const targetId = await nodeIdOf(call, given);
          const type = associationByName(types, assocType);
          if (!type?.creatable) throw badRequest(`Unknown association type: ${assocType.slice(0, 100)}`);
          const existing = await between(operations, { sourceId, targetId, typeId: type.id });
          if (existing.length > 0)
            throw conflict(`Node association '${assocType}' already exists from ${sourceId} to ${targetId}`);
          await foundAs(targetId, makeAssociation(operations, { types, sourceId, targetId, assocType }));
        }
      }),
    );
    return created(wanted);
  },
});

export const deleteAssociation = operation({
  id: 'deleteAssociation',
  method: 'DELETE',
  path: '/nodes/{nodeId}/targets/{targetId}',
  api: 'core',
  summary: 'Delete node association(s)',
  since: '5.2',
  status: 204,
  parameters: { assocType: textParameter('Of this type only') },
  run: async (call) => {
    const { repository, request, query } = call;
    const sourceId = await nodeIdOf(call, call.path['nodeId']);
    const targetId = await nodeIdOf(call, call.path['targetId']);
    await nodeById(call, { id: sourceId, selection: PLAIN });
    const { assocType } = query;
    const typeId = assocType === undefined ? undefined : associationByName(repository.knownTypes(), assocType)?.id;
    if (assocType !== undefined && typeId === undefined)
      throw badRequest(`Unknown association type: ${assocType.slice(0, 100)}`);
    await repository.together(request, async (operations) => {
      const found = await between(operations, { sourceId, targetId, typeId });
      if (found.length === 0) throw relationshipNotFound(sourceId, targetId);
      for (const view of found) await operations.deleteObject({ objectId: view.object.id, allVersions: true });
    });
    return nothing;
  },
});
