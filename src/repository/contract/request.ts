import type { Caller } from '../../model/principal';

/** What differs between `/cmis` (the standard to the letter) and `/alfresco` addresses; README, "Two dialects". */
export type Dialect = 'cmis' | 'alfresco';

/** Who asks and through which kind of address. */
export interface Request {
  readonly caller: Caller;
  readonly dialect: Dialect;
}
