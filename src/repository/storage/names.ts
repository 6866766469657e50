import type { PageRequest } from '../values/object-view';
import type { Counted, Ordering, PersonColumn, StoredPerson } from './directory';
import type { StoredSite } from './sites';

export interface NameQuery<C extends string> {
  readonly page: PageRequest;
  /** Each must begin a word of a name; `*` stands for any characters. */
  readonly words: readonly string[];
  readonly order: readonly Ordering<C>[];
}

export type FoundSiteColumn = 'id' | 'title' | 'description';

/** The port by which people and sites are found by their names. One statement each. */
export interface NameReader {
  people(input: NameQuery<PersonColumn>): Promise<Counted<StoredPerson>>;
  /** Of those that the caller may see; also by their descriptions. */
  sites(input: NameQuery<FoundSiteColumn>): Promise<Counted<StoredSite>>;
}
