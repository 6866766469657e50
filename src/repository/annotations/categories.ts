/** Categories: the tree of the general classification, which administrators keep, and what is put into it. */
import { CmisError, invalidArgument } from '../../model/errors';
import { checkName, nameKey } from '../../model/names';
import { requireAction, requireAdministrator, requirePermissions } from '../access/access';
import { classesOf, classify, makeClass, renameClass, requireClassifiable } from './classified';
import { findObject, lockObject, requireChangeable } from '../access/found';
import { parseObjectId } from '../values/object-id';
import type { PageRequest } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { CategoryWants, StoredCategory } from '../storage/categories';
import type { Counted } from '../storage/directory';
import type { StoredObject } from '../values/stored-object';

const CATEGORIES = { property: 'cm:categories', aspect: 'P:cm:generalclassifiable', aspectGoes: true } as const;
/** What only administrators may. */
const CHANGE = 'change what categories there are';
const USUAL: CategoryWants = { count: false, path: false };

interface OfCategory {
  readonly categoryId: string;
  readonly wants: CategoryWants;
}

/** Everybody may know what categories there are. @throws CmisError `objectNotFound`, `invalidArgument` for other objects. */
export async function getCategory(uow: ReadUnit, { categoryId, wants }: OfCategory): Promise<StoredCategory> {
  const uuid = parseObjectId(categoryId)?.uuid;
  const [found] = uuid === undefined ? [] : await uow.categories.find([uuid], wants);
  if (found) return found;
  if (uuid === undefined || !(await uow.objects.byId({ uuid }, {})))
    throw new CmisError('objectNotFound', `There is no category '${categoryId}'.`);
  throw invalidArgument(`Node id does not refer to a valid category ${categoryId}`);
}

/** Those with these uuids; others are left out. */
export const getCategories = (
  uow: ReadUnit,
  { uuids, wants }: { readonly uuids: readonly string[]; readonly wants: CategoryWants },
): Promise<readonly StoredCategory[]> => uow.categories.find(uuids, wants);

/** `parentId` undefined: those at the top. By name. */
export async function listCategories(
  uow: ReadUnit,
  input: { readonly parentId?: string | undefined; readonly page: PageRequest; readonly wants: CategoryWants },
): Promise<Counted<StoredCategory>> {
  const { parentId, page, wants } = input;
  return uow.categories.below(await parentOf(uow, parentId), { page, wants });
}

const parentOf = async (uow: ReadUnit, parentId: string | undefined): Promise<string | undefined> =>
  parentId === undefined ? undefined : (await getCategory(uow, { categoryId: parentId, wants: USUAL })).uuid;

/** By administrators. @throws CmisError `nameConstraintViolation` for a name that is there already. */
export async function createCategories(
  uow: UnitOfWork,
  input: { readonly parentId?: string | undefined; readonly names: readonly string[]; readonly wants: CategoryWants },
): Promise<readonly StoredCategory[]> {
  await uow.categoryWriter.lock();
  requireAdministrator(uow, CHANGE);
  const parent = await parentOf(uow, input.parentId);
  const names = input.names.map(checkedName);
  const keys = names.map(nameKey);
  const twice = names.find((_, index) => keys.indexOf(keys[index] ?? '') !== index);
  const [taken] = await uow.categoryWriter.taken(parent, keys);
  if (twice !== undefined || taken !== undefined) throw isTaken(twice ?? names[keys.indexOf(taken ?? '')] ?? '');
  const made: string[] = [];
  for (const name of names) made.push(await makeCategory(uow, name, parent));
  return inOrder(made, await uow.categories.find(made, input.wants));
}

/** By administrators. */
export async function renameCategory(
  uow: UnitOfWork,
  { categoryId, name, wants }: OfCategory & { readonly name: string },
): Promise<StoredCategory> {
  await uow.categoryWriter.lock();
  const category = await getCategory(uow, { categoryId, wants });
  requireAdministrator(uow, CHANGE);
  const wanted = checkedName(name);
  if (nameKey(wanted) !== nameKey(category.name)) {
    const taken = await uow.categoryWriter.taken(category.parent, [nameKey(wanted)]);
    if (taken.length > 0) throw isTaken(wanted);
  }
  await renameClass(uow, category.uuid, wanted);
  return { ...category, name: wanted };
}

