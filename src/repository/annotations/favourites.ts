/** What people come back to: documents, folders and sites, each person's own. */
import { CmisError } from '../../model/errors';
import { isDocumentOrFolder } from '../../model/type-definition';
import { findObject, lockObject } from '../access/found';
import { parseObjectId } from '../values/object-id';
import type { ObjectSelection, ObjectView, PageRequest } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import { FAVOURITE_KINDS, type FavouriteKind, type FavouriteList, type StoredFavourite } from '../storage/favourites';
import { withViews } from '../access/views';

export interface Favourite extends Omit<StoredFavourite, 'object'> {
  readonly view: ObjectView;
}

interface Shown {
  readonly selection: ObjectSelection;
}

/** The caller's. */
export async function listFavourites(
  uow: ReadUnit,
  { selection, ...list }: FavouriteList & Shown,
): Promise<Counted<Favourite>> {
  const { items, total } = await uow.annotations.favourites(list);
  return { items: await withViews(uow, items, selection), total };
}

const ONE: PageRequest = { maxItems: 1, skipCount: 0 };

/** @throws CmisError `objectNotFound`. */
export async function getFavourite(
  uow: ReadUnit,
  { objectId, selection }: Shown & { readonly objectId: string },
): Promise<Favourite> {
  const uuid = parseObjectId(objectId)?.uuid;
  if (uuid === undefined) throw none(objectId);
  const { items } = await listFavourites(uow, { uuid, selection, page: ONE, order: [], kinds: FAVOURITE_KINDS });
  if (!items[0]) throw none(objectId);
  return items[0];
}

/** As it was where it is one already. @throws CmisError `objectNotFound` also for what is of another kind. */
export async function addFavourites(
  uow: UnitOfWork,
  {
    targets,
    selection,
  }: Shown & { readonly targets: readonly { readonly objectId: string; readonly kind: FavouriteKind }[] },
): Promise<readonly Favourite[]> {
  const added: Favourite[] = [];
  for (const { objectId, kind } of targets) {
    await uow.annotationWriter.addFavourite(await lockObject(uow, objectId));
    const favourite = await getFavourite(uow, { objectId, selection });
    if (favourite.kind !== kind || !isDocumentOrFolder(favourite.view.object.type)) throw none(objectId);
    added.push(favourite);
  }
  return added;
}

/** @throws CmisError `objectNotFound`. */
export async function removeFavourite(uow: UnitOfWork, objectId: string): Promise<void> {
  if (!(await uow.annotationWriter.removeFavourite(await findObject(uow, objectId)))) throw none(objectId);
}

/** Which of these objects are the caller's favourites, by key. */
export const favouritesAmong = (
  uow: ReadUnit,
  { keys, asOf }: { readonly keys: readonly number[]; readonly asOf?: string | undefined },
): Promise<ReadonlySet<number>> => uow.annotations.favouritesAmong(keys, asOf);

const none = (id: string): CmisError => new CmisError('objectNotFound', `'${id}' is no favourite.`);
