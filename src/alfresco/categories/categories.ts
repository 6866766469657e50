/** Categories; reference: Alfresco's `/categories`. */
import { badRequest } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Call, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { CATEGORY_BODY, CATEGORY_INCLUDES, categoryEntry, nameIn, ROOT, wantsOf } from './category-entry';

const OF_ONE = '/categories/{categoryId}';

const idIn = ({ path }: Pick<Call, 'path'>): string => path['categoryId'] ?? '';

/** @throws ApiError 400 for the root, which is no category itself. */
function categoryIdOf(call: Pick<Call, 'path'>): string {
  const id = idIn(call);
  if (id === ROOT) throw badRequest(`Node id does not refer to a valid category ${ROOT}`);
  return id;
}

const parentIdOf = (call: Pick<Call, 'path'>): string | undefined => (idIn(call) === ROOT ? undefined : idIn(call));

const getCategory = operation({
  id: 'getCategory',
  method: 'GET',
  path: OF_ONE,
  api: 'core',
  summary: 'Get a category',
  since: '7.4',
  status: 200,
  answers: 'Category',
  parameters: CATEGORY_INCLUDES,
  run: async (call) => {
    const categoryId = categoryIdOf(call);
    const wants = wantsOf(call.query.include);
    return entry(
      categoryEntry(await foundAs(categoryId, call.repository.getCategory(call.request, { categoryId, wants }))),
    );
  },
});

const updateCategory = operation({
  id: 'updateCategory',
  method: 'PUT',
  path: OF_ONE,
  api: 'core',
  summary: 'Update a category',
  since: '7.4',
  status: 200,
  answers: 'Category',
  access: 'administrator',
  parameters: CATEGORY_INCLUDES,
  example: { name: 'Reports' },
  body: CATEGORY_BODY,
  run: async (call) => {
    const categoryId = categoryIdOf(call);
    // clients send back what they have read, with whatever id
    const name = nameIn(call.body && { ...call.body, id: undefined });
    const change = { categoryId, name, wants: wantsOf(call.query.include) };
    return entry(categoryEntry(await foundAs(categoryId, call.repository.renameCategory(call.request, change))));
  },
});

const deleteCategory = operation({
  id: 'deleteCategory',
  method: 'DELETE',
  path: OF_ONE,
  api: 'core',
  summary: 'Delete a category',
  since: '7.4',
  status: 204,
  access: 'administrator',
  run: async (call) => {
    const categoryId = categoryIdOf(call);
    await foundAs(categoryId, call.repository.deleteCategory(call.request, categoryId));
    return nothing;
  },
});

const listSubcategories = operation({
  id: 'listSubcategories',
  method: 'GET',
  path: `${OF_ONE}/subcategories`,
  api: 'core',
  summary: 'List categories',
  since: '7.4',
  status: 200,
  answers: 'Category',
  parameters: { ...PAGING, ...CATEGORY_INCLUDES },
  run: async (call) => {
    const { query } = call;
    const input = { parentId: parentIdOf(call), page: query, wants: wantsOf(query.include) };
    const categories = await foundAs(idIn(call), call.repository.listCategories(call.request, input));
    return countedList(categories, query, categoryEntry);
  },
});

const createSubcategory = operation({
  id: 'createSubcategories',
  method: 'POST',
  path: `${OF_ONE}/subcategories`,
  api: 'core',
  summary: 'Create a category',
  since: '7.4',
  status: 201,
  answers: 'Category',
  access: 'administrator',
  many: true,
  parameters: CATEGORY_INCLUDES,
  example: { name: 'Reports' },
  body: CATEGORY_BODY,
  run: async (call) => {
    const input = { parentId: parentIdOf(call), names: call.bodies.map(nameIn), wants: wantsOf(call.query.include) };
    const made = await foundAs(idIn(call), call.repository.createCategories(call.request, input));
    return created(made.map(categoryEntry));
  },
});

export const CATEGORIES: readonly Operation[] = [
  getCategory,
  updateCategory,
  deleteCategory,
  listSubcategories,
  createSubcategory,
];
