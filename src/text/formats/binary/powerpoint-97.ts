import { UnreadableFile } from '../../source-file';
import type { TextSink } from '../../text-sink';
import type { CompoundFile } from './compound-file';

const MAX_BYTES = 256 * 1024 * 1024;
const HEADER_BYTES = 8;
/** Records; MS-PPT §2.13.24. */
const WIDE_TEXT = 0x0fa0;
const NARROW_TEXT = 0x0fa8;
const STRING = 0x0fba;
const ENCRYPTION = 0x2f14;

/** Slides, notes, comments and footers of PowerPoint 97 to 2003. MS-PPT. */
export async function readPowerPoint97(streams: CompoundFile, sink: TextSink): Promise<void> {
  const bytes = await streams.read('PowerPoint Document', MAX_BYTES);
  if (!bytes) throw new UnreadableFile('It is too long.');
  // Containers hold nothing but further records: passing over their headers alone finds all.
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const type = bytes.readUInt16LE(at + 2);
    const start = at + HEADER_BYTES;
    const end = start + bytes.readUInt32LE(at + 4);
    if (type === ENCRYPTION) throw new UnreadableFile('It is encrypted.');
    const text = textOf(type, bytes.subarray(start, end));
    if (text !== undefined) sink.write(`${text.replace(LINE_ENDS, '\n')}\n`);
    at = ((bytes[at] ?? 0) & 15) === 15 ? start : end;
  }
}

const LINE_ENDS = /[\r\v]/g;

function textOf(type: number, bytes: Buffer): string | undefined {
  if (type === NARROW_TEXT) return bytes.toString('latin1');
  if (type !== WIDE_TEXT && type !== STRING) return undefined;
  const text = bytes.toString('utf16le');
  // Names of what further versions have added.
  return text.startsWith('___PPT') ? undefined : text;
}
