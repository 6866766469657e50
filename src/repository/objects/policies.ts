import { CmisError } from '../../model/errors';
import { requireAction } from '../access/access';
import { findObject, lockObject, requireCurrent } from '../access/found';
import type { ObjectSelection, ObjectView } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView, viewsOf } from '../access/views';

interface PolicyChange {
  readonly objectId: string;
  readonly policyId: string;
}

/** applyPolicy, CMIS 1.1 §2.2.9.1. */
export async function applyPolicy(uow: UnitOfWork, { objectId, policyId }: PolicyChange): Promise<ObjectView> {
  const object = await lockControllable(uow, objectId);
  requireAction(object, 'canApplyPolicy');
  await applyPolicies(uow, object, [policyId]);
  await logPolicies(uow, object);
  return plainView(object);
}

/** Applies policies to an object that the caller may change. @throws CmisError `constraint`, `objectNotFound`, `permissionDenied`. */
export async function applyPolicies(
  uow: UnitOfWork,
  object: StoredObject,
  policyIds: readonly string[],
): Promise<void> {
  requireControllable(object);
  for (const id of policyIds) await uow.policyWriter.apply(object, await findPolicy(uow, id));
}

/** removePolicy, CMIS 1.1 §2.2.9.2. @throws CmisError `constraint` when it is not applied. */
export async function removePolicy(uow: UnitOfWork, { objectId, policyId }: PolicyChange): Promise<ObjectView> {
  const object = await lockControllable(uow, objectId);
  requireAction(object, 'canRemovePolicy');
  if (!(await uow.policyWriter.remove(object, await findPolicy(uow, policyId)))) {
    throw new CmisError('constraint', `The policy '${policyId}' is not applied to '${object.id}'.`);
  }
  await logPolicies(uow, object);
  return plainView(object);
}

/** Tells the change log that other policies are applied to the object now. */
export async function logPolicies(uow: UnitOfWork, object: StoredObject): Promise<void> {
  await uow.log.append({ object, kind: 'security', policyIds: await appliedIds(uow, object) });
}

export async function appliedIds(uow: ReadUnit, object: StoredObject): Promise<readonly string[]> {
  const applied = await uow.policies.ofMany([object]);
  return (applied.get(object.key) ?? []).map((policy) => policy.id);
}

/** getAppliedPolicies, CMIS 1.1 §2.2.9.3: for every object, most often none. */
export async function getAppliedPolicies(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly selection: ObjectSelection },
): Promise<readonly ObjectView[]> {
  const object = await findObject(uow, input.objectId, { withAttached: true });
  if (object.attached?.policies === false) return [];
  const policies = await uow.policies.ofMany([object]);
  return viewsOf(uow, policies.get(object.key) ?? [], input.selection);
}

async function lockControllable(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const object = await lockObject(uow, objectId);
  requireControllable(object);
  requireCurrent(object);
  return object;
}

function requireControllable(object: StoredObject): void {
  if (!object.type.controllablePolicy) {
    throw new CmisError('constraint', `Policies cannot be applied to objects of type '${object.type.id}'.`);
  }
}

async function findPolicy(uow: ReadUnit, id: string): Promise<StoredObject> {
  const policy = await findObject(uow, id, { parameter: 'policyId' });
  if (policy.type.baseId !== 'cmis:policy')
    throw new CmisError('invalidArgument', `The object '${id}' is not a policy.`);
  return policy;
}
