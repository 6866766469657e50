import type { Ace } from '../../model/permissions';
import type { StoredObject } from './stored-object';
import type { AllowableActions } from './allowable-actions';

export type IncludeRelationships = 'none' | 'source' | 'target' | 'both';

/**
 * What of each object an answer shall hold, CMIS 1.1 §2.2.1.2. `filter` undefined means all properties; otherwise the
 * query names asked for, to which id, base type and type are always added.
 */
export interface ObjectSelection {
  readonly filter?: PropertyFilter;
  readonly includeAllowableActions: boolean;
  readonly includeRelationships: IncludeRelationships;
  readonly includePolicyIds: boolean;
  readonly includeACL: boolean;
  /** undefined: `cmis:none`. */
  readonly renditionFilter?: string;
  /** `pathSegment` / `relativePathSegment`. */
  readonly includePathSegment: boolean;
}

export interface PropertyFilter {
  /** The text as given, trimmed: the key under which serialisers remember a projection. */
  readonly text: string;
  readonly queryNames: ReadonlySet<string>;
}

/** Properties only, all of them. */
export const PLAIN: ObjectSelection = {
  includeAllowableActions: false,
  includeRelationships: 'none',
  includePolicyIds: false,
  includeACL: false,
  includePathSegment: false,
};

/** No page is longer, whatever the client asks for: a page is built in memory. */
export const LONGEST_PAGE = 10_000;

export interface PageRequest {
  /** 0 asks for counts only. */
  readonly maxItems: number;
  readonly skipCount: number;
}

export interface Rendition {
  readonly streamId: string;
  readonly mimeType: string;
  readonly length: number;
  readonly kind: string;
  readonly title?: string;
  readonly height?: number;
  readonly width?: number;
}

/** One object with what was asked for besides its properties; the thing that every binding serialises. */
export interface ObjectView {
  readonly object: StoredObject;
  readonly allowableActions?: AllowableActions;
  readonly acl?: AclView;
  readonly policyIds?: readonly string[];
  readonly relationships?: readonly ObjectView[];
  readonly renditions?: readonly Rendition[];
  /** The object's segment in the folder that it was listed in, or relative to the parent that it is listed with. */
  readonly pathSegment?: string;
}

export interface AclView {
  readonly aces: readonly Ace[];
  readonly exact: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMoreItems: boolean;
  /** Exact, counted for the caller; absent above `COUNT_LIMIT`. */
  readonly numItems?: number;
}

export interface Tree<T> {
  readonly item: T;
  readonly children: readonly Tree<T>[];
}
