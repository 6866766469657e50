import { PLAIN, type ObjectSelection } from '../../repository/values/object-view';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';

/** How a request names its object: by id, or else by path from '/' on. CMIS 1.1 §5.3.4: the id counts. */
export interface ObjectAddress {
  readonly objectId?: string;
  readonly path: string;
}

/** The smallest answer that tells what an object is. */
export const ID_ONLY: ObjectSelection & Required<Pick<ObjectSelection, 'filter'>> = {
  ...PLAIN,
  filter: { text: 'cmis:objectId', queryNames: new Set(['cmis:objectId']) },
};

export type FindObjectId = (request: Request, address: ObjectAddress) => Promise<string>;

/** Ids of what addresses name. The root's is remembered: it never changes. */
export function objectFinder(repository: Repository): FindObjectId {
  let root: string | undefined;
  return async (request, { objectId, path }) => {
    if (objectId !== undefined) return objectId;
    if (path === '/' && root !== undefined) return root;
    const { object } = await repository.getObjectByPath(request, { path, selection: ID_ONLY });
    if (path === '/') root = object.id;
    return object.id;
  };
}
