import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Config } from './config';
import { crossOrigin } from './cross-origin';
import type { ShareAcrossOrigins } from './cross-origin';
import type { Metrics } from './metrics';
import type { Observe } from './observation';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** A protocol at its addresses. It answers everything below them, its own errors included. */
export interface Door {
  /** Name of the protocol, for people and metrics. */
  readonly name: string;
  /** Path without a trailing slash; the longest one that fits a request gets it. */
  readonly prefix: string;
  readonly handle: Handler;
}

export interface HttpServer {
  readonly port: number;
  readonly url: string;
  /** Takes no new connection, lets requests in flight finish for `drainMs`, then cuts them. May be called again with less. */
  close(drainMs: number): Promise<void>;
}

export interface ServerParts {
  readonly doors: readonly Door[];
  /** Answers what no door has. */
  readonly pages: Handler;
  readonly metrics: Metrics;
  readonly observe: Observe;
}

export interface ServerSettings extends Pick<Config, 'host' | 'port' | 'tls' | 'limits' | 'crossOrigin'> {
  /** How long a client may neither send nor take a byte while it is its turn; two minutes. */
  readonly stalledMs?: number;
}

const HEADERS_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;
const STALLED_MS = 120_000;

/** Node's own HTTP server before everything, so that hot routes pay for nothing but their door. */
export async function listen(parts: ServerParts, settings: ServerSettings): Promise<HttpServer> {
  const inFlight: InFlight = new Map();
  let closed: Promise<void> | undefined;
  const server = makeServer(
    settings,
    answering(parts, { share: crossOrigin(settings.crossOrigin), inFlight, isClosing: () => closed !== undefined }),
  );
  server.setTimeout(settings.stalledMs ?? STALLED_MS, (socket) => cutWhenStalled(socket, inFlight.get(socket)));
  const { port } = await bound(server, settings);
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    port,
    url: `${settings.tls ? 'https' : 'http'}://${host}:${port}`,
    close: async (drainMs) => {
      closed ??= new Promise<void>((resolve) => server.close(() => resolve()));
      for (const res of inFlight.values()) if (!res.headersSent) res.setHeader('Connection', 'close');
      server.closeIdleConnections();
      // A connection that was kept alive becomes idle only after the answer that it waits for.
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const cut = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}

/** The answers that are being made, by connection. */
type InFlight = Map<Socket, ServerResponse>;

/** A quiet connection is no fault while the server works on the answer; with a listener, Node leaves the cut to it. */
function cutWhenStalled(socket: Socket, res: ServerResponse | undefined): void {
  const isServersTurn = res?.req.complete === true && res.writableLength === 0;
  if (!isServersTurn) socket.destroy();
}

function makeServer(settings: ServerSettings, listener: (req: IncomingMessage, res: ServerResponse) => void): Server {
  const options = {
    maxHeaderSize: settings.limits.maxHeaderBytes,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // An upload takes as long as it takes; one that stalls is cut.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  };
  return settings.tls
    ? createTlsServer({ ...options, ...readTls(settings.tls) }, listener)
    : createPlainServer(options, listener);
}

function readTls({ certFile, keyFile }: NonNullable<Config['tls']>): { readonly cert: Buffer; readonly key: Buffer } {
  const cert = readPem('TLS_CERT', certFile);
  const key = readPem('TLS_KEY', keyFile);
  tryTls({ cert }, `TLS_CERT names '${certFile}', which is no certificate in PEM.`);
  tryTls({ key }, `TLS_KEY names '${keyFile}', which is no private key in PEM without a password.`);
  tryTls({ cert, key }, `TLS_CERT names '${certFile}' and TLS_KEY '${keyFile}', which do not belong together.`);
  return { cert, key };
}

function tryTls(options: SecureContextOptions, failure: string): void {
  try {
    createSecureContext(options);
  } catch (error) {
    throw new Error(failure, { cause: error });
  }
}

function readPem(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${option} names '${file}', which cannot be read.`, { cause: error });
  }
}

function bound(server: Server, { host, port }: ServerSettings): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason: Readonly<Record<string, string>> = {
        EADDRINUSE: `Port ${port} on ${host} is in use by another program: set PORT to another one.`,
        EACCES: `This account may not listen on port ${port}: set PORT to one above 1023.`,
        EADDRNOTAVAIL: `This machine has no address '${host}': set HOST to one that it has.`,
        ENOTFOUND: `This machine has no address '${host}': set HOST to one that it has.`,
      };
      reject(new Error(reason[error.code ?? ''] ?? `The server cannot listen on ${host}:${port}: ${error.message}`));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

interface Surroundings {
  readonly share: ShareAcrossOrigins;
  readonly inFlight: InFlight;
  readonly isClosing: () => boolean;
}

function answering(
  parts: ServerParts,
  { share, inFlight, isClosing }: Surroundings,
): (req: IncomingMessage, res: ServerResponse) => void {
  // The longest prefix first: `/alfresco/api/discovery` is not everything below `/alfresco`.
  const doors = [...parts.doors].sort((a, b) => b.prefix.length - a.prefix.length);
  return (req, res) => {
    const since = performance.now();
    const { socket } = req;
    const door = doorOf(doors, req.url ?? '/');
    inFlight.set(socket, res);
    res.once('close', () => {
      if (inFlight.get(socket) === res) inFlight.delete(socket);
      finished(parts, { req, res, door: door?.name ?? 'pages', since });
    });
    if (isClosing()) res.setHeader('Connection', 'close');
    if (share(req, res)) return;
    void attempt(parts, { handle: door?.handle ?? parts.pages, req, res });
  };
}

function doorOf(doors: readonly Door[], url: string): Door | undefined {
  for (const door of doors) {
    if (!url.startsWith(door.prefix)) continue;
    const next = url.charCodeAt(door.prefix.length);
    // The end, '/' or '?'.
    if (Number.isNaN(next) || next === 47 || next === 63) return door;
  }
  return undefined;
}

async function attempt(
  parts: ServerParts,
  { handle, req, res }: { readonly handle: Handler; readonly req: IncomingMessage; readonly res: ServerResponse },
): Promise<void> {
  try {
    await handle(req, res);
  } catch (error) {
    // Doors answer their errors themselves: what arrives here is a fault of the program.
    parts.observe({ kind: 'unexpected-error', error, where: `${req.method} ${pathOf(req)}` });
    if (res.headersSent) res.destroy();
    else res.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Internal error.\n');
  }
}

function finished(
  parts: ServerParts,
  input: { readonly req: IncomingMessage; readonly res: ServerResponse; readonly door: string; readonly since: number },
): void {
  const { req, res, door, since } = input;
  const durationMs = performance.now() - since;
  const method = req.method ?? '';
  const status = res.statusCode;
  parts.metrics.requestFinished({ door, method, status, durationMs });
  const request = { method, path: pathOf(req), status, durationMs, aborted: !res.writableFinished };
  parts.observe({ kind: 'request-finished', request });
}

function pathOf(req: IncomingMessage): string {
  const url = req.url ?? '';
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
