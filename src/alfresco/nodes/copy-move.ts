import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import type { Operations } from '../../repository/repository';
import { badRequest, forbidden } from '../framework/api-error';
import { created, entry, operation, type Call } from '../framework/operation';
import { object, text } from '../framework/shapes';
import { nodeEntryOf, selectionFor, wantedOfOne } from './entries';
import { NODE_INCLUDES } from './get-node';
import { isSpecial } from './node-entry';
import { nodeById, nodeIdOf } from './node-id';

const BODY = object({ targetParentId: text(), name: text() });
type Body = ReturnType<typeof BODY.read>;

export const copyNode = operation({
  id: 'copyNode',
  method: 'POST',
  path: '/nodes/{nodeId}/copy',
  api: 'core',
  summary: 'Copy a node',
  since: '5.2',
  status: 201,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  example: { targetParentId: '-my-', name: 'A copy' },
  body: BODY,
  run: async (call) => {
    const { source, target } = await endsOf(call);
    const { name } = call.body ?? {};
    const made = await call.repository.copyObject(call.request, {
      objectId: source.object.uuid,
      targetFolderId: target.object.uuid,
      ...(name !== undefined && { name }),
    });
    return created([await shown(call, made.object.uuid)]);
  },
});

export const moveNode = operation({
  id: 'moveNode',
  method: 'POST',
  path: '/nodes/{nodeId}/move',
  api: 'core',
  summary: 'Move a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  example: { targetParentId: '-my-' },
  body: BODY,
  run: async (call) => {
    const { repository, request } = call;
    const { source, target } = await endsOf(call);
    if (isSpecial(repository.knownTypes(), source.object)) throw forbidden(`Cannot move: ${source.object.uuid}`);
    await requireNoCycle(call, { source, target });
    await repository.together(request, (operations) => move(operations, { source, target, name: call.body?.name }));
    return entry(await shown(call, source.object.uuid));
  },
});

type EndsCall = Pick<Call, 'repository' | 'request' | 'path' | 'parts'> & { readonly body: Body };

interface Ends {
  readonly source: ObjectView;
  readonly target: ObjectView;
}

async function endsOf(call: EndsCall): Promise<Ends> {
  const { targetParentId } = call.body ?? {};
  if (targetParentId === undefined) throw badRequest('Missing targetParentId');
  const sourceId = await nodeIdOf(call, call.path['nodeId']);
  const source = await nodeById(call, { id: sourceId, selection: PLAIN });
  const targetId = await nodeIdOf(call, targetParentId);
  const target = await nodeById(call, { id: targetId, selection: PLAIN });
  if (target.object.type.baseId !== 'cmis:folder') throw badRequest(`Invalid type of target parent: ${targetId}`);
  return { source, target };
}

async function shown(
  call: Pick<Call, 'repository' | 'request'> & { readonly query: { readonly include: ReadonlySet<string> } },
  id: string,
): Promise<Awaited<ReturnType<typeof nodeEntryOf>>> {
  const wanted = wantedOfOne(call.query.include);
  return nodeEntryOf(call, await nodeById(call, { id, selection: selectionFor(wanted) }), wanted);
}

async function requireNoCycle({ repository, request }: EndsCall, { source, target }: Ends): Promise<void> {
  const above = await repository.getAncestors(request, { objects: [target.object] });
  const folders = above.get(target.object.key)?.folders ?? [];
  const { uuid } = source.object;
  if (target.object.uuid === uuid || folders.some((folder) => folder.uuid === uuid)) {
    throw badRequest(`A folder cannot be moved below itself: ${uuid}`);
  }
}

/** With a new name, the old one may be taken in the target, and the new one where the node is: what is free decides. */
async function move(
  operations: Operations,
  { source, target, name }: Ends & { readonly name: string | undefined },
): Promise<void> {
  const { object } = source;
  const renames = name !== undefined && name !== object.name;
  const rename = (): Promise<unknown> =>
    operations.updateProperties({ objectId: object.uuid, properties: { 'cmis:name': name ?? object.name } });
  const folderId = target.object.uuid;
  const first = renames && (await operations.freeName({ folderId, name: object.name })) !== object.name;
  if (first) await rename();
  if (object.parentUuid === undefined) {
    await operations.addObjectToFolder({ objectId: object.uuid, folderId, allVersions: true });
  } else if (object.parentUuid !== folderId) {
    await operations.moveObject({ objectId: object.uuid, sourceFolderId: object.parentUuid, targetFolderId: folderId });
  }
  if (renames && !first) await rename();
}
