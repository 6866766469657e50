/** What is in a folder as a page that is always counted. */
import type { ObjectSelection, ObjectView, PageRequest } from '../values/object-view';
import type { NodeFilter, NodeOrder } from '../storage/navigation';

export interface NodesInFolder {
  readonly folderId: string;
  readonly page: PageRequest;
  /** Empty: by name. */
  readonly order: readonly NodeOrder[];
  readonly filter: NodeFilter;
  readonly selection: ObjectSelection;
}

export interface NodesPage {
  readonly folder: ObjectView;
  readonly items: readonly ObjectView[];
  readonly hasMoreItems: boolean;
  /** Always counted. */
  readonly numItems: number;
  /** For `getAncestors` and `favouritesAmong` of its items, which then need no statement while nothing is written. */
  readonly asOf?: string;
}
