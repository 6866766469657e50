/** Port of queries. */
import type { BoundQuery } from '../../query/bound';
import type { PageRequest } from '../values/object-view';
import type { FacetAnswer, FacetInput } from './facets';
import type { StoredObject } from '../values/stored-object';

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
  /** Whether the objects hold the entries of their ACLs. */
  readonly withAcl?: boolean;
}

/** What shall be known of hits to show words in them. */
export interface TextsAsked {
  /** That the caller has found. */
  readonly objects: readonly StoredObject[];
  /** Folded words, as they are looked for. */
  readonly words: readonly string[];
  /** PostgreSQL's expression on the first place to show in a long content; empty: what the words say. */
  readonly where: string;
  /** How much of each content is wanted; 0: nothing. */
  readonly characters: number;
  /** How far into each the first word is looked for. */
  readonly reach: number;
}

export interface HitText {
  /** By word, what stands for it in the object in other forms, folded. */
  readonly forms: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the content says, around the first word. */
  readonly content?: string;
}

export interface QueryReader {
  /** Page of the rows that the caller may see. */
  page(
    input: QueryPageInput,
  ): Promise<{ readonly hits: readonly QueryHit[]; readonly hasMoreItems: boolean; readonly numItems?: number }>;
  /** Of each object, in their order. One statement. */
  texts(asked: TextsAsked): Promise<readonly HitText[]>;
  /** How PostgreSQL would find the page, a line each; nothing is run. */
  plan(input: QueryPageInput): Promise<readonly string[]>;
  /** What there is in the rows that the caller may see, by groups of rows. One statement. */
  facets(groups: readonly FacetInput[]): Promise<readonly FacetAnswer[]>;
}
