/** Queries as doors ask and show them. */
import type { PropertyDefinition } from '../../model/property-definition';
import type { TypeDefinition } from '../../model/type-definition';
import type { AllowableActions } from '../values/allowable-actions';
import type { ObjectSelection, ObjectView, PageRequest, Rendition } from '../values/object-view';

/** One row of a query result. */
export interface QueryRow {
  /** In the order of the select list; read anew by each call. */
  readonly columns: () => readonly QueryColumnValue[];
  /** Rows with the same source and shape have the same columns; absent where columns are not of one object alone. */
  readonly lasting?: { readonly source: object; readonly shape: string };
  readonly allowableActions?: AllowableActions;
  readonly relationships?: readonly ObjectView[];
  readonly renditions?: readonly Rendition[];
}

export interface QueryColumnValue {
  /** Query name or alias. */
  readonly queryName: string;
  /** Undefined for computed columns such as SCORE(). */
  readonly definition?: PropertyDefinition;
  readonly value?: string | number | boolean | readonly (string | number | boolean)[];
}

export interface QueryRequest {
  readonly statement: string;
  readonly searchAllVersions: boolean;
  readonly selection: ObjectSelection;
  readonly page: PageRequest;
  /** Types that whoever asks cannot know of, as if there were none such. */
  readonly isUnknown?: (type: TypeDefinition) => boolean;
}
