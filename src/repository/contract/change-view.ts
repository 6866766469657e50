/** The change log as doors show it. */
import type { ObjectView } from '../values/object-view';
import type { ChangeKind } from '../storage/changes';

export interface ChangeEventView {
  readonly changeType: ChangeKind;
  readonly changeTime: number;
  readonly objectId: string;
  /** Undefined where the caller may not see the object: the event is bare. */
  readonly view?: ObjectView;
}

export interface ChangesPage {
  readonly events: readonly ChangeEventView[];
  readonly hasMoreItems: boolean;
  /** Of the last event returned. */
  readonly latestChangeLogToken?: string;
}
