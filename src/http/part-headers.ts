import { invalidArgument } from '../model/errors';

/**
 * Watches the bytes of a multipart body for what busboy does not tell: how many parts there are, also those that it
 * skips because it cannot read their header, and the complete `Content-Type` of each.
 */
export interface PartHeaders {
  /** Sees the bytes before busboy does. @throws CmisError `invalidArgument` beyond a limit. */
  push(piece: Buffer): void;
  /** One entry per part so far, undefined for a part that names no type. */
  readonly contentTypes: readonly (string | undefined)[];
}

const MAX_HEADER_BYTES = 16 * 1024;
const CRLF = Buffer.from('\r\n');
const HEADER_END = Buffer.from('\r\n\r\n');

export function partHeaders(boundary: string, maxParts: number): PartHeaders {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const contentTypes: (string | undefined)[] = [];
  // The first boundary has no line before it.
  let rest: Buffer = CRLF;
  let state: 'content' | 'header' | 'end' = 'content';

  /** Returns from where on bytes must be kept for the next piece, or undefined to look on. */
  const step = (bytes: Buffer, from: number): { readonly at: number; readonly more: boolean } => {
    if (state === 'content') {
      const found = bytes.indexOf(delimiter, from);
      if (found < 0) return { at: Math.max(from, bytes.length - delimiter.length + 1), more: false };
      const after = found + delimiter.length;
      if (after + 2 > bytes.length) return { at: found, more: false };
      const next = bytes.toString('latin1', after, after + 2);
      if (next === '--') state = 'end';
      if (next === '\r\n') state = 'header';
      return { at: after, more: state !== 'end' };
    }
    const end = bytes.indexOf(HEADER_END, from);
    if ((end < 0 ? bytes.length : end) - from > MAX_HEADER_BYTES) {
      throw invalidArgument(`A part of the form has a header of more than ${MAX_HEADER_BYTES} bytes.`);
    }
    if (end < 0) return { at: from, more: false };
    if (contentTypes.length === maxParts) throw invalidArgument(`The form has more than ${maxParts} parts.`);
    contentTypes.push(contentTypeOf(bytes.toString('utf8', from, end)));
    state = 'content';
    return { at: end + HEADER_END.length, more: true };
  };

  return {
    contentTypes,
    push: (piece) => {
      if (state === 'end') return;
      const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
      let at = 0;
      for (let more = true; more;) ({ at, more } = step(bytes, at));
      // A copy: a view would keep the whole piece alive.
      rest = Buffer.from(bytes.subarray(at));
    },
  };
}

function contentTypeOf(header: string): string | undefined {
  return /^content-type[ \t]*:[ \t]*(\S.*?)[ \t]*\r?$/im.exec(header)?.[1];
}
