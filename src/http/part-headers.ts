import { invalidArgument } from '../model/errors';

/** What busboy does not tell of a part. */
export interface PartHeader {
  /** With its parameters; undefined for a part that names none. */
  readonly contentType: string | undefined;
  /** It is a content although it names no file. */
  readonly isUnnamed: boolean;
}

/**
 * Watches the bytes of a multipart body on their way to busboy: how many parts there are, also those that it skips
 * because it cannot read their header, and the complete `Content-Type` of each. busboy takes a part for a file when it
 * has a file name, so a content without one gets a name here.
 */
export interface PartHeaders {
  /** Takes bytes and returns those that busboy gets now. @throws CmisError `invalidArgument` beyond a limit. */
  pass(piece: Buffer): readonly Buffer[];
  /** One entry per part so far. */
  readonly seen: readonly PartHeader[];
}

export interface PartOptions {
  readonly boundary: string;
  readonly maxParts: number;
  /** The control that is a content when it has a type of its own or an empty file name; in any case. */
  readonly contentControl: string;
}

const MAX_HEADER_BYTES = 16 * 1024;
const CRLF = Buffer.from('\r\n');
const HEADER_END = Buffer.from('\r\n\r\n');
const FILE_NAME = Buffer.from('; filename="content"');

/** For one body; pieces are told in their order. */
export function partHeaders({ boundary, maxParts, contentControl }: PartOptions): PartHeaders {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const seen: PartHeader[] = [];
  // What did not go on yet. The first boundary has no line before it; busboy does not mind one.
  let rest: Buffer = CRLF;
  let state: 'content' | 'header' | 'end' = 'content';

  const inContent = (bytes: Buffer, from: number): Step => {
    const found = bytes.indexOf(delimiter, from);
    if (found < 0) return { at: Math.max(from, bytes.length - delimiter.length + 1), more: false };
    const after = found + delimiter.length;
    if (after + 2 > bytes.length) return { at: found, more: false };
    const next = bytes.toString('latin1', after, after + 2);
    if (next === '--') state = 'end';
    if (next === '\r\n') state = 'header';
    return { at: after, more: state !== 'end' };
  };

  const inHeader = (bytes: Buffer, from: number): Step => {
    const end = bytes.indexOf(HEADER_END, from);
    if ((end < 0 ? bytes.length : end) - from > MAX_HEADER_BYTES) {
      throw invalidArgument(`A part of the form has a header of more than ${MAX_HEADER_BYTES} bytes.`);
    }
    if (end < 0) return { at: from, more: false };
    if (seen.length === maxParts) throw invalidArgument(`The form has more than ${maxParts} parts.`);
    const header = bytes.toString('latin1', from, end);
    const nameAt = placeOfFileName(header, contentControl);
    seen.push({ contentType: contentTypeOf(bytes.toString('utf8', from, end)), isUnnamed: nameAt !== undefined });
    state = 'content';
    return { at: end + HEADER_END.length, more: true, ...(nameAt !== undefined && { nameAt: from + nameAt }) };
  };

  const isAtEnd = (): boolean => state === 'end';
  return {
    seen,
    pass: (piece) => {
      if (isAtEnd()) return [piece];
      const bytes = Buffer.concat([rest, piece]);
      const passed: Buffer[] = [];
      let gone = 0;
      let at = 0;
      for (let more = true; more;) {
        const step = state === 'header' ? inHeader(bytes, at) : inContent(bytes, at);
        ({ at, more } = step);
        if (step.nameAt === undefined) continue;
        passed.push(bytes.subarray(gone, step.nameAt), FILE_NAME);
        gone = step.nameAt;
      }
      if (isAtEnd()) at = bytes.length;
      if (at > gone) passed.push(bytes.subarray(gone, at));
      // A copy: a view would keep the whole piece alive.
      rest = Buffer.from(bytes.subarray(at));
      return passed;
    },
  };
}

/** From where on bytes must be kept for the next piece, or are looked at next; and where a file name is put in. */
interface Step {
  readonly at: number;
  readonly more: boolean;
  readonly nameAt?: number;
}

function contentTypeOf(header: string): string | undefined {
  return /^content-type[ \t]*:[ \t]*(\S.*?)[ \t]*\r?$/im.exec(header)?.[1];
}

/** Where the header of a content that names no file takes a name; undefined for all other parts. */
function placeOfFileName(header: string, control: string): number | undefined {
  const disposition = /^(content-disposition[ \t]*:[ \t]*form-data)([ \t]*;.*)$/im.exec(header);
  if (!disposition) return undefined;
  const [, before = '', parameters = ''] = disposition;
  if (parameterOf(parameters, 'name')?.toLowerCase() !== control) return undefined;
  if (parameterOf(parameters, 'filename*') !== undefined) return undefined;
  const fileName = parameterOf(parameters, 'filename');
  const isContent = fileName === '' || (fileName === undefined && contentTypeOf(header) !== undefined);
  return isContent ? disposition.index + before.length : undefined;
}

/** Of a name as it stands; `\` in it is kept. */
function parameterOf(parameters: string, name: string): string | undefined {
  for (const [, key = '', quoted, token] of parameters.matchAll(
    /;[ \t]*([^=;\s"]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    if (key.toLowerCase() === name) return quoted ?? token;
  }
  return undefined;
}
