/** What came of forms whose page cannot read the answer, until it is fetched. CMIS 1.1 §5.4.4.4. */

export interface LastResult {
  /** The HTTP status; 0 when there is no such result. */
  readonly code: number;
  readonly objectId: string | null;
  readonly exception: string | null;
  readonly message: string | null;
}

/** Where results wait, for an hour at most. */
export interface BrowserResults {
  keep(principalId: number, token: string, result: LastResult): Promise<void>;
  /** Also forgets it. Undefined when there is none. */
  take(principalId: number, token: string): Promise<LastResult | undefined>;
}
