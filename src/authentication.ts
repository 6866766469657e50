import type { IncomingMessage } from 'node:http';
import { credentialsOf } from './http/credentials';
import type { BasicAuthenticator } from './identity/basic';
import { CmisError } from './model/errors';
import type { Caller } from './model/principal';
import type { Transactor } from './repository/storage';

/** Who sends a request. @throws CmisError `unauthorized`; `permissionDenied` for writes that a stranger's page sends. */
export function requestAuthenticator(parts: {
  readonly basic: BasicAuthenticator;
  readonly refuseForeignWrite: (req: IncomingMessage) => void;
  readonly clientAddressOf: (req: IncomingMessage) => string;
}): (req: IncomingMessage) => Promise<Caller> {
  const { basic, refuseForeignWrite } = parts;
  return async (req) => {
    refuseForeignWrite(req);
    const header = req.headers.authorization;
    const known = header === undefined ? undefined : basic.recall(header);
    if (known) return known;
    const credentials = credentialsOf(req);
    if (credentials?.scheme !== 'basic') throw new CmisError('unauthorized', 'A name and a password are needed.');
    const { user, password } = credentials;
    return basic.verify({ user, password, address: parts.clientAddressOf(req) }, header);
  };
}

/**
 * Runs a unit again when its caller had changed since the credentials were verified (a new group, say) and the
 * credentials are still right: the client must not notice.
 */
export function renewingCallers(transactor: Transactor, basic: BasicAuthenticator): Transactor {
  const again = async <T>(caller: Caller, run: (caller: Caller) => Promise<T>): Promise<T> => {
    try {
      return await run(caller);
    } catch (error) {
      if (!(error instanceof CmisError) || error.code !== 'unauthorized') throw error;
      const renewed = await basic.renew(caller);
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
