import { CmisError } from '../../model/errors';
import { unprocessable } from '../framework/api-error';
import type { Call } from '../framework/operation';

interface Leaving {
  readonly site: string;
  readonly kind: 'person' | 'group';
  readonly name: string;
}

/** @throws ApiError 422 where the caller may not, other than with all else about members; reference: Alfresco's `DELETE /sites/{siteId}/members/{personId}`. */
export async function removeMember(
  { repository, request }: Pick<Call, 'repository' | 'request'>,
  leaving: Leaving,
): Promise<void> {
  try {
    await repository.removeSiteMember(request, leaving);
  } catch (error) {
    throw error instanceof CmisError && error.code === 'permissionDenied' ? unprocessable(error.message) : error;
  }
}
