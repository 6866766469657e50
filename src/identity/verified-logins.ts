import type { Caller } from '../model/principal';

/** A login that was verified, and whom it made. */
export interface VerifiedLogin {
  /** Keyed digest of name and password. */
  readonly digest: string;
  /** The stored hash that the password was verified against. */
  readonly password: string;
  readonly caller: Caller;
}

interface Entry extends VerifiedLogin {
  caller: Caller;
  readonly expires: number;
}

const LIFE_MS = 5 * 60_000;
const CAPACITY = 10_000;

export interface VerifiedLogins {
  add(login: VerifiedLogin): VerifiedLogin;
  byDigest(user: string, digest: string): VerifiedLogin | undefined;
  byHeader(headerDigest: string): VerifiedLogin | undefined;
  nameByHeader(headerDigest: string, login: VerifiedLogin): void;
  /** The hash that this very caller was verified against, or was renewed with. */
  passwordOf(caller: Caller): string | undefined;
  renew(caller: Caller, renewed: Caller): Caller;
  forget(caller: Caller): void;
}

/** Memory of verified logins: one a person (only one password is right), the least recently used go first. */
export function createVerifiedLogins(now: () => number = () => performance.now()): VerifiedLogins {
  const byUser = new Map<string, Entry>();
  const byHeader = new Map<string, Entry>();
  const passwords = new WeakMap<Caller, string>();

  const alive = (entry: Entry | undefined): entry is Entry =>
    entry !== undefined && entry.expires > now() && byUser.get(entry.caller.name) === entry;

  return {
    add: (login) => {
      const entry = { ...login, expires: now() + LIFE_MS };
      put(byUser, login.caller.name, entry);
      passwords.set(login.caller, login.password);
      return entry;
    },
    byDigest: (user, digest) => {
      const entry = byUser.get(user);
      if (!alive(entry) || entry.digest !== digest) return undefined;
      put(byUser, user, entry);
      return entry;
    },
    byHeader: (headerDigest) => {
      const entry = byHeader.get(headerDigest);
      if (alive(entry)) {
        put(byHeader, headerDigest, entry);
        put(byUser, entry.caller.name, entry);
        return entry;
      }
      byHeader.delete(headerDigest);
      return undefined;
    },
    nameByHeader: (headerDigest, login) => {
      const entry = byUser.get(login.caller.name);
      if (entry === login) put(byHeader, headerDigest, entry);
    },
    passwordOf: (caller) => passwords.get(caller),
    renew: (caller, renewed) => {
      const password = passwords.get(caller);
      if (password !== undefined) passwords.set(renewed, password);
      const entry = byUser.get(caller.name);
      if (entry && entry.password === password && entry.caller.epoch < renewed.epoch) entry.caller = renewed;
      return renewed;
    },
    forget: (caller) => {
      // What was verified since stands.
      if (byUser.get(caller.name)?.caller === caller) byUser.delete(caller.name);
    },
  };
}

function put(map: Map<string, Entry>, key: string, entry: Entry): void {
  map.delete(key);
  map.set(key, entry);
  if (map.size <= CAPACITY) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
