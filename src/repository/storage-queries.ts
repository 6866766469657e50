/** Port of queries. */
import type { BoundQuery } from '../query/bound';
import type { PageRequest } from './object-view';
import type { FacetAnswer, FacetInput } from './storage-facets';
import type { StoredObject } from './stored-object';

/** One row of a query. */
export interface QueryHit {
  /** Of each wanted table, undefined where an outer join found none. */
  readonly objects: readonly (StoredObject | undefined)[];
  /** Of what is selected with its score: in [0, 1). */
  readonly score?: number;
}

export interface QueryPageInput {
  readonly query: BoundQuery;
  /** Tables whose objects a row shall hold, by their places in FROM. */
  readonly wanted: readonly number[];
  readonly searchAllVersions: boolean;
  readonly page: PageRequest;
  /** Rows are counted up to here; undefined: as far as everywhere. */
  readonly countLimit?: number;
}

export interface QueryReader {
  /** Page of the rows that the caller may see. */
  page(
    input: QueryPageInput,
  ): Promise<{ readonly hits: readonly QueryHit[]; readonly hasMoreItems: boolean; readonly numItems?: number }>;
  /** How PostgreSQL would find the page, a line each; nothing is run. */
  plan(input: QueryPageInput): Promise<readonly string[]>;
  /** What there is in the rows that the caller may see, by groups of rows. One statement. */
  facets(groups: readonly FacetInput[]): Promise<readonly FacetAnswer[]>;
}
