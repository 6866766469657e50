import { CmisError } from '../../model/errors';
import { ApiError, badRequest } from '../framework/api-error';
import type { Call } from '../framework/operation';

interface Leaving {
  readonly site: string;
  readonly kind: 'person' | 'group';
  readonly name: string;
}

/**
 * @throws ApiError 400, 422 where the caller may not, other than with all else about members; reference: Alfresco's
 * `DELETE /sites/{siteId}/members/{personId}`.
 */
export async function removeMember(
  { repository, request }: Pick<Call, 'repository' | 'request'>,
  leaving: Leaving,
): Promise<void> {
  try {
    await repository.removeSiteMember(request, leaving);
  } catch (error) {
    if (!(error instanceof CmisError)) throw error;
    if (error.code === 'permissionDenied') throw new ApiError(422, error.message, 'framework.exception.ApiDefault');
    if (error.code === 'invalidArgument') throw badRequest(error.message);
    throw error;
  }
}
