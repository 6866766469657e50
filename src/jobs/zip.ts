import type { Caller } from '../model/principal';
import type { JobHandler } from './queue';

export interface ZipJobParts {
  /** Whose the archive is; undefined when it is gone. */
  readonly ownerOf: (uuid: string) => Promise<Caller | undefined>;
  readonly make: (uuid: string, owner: Caller, signal: AbortSignal) => Promise<void>;
  readonly giveUp: (uuid: string, owner: Caller) => Promise<void>;
  /** Takes away archives that have had their time. */
  readonly tidy: () => Promise<void>;
}

/** Makes the archive whose uuid the job names. */
export function zipHandler({ ownerOf, make, giveUp, tidy }: ZipJobParts): JobHandler {
  return {
    run: async ({ key }, { signal }) => {
      const owner = await ownerOf(key);
      if (owner) await make(key, owner, signal);
      await tidy();
    },
    giveUp: async ({ key }) => {
      const owner = await ownerOf(key);
      if (owner) await giveUp(key, owner);
    },
  };
}
