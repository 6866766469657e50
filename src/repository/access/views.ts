import { Permission } from '../../model/permissions';
import { allowableActions } from './access';
import { aclView } from './acl';
import type { ObjectSelection, ObjectView } from '../values/object-view';
import { renditionsOf } from './renditions-of';
import type { ReadUnit } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/**
 * The objects with what the selection asks for; ACLs of those alone whose permissions the caller may read. Actions and
 * ACLs come from what is loaded already; policies, relationships and renditions are one statement each for all objects
 * together. Relationships never carry relationships of their own.
 */
export async function viewsOf(
  uow: ReadUnit,
  objects: readonly StoredObject[],
  selection: ObjectSelection,
): Promise<readonly ObjectView[]> {
  const relationships = await relationshipsOf(uow, objects, selection);
  const policies = selection.includePolicyIds && objects.length > 0 ? await policiesOf(uow, objects) : undefined;
  const renditions =
    selection.renditionFilter === undefined ? undefined : await renditionsOf(uow, objects, selection.renditionFilter);
  return objects.map((object) => ({
    object,
    ...(selection.includeAllowableActions && { allowableActions: allowableActions(object) }),
    ...(selection.includeACL && object.acl && mayReadAcl(object) && { acl: aclView(object.acl) }),
    ...(policies && { policyIds: (policies.get(object.key) ?? []).map((policy) => policy.id) }),
    ...(relationships && { relationships: relationships.get(object.key) ?? [] }),
    ...(renditions && { renditions: renditions.get(object) ?? [] }),
    ...(selection.includePathSegment && { pathSegment: object.name }),
  }));
}

/** Of most it is known that they have none. */
async function policiesOf(
  uow: ReadUnit,
  objects: readonly StoredObject[],
): Promise<ReadonlyMap<number, readonly StoredObject[]>> {
  const some = objects.filter((object) => object.attached?.policies !== false);
  return some.length > 0 ? uow.policies.ofMany(some) : new Map();
}

const mayReadAcl = ({ access }: StoredObject): boolean => (access & Permission.ReadPermissions) !== 0;

/** As `viewsOf`, of one object. */
export async function viewOf(uow: ReadUnit, object: StoredObject, selection: ObjectSelection): Promise<ObjectView> {
  const [view] = await viewsOf(uow, [object], selection);
  return view ?? { object };
}

/** What is listed with its object, each with the view of that instead. Statements as for `viewsOf`. */
export async function withViews<T extends { readonly object: StoredObject }>(
  uow: ReadUnit,
  items: readonly T[],
  selection: ObjectSelection,
): Promise<readonly (Omit<T, 'object'> & { readonly view: ObjectView })[]> {
  const objects = items.map(({ object }) => object);
  const views = await viewsOf(uow, objects, selection);
  return items.flatMap(({ object: _object, ...rest }, index) => {
    const view = views[index];
    return view ? [{ ...rest, view }] : [];
  });
}

async function relationshipsOf(
  uow: ReadUnit,
  objects: readonly StoredObject[],
  selection: ObjectSelection,
): Promise<ReadonlyMap<number, readonly ObjectView[]> | undefined> {
  if (selection.includeRelationships === 'none' || objects.length === 0) return undefined;
  const ends = objects.filter(
    (object) => object.type.baseId !== 'cmis:relationship' && object.attached?.relationships !== false,
  );
  if (ends.length === 0) return new Map();
  const found = await uow.relationships.ofMany(ends, selection.includeRelationships);
  return new Map([...found].map(([key, list]) => [key, list.map((object) => ({ object }))]));
}

/** The object alone, with all its properties. */
export const plainView = (object: StoredObject): ObjectView => ({ object });
