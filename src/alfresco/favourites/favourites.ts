/** What a person comes back to; reference: Alfresco's `/people/{personId}/favorites`. Everybody sees their own alone. */
import { CmisError } from '../../model/errors';
import {
  FAVOURITE_KINDS,
  type FavouriteColumn,
  type FavouriteKind,
  type FavouriteList,
} from '../../repository/storage/favourites';
import { PLAIN } from '../../repository/values/object-view';
import { badRequest, entityNotFound, invalidQuery, relationshipNotFound } from '../framework/api-error';
import { created, entry, list, nothing, operation, type Operation } from '../framework/operation';
import { include, orderBy, PAGING, type Sorting } from '../framework/parameters';
import { object, required, text, type Shape } from '../framework/shapes';
import { unsupportedPredicate, where, type Where } from '../framework/where';
import { selectionFor } from '../nodes/entries';
import { nodeIdOf } from '../nodes/node-id';
import { requireSelf } from '../people/person-id';
import { favouriteEntries } from './favourite-entry';

const PATH = '/people/{personId}/favorites';
const INCLUDE = include('path', 'properties', 'allowableOperations', 'aspectNames');

const listFavorites = operation({
  id: 'listFavorites',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List favorites',
  since: '4.2',
  status: 200,
  answers: 'Favorite',
  parameters: {
    ...PAGING,
    ...INCLUDE,
    ...orderBy('username', 'type', 'createdAt', 'title'),
    ...where('EXISTS(target/file), EXISTS(target/folder) and EXISTS(target/site), joined by OR'),
  },
  run: async (call) => {
    const { repository, request, path, query } = call;
    requireSelf(request, path['personId']);
    const { items, total } = await repository.listFavourites(request, {
      page: query,
      order: orderOf(query.orderBy),
      kinds: kindsOf(query.where),
      selection: selectionFor(query.include),
    });
    return list({
      entries: await favouriteEntries(call, items, query.include),
      hasMoreItems: query.skipCount + items.length < total,
      totalItems: total,
    });
  },
});

const guid = (): Shape<{ readonly guid: string } | undefined> => object({ guid: required(text()) });

const createFavorite = operation({
  id: 'createFavorite',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a favorite',
  since: '4.2',
  status: 201,
  answers: 'Favorite',
  many: true,
  parameters: INCLUDE,
  example: { target: { file: { guid: '00000000-0000-0000-0000-000000000000' } } },
  body: object({ target: required(object({ file: guid(), folder: guid(), site: guid() })) }),
  run: async (call) => {
    const { repository, request, path, bodies, query } = call;
    const given = bodies.map((body) => {
      const named = FAVOURITE_KINDS.flatMap((kind) => {
        const objectId = body?.target[kind]?.guid;
        return objectId === undefined ? [] : [{ kind, objectId }];
      });
      if (!named[0] || named.length > 1) throw badRequest('The target is one file, one folder or one site');
      return named[0];
    });
    requireSelf(request, path['personId']);
    const targets: { readonly kind: FavouriteKind; readonly objectId: string }[] = [];
    for (const { kind, objectId } of given) targets.push({ kind, objectId: await nodeIdOf(call, objectId) });
    const selection = selectionFor(query.include);
    const shown = targets.map(({ objectId }) => objectId).join(', ');
    const favourites = await found(repository.addFavourites(request, { targets, selection }), () =>
      entityNotFound(shownId(shown)),
    );
    return created(await favouriteEntries(call, favourites, query.include));
  },
});

const getFavorite = operation({
  id: 'getFavorite',
  method: 'GET',
  path: `${PATH}/{favoriteId}`,
  api: 'core',
  summary: 'Get a favorite',
  since: '4.2',
  status: 200,
  answers: 'Favorite',
  parameters: INCLUDE,
  run: async (call) => {
    const { repository, request, path, query } = call;
    const person = requireSelf(request, path['personId']);
    const objectId = path['favoriteId'] ?? '';
    const selection = selectionFor(query.include);
    const favourite = await found(repository.getFavourite(request, { objectId, selection }), async () => {
      await found(repository.getObject(request, { objectId, selection: PLAIN }), () =>
        entityNotFound(shownId(objectId)),
      );
      return relationshipNotFound(person, shownId(objectId));
    });
    const [only] = await favouriteEntries(call, [favourite], query.include);
    return entry(only ?? {});
  },
});

const deleteFavorite = operation({
  id: 'deleteFavorite',
  method: 'DELETE',
  path: `${PATH}/{favoriteId}`,
  api: 'core',
  summary: 'Delete a favorite',
  since: '4.2',
  status: 204,
  run: async ({ repository, request, path }) => {
    const person = requireSelf(request, path['personId']);
    const objectId = path['favoriteId'] ?? '';
    await found(repository.removeFavourite(request, objectId), () => relationshipNotFound(person, shownId(objectId)));
    return nothing;
  },
});

const shownId = (id: string): string => id.slice(0, 200);

/** What the caller may not see is not there. */
async function found<T>(work: Promise<T>, missing: () => Error | Promise<Error>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isHidden = error instanceof CmisError && ['objectNotFound', 'permissionDenied'].includes(error.code);
    throw isHidden ? await missing() : error;
  }
}

/** All are the same person's. */
const orderOf = (sorting: readonly Sorting[]): FavouriteList['order'] =>
  sorting.flatMap(({ column, descending }) =>
    column === 'username' ? [] : [{ by: column as FavouriteColumn, descending }],
  );

/** NOT is passed over, as Alfresco does it. @throws ApiError 400. */
function kindsOf(given: Where | undefined): readonly FavouriteKind[] {
  if (!given) return FAVOURITE_KINDS;
  if (given.joinedBy === 'and' && given.predicates.length > 1) throw invalidQuery('AND is not supported here');
  return given.predicates.map((predicate) => {
    const kind = FAVOURITE_KINDS.find((one) => predicate.property === `target/${one}`);
    if (predicate.kind !== 'exists' || !kind) throw unsupportedPredicate(predicate);
    return kind;
  });
}

export const FAVOURITES: readonly Operation[] = [listFavorites, createFavorite, getFavorite, deleteFavorite];
