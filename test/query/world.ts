import type { TypeRegistry } from '../../src/model/type-registry';
import type { Page, PageRequest } from '../../src/repository/values/object-view';
import type { Dialect } from '../../src/repository/contract/request';
import type { QueryRow } from '../../src/repository/contract/query-request';
import type { SearchPage, SearchRequest } from '../../src/repository/contract/search-request';
import type { NaiveObject } from './naive-evaluate';

export interface Asking {
  readonly dialect: Dialect;
  readonly searchAllVersions: boolean;
  readonly page: PageRequest;
}

/** Somebody who asks. */
export interface Asker {
  readonly name: string;
  ask(statement: string, asking: Asking): Promise<Page<QueryRow>>;
  search(input: SearchRequest): Promise<SearchPage>;
  /** All that this caller may see, as the repository shows it one by one. */
  sees(allVersions: boolean): Promise<readonly NaiveObject[]>;
}

/** A repository to ask random statements of. */
export interface World {
  readonly types: TypeRegistry;
  readonly askers: readonly Asker[];
  /** Ids of everything but frozen versions. */
  readonly liveIds: readonly string[];
  readonly frozenIds: readonly string[];
  readonly folderIds: readonly string[];
  close(): Promise<void>;
}
