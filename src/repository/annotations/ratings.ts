/** How people rate documents and folders. */
import { CmisError, invalidArgument } from '../../model/errors';
import { isDocumentOrFolder } from '../../model/type-definition';
import { findAnnotated, lockAnnotated } from './annotated';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import { ofScheme, type RatingScheme, type StoredRating } from '../storage/annotations';
import type { StoredObject } from '../values/stored-object';

function requireRateable(object: StoredObject): StoredObject {
  if (!isDocumentOrFolder(object.type))
    throw new CmisError('notSupported', `The object '${object.id}' is of a kind that is not rated.`);
  return object;
}

/** One of each scheme. @throws CmisError `objectNotFound`, `permissionDenied`, `notSupported`. */
export const listRatings = async (uow: ReadUnit, objectId: string): Promise<readonly StoredRating[]> =>
  uow.annotations.ratings(requireRateable(await findAnnotated(uow, objectId)));

interface Scheme {
  readonly objectId: string;
  readonly scheme: RatingScheme;
}

/** By whoever may read it; nobody gives stars to what is their own. */
export async function rateObject(
  uow: UnitOfWork,
  { objectId, scheme, value }: Scheme & { readonly value: number },
): Promise<StoredRating> {
  const object = requireRateable(await lockAnnotated(uow, objectId));
  const maker = object.seriesCreated?.by ?? object.createdBy;
  if (scheme === 'fiveStar' && maker === uow.caller.name)
    throw invalidArgument(`'${object.name}' is your own: you cannot give it stars.`);
  await uow.annotationWriter.rate(object, { scheme, value });
  return ofScheme(await uow.annotations.ratings(object), scheme);
}

/** @throws CmisError `objectNotFound` when the caller has not rated it. */
export async function removeRating(uow: UnitOfWork, { objectId, scheme }: Scheme): Promise<void> {
  const object = requireRateable(await lockAnnotated(uow, objectId));
  if (!(await uow.annotationWriter.unrate(object, scheme)))
    throw new CmisError('objectNotFound', `You have not rated '${object.name}' by the scheme '${scheme}'.`);
}
