/** Port on the table that is the whole garbage policy of the content store (see db/migrations/0001-repository.sql). */
export interface UnclaimedContent {
  /** Notes keys before their first byte is written. */
  add(keys: readonly string[]): Promise<void>;
  /** Removes the bytes of those keys that are still unclaimed, then forgets them; waits for claims in flight. */
  release(keys: readonly string[], remove: (key: string) => Promise<void>): Promise<void>;
  /**
   * Lets `remove` delete up to `limit` keys unclaimed for `ageMs`, after collecting contents that no object names any
   * more; returns how many went.
   */
  reap(input: {
    readonly ageMs: number;
    readonly limit: number;
    readonly remove: (key: string) => Promise<void>;
  }): Promise<number>;
}
