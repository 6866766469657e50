import { NoText, UnreadableFile } from '../../source-file';
import type { TextSink } from '../../text-sink';
import type { CompoundFile } from './compound-file';
import { textReader } from './excel-strings';

const MAX_BYTES = 512 * 1024 * 1024;

interface Excel97Record {
  readonly type: number;
  /** Its bytes, and those of the records that continue it. */
  readonly parts: readonly Buffer[];
}

/** Records; MS-XLS §2.3. */
const CONTINUE = 0x3c;
const BEGIN = 0x809;
const ENCRYPTION = 0x2f;
const SHARED_STRINGS = 0xfc;
const BOX_TEXT = 0x1b6;
const NUMBER = 0x203;
const PACKED_NUMBER = 0x27e;
const PACKED_NUMBERS = 0xbd;
/** Where the text of a record begins and how long its length is: names of sheets, headers, footers, cells, results, charts. */
const TEXTS = new Map<number, { readonly at: number; readonly isShort: boolean }>([
  [0x85, { at: 6, isShort: true }],
  [0x14, { at: 0, isShort: false }],
  [0x15, { at: 0, isShort: false }],
  [0x204, { at: 6, isShort: false }],
  [0x207, { at: 0, isShort: false }],
  [0x100d, { at: 2, isShort: true }],
]);
const MARGINS = new Set([0x14, 0x15]);
/** Fonts, sizes and places in headers and footers. */
const MARGIN_CODES = /&(?:"[^"]*"|\d+|.)/g;

/** All sheets of Excel 97 to 2003, with notes, text boxes, headers and charts. MS-XLS. */
export async function readExcel97(streams: CompoundFile, sink: TextSink): Promise<void> {
  const bytes = await streams.read('Workbook', MAX_BYTES);
  if (!bytes) throw new UnreadableFile('It is too long.');
  if (bytes.readUInt16LE(0) !== BEGIN) throw new NoText();
  for (const record of recordsOf(bytes)) for (const text of textsOf(record)) sink.write(`${text}\n`);
}

function* recordsOf(bytes: Buffer): Generator<Excel97Record> {
  let record: { readonly type: number; readonly parts: Buffer[] } | undefined;
  for (let at = 0; at + 4 <= bytes.length;) {
    const type = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    const part = bytes.subarray(at + 4, end);
    if (type === CONTINUE) record?.parts.push(part);
    else {
      if (record) yield record;
      record = { type, parts: [part] };
    }
    at = end;
  }
  if (record) yield record;
}

function* textsOf({ type, parts }: Excel97Record): Generator<string | number> {
  const [first = Buffer.alloc(0)] = parts;
  const place = TEXTS.get(type);
  if (type === ENCRYPTION) throw new UnreadableFile('It is encrypted.');
  else if (type === SHARED_STRINGS) yield* sharedStrings(parts);
  else if (type === BOX_TEXT && parts.length > 1) yield textReader(parts.slice(1)).characters(first.readUInt16LE(10));
  else if (type === NUMBER) yield first.readDoubleLE(6);
  else if (type === PACKED_NUMBER) yield unpacked(first.readInt32LE(6));
  else if (type === PACKED_NUMBERS)
    for (let at = 6; at + 6 <= first.length; at += 6) yield unpacked(first.readInt32LE(at));
  else if (place && first.length > place.at) {
    const reader = textReader([first.subarray(place.at), ...parts.slice(1)]);
    const text = reader.characters(place.isShort ? reader.byte() : reader.word());
    yield MARGINS.has(type) ? text.replace(MARGIN_CODES, ' ') : text;
  }
}

function* sharedStrings(parts: readonly Buffer[]): Generator<string> {
  const reader = textReader(parts);
  reader.skip(4);
  const count = reader.word() + reader.word() * 65_536;
  for (let index = 0; index < count && !reader.isAtEnd(); index++) yield reader.sharedString();
}

/** MS-XLS §2.5.217: an integer or the upper half of a number, and whether it is to be divided by a hundred. */
function unpacked(value: number): number {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(value & ~3, 4);
  const number = value & 2 ? value >> 2 : bytes.readDoubleLE();
  return value & 1 ? number / 100 : number;
}
