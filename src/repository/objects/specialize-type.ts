import { constraint, invalidArgument } from '../../model/errors';
import type { Properties, PropertyValue } from '../../model/properties';
import type { PrimaryType, SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { requireAction } from '../access/access';
import { lockObject, requireChangeable, requireCurrent } from '../access/found';
import type { ObjectView } from '../values/object-view';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView } from '../access/views';

/**
 * Makes the object one of a type below its own: what it is already it stays. Secondary types that the new type demands
 * come with it, and defaults of what it defines. @throws CmisError `invalidArgument`, `constraint`.
 */
export async function specializeType(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly typeId: string },
): Promise<ObjectView> {
  const object = await lockObject(uow, input.objectId);
  const type = uow.types.find(input.typeId);
  if (type?.id === object.type.id) return plainView(object);
  requireCurrent(object);
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  if (!type || type.baseId === 'cmis:secondary' || !uow.types.isOrDescends(type.id, object.type.id)) {
    throw invalidArgument(`'${input.typeId}' is no type below '${object.type.id}', which the object has.`);
  }
  if (!type.creatable) throw constraint(`Objects of type '${type.id}' cannot be made.`);
  await uow.typeWriter.lock(type.id);
  const mandatory = type.mandatorySecondaryTypeIds.flatMap((id) => uow.types.findSecondary(id) ?? []);
  const secondaryTypes = [...new Set([...object.secondaryTypes, ...mandatory])];
  const updated = await uow.writer.update(object, {
    typeKey: type.key,
    secondaryTypeKeys: secondaryTypes.map(({ key }) => key),
    properties: { ...defaultsOf(uow.types, { object, type, secondaryTypes }), ...object.properties },
  });
  if (!object.version?.workingCopyOf) await uow.log.append({ object: updated, kind: 'updated' });
  return plainView(updated);
}

interface Specialized {
  readonly object: StoredObject;
  readonly type: PrimaryType;
  readonly secondaryTypes: readonly SecondaryType[];
}

/** Of what the object could not have before. @throws CmisError `constraint` for what is required and has none. */
function defaultsOf(types: TypeRegistry, { object, type, secondaryTypes }: Specialized): Properties {
  const before = types.effective(object.type, object.secondaryTypes);
  const defaults: Record<string, PropertyValue> = {};
  for (const { id, defaultValue, cardinality, required } of types.effective(type, secondaryTypes).values()) {
    if (before.has(id)) continue;
    const value = cardinality === 'multi' ? defaultValue : defaultValue?.[0];
    if (value !== undefined) defaults[id] = value;
    else if (required) throw constraint(`The property '${id}' is required.`);
  }
  return defaults;
}
