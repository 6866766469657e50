import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { BusyError } from '../model/errors';
import type { VerificationKeys } from './bearer';

const LIFE_MS = 10 * 60_000;
/** Tokens that name keys that nobody has must not make the identity service busy. */
const LEAST_PAUSE_MS = 10_000;
const PATIENCE_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

interface KeySet {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly since: number;
}

/**
 * The key set that an identity service publishes (RFC 7517), read anew when it is old and when a token names a key that is
 * not in it. @throws BusyError while it cannot be read.
 */
export function publishedKeys(url: string, now: () => number = Date.now): VerificationKeys {
  let current: KeySet | undefined;
  let reading: Promise<KeySet> | undefined;
  let lastTry = -Infinity;
  const read = (): Promise<KeySet> => {
    lastTry = now();
    return (reading ??= fetchKeys(url)
      .then((keys) => (current = { keys, since: now() }))
      .finally(() => {
        reading = undefined;
      }));
  };
  const isOld = (): boolean => current === undefined || now() - current.since > LIFE_MS;
  return {
    find: async (keyId = '') => {
      const known = current?.keys.get(keyId);
      if (known && !isOld()) return known;
      const mayRead = now() - lastTry >= LEAST_PAUSE_MS || reading !== undefined;
      if (!mayRead) {
        if (current) return known;
        throw new BusyError('The keys of the identity service cannot be read; try again later.');
      }
      try {
        return (await read()).keys.get(keyId);
      } catch (error) {
        // Keys that were good go on being so while the service is away.
        if (known) return known;
        throw new BusyError('The keys of the identity service cannot be read; try again later.', { cause: error });
      }
    },
  };
}

async function fetchKeys(url: string): Promise<ReadonlyMap<string, KeyObject>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
  const bytes: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += (piece as Uint8Array).length;
    if (length > MAX_BYTES) throw new Error(`${url} answers more than ${MAX_BYTES} bytes.`);
    bytes.push(piece as Uint8Array);
  }
  const { keys } = JSON.parse(Buffer.concat(bytes).toString()) as { readonly keys?: readonly JsonWebKey[] };
  return new Map((keys ?? []).flatMap((jwk) => readKey(jwk)));
}

function readKey(jwk: JsonWebKey): readonly (readonly [string, KeyObject])[] {
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return [];
  try {
    return [[typeof jwk['kid'] === 'string' ? jwk['kid'] : '', createPublicKey({ key: jwk, format: 'jwk' })]];
  } catch {
    // A kind of key that is not known here.
    return [];
  }
}
