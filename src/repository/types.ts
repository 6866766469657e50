import { changeType, type TypeChange } from '../model/changed-type';
import { CmisError, constraint, invalidArgument } from '../model/errors';
import { declareType, type NewType } from '../model/new-type';
import type { TypeDeclaration, TypeDefinition } from '../model/type-definition';
import type { TypeRegistry } from '../model/type-registry';
import { requireAdministrator } from './access/access';
import type { Page, PageRequest, Tree } from './values/object-view';
import type { ReadUnit, UnitOfWork } from './storage/storage';

/** CMIS 1.1 §2.2.2.3. Without `typeId` the base types. */
export async function getTypeChildren(
  uow: ReadUnit,
  input: { readonly typeId?: string; readonly page: PageRequest },
): Promise<Page<TypeDefinition>> {
  await uow.typeReader.current();
  if (input.typeId !== undefined) existing(uow.types, input.typeId);
  const all = uow.types.children(input.typeId);
  const { maxItems, skipCount } = input.page;
  const items = all.slice(skipCount, skipCount + maxItems);
  return { items, hasMoreItems: skipCount + items.length < all.length, numItems: all.length };
}

/**
 * CMIS 1.1 §2.2.2.4. Without `typeId` every type, whatever the depth; -1 is all levels.
 * @throws CmisError `invalidArgument`, `objectNotFound`.
 */
export async function getTypeDescendants(
  uow: ReadUnit,
  input: { readonly typeId?: string; readonly depth: number },
): Promise<readonly Tree<TypeDefinition>[]> {
  await uow.typeReader.current();
  if (input.typeId === undefined) return subtree(uow.types, undefined, -1);
  existing(uow.types, input.typeId);
  if (input.depth === 0 || input.depth < -1)
    throw invalidArgument(`The depth ${input.depth} is neither positive nor -1.`);
  return subtree(uow.types, input.typeId, input.depth);
}

function subtree(types: TypeRegistry, typeId: string | undefined, depth: number): readonly Tree<TypeDefinition>[] {
  if (depth === 0) return [];
  return types.children(typeId).map((item) => ({ item, children: subtree(types, item.id, depth - 1) }));
}

/** CMIS 1.1 §2.2.2.5. @throws CmisError `objectNotFound`. */
export async function getTypeDefinition(uow: ReadUnit, typeId: string): Promise<TypeDefinition> {
  await uow.typeReader.current();
  return existing(uow.types, typeId);
}

/** CMIS 1.1 §2.2.2.6. @throws CmisError `permissionDenied`, `invalidArgument` (parent), `constraint`. */
export async function createType(uow: UnitOfWork, input: NewType): Promise<TypeDefinition> {
  await begin(uow);
  const declaration = declareType(uow.types, input);
  await claimProperties(uow, declaration);
  await uow.typeWriter.create(declaration);
  return existing(uow.types, declaration.id);
}

/** CMIS 1.1 §2.2.2.7. @throws CmisError `permissionDenied`, `objectNotFound`, `constraint`. */
export async function updateType(uow: UnitOfWork, input: TypeChange): Promise<TypeDefinition> {
  await begin(uow);
  const type = existing(uow.types, input.id);
  if (!type.typeMutability.update) throw constraint(`The type '${type.id}' cannot be changed.`);
  if (uow.types.children(type.id).length > 0)
    throw constraint(`The type '${type.id}' has subtypes and cannot be changed.`);
  const declaration = changeType(uow.types, type, input);
  await claimProperties(uow, declaration);
  await uow.typeWriter.update(declaration);
  return existing(uow.types, type.id);
}

/** CMIS 1.1 §2.2.2.8. @throws CmisError `permissionDenied`, `objectNotFound`, `constraint` (in use). */
export async function deleteType(uow: UnitOfWork, typeId: string): Promise<void> {
  await begin(uow, typeId);
  const type = existing(uow.types, typeId);
  if (!type.typeMutability.delete) throw constraint(`The type '${typeId}' cannot be deleted.`);
  if (uow.types.children(typeId).length > 0) throw constraint(`The type '${typeId}' has subtypes.`);
  const relating = relatingType(uow.types, typeId);
  if (relating) throw constraint(`The relationship type '${relating.id}' names the type '${typeId}'.`);
  if (await uow.typeReader.inUse(type.key)) throw constraint(`There are objects of the type '${typeId}'.`);
  await uow.typeWriter.delete(typeId);
}

async function begin(uow: UnitOfWork, typeId?: string): Promise<void> {
  await uow.typeReader.current();
  requireAdministrator(uow, 'change types');
  await uow.typeWriter.lock(typeId);
}

function existing(types: TypeRegistry, typeId: string): TypeDefinition {
  const type = types.find(typeId);
  if (!type) throw new CmisError('objectNotFound', `There is no type '${typeId}'.`);
  return type;
}

function relatingType(types: TypeRegistry, typeId: string): TypeDefinition | undefined {
  for (const type of types.withDescendants('cmis:relationship')) {
    if (type.baseId !== 'cmis:relationship') continue;
    if (type.allowedSourceTypes.includes(typeId) || type.allowedTargetTypes.includes(typeId)) return type;
  }
  return undefined;
}

async function claimProperties(uow: UnitOfWork, declaration: TypeDeclaration): Promise<void> {
  for (const { id, propertyType, cardinality, queryable } of declaration.propertyDefinitions) {
    await uow.typeWriter.claimProperty({ id, propertyType, cardinality, indexed: queryable });
  }
}
