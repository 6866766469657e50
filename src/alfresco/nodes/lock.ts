import { CmisError } from '../../model/errors';
import { isLocked } from '../../model/lock';
import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import type { StoredObject } from '../../repository/values/stored-object';
import { ApiError, badRequest, conflict, forbidden, unprocessable } from '../framework/api-error';
import { entry, operation, type Answer, type Call } from '../framework/operation';
import { object, oneOf, whole } from '../framework/shapes';
import { nodeEntryOf, selectionFor, wantedOfOne } from './entries';
import { NODE_INCLUDES } from './get-node';
import { isSpecial } from './node-entry';
import { nodeById, nodeIdOf } from './node-id';

type NodeCall = Pick<Call, 'repository' | 'request' | 'path' | 'parts'> & {
  readonly query: { readonly include: ReadonlySet<string> };
};

async function nodeOf(call: NodeCall): Promise<ObjectView> {
  return nodeById(call, { id: await nodeIdOf(call, call.path['nodeId']), selection: PLAIN });
}

async function answer(call: NodeCall, id: string): Promise<Answer> {
  const wanted = wantedOfOne(call.query.include);
  return entry(await nodeEntryOf(call, await nodeById(call, { id, selection: selectionFor(wanted) }), wanted));
}

function requireFile({ uuid, type }: StoredObject): void {
  if (type.baseId !== 'cmis:document') throw badRequest(`Node of type cm:content or a subtype is expected: ${uuid}`);
}

const LOCK_BODY = object({
  timeToExpire: whole(),
  type: oneOf(['ALLOW_OWNER_CHANGES', 'FULL']),
  lifetime: oneOf(['PERSISTENT', 'EPHEMERAL']),
});

export const lockNode = operation({
  id: 'lockNode',
  method: 'POST',
  path: '/nodes/{nodeId}/lock',
  api: 'core',
  summary: 'Lock a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  example: { timeToExpire: 60, type: 'ALLOW_OWNER_CHANGES', lifetime: 'PERSISTENT' },
  body: LOCK_BODY,
  run: async (call) => {
    const { timeToExpire = 0, type, lifetime = 'PERSISTENT' } = call.body ?? {};
    const { object } = await nodeOf(call);
    requireFile(object);
    if (timeToExpire < 0) throw badRequest(`'timeToExpire' is ${timeToExpire} but must not be negative`);
    await refusing(() =>
      call.repository.lockDocument(call.request, {
        objectId: object.uuid,
        type: type === 'FULL' ? 'READ_ONLY_LOCK' : 'WRITE_LOCK',
        lifetime,
        ...(timeToExpire > 0 && { expires: Date.now() + timeToExpire * 1000 }),
      }),
    );
    return answer(call, object.uuid);
  },
});

export const unlockNode = operation({
  id: 'unlockNode',
  method: 'POST',
  path: '/nodes/{nodeId}/unlock',
  api: 'core',
  summary: 'Unlock a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  run: async (call) => {
    const { object } = await nodeOf(call);
    if (isSpecial(call.repository.knownTypes(), object)) throw forbidden(`Cannot unlock: ${object.uuid}`);
    if (!isLocked(object.properties)) throw unprocessable(`Can't unlock node ${object.uuid} because it isn't locked`);
    await refusing(() => call.repository.unlockDocument(call.request, object.uuid));
    return answer(call, object.uuid);
  },
});

/** Here a lock of somebody else's is not a conflict but cannot be processed. */
async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isLockedByAnother = error instanceof CmisError && error.code === 'updateConflict';
    throw isLockedByAnother ? new ApiError(422, error.message, 'framework.exception.ApiDefault') : error;
  }
}

export const checkoutNode = operation({
  id: 'checkoutNode',
  method: 'POST',
  path: '/nodes/{nodeId}/checkout',
  api: 'core',
  summary: 'Checkout a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  run: async (call) => {
    const { object } = await nodeOf(call);
    requireFile(object);
    if (object.version?.checkedOutBy !== undefined) throw conflict(`Checkout failed for nodeId ${object.uuid}`);
    const copy = await call.repository.checkOut(call.request, object.uuid);
    return answer(call, copy.object.uuid);
  },
});

export const cancelCheckoutNode = operation({
  id: 'cancelCheckoutNode',
  method: 'POST',
  path: '/nodes/{nodeId}/cancel-checkout',
  api: 'core',
  summary: 'Cancel checkout for a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  run: async (call) => {
    const { repository, request } = call;
    const { object } = await nodeOf(call);
    if (object.version?.checkedOutBy !== undefined) await repository.cancelCheckOut(request, object.id);
    else if (isLocked(object.properties)) await refusing(() => repository.unlockDocument(request, object.uuid));
    else throw unprocessable(`Node ${object.uuid} is not checked out`);
    return answer(call, object.series);
  },
});