/** By administrators: with all below it, and what was in them is no longer. */
export async function deleteCategory(uow: UnitOfWork, categoryId: string): Promise<void> {
  await uow.categoryWriter.lock();
  const { uuid } = await getCategory(uow, { categoryId, wants: USUAL });
  requireAdministrator(uow, CHANGE);
  const tree = await uow.categoryWriter.tree(uuid);
  await uow.categoryWriter.takeOff(tree);
  const objects: StoredObject[] = [];
  for (const one of tree) objects.push(await lockObject(uow, one));
  await uow.writer.delete(objects);
}

/**
 * As it was put into them.
 * @throws CmisError `objectNotFound`, `permissionDenied`, `notSupported` for what is in no categories.
 */
export async function listCategoriesOf(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly page: PageRequest; readonly wants: CategoryWants },
): Promise<Counted<StoredCategory>> {
  const { maxItems, skipCount } = input.page;
  const object = requireClassifiable(await findObject(uow, input.objectId), 'categories');
  const uuids = classesOf(object, CATEGORIES);
  const categories = inOrder(uuids, await uow.categories.find(uuids, input.wants));
  return { items: categories.slice(skipCount, skipCount + maxItems), total: categories.length };
}

function inOrder(uuids: readonly string[], found: readonly StoredCategory[]): readonly StoredCategory[] {
  const byUuid = new Map(found.map((category) => [category.uuid, category]));
  return uuids.flatMap((uuid) => byUuid.get(uuid) ?? []);
}

/** By whoever may give rights on it. */
export async function linkCategories(
  uow: UnitOfWork,
  input: { readonly objectId: string; readonly categoryIds: readonly string[]; readonly wants: CategoryWants },
): Promise<readonly StoredCategory[]> {
  await uow.categoryWriter.lock();
  const object = await changeable(uow, input.objectId);
  const categories: StoredCategory[] = [];
  for (const categoryId of input.categoryIds) categories.push(await getCategory(uow, { categoryId, wants: USUAL }));
  const before = classesOf(object, CATEGORIES);
  const uuids = [...new Set([...before, ...categories.map(({ uuid }) => uuid)])];
  if (uuids.length > before.length) await classify(uow, object, { ...CATEGORIES, uuids });
  const linked = [...new Set(categories.map(({ uuid }) => uuid))];
  return inOrder(linked, await uow.categories.find(linked, input.wants));
}

/** @throws CmisError `invalidArgument` when it is not in the category. */
export async function unlinkCategory(
  uow: UnitOfWork,
  { objectId, categoryId }: { readonly objectId: string; readonly categoryId: string },
): Promise<void> {
  const object = await changeable(uow, objectId);
  const { uuid } = await getCategory(uow, { categoryId, wants: USUAL });
  const before = classesOf(object, CATEGORIES);
  if (!before.includes(uuid))
    throw invalidArgument(`Node with id: ${objectId} does not belong to a category with id: ${categoryId}`);
  await classify(uow, object, { ...CATEGORIES, uuids: before.filter((one) => one !== uuid) });
}

async function changeable(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const object = requireClassifiable(await lockObject(uow, objectId), 'categories');
  requirePermissions(object, 'ChangePermissions', 'change the categories of');
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  return object;
}

async function makeCategory(uow: UnitOfWork, name: string, parent: string | undefined): Promise<string> {
  const category = await makeClass(uow, name);
  await uow.categoryWriter.register(category.key, parent);
  return category.uuid;
}

/** @throws CmisError `invalidArgument`, `constraint`. */
function checkedName(text: string): string {
  const name = text.trim();
  if (name === '') throw invalidArgument('Category name must not be null or empty');
  checkName(name);
  return name;
}

const isTaken = (name: string): CmisError =>
  new CmisError('nameConstraintViolation', `There is a category '${name}' already.`);
