import { badRequest } from '../framework/api-error';

/** Groups are named with their prefix everywhere but where they are made. @throws ApiError 400. */
export function groupIdOf(id = ''): string {
  if (!/^GROUP_./.test(id)) throw badRequest(`Invalid group id: ${id.slice(0, 200)}`);
  return id;
}
