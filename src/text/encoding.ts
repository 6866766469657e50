import { analyse } from 'chardet';
import * as iconv from 'iconv-lite';
import type { SourceFile } from './source-file';

const SAMPLE_BYTES = 64 * 1024;

/**
 * The encoding of a text file: by its byte order mark, else UTF-8 when all of it is that, else what it `declares` of
 * itself, else the likeliest. Undefined: it is no text.
 */
export async function encodingOf(file: SourceFile, declared?: string): Promise<string | undefined> {
  const sample = await file.read(0, SAMPLE_BYTES);
  const marked = byMark(sample) ?? byZeros(sample);
  if (marked !== undefined) return marked;
  if (sample.includes(0)) return undefined;
  if (isIso2022Jp(sample)) return 'iso-2022-jp';
  if (await isUtf8(file)) return 'utf-8';
  if (declared !== undefined && iconv.encodingExists(declared) && !/^(utf|unicode|ucs)/i.test(declared))
    return declared;
  const [likeliest] = analyse(sample);
  // What is called Latin-1 nearly always has quotes and dashes of Windows in it.
  const name = likeliest && /^iso-8859-1$/i.test(likeliest.name) ? 'windows-1252' : likeliest?.name;
  return name !== undefined && !/^utf-8$/i.test(name) && iconv.encodingExists(name) ? name : 'windows-1252';
}

function byMark(sample: Buffer): string | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8';
  if (sample[0] === 0xff && sample[1] === 0xfe) return sample[2] === 0 && sample[3] === 0 ? 'utf-32le' : 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: in most languages every other byte is often zero. */
function byZeros(sample: Buffer): string | undefined {
  let [even, odd] = [0, 0];
  const end = Math.min(sample.length, 4096);
  for (let at = 0; at < end; at++) {
    if (sample[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const many = end * 0.2;
  if (odd > many && even < odd / 20) return 'utf-16le';
  if (even > many && odd < even / 20) return 'utf-16be';
  return undefined;
}

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
