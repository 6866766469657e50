import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { CmisError } from '../../src/model/errors';
import { dismissBody } from '../../src/http/request-body';

export interface Served {
  readonly url: string;
  readonly port: number;
  /** Errors that were no answer any more. */
  readonly unanswered: unknown[];
  close(): Promise<void>;
}

/** A server on a port of its own that answers what `handle` throws as `400 {"code","message"}`. */
export async function serve(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void> | void,
): Promise<Served> {
  const unanswered: unknown[] = [];
  const server = createServer((req, res) => {
    void (async () => {
      try {
        await handle(req, res);
      } catch (error) {
        if (res.headersSent || res.destroyed) {
          unanswered.push(error);
          return;
        }
        await dismissBody(req);
        const code = error instanceof CmisError ? error.code : 'unexpected';
        res.writeHead(400, { 'Content-Type': 'application/json' });
        res.end(JSON.stringify({ code, message: (error as Error).message }));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    unanswered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A connection on which a test writes what it likes. */
export async function rawConnection(port: number): Promise<{
  readonly socket: Socket;
  send(bytes: string | Buffer): Promise<void>;
  /** All that came until the server closed, or until `ms` passed. */
  received(ms?: number): Promise<string>;
}> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    socket,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    received: (ms = 5_000) =>
      new Promise((resolve) => {
        const done = (): void => resolve(Buffer.concat(chunks).toString('latin1'));
        if (socket.closed) return done();
        socket.once('close', done);
        setTimeout(done, ms).unref();
      }),
  };
}

export const idle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `check` holds. */
export async function until(check: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('It did not come to pass.');
    await idle(10);
  }
}

/** The highest memory of this process while `work` ran, above what it was before; in bytes. */
export async function memoryGrowth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return highest - before;
}
