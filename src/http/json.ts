import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface JsonAnswer {
  readonly status: number;
  /** A text is JSON already; anything else is made to it. */
  readonly body: unknown;
  /** On top of, or instead of, the usual ones. */
  readonly headers?: OutgoingHttpHeaders;
  /** False for answers that hold a secret: their length under compression would tell of it. */
  readonly compress?: boolean;
}

const USUAL = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'private, max-age=0',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Below, packing costs more than it saves. */
const WORTH_PACKING_BYTES = 1024;
/** In UTF-16 units. Short texts go out with their headers as one. */
const LONG = 4_096;

/** Answers with JSON, packed when the client takes that and it is worth it. Nothing happens when an answer has begun. */
export async function sendJson(req: IncomingMessage, res: ServerResponse, answer: JsonAnswer): Promise<void> {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  await sendText(req, res, { ...answer, text, headers: { ...USUAL, ...answer.headers } });
}

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: OutgoingHttpHeaders;
  readonly compress?: boolean;
}

/** The same for a text of any type, sent as UTF-8. */
export async function sendText(req: IncomingMessage, res: ServerResponse, answer: TextAnswer): Promise<void> {
  const { status, text, headers } = answer;
  if (res.headersSent || res.destroyed) return;
  // A long text is encoded once, and not for its length first.
  const body = text.length > LONG ? Buffer.from(text) : text;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const packable = answer.compress !== false && length > WORTH_PACKING_BYTES;
  // Also said of answers that are not packed: a cache must not give a packed one to somebody else.
  if (packable) res.appendHeader('Vary', 'Accept-Encoding');
  if (req.method === 'HEAD') {
    res.writeHead(status, { ...headers, 'Content-Length': length }).end();
    return;
  }
  const encoding = packable ? acceptedEncoding(req.headers['accept-encoding']) : undefined;
  if (!encoding) {
    res.writeHead(status, { ...headers, 'Content-Length': length }).end(body);
    return;
  }
  const packed = await PACK[encoding](body, length);
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, { ...headers, 'Content-Encoding': encoding, 'Content-Length': packed.length }).end(packed);
}

export type Encoding = 'gzip' | 'br';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

const PACK: Readonly<Record<Encoding, (text: string | Buffer, length: number) => Promise<Buffer>>> = {
  gzip: (text) => gzipAsync(text, { level: 1 }),
  br: (text, length) =>
    brotliAsync(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 1,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: length,
      },
    }),
};

/** What the client likes best; gzip where it likes both, because it is the cheaper one. */
export function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  if (typeof header !== 'string') return undefined;
  const quality = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((text) => text.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    quality.set(name === 'x-gzip' ? 'gzip' : name, q === undefined ? 1 : Number(q) || 0);
  }
  const of = (encoding: Encoding): number => quality.get(encoding) ?? quality.get('*') ?? 0;
  if (of('gzip') === 0 && of('br') === 0) return undefined;
  return of('br') > of('gzip') ? 'br' : 'gzip';
}
