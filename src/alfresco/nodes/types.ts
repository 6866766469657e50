import { CmisError } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { ApiError } from '../framework/api-error';

/**
 * Runs `use` with the types that this process knows. Should it find something wrong, a type may have been made or
 * changed elsewhere just now: then it is tried once more with the types as they are.
 */
export async function withTypes<T>(
  { repository, request }: { readonly repository: Repository; readonly request: Request },
  use: (types: TypeRegistry) => Promise<T>,
): Promise<T> {
  const known = repository.knownTypes();
  try {
    return await use(known);
  } catch (error) {
    const mayBeOfOldTypes =
      error instanceof ApiError ? error.status === 400 : error instanceof CmisError && OLD.has(error.code);
    if (!mayBeOfOldTypes) throw error;
    const types = await repository.types(request);
    if (types.version === known.version) throw error;
    return use(types);
  }
}

const OLD = new Set<CmisError['code']>(['invalidArgument', 'constraint', 'objectNotFound']);
