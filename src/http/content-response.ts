import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create as contentDisposition } from 'content-disposition';
import { CmisError } from '../model/errors';
import type { ContentAnswer } from '../repository/contract/content-answer';
import { charsetOf } from './text-charset';
import { evaluateConditions, rangeStands, requestedPart, type Part } from './conditions';

export interface ServedContent {
  readonly content: ContentAnswer;
  /** What a browser shall do with it. Types that it might run are `attachment` in any case. */
  readonly download: 'inline' | 'attachment';
  /** Also says in which characters a text is written, the file's name in both forms, and to old caches to keep nothing. */
  readonly detailed?: boolean;
}

const LONG_AGO = new Date(0).toUTCString();
const AT_ONCE_BYTES = 1024 * 1024;

/**
 * Answers a GET or HEAD of a content, whole or a part of it, by the conditions of the request; RFC 9110. What goes wrong
 * before the first byte is thrown and may be answered; later the connection is cut before the error is thrown. A client
 * that goes away is no error.
 */
export async function sendContent(req: IncomingMessage, res: ServerResponse, served: ServedContent): Promise<void> {
  const { content, modified } = served.content;
  const { detailed = false } = served;
  const etag = `"${content.id.replace(/[^\x21\x23-\x7e]/g, '_')}"`;
  const validators = { etag, modified };
  const basic = {
    ETag: etag,
    'Last-Modified': new Date(modified).toUTCString(),
    'Cache-Control': 'private, max-age=0, must-revalidate',
    ...(detailed && { Expires: LONG_AGO }),
  };
  const verdict = evaluateConditions(req.headers, validators);
  if (verdict !== 'send') {
    res.writeHead(verdict, verdict === 412 ? { ...basic, 'Content-Length': 0 } : basic).end();
    return;
  }
  const part = partOf(req, content.length, validators);
  if (part === 'unsatisfiable') {
    const range = `bytes */${content.length}`;
    res.writeHead(416, { ...basic, 'Content-Range': range, 'Content-Length': 0 }).end();
    return;
  }
  const length = part ? part.end - part.start + 1 : content.length;
  const headers = {
    ...basic,
    'Content-Type': await typeOf(served),
    'Content-Length': length,
    'Content-Disposition': dispositionOf(content, served.download, detailed),
    'Accept-Ranges': 'bytes',
    // No browser may take an upload for something that it would run.
    'X-Content-Type-Options': 'nosniff',
    ...(part && { 'Content-Range': `bytes ${part.start}-${part.end}/${content.length}` }),
  };
  const writeHead = (): void => void res.writeHead(part ? 206 : 200, headers);
  if (req.method === 'HEAD') {
    writeHead();
    res.end();
    return;
  }
  await sendBytes(res, { stream: await served.content.open({ offset: part?.start ?? 0, length }), length, writeHead });
}

async function typeOf({ content, detailed }: ServedContent): Promise<string> {
  const type = headerValue(content.content.mimeType) || 'application/octet-stream';
  const charset = detailed === true ? await charsetOf(content) : undefined;
  return charset === undefined ? type : `${type};charset=${charset}`;
}

function partOf(
  req: IncomingMessage,
  length: number,
  validators: Parameters<typeof rangeStands>[1],
): Part | 'unsatisfiable' | undefined {
  if (req.method !== 'GET' || !rangeStands(req.headers, validators)) return undefined;
  return requestedPart(req.headers.range, length);
}

interface Sending {
  readonly stream: Readable;
  readonly length: number;
  readonly writeHead: () => void;
}

async function sendBytes(res: ServerResponse, sending: Sending): Promise<void> {
  const { stream, length, writeHead } = sending;
  if (length <= AT_ONCE_BYTES) {
    const bytes = await readShort(stream, length);
    writeHead();
    res.end(bytes);
    return;
  }
  if (res.destroyed) {
    stream.destroy();
    return;
  }
  writeHead();
  try {
    await pipeline(stream, (source: AsyncIterable<Buffer>) => exactly(source, length), res);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    res.destroy();
    throw error;
  }
}

async function readShort(stream: Readable, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of exactly(stream as AsyncIterable<Buffer>, length)) pieces.push(piece);
  const [first] = pieces;
  return pieces.length === 1 && first ? first : Buffer.concat(pieces);
}

/** A body shorter or longer than announced would spoil the connection for the next answer. */
async function* exactly(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let sent = 0;
  for await (const piece of source) {
    sent += piece.length;
    if (sent > length) throw wrongLength(length);
    yield piece;
  }
  if (sent !== length) throw wrongLength(length);
}

const wrongLength = (length: number): Error =>
  new CmisError('storage', `The stored content does not have the ${length} bytes that are recorded of it.`);

/** Without what a header cannot carry. */
const headerValue = (text: string): string => (/^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? text.trim() : '');

/** Types that browsers show without running anything in them. */
const HARMLESS =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp|tiff)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf|text\/(?:plain|csv))(?:\s*;|$)/i;

function dispositionOf(
  { fileName, mimeType }: ContentAnswer['content'],
  download: ServedContent['download'],
  inBothForms: boolean,
): string {
  // What is left of a path would be a path again for whoever saves the file; half of a pair is no character.
  const name = fileName.replace(/[/\\]/g, '_').replace(/\p{Surrogate}/gu, '\ufffd');
  const type = HARMLESS.test(mimeType.trim()) ? download : 'attachment';
  const header = contentDisposition(name === '' ? undefined : name, { type });
  // Many clients look for the quotes, which a name that is one token does not need.
  const quoted = header.replace(/; filename=([^";\s]+)/, '; filename="$1"');
  return !inBothForms || name === '' || quoted.includes('filename*=')
    ? quoted
    : `${quoted}; filename*=UTF-8''${extended(name)}`;
}

/** RFC 8187 §3.2: what is left alone by percent-encoding but is no attr-char. */
const extended = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
