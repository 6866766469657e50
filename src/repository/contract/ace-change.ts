/** An entry to be added to an ACL or taken out of it, as clients name its principal and permissions. */
export interface AceChange {
  readonly principalId: string;
  readonly permissions: readonly string[];
}
