/** Tags and categories of an object: ids in one of its properties. */
import { CmisError, constraint } from '../../model/errors';
import { CLASS_TYPE } from '../../model/kept-types';
import { nameKey } from '../../model/names';
import { ANYONE, FIRST_ADMINISTRATOR } from '../../model/principal';
import { isDocumentOrFolder } from '../../model/type-definition';
import { lockObject } from '../access/found';
import { parseObjectId } from '../values/object-id';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/** Where an object names what it is classified by. */
export interface Classification {
  readonly property: string;
  /** The secondary type that brings the property. */
  readonly aspect: string;
  /** Whether the secondary type goes with the last of them. */
  readonly aspectGoes: boolean;
}

/** Uuids, some of which may be of nothing. */
export function classesOf({ properties }: StoredObject, { property }: Classification): readonly string[] {
  const value = properties[property];
  const ids = typeof value === 'object' ? value : [];
  return ids.flatMap((id) => (typeof id === 'string' ? (parseObjectId(id)?.uuid ?? []) : []));
}

/** Writes these and no others, with the secondary type where it is missing, or without it. */
export async function classify(
  uow: UnitOfWork,
  before: StoredObject,
  { property, aspect, aspectGoes, uuids }: Classification & { readonly uuids: readonly string[] },
): Promise<void> {
  const { [property]: _before, ...rest } = before.properties;
  const type = uow.types.findSecondary(aspect);
  const others = before.secondaryTypes.filter(({ id }) => id !== aspect).map(({ key }) => key);
  const has = others.length < before.secondaryTypes.length;
  const goes = aspectGoes && uuids.length === 0 && !before.type.mandatorySecondaryTypeIds.includes(aspect);
  const object = await uow.writer.update(before, {
    properties: { ...rest, ...(uuids.length > 0 && { [property]: uuids }) },
    ...(has && goes && { secondaryTypeKeys: others }),
    ...(!has && !goes && type && { secondaryTypeKeys: [...others, type.key] }),
  });
  await uow.log.append({ object, kind: 'updated' });
}

/** Makes the object of a tag or of a category: in no folder, and for everybody to read. */
export async function makeClass(uow: UnitOfWork, name: string): Promise<StoredObject> {
  const type = uow.types.findOfBase(CLASS_TYPE, 'cmis:item');
  if (!type) throw constraint(`There is no type '${CLASS_TYPE}'.`);
  const aclKey = await uow.acls.standalone([{ principalId: ANYONE, permissions: ['Consumer'], direct: true }]);
  return uow.writer.insert({
    type,
    secondaryTypes: type.mandatorySecondaryTypeIds.flatMap((id) => uow.types.findSecondary(id) ?? []),
    name,
    nameKey: nameKey(name),
    aclKey,
    properties: {},
    owner: FIRST_ADMINISTRATOR,
  });
}

/** Gives it another name, for all that is classified by it. */
export async function renameClass(uow: UnitOfWork, uuid: string, name: string): Promise<void> {
  const object = await uow.writer.update(await lockObject(uow, uuid), { name: { name, nameKey: nameKey(name) } });
  await uow.log.append({ object, kind: 'updated' });
}

/** Documents and folders alone have tags and categories, which `classes` names. @throws CmisError `notSupported`. */
export function requireClassifiable(object: StoredObject, classes: string): StoredObject {
  if (!isDocumentOrFolder(object.type))
    throw new CmisError('notSupported', `The object '${object.id}' is of a kind that has no ${classes}.`);
  return object;
}
