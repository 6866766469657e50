/** The ports on what was deleted and may come back. */
import type { BoundQuery } from '../../query/bound';
import type { PageRequest } from '../values/object-view';
import type { Counted } from './directory';
import type { StoredObject } from '../values/stored-object';

export interface TrashedObject {
  /** As it was, for somebody who may do everything with it. */
  readonly object: StoredObject;
  readonly deleted: number;
  readonly deletedBy: string;
}

export interface TrashSearch {
  readonly query: BoundQuery;
  readonly page: PageRequest;
  /** The total is told up to here. */
  readonly countLimit: number;
}

export interface TrashedHits {
  readonly hits: readonly { readonly trashed: TrashedObject; readonly score: number }[];
  readonly hasMoreItems: boolean;
  readonly numItems?: number;
}

/** People see what they have deleted themselves, administrators everything. */
export interface TrashReader {
  /** What was deleted last comes first; what went with a folder is no entry of its own. One statement. */
  list(page: PageRequest): Promise<Counted<TrashedObject>>;
  /** Among entries of their own, without what went with a folder. A few statements. */
  search(search: TrashSearch): Promise<TrashedHits>;
  find(uuid: string): Promise<TrashedObject | undefined>;
}

export interface TrashWriter {
  /** As `ObjectWriter.delete`, but that all of it together can come back. `top` is one of the objects, the rest is below it. */
  put(top: StoredObject, objects: readonly StoredObject[]): Promise<void>;
  /**
   * Puts everything back, the object itself into this folder; undefined: where it was in none. Several statements, under
   * the tree lock. @throws CmisError `nameConstraintViolation`.
   */
  restore(
    trashed: TrashedObject,
    folder:
      { readonly key: number; readonly contentAclKey: number; readonly ancestorKeys: readonly number[] } | undefined,
  ): Promise<void>;
  /** For good; false when it is gone already. */
  purge(trashed: TrashedObject): Promise<boolean>;
}
