/** What the first process of a server tells its workers. */
export type Order =
  | {
      readonly kind: 'start';
      readonly databaseUrl: string;
      readonly contentDir: string;
      /** Whether this one tells the operator what is to be known of passwords. */
      readonly warns: boolean;
    }
  /** A second one may shorten the time that requests in flight have. */
  | { readonly kind: 'stop'; readonly drainMs?: number }
  | { readonly kind: 'figures'; readonly text: string };

/** What a worker tells the first process. */
export type Report =
  | { readonly kind: 'listening'; readonly url: string }
  /** In a sentence for the operator. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** Asks for the figures of all workers together. */
  | { readonly kind: 'figures' };
