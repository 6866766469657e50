import { decodeCodePage } from '../../encoding';
import { NoText, UnreadableFile } from '../../source-file';
import type { TextSink } from '../../text-sink';
import type { CompoundFile } from './compound-file';

const MAX_BYTES = 256 * 1024 * 1024;
/** Of the file's description of itself; MS-DOC §2.5. */
const MAGIC = 0xa5ec;
const FLAGS = 10;
const ENCRYPTED = 0x100;
const SECOND_TABLE = 0x200;
const PIECES_AT = 0x1a2;
/** Of the first version that keeps its text in this way. */
const WORD_97 = 0x65;

/** A document of Word 97 to 2003 with all that stands in it: headers, notes and comments follow its text. MS-DOC. */
export async function readWord97(streams: CompoundFile, sink: TextSink): Promise<void> {
  const document = await streams.read('WordDocument', MAX_BYTES);
  if (document?.readUInt16LE(0) !== MAGIC || document.readUInt16LE(2) < WORD_97) throw new NoText();
  const flags = document.readUInt16LE(FLAGS);
  if (flags & ENCRYPTED) throw new UnreadableFile('It is encrypted.');
  const table = await streams.read(flags & SECOND_TABLE ? '1Table' : '0Table', MAX_BYTES);
  if (!table) throw new UnreadableFile('It has no table of its pieces.');
  const start = document.readUInt32LE(PIECES_AT);
  const shown = visible(sink);
  for (const text of piecesOf(document, table.subarray(start, start + document.readUInt32LE(PIECES_AT + 4))))
    shown(text);
}

/** MS-DOC §2.8.35: behind properties there are positions of characters, and for each the place of its bytes. */
function* piecesOf(document: Buffer, pieces: Buffer): Generator<string> {
  let at = 0;
  while (pieces[at] === 1) at += 3 + pieces.readUInt16LE(at + 1);
  if (pieces[at] !== 2) throw new UnreadableFile('Its table of pieces is broken.');
  const count = Math.floor((pieces.readUInt32LE(at + 1) - 4) / 12);
  const positions = at + 5;
  const places = positions + (count + 1) * 4;
  for (let piece = 0; piece < count; piece++) {
    const length = pieces.readUInt32LE(positions + piece * 4 + 4) - pieces.readUInt32LE(positions + piece * 4);
    const place = pieces.readUInt32LE(places + piece * 8 + 2);
    const isNarrow = (place & 0x40000000) !== 0;
    const offset = isNarrow ? (place & 0x3fffffff) / 2 : place & 0x3fffffff;
    if (length < 0) throw new UnreadableFile('Its pieces are out of order.');
    const bytes = document.subarray(offset, offset + length * (isNarrow ? 1 : 2));
    yield isNarrow ? decodeCodePage(bytes, 1252) : bytes.toString('utf16le');
  }
}

const [FIELD, RESULT, FIELD_END] = [0x13, 0x14, 0x15];

/** Leaves out the instructions of fields; their results stay. */
function visible(sink: TextSink): (text: string) => void {
  let [instructions, field] = [0, 0];
  return (text) => {
    let shown = '';
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === FIELD) {
        field++;
        instructions++;
      } else if (code === RESULT) instructions = Math.max(0, instructions - 1);
      else if (code === FIELD_END && field > 0) {
        field--;
        instructions = Math.min(instructions, field);
      } else if (instructions === 0) shown += shownAs(code) ?? text[at];
    }
    sink.write(shown);
  };
}

/** Control characters: ends of cells and lines, hyphens, places of pictures. */
function shownAs(code: number): string | undefined {
  if (code >= 32) return undefined;
  return code === 0x1f ? '' : code === 0x1e ? '-' : '\n';
}
