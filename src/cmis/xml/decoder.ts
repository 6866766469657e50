import { TextDecoder } from 'node:util';
import { invalidArgument } from '../../model/errors';

export interface Decoder {
  /** `utf-8`, `utf-16le` or `utf-16be`; undefined before enough was seen. */
  readonly encoding: string | undefined;
  /** The text of the next bytes; line ends become one line feed (XML 1.0 §2.11). @throws CmisError `invalidArgument`. */
  decode(bytes: Uint8Array): string;
  /** What was held back at the end. @throws CmisError `invalidArgument`. */
  end(): string;
}

/**
 * Bytes of an XML document as text: UTF-8 unless a byte order mark, zero bytes or `charset` (of the media type) say
 * UTF-16. Other encodings are refused.
 */
export function xmlDecoder(charset?: string): Decoder {
  const named = charset?.trim().toLowerCase();
  if (named !== undefined && !['', 'utf-8', 'utf8', 'us-ascii', 'utf-16', 'utf-16le', 'utf-16be'].includes(named)) {
    throw invalidArgument(`The document is said to be in '${charset}'; send UTF-8.`);
  }
  let held = new Uint8Array(0);
  let decoder: TextDecoder | undefined;
  let carriageReturn = false;

  const normalise = (text: string): string => {
    let result = carriageReturn ? `\r${text}` : text;
    carriageReturn = result.endsWith('\r');
    if (carriageReturn) result = result.slice(0, -1);
    return result.includes('\r') ? result.replace(/\r\n?/g, '\n') : result;
  };
  const run = (bytes: Uint8Array, stream: boolean): string => {
    decoder ??= new TextDecoder(detect(bytes, named), { fatal: true });
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw invalidArgument(`The document is not valid ${decoder.encoding}.`);
    }
  };
  return {
    get encoding() {
      return decoder?.encoding;
    },
    decode(bytes) {
      if (decoder) return normalise(run(bytes, true));
      const first = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      if (first.length < 2) {
        held = Uint8Array.from(first);
        return '';
      }
      held = new Uint8Array(0);
      return normalise(run(first, true));
    },
    end() {
      const last = normalise(run(held, false));
      return carriageReturn ? `${last}\n` : last;
    },
  };
}

function detect(bytes: Uint8Array, named: string | undefined): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c) return 'utf-16be';
  return named?.startsWith('utf-16') ? (named === 'utf-16le' ? 'utf-16le' : 'utf-16be') : 'utf-8';
}
