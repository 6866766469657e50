/** Ports of the change log. */
import type { Ace } from '../../model/permissions';
import type { Properties } from '../../model/properties';
import type { BaseTypeId } from '../../model/type-definition';
import type { StoredObject } from '../values/stored-object';

export interface ChangeEvent {
  readonly token: number;
  readonly at: number;
  readonly objectId: string;
  readonly kind: ChangeKind;
  readonly actor: string;
  /**
   * Properties and effective ACL after the change (before it, for `deleted`); undefined where the caller may see the
   * event but not the object.
   */
  readonly info: ChangeInfo;
  readonly visible: boolean;
}

/** What a change is to the members of a site. */
export type Told = 'created' | 'updated' | 'deleted';

export type ChangeKind = 'created' | 'updated' | 'deleted' | 'security';

export interface ChangeInfo {
  readonly typeId: string;
  readonly baseId: BaseTypeId;
  readonly properties: Properties;
  readonly aces?: readonly Ace[];
  readonly policyIds?: readonly string[];
}

export interface ChangeReader {
  /**
   * Sequences what was committed so far, then reads from `from` (inclusive). The event of `from` itself is returned even
   * when the caller may not see it, with `visible` false. Of the others only those after `after` are looked at
   * (`from` when absent), and not without end: `scannedTo` says how far, for the next call's `after`.
   */
  since(input: { readonly from?: number; readonly after?: number; readonly maxItems: number }): Promise<{
    readonly events: readonly ChangeEvent[];
    readonly hasMoreItems: boolean;
    readonly scannedTo: number;
    readonly firstToken: number;
    readonly lastToken: number;
  }>;
  /** Token of the newest event, 0 when there is none. */
  latestToken(): Promise<number>;
}

export interface ChangeWriter {
  /**
   * `policyIds`: where the change is one of the policies that are applied, those that are applied now. `tells`: what it is
   * to the members of the site that the object is in, if it is in one; undefined: nothing.
   */
  append(event: {
    readonly object: StoredObject;
    readonly kind: ChangeKind;
    readonly policyIds?: readonly string[];
    readonly tells?: Told;
  }): Promise<void>;
}
