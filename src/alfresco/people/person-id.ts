import type { Request } from '../../repository/contract/request';
import { entityNotFound } from '../framework/api-error';

/** The person that an id names; `-me-`, in any case, is the caller. */
export const personIdOf = ({ caller }: Request, id: string | undefined): string =>
  id?.toLowerCase() === '-me-' ? caller.name : (id ?? '');

/** As `personIdOf`, where nobody learns of others. @throws ApiError 404 for anybody but the caller. */
export function requireSelf(request: Request, id: string | undefined): string {
  const person = personIdOf(request, id);
  if (person !== request.caller.name) throw entityNotFound(person.slice(0, 200));
  return person;
}
