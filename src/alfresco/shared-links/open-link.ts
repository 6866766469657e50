/** Reading what is shared by a link, for whoever knows the link. */
import { CmisError } from '../../model/errors';
import { ANONYMOUS } from '../../model/principal';
import type { Request } from '../../repository/contract/request';
import type { SharedLink } from '../../repository/storage/favourites';
import { entityNotFound, unauthenticated } from '../framework/api-error';
import type { Call } from '../framework/operation';

export type OpenCall = Pick<Call, 'parts' | 'repository' | 'path'> & { readonly request: Request | undefined };

/** The link, and the request by which its document is read. @throws ApiError 404; 401 where strangers are not let in. */
export async function opened(call: OpenCall): Promise<{ readonly link: SharedLink; readonly request: Request }> {
  const id = call.path['sharedId'] ?? '';
  const asking = call.request ?? (await stranger(call));
  const link = await hiddenAs(id, call.repository.openLink(asking, id));
  return { link, request: { caller: link.sharer, dialect: 'alfresco' } };
}

/** Who disables the account of the anonymous principal keeps strangers out. */
async function stranger({ parts }: OpenCall): Promise<Request> {
  const account = await parts.directory.account(ANONYMOUS);
  if (!account?.enabled) throw unauthenticated();
  const { id, name, epoch, admin } = account;
  return { caller: { id, name, epoch, admin }, dialect: 'alfresco' };
}

/** What may not be seen any more is not there: neither for strangers, nor for whom the one who shared it is no more. */
export async function hiddenAs<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isHidden =
      error instanceof CmisError && ['objectNotFound', 'permissionDenied', 'unauthorized'].includes(error.code);
    throw isHidden ? entityNotFound(id.slice(0, 200)) : error;
  }
}
