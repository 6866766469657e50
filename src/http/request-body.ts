import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { invalidArgument } from '../model/errors';

export interface ReadingOptions {
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal;
  /** How long a client may send nothing. */
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;
const INFLATED_CHUNK_BYTES = 64 * 1024;

/**
 * Gives the body to `take` piece by piece, unpacked where the client packed it; waits while `take` is busy. A failure
 * leaves the connection open, so that it can be answered. How much is unpacked is for `take` to bound.
 * @throws CmisError `invalidArgument` when the body breaks off, stalls or is not what its `Content-Encoding` says.
 */
export function readPieces(
  req: IncomingMessage,
  take: (piece: Buffer) => Promise<void> | undefined,
  { signal, idleMs = IDLE_MS }: ReadingOptions = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (req.readableEnded) return resolve();
    const source = unpacked(req);
    let busy = false;
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      source.off('data', onData).off('end', settle).off('error', onError);
      req.off('close', onClose).off('error', onError);
      signal?.removeEventListener('abort', onAbort);
      // Errors of what is given up have no reader any more, and unheard they would end the process.
      source.on('error', () => undefined);
      req.on('error', () => undefined);
      if (error === undefined) return resolve();
      req.pause();
      if (source !== req) {
        req.unpipe();
        source.destroy();
      }
      reject(error);
    };
    const timer = setTimeout(() => {
      if (busy) timer.refresh();
      else settle(invalidArgument(`Nothing of the request's body arrived for ${idleMs / 1000} seconds.`));
    }, idleMs);
    const onData = (piece: Buffer): void => {
      timer.refresh();
      try {
        const taken = take(piece);
        if (!taken) return;
        busy = true;
        source.pause();
        taken.then(() => {
          busy = false;
          timer.refresh();
          source.resume();
        }, settle);
      } catch (error) {
        settle(error as Error);
      }
    };
    const onError = (error: NodeJS.ErrnoException): void =>
      settle(source === req || error.code === 'ECONNRESET' ? brokenOff() : badlyPacked(req, error));
    const onClose = (): void => {
      if (!req.complete) settle(brokenOff());
    };
    const onAbort = (): void => settle(signal?.reason as Error);
    if (signal?.aborted) return onAbort();
    if (req.destroyed) return settle(brokenOff());
    req.on('close', onClose).on('error', onError);
    source.on('data', onData).on('end', settle).on('error', onError);
    signal?.addEventListener('abort', onAbort);
  });
}

export interface BodyOptions {
  readonly maxBytes: number;
  readonly idleMs?: number;
  /** What is thrown for more than `maxBytes`. */
  readonly tooLong?: () => Error;
}

/** The whole body. @throws CmisError `invalidArgument`, also when it is longer than `maxBytes`. */
export async function readBody(req: IncomingMessage, { maxBytes, idleMs, tooLong }: BodyOptions): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): undefined => {
    length += piece.length;
    if (length > maxBytes) throw tooLong?.() ?? invalidArgument(`The request's body is longer than ${maxBytes} bytes.`);
    pieces.push(piece);
  };
  await readPieces(req, take, idleMs === undefined ? {} : { idleMs });
  const [first] = pieces;
  return pieces.length === 1 && first ? first : Buffer.concat(pieces);
}

const DISMISSED_BYTES = 64 * 1024 * 1024;
const DISMISSED_MS = 10_000;
/** Time for an answer to reach a client whose body was not read to its end. */
const PARTING_MS = 2_000;
const dismissed = new WeakSet<IncomingMessage>();

/**
 * Reads on what is left of a body that nobody wants, so that the client, which may read nothing before it has sent
 * everything, sees the answer and no reset; up to a limit, then the connection is closed. Resolves when it is time to
 * answer: at once, unless the connection ends with the answer.
 */
export async function dismissBody(req: IncomingMessage): Promise<void> {
  if (req.readableEnded || req.destroyed || dismissed.has(req)) return;
  dismissed.add(req);
  const gone = readToTheEnd(req);
  const closes = req.httpVersionMinor === 0 || /\bclose\b/i.test(req.headers.connection ?? '');
  if (closes) await gone;
}

function readToTheEnd(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let length = 0;
    const count = (piece: Buffer): void => {
      length += piece.length;
      if (length > DISMISSED_BYTES) giveUp();
    };
    const finish = (): void => {
      clearTimeout(timer);
      req.off('data', count).off('end', finish).off('close', finish);
      resolve();
    };
    const giveUp = (): void => {
      finish();
      req.pause();
      setTimeout(() => req.socket.destroy(), PARTING_MS).unref();
    };
    const timer = setTimeout(giveUp, DISMISSED_MS);
    req.on('error', () => undefined);
    req.on('data', count).on('end', finish).on('close', finish);
    req.resume();
  });
}

const brokenOff = (): Error => invalidArgument('The request ended before its body was complete.');
const badlyPacked = (req: IncomingMessage, cause: Error): Error =>
  invalidArgument(`The request's body is not '${req.headers['content-encoding']}' (${cause.message}).`);

function unpacked(req: IncomingMessage): Readable {
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const options = { chunkSize: INFLATED_CHUNK_BYTES };
  switch (encoding) {
    case '':
    case 'identity':
      return req;
    case 'gzip':
    case 'x-gzip':
      return req.pipe(createGunzip(options));
    case 'deflate':
      return req.pipe(createInflate(options));
    case 'br':
      return req.pipe(createBrotliDecompress(options));
    default:
      throw invalidArgument(`The Content-Encoding '${encoding}' is not known; gzip, deflate and br are.`);
  }
}
