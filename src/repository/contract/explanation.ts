/** Why a query finds what it finds, as doors ask and show it. */
import type { PageRequest } from '../values/object-view';

export interface ExplainRequest {
  readonly statement: string;
  readonly searchAllVersions: boolean;
  readonly page: PageRequest;
  /** The object whose place in the result is to be explained. */
  readonly objectId?: string;
}

export interface Explanation {
  /** How PostgreSQL finds the page, a line each; for administrators. */
  readonly plan?: readonly string[];
  readonly object?: Explained;
}

export interface Explained {
  readonly objectId: string;
  readonly inResult: boolean;
  /** In order; after one that fails there may be no more. */
  readonly checks: readonly Check[];
}

export interface Check {
  readonly about: 'access' | 'type' | 'join' | 'version' | 'condition';
  readonly text: string;
  /** Unknown where a value that is compared is not set, CMIS 1.1 §2.1.14.2.4.1. */
  readonly holds: boolean | 'unknown';
  /** Of a condition made of several. */
  readonly parts?: readonly Check[];
}
