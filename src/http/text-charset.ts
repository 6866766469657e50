/** In which characters a text is written, told where that is certain: a browser that is told nothing guesses. */
import type { ContentAnswer } from '../repository/contract/content-answer';

const LOOKED_AT_BYTES = 64 * 1024;
/** Without a word on its characters. */
const PLAIN_TEXT = /^text\/[\w.+-]+$/i;
const MARKS: readonly (readonly [charset: string, mark: Buffer])[] = [
  ['UTF-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['UTF-16BE', Buffer.from([0xfe, 0xff])],
  ['UTF-16LE', Buffer.from([0xff, 0xfe])],
];

/** Undefined for what is no text, says it already, or may be written in any of several. */
export async function charsetOf(answer: ContentAnswer): Promise<string | undefined> {
  const { mimeType, length } = answer.content;
  if (!PLAIN_TEXT.test(mimeType.trim()) || length === 0) return undefined;
  const bytes = await beginning(answer);
  const marked = MARKS.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark));
  if (marked) return marked[0];
  const isWhole = bytes.length === length;
  return isUtf8(bytes, isWhole) && (isWhole || bytes.some((byte) => byte > 0x7f)) ? 'UTF-8' : undefined;
}

async function beginning(answer: ContentAnswer): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const stream = await answer.open({ offset: 0, length: Math.min(answer.content.length, LOOKED_AT_BYTES) });
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** What is not the whole may end within a character. */
function isUtf8(bytes: Buffer, isWhole: boolean): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}
