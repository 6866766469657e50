/** XML that a request brings, its media type checked. CMIS 1.1 §3.3, §3.2.3.2. */
import type { IncomingMessage } from 'node:http';
import { readPieces } from '../../http/request-body';
import { xmlReader, type XmlReading } from '../xml/reader';
import type { XmlElement } from '../xml/tree';
import { HttpError } from './error-response';

export interface DocumentKind {
  /** Media types without parameters. */
  readonly types: readonly string[];
  /** What is said of another one. */
  readonly name: string;
}

export const ENTRY: DocumentKind = {
  types: ['application/atom+xml', 'application/cmisatom+xml'],
  name: 'an Atom entry',
};
export const QUERY: DocumentKind = { types: ['application/cmisquery+xml'], name: 'a CMIS query' };
export const ACL: DocumentKind = { types: ['application/cmisacl+xml'], name: 'a CMIS ACL' };

export interface Reading extends XmlReading {
  readonly ready?: () => Promise<void> | undefined;
  readonly signal?: AbortSignal;
}

/** @throws HttpError for another media type, CmisError `invalidArgument`. */
export async function readDocument(
  req: IncomingMessage,
  kind: DocumentKind,
  reading: Reading = {},
): Promise<XmlElement> {
  const charset = requireType(req.headers['content-type'], kind);
  const reader = xmlReader({ charset, ...(reading.divert && { divert: reading.divert }) });
  const take = (piece: Buffer): Promise<void> | undefined => {
    reader.write(piece);
    return reading.ready?.();
  };
  await readPieces(req, take, reading.signal ? { signal: reading.signal } : {});
  return reader.end();
}

/** The `charset` of the media type; a request that names no type is taken at its word. */
function requireType(contentType: string | undefined, kind: DocumentKind): string | undefined {
  if (contentType === undefined) return undefined;
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  const isFeed = parameters.some((parameter) => /^type\s*=\s*"?feed"?$/i.test(parameter));
  if (!kind.types.includes(mediaType.toLowerCase()) || isFeed) {
    throw new HttpError(
      'unsupportedMediaType',
      `The body is '${contentType}'; here ${kind.name} is wanted (${kind.types[0]}).`,
    );
  }
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
}
