import { CmisError } from '../../model/errors';
import { entityNotFound } from './api-error';

/** What the core does not find, told under the id that the client knows it by. */
export async function foundAs<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof CmisError && error.code === 'objectNotFound' ? entityNotFound(id.slice(0, 200)) : error;
  }
}
