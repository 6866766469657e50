import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { invalidArgument } from '../model/errors';
import { trustedProxies } from './trusted-proxies';

/** Scheme, host, port and prefix as the client used them, without a slash at the end: what generated links begin with. */
export type BaseUrlOf = (req: IncomingMessage) => string;

export interface BaseUrlOptions {
  /** Addresses and networks (`10.0.0.0/8`) whose `X-Forwarded-Proto`, `-Host`, `-Port` and `-Prefix` are believed. */
  readonly trustedProxies: readonly string[];
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;
const PREFIX = /^(?:\/[A-Za-z0-9._~-]+)*\/?$/;

/**
 * Finds out under which address a client reached the server.
 * @throws Error for what is no address or network; the function made throws CmisError `invalidArgument` for a host that is none.
 */
export function baseUrlOf(options: BaseUrlOptions): BaseUrlOf {
  const isProxy = trustedProxies(options.trustedProxies);
  return (req) => {
    const secure = (req.socket as TLSSocket).encrypted === true;
    const direct = `${secure ? 'https' : 'http'}://`;
    if (!isProxy(req.socket.remoteAddress)) return direct + checkedHost(hostOf(req));
    return forwarded(req, secure);
  };
}

function forwarded(req: IncomingMessage, secure: boolean): string {
  const scheme = first(req, 'x-forwarded-proto')?.toLowerCase() ?? (secure ? 'https' : 'http');
  if (scheme !== 'http' && scheme !== 'https') {
    throw invalidArgument(`The proxy's X-Forwarded-Proto '${scheme}' is neither http nor https.`);
  }
  const prefix = first(req, 'x-forwarded-prefix') ?? '';
  if (!PREFIX.test(prefix)) throw invalidArgument(`The proxy's X-Forwarded-Prefix '${prefix}' is no path.`);
  const host = checkedHost(first(req, 'x-forwarded-host') ?? hostOf(req));
  return `${scheme}://${withPort(host, scheme, first(req, 'x-forwarded-port'))}${prefix.replace(/\/$/, '')}`;
}

/** A port of its own says more than one that came with the host's name only where that has none. */
function withPort(host: string, scheme: string, port: string | undefined): string {
  if (port === undefined) return host;
  if (!/^\d{1,5}$/.test(port)) throw invalidArgument(`The proxy's X-Forwarded-Port '${port}' is no port.`);
  if (/:\d+$/.test(host)) return host;
  return port === (scheme === 'https' ? '443' : '80') ? host : `${host}:${port}`;
}

/** The value of the proxy that is nearest to the client. */
function first(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.split(',', 1)[0]?.trim();
  return text === '' ? undefined : text;
}

function hostOf(req: IncomingMessage): string {
  const { host } = req.headers;
  if (host !== undefined && host !== '') return host;
  const { localAddress = 'localhost', localPort = 80 } = req.socket;
  return isIP(localAddress) === 6 ? `[${localAddress}]:${localPort}` : `${localAddress}:${localPort}`;
}

function checkedHost(host: string): string {
  if (HOST.test(host)) return host;
  throw invalidArgument(`The host '${host.slice(0, 100)}' is no name or address of a host.`);
}
