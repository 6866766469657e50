import { createPublicKey, type KeyObject } from 'node:crypto';
import { decode, verify, type JwtPayload } from 'jsonwebtoken';
import { CmisError } from '../model/errors';
import { ANONYMOUS, type Caller } from '../model/principal';
import type { Accounts } from './directory';

export interface BearerAuthenticator {
  /** Whose token it is. @throws CmisError `unauthorized` for one that is not good, or of nobody who may log in. */
  verify(token: string): Promise<Caller>;
  /** As that person is now, when a statement found that the caller of a token has changed; undefined for other callers. */
  renew(caller: Caller): Promise<Caller | undefined>;
}

export interface BearerOptions {
  readonly directory: Accounts;
  readonly keys: VerificationKeys;
  readonly issuer: string;
  readonly audience: string;
  /** The claim that holds the name of the person. */
  readonly userClaim: string;
}

/** Public keys of whoever issues the tokens, by the id that a token names. */
export interface VerificationKeys {
  find(keyId: string | undefined): Promise<KeyObject | undefined>;
}

/** Signatures of key pairs alone: what verifies a token must not be able to make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const;
const CLOCK_TOLERANCE_S = 30;
const LONGEST = 16_384;

/** Lets people in whose JSON Web Token an identity service has signed. They must be known here. */
export function bearerAuthenticator({
  directory,
  keys,
  issuer,
  audience,
  userClaim,
}: BearerOptions): BearerAuthenticator {
  const known = new WeakSet<Caller>();
  const callerNamed = async (name: unknown): Promise<Caller | undefined> => {
    const account = typeof name === 'string' && name !== ANONYMOUS ? await directory.account(name) : undefined;
    if (!account?.enabled) return undefined;
    const { id, epoch, admin } = account;
    const caller = { id, name: account.name, epoch, admin };
    known.add(caller);
    return caller;
  };
  return {
    verify: async (token) => {
      const payload = await payloadOf(token, keys, { issuer, audience });
      const caller = await callerNamed(payload[userClaim]);
      if (!caller) throw refused();
      return caller;
    },
    renew: async (caller) => (known.has(caller) ? callerNamed(caller.name) : undefined),
  };
}

async function payloadOf(
  token: string,
  keys: VerificationKeys,
  expected: { readonly issuer: string; readonly audience: string },
): Promise<JwtPayload> {
  const header = token.length > LONGEST ? undefined : decode(token, { complete: true })?.header;
  const key = header && (await keys.find(header.kid));
  if (!key) throw refused();
  try {
    const payload = verify(token, key, {
      ...expected,
      algorithms: [...ALGORITHMS],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    // One that never ends would outlive whoever it was given to.
    if (typeof payload === 'object' && typeof payload.exp === 'number') return payload;
  } catch {
    // Why it is not good is of use to nobody but who forges some.
  }
  throw refused();
}

const refused = (): CmisError => new CmisError('unauthorized', 'The token is not valid, or not any more.');

/** One key, whatever a token names. @throws Error when the text is no public key in PEM. */
export function fixedKey(pem: string): VerificationKeys {
  const key = createPublicKey(pem);
  return { find: () => Promise.resolve(key) };
}
