import type { IncomingMessage } from 'node:http';
import { addressTicket, credentialsOf, type Credentials } from './http/credentials';
import type { BasicAuthenticator } from './identity/basic';
import type { BearerAuthenticator } from './identity/bearer';
import type { Tickets } from './identity/tickets';
import { CmisError } from './model/errors';
import type { Caller } from './model/principal';
import type { Transactor } from './repository/storage/storage';

export interface Authenticators {
  readonly basic: BasicAuthenticator;
  readonly tickets: Tickets;
  /** Undefined: tokens of an identity service are not taken. */
  readonly bearer?: BearerAuthenticator | undefined;
}

/**
 * Who sends a request: by a ticket in its address, or by the name and password or the ticket in its header.
 * @throws CmisError `unauthorized`; `permissionDenied` for writes that a stranger's page sends.
 */
export function requestAuthenticator(
  parts: Authenticators & {
    readonly refuseForeignWrite: (req: IncomingMessage) => void;
    readonly clientAddressOf: (req: IncomingMessage) => string;
  },
): (req: IncomingMessage) => Promise<Caller> {
  const { basic, tickets, refuseForeignWrite } = parts;
  return async (req) => {
    refuseForeignWrite(req);
    const ticket = addressTicket(req.url);
    // One that is not good any more is not the last word.
    const owner = ticket === undefined ? undefined : await tickets.find(ticket);
    if (owner) return owner;
    const header = req.headers.authorization;
    const known = header === undefined ? undefined : basic.recall(header);
    return known ?? byCredentials(parts, credentialsOf(req), req);
  };
}

async function byCredentials(
  parts: Parameters<typeof requestAuthenticator>[0],
  credentials: Credentials | undefined,
  req: IncomingMessage,
): Promise<Caller> {
  switch (credentials?.scheme) {
    case 'basic': {
      const { user, password } = credentials;
      return parts.basic.verify({ user, password, address: parts.clientAddressOf(req) }, req.headers.authorization);
    }
    case 'ticket': {
      const owner = await parts.tickets.find(credentials.ticket);
      if (owner) return owner;
      throw new CmisError('unauthorized', 'The ticket is not valid, or not any more.');
    }
    case 'bearer':
      if (parts.bearer) return parts.bearer.verify(credentials.token);
      throw new CmisError('unauthorized', `Authorization 'Bearer' is not supported.`);
    case undefined:
      throw new CmisError('unauthorized', 'A name and a password are needed, or a ticket.');
  }
}

/**
 * Runs a unit again when its caller had changed since the credentials were verified (a new group, say) and the
 * credentials are still right: the client must not notice.
 */
export function renewingCallers(transactor: Transactor, { basic, tickets, bearer }: Authenticators): Transactor {
  const again = async <T>(caller: Caller, run: (caller: Caller) => Promise<T>): Promise<T> => {
    try {
      return await run(caller);
    } catch (error) {
      if (!(error instanceof CmisError) || error.code !== 'unauthorized') throw error;
      const renewed = (await basic.renew(caller)) ?? (await tickets.renew(caller)) ?? (await bearer?.renew(caller));
      if (!renewed) throw error;
      return run(renewed);
    }
  };
  return {
    ...transactor,
    read: (caller, work) => again(caller, (current) => transactor.read(current, work)),
    write: (caller, work) => again(caller, (current) => transactor.write(current, work)),
  };
}
