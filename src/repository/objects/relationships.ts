import { isAssignable } from '../../model/alfresco-types';
import { CmisError, constraint, invalidArgument } from '../../model/errors';
import type { TypeOfBase } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { requireAction } from '../access/access';
import { findObject, lockObject, requireChangeable } from '../access/found';
import type { RelationshipsOf } from '../contract/relationships-of';
import type { ObjectView, Page } from '../values/object-view';
import { newProperties, requiredId } from './property-input';
import { applyChanges } from './update-properties';
import type { CreateObject } from '../contract/new-object';
import type { Dialect } from '../contract/request';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView, viewsOf } from '../access/views';

/**
 * createRelationship, CMIS 1.1 §2.2.4.4: needs to write the source and to read the target; neither is touched, but that
 * in Alfresco's dialect the source gets the secondary type that the relationship belongs to.
 */
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
  const source = await findEnd(uow, sourceId, 'cmis:sourceId');
  const target = await findEnd(uow, targetId, 'cmis:targetId');
  requireAction(source, 'canCreateRelationship');
  requireAllowed(uow.types, { object: target, property: 'cmis:targetId', allowed: type.allowedTargetTypes });
  const fitting = input.dialect === 'alfresco' ? await withImpliedType(uow, source, type.allowedSourceTypes) : source;
  requireAllowed(uow.types, { object: fitting, property: 'cmis:sourceId', allowed: type.allowedSourceTypes });
  return plainView(await uow.writer.insert({ ...fields, source: fitting, target }));
}

interface End {
  readonly object: StoredObject;
  readonly property: 'cmis:sourceId' | 'cmis:targetId';
  readonly allowed: readonly string[];
}

async function findEnd(uow: UnitOfWork, id: string, property: End['property']): Promise<StoredObject> {
  const object = await findObject(uow, id, { parameter: property });
  if (object.type.baseId === 'cmis:relationship')
    throw constraint(`A relationship cannot be an end of another: ${property} is '${id}'.`);
  if (object.version?.isWorkingCopy || object.version?.frozenKey !== undefined) {
    throw invalidArgument(`Relationships join newest versions; ${property} is '${id}'.`);
  }
  return object;
}

/** @throws CmisError `constraint`. */
function requireAllowed(types: TypeRegistry, { object, property, allowed }: End): void {
  if (!isAllowed(types, object, allowed)) {
    throw constraint(`An object of type '${object.type.id}' cannot be ${property} of this relationship.`);
  }
}

const isAllowed = (types: TypeRegistry, object: StoredObject, allowed: readonly string[]): boolean =>
  allowed.length === 0 || allowed.some((typeId) => isOf(types, object, typeId));

/** The source with the secondary type that it lacks, where the relationship is one of that type. */
async function withImpliedType(
  uow: UnitOfWork,
  source: StoredObject,
  allowed: readonly string[],
): Promise<StoredObject> {
  if (isAllowed(uow.types, source, allowed)) return source;
  const implied = allowed.find((id) => uow.types.findSecondary(id) !== undefined && isAssignable(id));
  if (implied === undefined) return source;
  const object = await lockObject(uow, source.id);
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  const secondaryTypeIds = [...object.secondaryTypes.map(({ id }) => id), implied];
  const properties = { 'cmis:secondaryObjectTypeIds': secondaryTypeIds };
  return applyChanges(uow, { object, properties, dialect: 'alfresco' });
}

/** An end may be named by its type, by one above that, or by a secondary type that it carries. */
function isOf(types: TypeRegistry, object: StoredObject, typeId: string): boolean {
  return [object.type, ...object.secondaryTypes].some((type) => types.isOrDescends(type.id, typeId));
}

/** getObjectRelationships, CMIS 1.1 §2.2.8.1. */
export async function getObjectRelationships(uow: ReadUnit, input: RelationshipsOf): Promise<Page<ObjectView>> {
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
