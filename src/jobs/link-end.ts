import type { Caller } from '../model/principal';
import type { JobHandler } from './queue';

export interface LinkEndParts {
  /** In whose name the link is taken away; undefined when it is gone, or has another end by now. */
  readonly callerFor: (id: string) => Promise<Caller | undefined>;
  readonly end: (id: string, caller: Caller) => Promise<void>;
}

/** Takes away the shared link whose id the job names. */
export function linkEndHandler({ callerFor, end }: LinkEndParts): JobHandler {
  return {
    run: async ({ key }) => {
      const caller = await callerFor(key);
      if (caller) await end(key, caller);
    },
  };
}
