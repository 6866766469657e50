import type { CategoryWants, StoredCategory } from '../../repository/storage/categories';
import { badRequest } from '../framework/api-error';
import type { Json } from '../framework/operation';
import { include } from '../framework/parameters';
import { flag, ignored, object, text } from '../framework/shapes';

export const ROOT = '-root-';
export const CATEGORY_INCLUDES = include('count', 'path');

export const wantsOf = (included: ReadonlySet<string>): CategoryWants => ({
  count: included.has('count'),
  path: included.has('path'),
});

/** The path is that of what it is in, as the classification is called by people. */
export const categoryPath = (above: readonly string[]): string => ['', 'categories', 'General', ...above].join('/');

export const categoryEntry = ({ uuid, name, parent, hasChildren, count, path }: StoredCategory): Json => ({
  id: uuid,
  name,
  parentId: parent ?? ROOT,
  hasChildren,
  count,
  path: path && categoryPath(path),
});

/** The name is all that clients may say. */
export const CATEGORY_BODY = object({
  id: text(),
  name: text(),
  parentId: text(),
  hasChildren: flag(),
  count: ignored(),
  path: ignored(),
});

/** @throws ApiError 400. */
export function nameIn(body: ReturnType<typeof CATEGORY_BODY.read>): string {
  const { name = '', id, parentId, hasChildren } = body ?? {};
  if (id !== undefined || parentId !== undefined || hasChildren !== undefined)
    throw badRequest('Only the name of a category can be set: neither id nor parentId nor hasChildren');
  if (name.trim() === '') throw badRequest('Category name must not be null or empty');
  return name;
}
