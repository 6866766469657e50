import { TextDecoder } from 'node:util';
import { invalidArgument } from '../model/errors';

const MAX_NAME_LENGTH = 1_000;

/** The control in which a form may name its character set, as browsers fill it in for pages that are not in UTF-8. */
export const CHARSET_CONTROL = '_charset_';
const NAMED_CHARSET = new RegExp(`(?:^|&)${CHARSET_CONTROL}=([^&]+)`, 'i');

/**
 * The fields of an `application/x-www-form-urlencoded` body in their order; brackets in names need not be encoded.
 * `charset` is that of the request, before that of the form.
 * @throws CmisError `invalidArgument` for a character set that is not known, text that is not in it, too many fields.
 */
export function parseUrlEncoded(
  body: Buffer,
  { charset, maxFields }: { readonly charset?: string | undefined; readonly maxFields: number },
): readonly { readonly name: string; readonly value: string }[] {
  const text = body.toString('latin1');
  const decode = decoderOf(charset ?? NAMED_CHARSET.exec(text)?.[1] ?? 'utf-8');
  const fields: { readonly name: string; readonly value: string }[] = [];
  for (let start = 0; start < text.length;) {
    const ampersand = text.indexOf('&', start);
    const end = ampersand < 0 ? text.length : ampersand;
    if (end > start) {
      if (fields.length === maxFields) throw invalidArgument(`The form has more than ${maxFields} controls.`);
      const equals = text.indexOf('=', start);
      const nameEnd = equals < 0 || equals > end ? end : equals;
      const name = decode(text.slice(start, nameEnd));
      if (name.length > MAX_NAME_LENGTH) throw nameTooLong(name);
      fields.push({ name, value: decode(text.slice(nameEnd + 1, end)) });
    }
    start = end + 1;
  }
  return fields;
}

/** @throws CmisError `invalidArgument` for the name of a control that is too long. */
export function checkFieldName(name: string): void {
  if (name.length > MAX_NAME_LENGTH) throw nameTooLong(name);
}

const nameTooLong = (name: string): Error =>
  invalidArgument(`The name of the control '${name.slice(0, 50)}…' is longer than ${MAX_NAME_LENGTH} characters.`);

const NEEDS_DECODING = /[+%\x80-\xff]/;

/** @throws CmisError `invalidArgument` for a character set that is not known. */
export function textDecoder(charset: string, options: { readonly fatal: boolean }): TextDecoder {
  try {
    return new TextDecoder(charset, { ...options, ignoreBOM: true });
  } catch {
    throw invalidArgument(`The character set '${charset}' is not known.`);
  }
}

/** From a latin1 view of the bytes to text. */
function decoderOf(charset: string): (text: string) => string {
  const decoder = textDecoder(charset, { fatal: true });
  const asciiBased = !decoder.encoding.startsWith('utf-16');
  return (text) => {
    if (asciiBased && !NEEDS_DECODING.test(text)) return text;
    try {
      return decoder.decode(percentDecoded(text));
    } catch {
      throw invalidArgument(`The form holds '${text.slice(0, 100)}', which is not encoded in ${charset}.`);
    }
  };
}

function percentDecoded(text: string): Buffer {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return Buffer.from(spaced, 'latin1');
  const bytes = Buffer.allocUnsafe(spaced.length);
  let length = 0;
  for (let i = 0; i < spaced.length; i += 1) {
    let code = spaced.charCodeAt(i);
    if (code === 37) {
      const hex = spaced.slice(i + 1, i + 3);
      if (!/^[0-9a-f]{2}$/i.test(hex)) throw new Error('No hexadecimal digits after a percent sign.');
      code = parseInt(hex, 16);
      i += 2;
    }
    bytes[length++] = code;
  }
  return bytes.subarray(0, length);
}
