import type { Caller } from '../model/principal';

/** Tickets stand for name and password for a while: `TICKET_` and forty hexadecimal digits. They outlive processes. */
export interface Tickets {
  create(caller: Caller): Promise<string>;
  /**
   * Whose ticket it is, as that person is now; undefined when it is none, has expired or was revoked, the person's
   * password has changed since or the account is disabled. Its use puts off the ticket's end.
   */
  find(ticket: string): Promise<Caller | undefined>;
  /** As `find`, when a statement found that the caller of a ticket has changed; undefined also for other callers. */
  renew(caller: Caller): Promise<Caller | undefined>;
  /** Good for nothing from now on, in every process. */
  revoke(ticket: string): Promise<void>;
}
