import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { acceptedEncoding, type Encoding } from './json';

export interface PiecesAnswer {
  readonly status: number;
  /** Made one by one, when the client has taken what was before. */
  readonly pieces: Iterable<string>;
  readonly headers: OutgoingHttpHeaders;
}

/**
 * Answers with a text that is too long to be in memory as a whole; packed when the client takes that. What goes wrong on
 * the way cuts the connection and is thrown; a client that goes away is no error.
 */
export async function sendPieces(req: IncomingMessage, res: ServerResponse, answer: PiecesAnswer): Promise<void> {
  if (res.headersSent || res.destroyed) return;
  const encoding = acceptedEncoding(req.headers['accept-encoding']);
  res.appendHeader('Vary', 'Accept-Encoding');
  res.writeHead(answer.status, { ...answer.headers, ...(encoding && { 'Content-Encoding': encoding }) });
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const source = Readable.from(inTurns(answer.pieces), { highWaterMark: 1 });
  try {
    await (encoding ? pipeline(source, PACKERS[encoding](), res) : pipeline(source, res));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    res.destroy();
    throw error;
  }
}

const PACKERS: Readonly<Record<Encoding, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createGzip({ level: 1 }),
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};

/** A client that takes all at once would else keep the process from everybody else until the last piece is made. */
async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece;
    await othersTurn();
  }
}
