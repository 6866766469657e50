import type { ObjectView } from '../values/object-view';

/** An object after a write to it. */
export interface UpdatedObject {
  readonly view: ObjectView;
  /** The write made a new version: the object has another id. */
  readonly newVersion: boolean;
}
