import { CmisError, constraint, invalidArgument } from '../../model/errors';
import type { TypeOfBase } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { requireAction } from '../access/access';
import { findObject } from '../access/found';
import type { ObjectSelection, ObjectView, Page, PageRequest } from '../values/object-view';
import { newProperties, requiredId } from './property-input';
import type { CreateObject } from '../contract/new-object';
import type { Dialect } from '../contract/request';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView, viewsOf } from '../access/views';

/** createRelationship, CMIS 1.1 §2.2.4.4: needs to write the source and to read the target; neither is touched. */
export async function createRelationship(
  uow: UnitOfWork,
  input: CreateObject & { readonly dialect: Dialect },
): Promise<ObjectView> {
  if (input.folderId !== undefined && input.folderId !== '') throw constraint('Relationships cannot be in a folder.');
  if ((input.addACEs?.length ?? 0) + (input.removeACEs?.length ?? 0) > 0)
    throw constraint('Relationships have no ACL of their own.');
  if ((input.policies?.length ?? 0) > 0) throw constraint('Policies cannot be applied to relationships.');
  const sourceId = requiredId(input.properties, 'cmis:sourceId');
  const targetId = requiredId(input.properties, 'cmis:targetId');
  const fields = newProperties(uow.types, { ...input, baseId: 'cmis:relationship', creator: uow.caller.name });
  const type = fields.type as TypeOfBase<'cmis:relationship'>;
  const source = await findEnd(uow, { id: sourceId, property: 'cmis:sourceId', allowed: type.allowedSourceTypes });
  const target = await findEnd(uow, { id: targetId, property: 'cmis:targetId', allowed: type.allowedTargetTypes });
  requireAction(source, 'canCreateRelationship');
  return plainView(await uow.writer.insert({ ...fields, source, target }));
}

interface End {
  readonly id: string;
  readonly property: 'cmis:sourceId' | 'cmis:targetId';
  readonly allowed: readonly string[];
}

async function findEnd(uow: UnitOfWork, { id, property, allowed }: End): Promise<StoredObject> {
  const object = await findObject(uow, id, { parameter: property });
  if (object.type.baseId === 'cmis:relationship')
    throw constraint(`A relationship cannot be an end of another: ${property} is '${id}'.`);
  if (object.version?.isWorkingCopy || object.version?.frozenKey !== undefined) {
    throw invalidArgument(`Relationships join newest versions; ${property} is '${id}'.`);
  }
  if (allowed.length > 0 && !allowed.some((typeId) => isOf(uow.types, object, typeId))) {
    throw constraint(`An object of type '${object.type.id}' cannot be ${property} of this relationship.`);
  }
  return object;
}

/** An end may be named by its type, by one above that, or by a secondary type that it carries. */
function isOf(types: TypeRegistry, object: StoredObject, typeId: string): boolean {
  return [object.type, ...object.secondaryTypes].some((type) => types.isOrDescends(type.id, typeId));
}

interface GetObjectRelationships {
  readonly objectId: string;
  readonly direction: 'source' | 'target' | 'either';
  readonly typeId?: string;
  readonly includeSubRelationshipTypes: boolean;
  readonly page: PageRequest;
  readonly selection: ObjectSelection;
}

/** getObjectRelationships, CMIS 1.1 §2.2.8.1. */
export async function getObjectRelationships(uow: ReadUnit, input: GetObjectRelationships): Promise<Page<ObjectView>> {
  const object = await findObject(uow, input.objectId);
  const typeKeys =
    input.typeId === undefined || input.typeId === ''
      ? undefined
      : keysOf(uow.types, input.typeId, input.includeSubRelationshipTypes);
  const listed = await uow.relationships.page({
    object,
    direction: input.direction === 'either' ? 'both' : input.direction,
    ...(typeKeys && { typeKeys }),
    page: input.page,
  });
  return {
    items: await viewsOf(uow, listed.objects, input.selection),
    hasMoreItems: listed.hasMoreItems,
    ...(listed.numItems !== undefined && { numItems: listed.numItems }),
  };
}

function keysOf(types: TypeRegistry, typeId: string, below: boolean): readonly number[] {
  const type = types.find(typeId);
  if (!type) throw new CmisError('objectNotFound', `There is no type '${typeId}'.`);
  if (type.baseId !== 'cmis:relationship') throw invalidArgument(`The type '${typeId}' is not a relationship type.`);
  return (below ? types.withDescendants(typeId) : [type]).map(({ key }) => key);
}
