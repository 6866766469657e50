import { createHash, randomBytes } from 'node:crypto';
import type { Tickets } from '../../identity/tickets';
import type { Caller } from '../../model/principal';
import type { Executor } from '../connection/database';

const TICKET = /^TICKET_[0-9a-f]{40}$/;

/** What of a person a ticket depends on: it ends with the password that it was made for. */
const SECRET = `sha256(convert_to(coalesce(p.password, ''), 'UTF8'))`;

// Whoever makes one sweeps out what has expired.
const CREATE = {
  name: 'create-ticket',
  text: `with swept as (delete from tickets where expires < now())
insert into tickets (hash, principal_id, secret, expires)
  select $1, p.id, ${SECRET}, now() + $3 * interval '1 ms' from principals p where p.id = $2`,
};
const FIND = {
  name: 'find-ticket',
  text: `select p.id, p.name, p.epoch, p.admin, t.expires < now() + $2 * interval '0.9 ms'
    from tickets t join principals p on p.id = t.principal_id
   where t.hash = $1 and t.expires > now() and p.enabled and p.kind = 'person' and t.secret = ${SECRET}`,
};
const PROLONG = {
  name: 'prolong-ticket',
  text: `update tickets set expires = greatest(expires, now() + $2 * interval '1 ms') where hash = $1`,
};
const REVOKE = { name: 'revoke-ticket', text: 'delete from tickets where hash = $1' };

/** Tickets in the repository's database, which knows nothing but their hashes. `lifeMs`: how long one lives unused. */
export function ticketStore(executor: Executor, { lifeMs }: { readonly lifeMs: number }): Tickets {
  const tickets = new WeakMap<Caller, string>();
  const find = async (ticket: string): Promise<Caller | undefined> => {
    if (!TICKET.test(ticket)) return undefined;
    const hash = hashOf(ticket);
    const [row] = await executor.run(FIND, [hash, lifeMs]);
    if (!row) return undefined;
    const [id, name, epoch, admin, isAging] = row;
    // Most uses are reads, which shall not each write.
    if (isAging === 't') await executor.run(PROLONG, [hash, lifeMs]);
    const caller = { id: Number(id), name: String(name), epoch: Number(epoch), admin: admin === 't' };
    tickets.set(caller, ticket);
    return caller;
  };
  return {
    create: async (caller) => {
      const ticket = `TICKET_${randomBytes(20).toString('hex')}`;
      await executor.run(CREATE, [hashOf(ticket), caller.id, lifeMs]);
      return ticket;
    },
    find,
    renew: async (caller) => {
      const ticket = tickets.get(caller);
      return ticket === undefined ? undefined : find(ticket);
    },
    revoke: async (ticket) => {
      await executor.run(REVOKE, [hashOf(ticket)]);
    },
  };
}

const hashOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();
