import type { ObjectSelection, PageRequest } from '../values/object-view';

/** Which relationships of an object are meant, CMIS 1.1 §2.2.8.1. */
export interface RelationshipsOf {
  readonly objectId: string;
  readonly direction: 'source' | 'target' | 'either';
  readonly typeId?: string;
  readonly includeSubRelationshipTypes: boolean;
  readonly page: PageRequest;
  readonly selection: ObjectSelection;
}
