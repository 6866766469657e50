/** One job; `key` names what it is about, once in the queue for its kind. */
export interface Job {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** This one included. */
  readonly attempts: number;
}

/**
 * Port on the table `jobs`, from which any process takes. A job is leased: when its process dies, another gets it after
 * the lease, so work may be done twice and must bear it.
 */
export interface JobQueue {
  /** The next job of these kinds, leased; undefined when none is due. */
  take(kinds: readonly string[]): Promise<Job | undefined>;
  /** Keeps the lease, and the progress in `payload`. */
  renew(job: Job, payload?: Job['payload']): Promise<void>;
  /** Removes the job, unless it was asked for anew meanwhile. */
  done(job: Job): Promise<void>;
  /** Gives it back for a later attempt; `afterMs` undefined: for none, it stays as a note. */
  failed(job: Job, error: string, afterMs: number | undefined): Promise<void>;
  /** Gives it back as if it had not been taken. */
  release(job: Job): Promise<void>;
}

/** How jobs of one kind are done. */
export interface JobHandler {
  /** Ends early, by throwing, when the signal says so; the job is then done by whoever takes it next. */
  run(job: Job, context: JobContext): Promise<void>;
  /** After the last attempt; then the job is done all the same. Undefined: it stays in the table with its error. */
  giveUp?(job: Job, error: string): Promise<void>;
}

export interface JobContext {
  readonly signal: AbortSignal;
  /** Notes how far it came, for whoever goes on with it. */
  readonly save: (payload: Job['payload']) => Promise<void>;
}
