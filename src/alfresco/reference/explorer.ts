/** `/api-explorer`: the API reference as documents for programs, and as a page where people can try calls. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { acceptedEncoding, sendText } from '../../http/json';
import { CmisError } from '../../model/errors';
import { definitions, type Definition, type DefinitionsInput } from './definitions';
import { EXPLORER_POLICY, explorerPage } from './explorer-page';
import { yaml } from './yaml';

export const EXPLORER = '/api-explorer';

export interface ExplorerParts extends DefinitionsInput {
  readonly baseUrlOf: (req: IncomingMessage) => string;
  readonly report: (error: unknown, req: IncomingMessage) => void;
}

interface Asset {
  readonly file: string;
  readonly type: string;
}

/** Of the package that draws the page; nothing else of it can be reached. */
const ASSETS: Readonly<Record<string, Asset>> = {
  'swagger-ui.css': { file: require.resolve('swagger-ui-dist/swagger-ui.css'), type: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': {
    file: require.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
    type: 'text/javascript; charset=utf-8',
  },
};

const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Answers everything at and below `/api-explorer`. Reads alone; for everybody, since it says nothing but what the product is. */
export function createExplorer(parts: ExplorerParts): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const shown = definitions(parts);
  const textOf = rememberedTexts();
  return async (req, res) => {
    try {
      if (req.method !== 'GET' && req.method !== 'HEAD') {
        res.setHeader('Allow', 'GET, HEAD');
        return await say(req, res, { status: 405, text: 'This can only be read.\n' });
      }
      await answer(parts, { shown, textOf, req, res });
    } catch (error) {
      if (error instanceof CmisError) return await say(req, res, { status: 400, text: `${error.message}\n` });
      parts.report(error, req);
      if (res.headersSent) res.destroy();
      else await say(req, res, { status: 500, text: 'Internal error.\n' });
    }
  };
}

interface Exchange {
  readonly shown: readonly Definition[];
  readonly textOf: TextOf;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

type Format = 'yaml' | 'json';
type TextOf = (definition: Definition, format: Format, baseUrl: string) => string;

/** Stands for the address that the client used, which is in no other text. */
const ADDRESS = 'http://address.invalid';

/** Documents are long, and but for addresses the same for everybody: each is written once. */
function rememberedTexts(): TextOf {
  const written = new Map<string, readonly string[]>();
  return (definition, format, baseUrl) => {
    const key = `${definition.file}.${format}`;
    const pieces = written.get(key) ?? write(definition, format).split(ADDRESS);
    written.set(key, pieces);
    return pieces.join(baseUrl);
  };
}

function write(definition: Definition, format: Format): string {
  const document = definition.document(ADDRESS);
  return format === 'yaml' ? yaml(document) : JSON.stringify(document, undefined, 2);
}

async function answer(parts: ExplorerParts, { shown, textOf, req, res }: Exchange): Promise<void> {
  const path = (req.url ?? '').replace(/\?.*$/s, '').slice(EXPLORER.length).replace(/^\//, '');
  const baseUrl = parts.baseUrlOf(req);
  if (path === '' || path === 'index.html') {
    const headers = { ...SAFE, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' };
    return sendText(req, res, {
      status: 200,
      text: explorerPage(baseUrl + EXPLORER, shown),
      headers: { ...headers, 'Content-Security-Policy': EXPLORER_POLICY },
    });
  }
  const [, file, format] = /^definitions\/([\w-]+)\.(yaml|json)$/.exec(path) ?? [];
  const definition = shown.find((one) => one.file === file);
  if (definition) {
    const text = textOf(definition, format === 'yaml' ? 'yaml' : 'json', baseUrl);
    const headers = { ...SAFE, 'Content-Type': `application/${format}; charset=utf-8`, 'Cache-Control': 'no-cache' };
    return sendText(req, res, { status: 200, text, headers });
  }
  const asset = Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined;
  if (asset) return sendAsset(req, res, asset);
  const names = shown.map((one) => `${EXPLORER}/definitions/${one.file}.yaml`).join(', ');
  await say(req, res, { status: 404, text: `There is nothing at this address, but at ${EXPLORER}, ${names}.\n` });
}

const say = (
  req: IncomingMessage,
  res: ServerResponse,
  { status, text }: { readonly status: number; readonly text: string },
): Promise<void> =>
  sendText(req, res, { status, text, headers: { ...SAFE, 'Content-Type': 'text/plain; charset=utf-8' } });

async function sendAsset(req: IncomingMessage, res: ServerResponse, { file, type }: Asset): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  const packs = acceptedEncoding(req.headers['accept-encoding']) === 'gzip';
  const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}${packs ? '-gzip' : ''}"`;
  const headers = { ...SAFE, ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' };
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, headers).end();
  res.writeHead(200, {
    ...headers,
    'Content-Type': type,
    ...(packs ? { 'Content-Encoding': 'gzip' } : { 'Content-Length': size }),
  });
  if (req.method === 'HEAD') return void res.end();
  try {
    if (packs) await pipeline(createReadStream(file), createGzip({ level: 6 }), res);
    else await pipeline(createReadStream(file), res);
  } catch (error) {
    // Readers may leave before the end.
    if (!res.destroyed) throw error;
  }
}
