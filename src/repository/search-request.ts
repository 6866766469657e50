/** What a search asks and answers. */
import type { ObjectSelection, ObjectView, PageRequest } from './object-view';

export interface SearchDefaults {
  /** Between terms side by side. */
  readonly operator?: 'and' | 'or';
  /** The same in groups of a field. */
  readonly fieldOperator?: 'and' | 'or';
  /** Of terms that name no field: `TEXT` when absent. */
  readonly field?: string;
  /** Prefix of names that have none: `cm` when absent. */
  readonly namespace?: string;
  /** Fields that `TEXT` stands for; absent: name, text properties and content. */
  readonly textAttributes?: readonly string[];
}

export interface SearchSort {
  /** `score` or the name of a property. */
  readonly field: string;
  readonly descending: boolean;
}

export interface SearchRequest {
  /** `afts`: Alfresco's full text search language; `cmis`: a statement of CMIS-QL, which brings its own order. */
  readonly language: 'afts' | 'cmis';
  readonly query: string;
  readonly defaults?: SearchDefaults;
  readonly templates?: readonly { readonly name: string; readonly template: string }[];
  /** Searches that must hold as well, in `afts`. */
  readonly filters?: readonly string[];
  /** Empty: those that fit best first. */
  readonly sort?: readonly SearchSort[];
  /** `objects`: as they are now. `versions`: older versions of documents. */
  readonly scope: 'objects' | 'versions' | 'both';
  readonly page: PageRequest;
  /** Hits are counted up to here. */
  readonly countLimit: number;
  readonly selection: ObjectSelection;
}

export interface SearchHit extends ObjectView {
  /** In [0, 1). */
  readonly score: number;
}

export interface SearchPage {
  readonly items: readonly SearchHit[];
  readonly hasMoreItems: boolean;
  /** Undefined: more than were to be counted. */
  readonly numItems?: number;
}
