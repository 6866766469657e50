/** How people rate nodes; reference: Alfresco's `/nodes/{nodeId}/ratings`. */
import { CmisError } from '../../model/errors';
import { ofScheme } from '../../repository/storage/annotations';
import { RATING_SCHEMES, type RatingScheme, type StoredRating } from '../../repository/storage/annotations';
import { badRequest, entityNotFound, unsupported } from '../framework/api-error';
import { dateText } from '../framework/dates';
import { pageOf } from '../framework/envelopes';
import { created, entry, list, nothing, operation, type Json, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, text, type Shape } from '../framework/shapes';
import { nodeIdOf } from '../nodes/node-id';

const PATH = '/nodes/{nodeId}/ratings';

const ratingEntry = ({ scheme, count, average, mine }: StoredRating): Json => ({
  id: scheme,
  ...(mine && { myRating: scheme === 'likes' ? true : mine.value, ratedAt: dateText(mine.rated) }),
  aggregate: {
    numberOfRatings: count,
    ...(scheme === 'fiveStar' && average !== undefined && { average }),
  },
});

const listRatings = operation({
  id: 'listRatings',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List ratings',
  since: '4.2',
  status: 200,
  answers: 'Rating',
  parameters: PAGING,
  run: async (call) => {
    const { repository, request, path, query } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const page = pageOf(await told(objectId, repository.listRatings(request, objectId)), query);
    return list({ ...page, entries: page.items.map(ratingEntry) });
  },
});

const getRating = operation({
  id: 'getRating',
  method: 'GET',
  path: `${PATH}/{ratingId}`,
  api: 'core',
  summary: 'Get a rating',
  since: '4.2',
  status: 200,
  answers: 'Rating',
  run: async (call) => {
    const { repository, request, path } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const scheme = schemeOf(path['ratingId']);
    const ratings = await told(objectId, repository.listRatings(request, objectId));
    return entry(ratingEntry(ofScheme(ratings, scheme)));
  },
});

/** A text, a number or a boolean, as the scheme has it. */
const myRating: Shape<string | undefined> = { ...text(), description: { type: 'string' } };

const createRating = operation({
  id: 'createRating',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a rating',
  since: '4.2',
  status: 201,
  answers: 'Rating',
  example: { id: 'likes', myRating: true },
  body: object({ id: text(), myRating }),
  run: async (call) => {
    const { repository, request, path, body } = call;
    const scheme = schemeOf(body?.id);
    const value = valueOf(scheme, body?.myRating);
    const objectId = await nodeIdOf(call, path['nodeId']);
    return created([ratingEntry(await told(objectId, repository.rateObject(request, { objectId, scheme, value })))]);
  },
});

const deleteRating = operation({
  id: 'deleteRating',
  method: 'DELETE',
  path: `${PATH}/{ratingId}`,
  api: 'core',
  summary: 'Delete a rating',
  since: '4.2',
  status: 204,
  run: async (call) => {
    const { repository, request, path } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const scheme = schemeOf(path['ratingId']);
    await told(objectId, repository.removeRating(request, { objectId, scheme }));
    return nothing;
  },
});

/** @throws ApiError 400. */
function schemeOf(id = 'null'): RatingScheme {
  const scheme = RATING_SCHEMES.find((known) => known === id);
  if (!scheme) throw badRequest(`Invalid ratingSchemeId ${id.slice(0, 100)}`);
  return scheme;
}

/** @throws ApiError 400, in Alfresco's words. */
function valueOf(scheme: RatingScheme, given: string | undefined): number {
  const kind = scheme === 'likes' ? 'a boolean' : 'an integer';
  const isOfKind = scheme === 'likes' ? /^(?:true|false)$/ : /^-?\d+$/;
  if (given === undefined || !isOfKind.test(given)) {
    throw badRequest(`Rating should be non-null and ${kind} for '${scheme}' rating scheme`);
  }
  const value = scheme === 'likes' ? Number(given === 'true') : Number(given);
  if (value < 1 || value > (scheme === 'likes' ? 1 : 5)) throw badRequest('Rating is out of bounds.');
  return value;
}

async function told<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CmisError)) throw error;
    if (error.code === 'objectNotFound') throw entityNotFound(id);
    if (error.code === 'notSupported') throw unsupported('Cannot rate this node');
    throw error;
  }
}

export const RATINGS: readonly Operation[] = [listRatings, getRating, createRating, deleteRating];
