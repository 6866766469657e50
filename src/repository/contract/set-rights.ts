import type { Ace } from '../../model/permissions';

/** An object's rights as they are to be. */
export interface SetRights {
  readonly objectId: string;
  /** The direct entries from now on; undefined: as they are. */
  readonly aces?: readonly Ace[];
  /** Whether rights are handed down to the object; undefined: as it is. */
  readonly inherits?: boolean;
}
