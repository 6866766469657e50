import type { PropertyChanges } from '../../model/properties';

export interface BulkUpdate {
  readonly objects: readonly { readonly objectId: string; readonly changeToken?: string }[];
  readonly properties: PropertyChanges;
  readonly addSecondaryTypeIds: readonly string[];
  readonly removeSecondaryTypeIds: readonly string[];
}

export interface BulkUpdated {
  readonly id: string;
  readonly newId?: string;
  readonly changeToken: string;
}
