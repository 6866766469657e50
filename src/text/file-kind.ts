import { lookup } from 'mime-types';
import { own } from '../model/own';

/** How a file is read. */
export type FileKind = 'plain' | 'json' | 'html' | 'xml' | 'zipped' | 'pdf' | 'rtf' | 'email' | 'compound' | 'silent';

const GENERIC = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/binary',
  'application/x-binary',
]);

const BY_TYPE: Readonly<Record<string, FileKind>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'message/rfc822': 'email',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'text/richtext': 'rtf',
  'application/pdf': 'pdf',
  'application/x-pdf': 'pdf',
  'application/epub+zip': 'zipped',
  'application/msword': 'compound',
  'application/vnd.ms-excel': 'compound',
  'application/vnd.ms-powerpoint': 'compound',
  'application/vnd.ms-outlook': 'compound',
};

const PLAIN_TYPES =
  /^(?:text\/|application\/(?:javascript|x-javascript|ecmascript|typescript|x-sh|x-csh|x-perl|x-python|x-php|x-httpd-php|sql|x-sql|yaml|x-yaml|toml|csv|x-ndjson|x-tex|x-latex|x-troff|x-subrip|mbox|graphql|manifest)\b)/;
const ZIPPED_TYPES =
  /^application\/(?:vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.|vnd\.sun\.xml\.|vnd\.ms-(?:word|excel|powerpoint)\.)/;

/** The kind that type and name promise; undefined: they promise nothing. */
export function promisedKind(mimeType: string, fileName: string): FileKind | undefined {
  const named = /\.([^.]*)$/.exec(fileName) ? lookup(fileName) : false;
  // Not every `.ts` is a film.
  const byName = named === 'video/mp2t' ? 'text/plain' : named || '';
  const declared = (mimeType.split(';')[0] ?? '').trim().toLowerCase();
  return kindOfType(GENERIC.has(declared) ? byName : declared);
}

function kindOfType(type: string): FileKind | undefined {
  if (type === '') return undefined;
  const known = own(BY_TYPE, type);
  if (known) return known;
  if (/^application\/vnd\.oasis\.opendocument\..*-flat-xml$/.test(type)) return 'xml';
  if (ZIPPED_TYPES.test(type)) return 'zipped';
  if (/[+]json$/.test(type)) return 'json';
  if (/[+]xml$/.test(type)) return 'xml';
  if (PLAIN_TYPES.test(type)) return 'plain';
  if (/^(?:image|audio|video|font)\//.test(type)) return 'silent';
  return undefined;
}

/** The kind that the first bytes prove, whatever the file is called. */
export function provenKind(head: Buffer): FileKind | undefined {
  const start = head.toString('latin1', 0, 1024);
  if (start.startsWith('PK\x03\x04')) return 'zipped';
  if (/^[^<]{0,200}?%PDF-\d/s.test(start)) return 'pdf';
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
  return undefined;
}

/** For files that promise nothing and prove nothing: what they look like. */
export function likelyKind(head: Buffer): FileKind {
  const start = head.toString('latin1', 0, 1024).replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  if (/^<!doctype html|^<html/i.test(start)) return 'html';
  if (start.startsWith('<?xml')) return 'xml';
  return looksLikeText(head) ? 'plain' : 'silent';
}

function looksLikeText(head: Buffer): boolean {
  for (const byte of head) {
    // Control characters that texts do not have.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) return false;
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
