import { isUtf8 } from 'node:buffer';
import { lookup } from 'mime-types';
import { own } from '../model/own';

/** How a file is read. */
export type FileKind =
  'plain' | 'json' | 'card' | 'html' | 'xml' | 'zipped' | 'pdf' | 'rtf' | 'email' | 'mailbox' | 'compound' | 'silent';

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
  'application/mbox': 'mailbox',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'text/richtext': 'rtf',
  'text/calendar': 'card',
  'text/vcard': 'card',
  'text/x-vcard': 'card',
  'text/directory': 'card',
  'application/pdf': 'pdf',
  'application/x-pdf': 'pdf',
  'application/epub+zip': 'zipped',
  'application/msword': 'compound',
  'application/vnd.ms-excel': 'compound',
  'application/vnd.ms-powerpoint': 'compound',
  'application/vnd.ms-outlook': 'compound',
};

const PLAIN_TYPES =
  /^(?:text\/|application\/(?:javascript|x-javascript|ecmascript|typescript|x-sh|x-csh|x-perl|x-python|x-php|x-httpd-php|sql|x-sql|yaml|x-yaml|toml|csv|x-ndjson|x-tex|x-latex|x-troff|x-subrip|graphql|manifest)\b)/;
const ZIPPED_TYPES =
  /^application\/(?:vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.|vnd\.sun\.xml\.|vnd\.ms-(?:word|excel|powerpoint)\.)/;

/** The kind that type and name promise; undefined: they promise nothing. */
export function promisedKind(mimeType: string, fileName: string): FileKind | undefined {
  const named = (/\.([^.]*)$/.exec(fileName) && lookup(fileName)) || '';
  const declared = (mimeType.split(';')[0] ?? '').trim().toLowerCase();
  // What a client says wins, but for those that call each text plain: an e-mail says little until it is decoded.
  const type = GENERIC.has(declared) || (declared === 'text/plain' && named === 'message/rfc822') ? named : declared;
  // Not every `.ts` is a film.
  return kindOfType(type === 'video/mp2t' ? 'text/plain' : type);
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
  if (/^%PDF-\d|^[^<]{0,200}?%PDF-\d\.\d\s*[\r\n%]/s.test(start)) return 'pdf';
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
  return undefined;
}

/** Kinds whose files begin with what proves them; others have been given their names. */
const PROVABLE = new Set<FileKind | undefined>(['zipped', 'pdf', 'rtf', 'compound']);

/** How a file is read that promises something: as that, unless its first bytes prove or suggest something else. */
export function kindOf(head: Buffer, promised: FileKind | undefined): FileKind {
  const proven = provenKind(head);
  if (proven) return proven;
  if (promised !== undefined && !PROVABLE.has(promised)) return promised;
  const likely = likelyKind(head);
  return likely === 'silent' && promised !== 'compound' ? (promised ?? 'silent') : likely;
}

/** For files that promise nothing and prove nothing: what they look like. */
function likelyKind(head: Buffer): FileKind {
  const start = head.toString('latin1', 0, 1024).replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  if (/^<!doctype html|^<html/i.test(start)) return 'html';
  if (start.startsWith('<?xml')) return 'xml';
  if (/^From \S+.*\n[a-z-]+: /i.test(start)) return 'mailbox';
  if (/^[a-z-]+: /i.test(start) && /^(?:mime-version|message-id): /im.test(start)) return 'email';
  return looksLikeText(head) ? 'plain' : 'silent';
}

/** From this length on what has no control characters is text, in whatever encoding. */
const TELLING_BYTES = 64;

function looksLikeText(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 2);
  if (start === '\xff\xfe' || start === '\xfe\xff') return true;
  for (const byte of head) {
    // Control characters that texts do not have.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) return false;
  }
  return head.length >= TELLING_BYTES || isUtf8(head);
}
