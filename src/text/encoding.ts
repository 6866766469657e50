import { analyse } from 'chardet';
import * as iconv from 'iconv-lite';
import type { SourceFile } from './source-file';

const SAMPLE_BYTES = 64 * 1024;

/**
 * The encoding of a text file: by its byte order mark, else UTF-8 when all of it is that or nearly all, else what it
 * `declares` of itself, else the likeliest. Undefined: it is no text.
 */
export async function encodingOf(file: SourceFile, declared?: string): Promise<string | undefined> {
  const sample = await file.read(0, SAMPLE_BYTES);
  const marked = byMark(sample);
  if (marked !== undefined) return marked;
  if (sample.includes(0) && !isTextWithZeros(sample)) return unmarkedWide(sample);
  if (isIso2022Jp(sample)) return 'iso-2022-jp';
  if ((await isUtf8(file)) || isNearlyUtf8(sample)) return 'utf-8';
  if (declared !== undefined && iconv.encodingExists(declared) && !/^(utf|unicode|ucs)/i.test(declared))
    return declared;
  const [likeliest] = analyse(sample);
  // What is called Latin-1 nearly always has quotes and dashes of Windows in it.
  const name = likeliest && /^iso-8859-1$/i.test(likeliest.name) ? 'windows-1252' : likeliest?.name;
  return name !== undefined && !/^utf-8$/i.test(name) && iconv.encodingExists(name) ? name : 'windows-1252';
}

/** What clients call an encoding. */
export const charsetName = (encoding: string): string =>
  /^(?:utf|iso)-/.test(encoding) ? encoding.toUpperCase() : encoding;

function byMark(sample: Buffer): string | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8';
  if (sample[0] === 0xff && sample[1] === 0xfe) return sample[2] === 0 && sample[3] === 0 ? 'utf-32le' : 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (sample.length >= 4 && sample.readUInt32BE() === 0xfeff) return 'utf-32be';
  return undefined;
}

const WIDE = ['utf-32le', 'utf-32be', 'utf-16le', 'utf-16be'] as const;
/** What nearly every text has; with its bytes the other way round each of them is something that hardly anybody writes. */
const COMMON = /[ \n.,\w\u3001\u3002\uff0c]/g;
/** What no text has: control characters, halves of characters, what is no character. */
const NO_TEXT = /(?![\t\n\f\r])[\p{Cc}\p{Cs}\p{Cn}\ufffd]/gu;

/** UTF-16 and UTF-32 without a mark: the one of them in which the bytes make characters, with blanks among them. */
function unmarkedWide(sample: Buffer): string | undefined {
  const start = sample.subarray(0, Math.min(sample.length, 8192) & ~3);
  let [best, most]: [string | undefined, number] = [undefined, 1];
  for (const encoding of WIDE) {
    const text = iconv.decode(start, encoding);
    const common = text.match(COMMON)?.length ?? 0;
    if (common <= most || (text.match(NO_TEXT)?.length ?? 0) * 100 > text.length) continue;
    [best, most] = [encoding, common];
  }
  return best;
}

/** Zeros among text, as a crash leaves them in logs; files that are no text have other control characters besides. */
function isTextWithZeros(sample: Buffer): boolean {
  const rest = sample.filter((byte) => byte !== 0);
  return rest.length > sample.length * 0.9 && !rest.some((byte) => byte < 32 && !CONTROLS_OF_TEXTS.has(byte));
}

const CONTROLS_OF_TEXTS = new Set([9, 10, 12, 13, 27]);

const isIso2022Jp = (sample: Buffer): boolean => sample.includes('\x1b$B') || sample.includes('\x1b$@');

async function isUtf8(file: SourceFile): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of file.chunks()) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** Some wrong bytes make no other encoding of what is UTF-8 everywhere else: it was cut, or put together from others. */
function isNearlyUtf8(sample: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(sample, { stream: true });
  const wrong = text.match(/\ufffd/g)?.length ?? 0;
  const right = (text.match(/[^\0-\x7f]/g)?.length ?? 0) - wrong;
  return right > 0 && wrong * 10 <= right;
}

/** The text of a file, piece by piece. */
export async function* decoded(file: SourceFile, encoding: string): AsyncGenerator<string> {
  // iconv-lite knows more encodings and knows Windows' better; it lacks this one.
  const decoder = /^(utf-8|iso-2022-jp)$/.test(encoding) ? webDecoder(encoding) : iconv.getDecoder(encoding);
  for await (const bytes of file.chunks()) yield decoder.write(bytes);
  yield decoder.end() ?? '';
}

function webDecoder(encoding: string): { write(bytes: Buffer): string; end(): string | undefined } {
  const decoder = new TextDecoder(encoding);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** Decodes a few bytes in the code page of that number. */
export function decodeCodePage(bytes: Buffer, codePage: number): string {
  const name = CODE_PAGES[codePage] ?? `cp${codePage}`;
  return iconv.decode(bytes, iconv.encodingExists(name) ? name : 'windows-1252');
}

const CODE_PAGES: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'cp949',
  950: 'big5',
  65001: 'utf-8',
  10000: 'macroman',
};
