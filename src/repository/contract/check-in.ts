import type { PropertyChanges } from '../../model/properties';
import type { AceChange } from './ace-change';
import type { StagedContent } from './new-object';

/** What becomes of a working copy, CMIS 1.1 §2.2.7.3. */
export interface CheckIn {
  readonly objectId: string;
  readonly major: boolean;
  readonly properties: PropertyChanges;
  readonly content?: StagedContent;
  readonly checkinComment?: string;
  readonly policies?: readonly string[];
  readonly addACEs?: readonly AceChange[];
  readonly removeACEs?: readonly AceChange[];
}
