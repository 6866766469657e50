import * as iconv from 'iconv-lite';
import { decoded, encodingOf } from '../text/encoding';
import { inMemory, type SourceFile } from '../text/source-file';
import { PAGE, pdfOfPages } from './pdf-file';
import { Undrawable } from './undrawable';

const MARGIN = 42;
const FONT_SIZE = 9;
const LEADING = 11;
/** Every character of the font is 0.6 of its size wide. */
const COLUMNS = Math.floor((PAGE.width - 2 * MARGIN) / (FONT_SIZE * 0.6));
const ROWS = Math.floor((PAGE.height - 2 * MARGIN) / LEADING);
const TAB = 8;
const MAX_PAGES = 2_000;
/** More than a page of the longest characters. */
const FIRST_PAGE_BYTES = 64 * 1024;

/** A text as a PDF with all of it. @throws Undrawable. */
export async function pagesOfText(file: SourceFile): Promise<Uint8Array> {
  const pages: Uint8Array[] = [];
  for await (const page of pagesOf(file)) {
    if (pages.length === MAX_PAGES) throw new Undrawable(`It has more than ${MAX_PAGES} pages.`);
    pages.push(page);
  }
  return pdfOfPages(pages);
}

/** The beginning of a text as a PDF of one page. @throws Undrawable. */
export async function firstPageOfText(file: SourceFile): Promise<Uint8Array> {
  const start = await file.read(0, FIRST_PAGE_BYTES);
  // A character that was cut through is none: what is left of it must not decide on the encoding.
  const whole =
    start.length < FIRST_PAGE_BYTES ? start : start.subarray(0, start.lastIndexOf(0x0a) + 1 || start.length);
  for await (const page of pagesOf(inMemory(whole, file))) return pdfOfPages([page]);
  return pdfOfPages([Buffer.alloc(0)]);
}

async function* pagesOf(file: SourceFile): AsyncGenerator<Uint8Array> {
  const declared = /charset="?([^\s;"]+)/i.exec(file.mimeType)?.[1];
  const encoding = await encodingOf(file, declared);
  if (encoding === undefined) throw new Undrawable('It is no text.');
  let rows: string[] = [];
  let empty = true;
  for await (const row of rowsOf(decoded(file, encoding))) {
    rows.push(row);
    if (rows.length < ROWS) continue;
    yield page(rows);
    empty = false;
    rows = [];
  }
  if (rows.length > 0 || empty) yield page(rows);
}

/** Lines, broken where they are too long for a page. */
async function* rowsOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let carried = '';
  for await (const piece of pieces) {
    const lines = (carried + piece).split(/\r\n|[\n\f\u2028\u2029]|\r(?!$)/);
    carried = lines.pop() ?? '';
    for (const line of lines) yield* broken(line);
    // A line need not end: what is full of it goes.
    if (carried.length > 10 * COLUMNS) {
      const full = [...broken(carried)];
      carried = full.pop() ?? '';
      yield* full;
    }
  }
  if (carried !== '') yield* broken(carried.replace(/\r$/, ''));
}

function* broken(line: string): Generator<string> {
  let row = '';
  let any = false;
  for (const character of line.replace(/^\ufeff/, '')) {
    row += character === '\t' ? ' '.repeat(TAB - (row.length % TAB)) : character;
    if (row.length >= COLUMNS) {
      yield row.slice(0, COLUMNS);
      row = row.slice(COLUMNS);
      any = true;
    }
  }
  if (row !== '' || !any) yield row;
}

function page(rows: readonly string[]): Uint8Array {
  // Every line begins by going down one.
  const top = PAGE.height - MARGIN - FONT_SIZE + LEADING;
  const opening = `BT /F1 ${FONT_SIZE} Tf ${LEADING} TL ${MARGIN} ${top} Td\n`;
  const lines = rows.map((row) => Buffer.concat([Buffer.from('('), escaped(row), Buffer.from(") '\n")]));
  return Buffer.concat([Buffer.from(opening), ...lines, Buffer.from('ET')]);
}

/** As a string of PDF. @throws Undrawable for characters that the font does not have: a page of blots would be a lie. */
function escaped(row: string): Buffer {
  const text = row.normalize('NFC').replace(/[\p{Cc}\u00ad\u200b-\u200d\ufeff]/gu, '');
  const bytes = iconv.encode(text, 'windows-1252');
  if (iconv.decode(bytes, 'windows-1252') !== text)
    throw new Undrawable('There are characters in it that there is no font for.');
  return Buffer.from(bytes.toString('latin1').replace(/[\\()]/g, '\\$&'), 'latin1');
}
