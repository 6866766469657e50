import type { IncomingMessage } from 'node:http';
import { permissionDenied } from '../model/errors';

export interface ForeignWriteOptions {
  /** Origins whose pages may write; `*` for any. */
  readonly allowedOrigins: readonly string[];
  /** The address that the client used, as `base-url.ts` finds it out. */
  readonly baseUrlOf: (req: IncomingMessage) => string;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that a page of a stranger makes a browser send: it would add the credentials that its user once typed
 * in here. Other programs send neither `Origin` nor `Sec-Fetch-Site` and are not concerned.
 * The function made throws CmisError `permissionDenied`.
 */
export function foreignWrites({ allowedOrigins, baseUrlOf }: ForeignWriteOptions): (req: IncomingMessage) => void {
  const allowed = new Set(allowedOrigins.map((origin) => origin.toLowerCase()));
  return (req) => {
    if (READS.has(req.method ?? 'GET')) return;
    const { origin } = req.headers;
    const site = req.headers['sec-fetch-site'];
    if (origin === undefined) {
      if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refusal('another site');
      return;
    }
    // The browser itself vouches for it, also where a proxy in between changed the name of the host.
    if (site === 'same-origin') return;
    if (allowed.has('*') || allowed.has(origin.toLowerCase())) return;
    if (hostOf(origin) !== undefined && hostOf(origin) === hostOf(baseUrlOf(req))) return;
    throw refusal(`'${origin.slice(0, 200)}'`);
  };
}

const refusal = (from: string): Error => permissionDenied(`Pages of ${from} may not write here.`);

/** Without the scheme: a proxy that ends TLS leaves only the host as it was. */
function hostOf(url: string): string | undefined {
  try {
    const { host, hostname, port } = new URL(url);
    return port === '' || port === '80' || port === '443' ? hostname : host;
  } catch {
    return undefined;
  }
}
