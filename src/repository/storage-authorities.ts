import type { AuthorityCondition, AuthorityField } from '../query/afts/authorities';
import type { PageRequest } from './object-view';
import type { Counted } from './storage-directory';

/** A person or group among others. */
export interface FoundAuthority {
  /** Of its own, and always the same. */
  readonly uuid: string;
  readonly name: string;
  readonly kind: 'person' | 'group';
  /** What is known of it. */
  readonly values: Readonly<Partial<Record<AuthorityField, string>>>;
}

export interface AuthorityQuery {
  readonly condition: AuthorityCondition;
  /** Ties by name. */
  readonly order: readonly { readonly by: AuthorityField; readonly descending: boolean }[];
  readonly page: PageRequest;
}

/** The port by which people and groups are searched together. One statement. */
export interface AuthorityReader {
  find(query: AuthorityQuery): Promise<Counted<FoundAuthority>>;
}
