import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { CmisError } from '../model/errors';
import type { Caller } from '../model/principal';
import type { Account, Accounts } from './directory';
import { verifyPassword } from './passwords';
import { createThrottle, THROTTLE, type Throttle, type ThrottleOptions } from './throttle';
import { createVerifiedLogins, type VerifiedLogin } from './verified-logins';

export interface Login {
  readonly user: string;
  readonly password: string;
  /** Where the request comes from. */
  readonly address: string;
}

export interface BasicAuthenticator {
  /** Who sent exactly this `Authorization` header not long ago and was let in; asks nobody. */
  recall(header: string): Caller | undefined;
  /**
   * Who the credentials belong to. With `header` the next request that brings the same one is recalled.
   * @throws CmisError `unauthorized`: wrong, unknown, disabled (told the same way), or guessed too often.
   */
  verify(login: Login, header?: string): Caller | Promise<Caller>;
  /**
   * The caller as it is now, when a statement found its epoch stale and the password that was verified is still the
   * person's; undefined when it is not, or the account is disabled. Both ways the old caller is forgotten.
   */
  renew(caller: Caller): Promise<Caller | undefined>;
  /** Makes the next request of this caller bring credentials that are verified anew. */
  forget(caller: Caller): void;
}

export interface BasicOptions {
  readonly directory: Accounts;
  readonly throttle?: ThrottleOptions;
}

/**
 * Logs people in by name and password. A success is remembered for minutes under keyed digests, so that neither
 * passwords nor headers stay in memory and a request costs microseconds; a failure never is.
 */
export function basicAuthenticator({
  directory,
  throttle: throttleOptions = THROTTLE,
}: BasicOptions): BasicAuthenticator {
  const secret = createSecretKey(randomBytes(32));
  const digestOf = (text: string): string => createHmac('sha256', secret).update(text).digest('base64');
  const verified = createVerifiedLogins();
  const check = loginCheck({ directory, throttle: createThrottle(throttleOptions) });
  const flights = new Map<string, Promise<VerifiedLogin>>();

  const flight = (login: Login, digest: string): Promise<VerifiedLogin> => {
    // Another address waits for its own verification: it must not profit from, nor suffer by, the throttle of this one.
    const key = `${digest} ${login.address}`;
    const found = flights.get(key);
    if (found) return found;
    const made = check(login, digest)
      .then((account) => verified.add({ digest, password: account.password ?? '', caller: callerOf(account) }))
      .finally(() => flights.delete(key));
    flights.set(key, made);
    return made;
  };

  return {
    recall: (header) => verified.byHeader(digestOf(header))?.caller,
    verify: (login, header) => {
      const digest = digestOf(`${login.user}\0${login.password}`);
      const note = (entry: VerifiedLogin): Caller => {
        if (header !== undefined) verified.nameByHeader(digestOf(header), entry);
        return entry.caller;
      };
      const found = verified.byDigest(login.user, digest);
      return found ? note(found) : flight(login, digest).then(note);
    },
    renew: async (caller) => {
      const password = verified.passwordOf(caller);
      const account = password === undefined ? undefined : await directory.account(caller.name);
      if (!account?.enabled || account.id !== caller.id || account.password !== password) {
        verified.forget(caller);
        return undefined;
      }
      return verified.renew(caller, callerOf(account));
    },
    forget: (caller) => verified.forget(caller),
  };
}

/** The account that a login is for, when all is right with it. */
function loginCheck(parts: {
  readonly directory: Accounts;
  readonly throttle: Throttle;
}): (login: Login, digest: string) => Promise<Account> {
  return async (login, digest) => {
    const attempt = parts.throttle.begin(login);
    let account: Account | undefined;
    let right: boolean;
    try {
      account = await parts.directory.account(login.user);
      right = await verifyPassword(login.password, account?.password, login.address);
    } catch (error) {
      attempt.abandoned();
      throw error;
    }
    if (!right || !account?.enabled) {
      attempt.failed(digest);
      throw new CmisError('unauthorized', 'The name or the password is wrong.');
    }
    attempt.succeeded();
    return account;
  };
}

const callerOf = ({ id, name, epoch, admin }: Account): Caller => ({ id, name, epoch, admin });
