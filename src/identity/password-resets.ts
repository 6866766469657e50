/** How people who have forgotten their password come by another one: with a key that is sent to them. */
export interface PasswordResets {
  /**
   * Has a key sent to the person, later: only then it is found out whether there is such a person, so that the answer
   * tells nobody. False: too many wait already.
   */
  ask(input: { readonly person: string; readonly client: string }): Promise<boolean>;
  /**
   * A new key, in the place of the one before. Undefined for whom none can be sent: there is no such person, no address,
   * no password, or a key was sent a moment ago (unless `again`: that attempt has failed).
   */
  issue(person: string, options: { readonly again: boolean }): Promise<IssuedReset | undefined>;
  /** Sets the password, once, and ends what the old one has opened. `hashed` is called only for the right key. */
  redeem(key: ResetKey & { readonly person: string }, hashed: () => Promise<string>): Promise<boolean>;
}

export interface ResetKey {
  readonly id: string;
  readonly key: string;
}

export interface IssuedReset extends ResetKey {
  /** Where the person reads mail. */
  readonly address: string;
}

export const RESET_LIFE_MS = 60 * 60_000;
/** Who asks again sooner is sent nothing more. */
export const RESET_PAUSE_MS = 5 * 60_000;
