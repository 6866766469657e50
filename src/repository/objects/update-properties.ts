import { CmisError } from '../../model/errors';
import type { PropertyChanges } from '../../model/properties';
import { requireAction, requirePermissions } from '../access/access';
import { checkChangeToken, lockObject, requireChangeable, requireCurrent } from '../access/found';
import { changedProperties } from './property-input';
import type { BulkUpdate, BulkUpdated } from '../contract/bulk-update';
import type { UpdatedObject } from '../contract/updated-object';
import type { Dialect } from '../contract/request';
import type { Transactor, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView } from '../access/views';

export interface UpdateProperties {
  readonly objectId: string;
  readonly properties: PropertyChanges;
  readonly changeToken?: string;
  readonly dialect: Dialect;
}

/** updateProperties, CMIS 1.1 §2.2.4.13. Makes no version in either dialect. */
export async function updateProperties(uow: UnitOfWork, input: UpdateProperties): Promise<Pick<UpdatedObject, 'view'>> {
  const object = await lockObject(uow, input.objectId);
  requireCurrent(object);
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  checkChangeToken(object, input.changeToken);
  return { view: plainView(await applyChanges(uow, { ...input, object })) };
}

/** Writes checked property changes to a locked object; what changes nothing writes nothing. */
export async function applyChanges(
  uow: UnitOfWork,
  input: { readonly object: StoredObject; readonly properties: PropertyChanges; readonly dialect: Dialect },
): Promise<StoredObject> {
  const { object } = input;
  const changes = changedProperties(uow.types, input);
  if (!changes) return object;
  if (changes.name && object.isRoot) throw new CmisError('constraint', 'The root folder cannot be renamed.');
  if (changes.owner !== undefined) requirePermissions(object, 'ChangePermissions', 'give away');
  const updated = await uow.writer.update(object, changes);
  if (!object.version?.workingCopyOf) {
    const tells = object.version?.isWorkingCopy !== true;
    await uow.log.append({ object: updated, kind: 'updated', ...(tells && { tells: 'updated' }) });
  }
  return updated;
}

const MAX_BULK = 1000;

/**
 * bulkUpdateProperties, CMIS 1.1 §2.2.4.14: each object in a transaction of its own; what cannot be updated is left out
 * of the answer. @throws CmisError `invalidArgument` (no objects, an unknown secondary type), `constraint` (too many).
 */
export async function bulkUpdateProperties(
  transactor: Transactor,
  request: { readonly caller: Parameters<Transactor['write']>[0]; readonly dialect: Dialect },
  input: BulkUpdate,
): Promise<readonly BulkUpdated[]> {
  if (input.objects.length === 0)
    throw new CmisError('invalidArgument', 'bulkUpdateProperties needs at least one object id.');
  if (input.objects.length > MAX_BULK) {
    throw new CmisError(
      'constraint',
      `bulkUpdateProperties takes at most ${MAX_BULK} objects; ${input.objects.length} were given.`,
    );
  }
  await transactor.read(request.caller, async (uow) => {
    for (const id of [...input.addSecondaryTypeIds, ...input.removeSecondaryTypeIds]) {
      if (!uow.types.findSecondary(id)) throw new CmisError('invalidArgument', `There is no secondary type '${id}'.`);
    }
    // One statement, so that types and caller are known to be current.
    await uow.objects.byPath([]);
  });
  const updated: BulkUpdated[] = [];
  for (const one of input.objects) {
    try {
      updated.push(
        await transactor.write(request.caller, (uow) => updateOne(uow, { ...input, ...one, dialect: request.dialect })),
      );
    } catch (error) {
      if (!(error instanceof CmisError) || error.code === 'unauthorized' || error.code === 'runtime') throw error;
    }
  }
  return updated;
}

async function updateOne(
  uow: UnitOfWork,
  input: BulkUpdate & { readonly objectId: string; readonly changeToken?: string; readonly dialect: Dialect },
): Promise<BulkUpdated> {
  const object = await lockObject(uow, input.objectId);
  requireCurrent(object);
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  checkChangeToken(object, input.changeToken);
  const listed = input.properties['cmis:secondaryObjectTypeIds'];
  const before = Array.isArray(listed) ? (listed as readonly string[]) : object.secondaryTypes.map((type) => type.id);
  const after = [...new Set([...before, ...input.addSecondaryTypeIds])].filter(
    (id) => !input.removeSecondaryTypeIds.includes(id),
  );
  const touchesTypes = input.addSecondaryTypeIds.length + input.removeSecondaryTypeIds.length > 0;
  const properties = touchesTypes
    ? { ...input.properties, 'cmis:secondaryObjectTypeIds': after.length === 0 ? null : after }
    : input.properties;
  const changed = await applyChanges(uow, { object, properties, dialect: input.dialect });
  return {
    id: input.objectId,
    changeToken: String(changed.changeToken),
    ...(changed.id !== object.id && { newId: changed.id }),
  };
}
