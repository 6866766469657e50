/** Everything worth telling an operator. Parts emit it; `main` decides what becomes a line of the log. */
export type Observation =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'note'; readonly sentence: string }
  | { readonly kind: 'warning'; readonly sentence: string }
  | { readonly kind: 'request-finished'; readonly request: FinishedRequest }
  | { readonly kind: 'unexpected-error'; readonly error: unknown; readonly where: string }
  | { readonly kind: 'connection-lost'; readonly error: Error }
  | { readonly kind: 'database-lost' }
  | { readonly kind: 'database-recovered'; readonly durationMs: number }
  | { readonly kind: 'migrated'; readonly names: readonly string[] }
  | { readonly kind: 'content-reaped'; readonly count: number }
  | { readonly kind: 'stopping'; readonly signal: string }
  | { readonly kind: 'stopped' };

export interface FinishedRequest {
  readonly method: string;
  /** Without the query, which may hold what is private. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** Whether the client or the server cut the answer short. */
  readonly aborted: boolean;
}

export type Observe = (observation: Observation) => void;
