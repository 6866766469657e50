import { decodeCodePage } from '../../encoding';
import type { TextSink } from '../../text-sink';
import type { CompoundFile } from './compound-file';

const MAX_BYTES = 1024 * 1024;
/** Title, subject, author, keywords, comments. */
const SPEAKING = new Set([2, 3, 4, 5, 6]);
const CODE_PAGE = 1;

/** What a document says of itself; MS-OLEPS §2. What is broken in it costs nothing else. */
export async function readDocumentSummary(streams: CompoundFile, sink: TextSink): Promise<void> {
  const bytes = await streams.read('\x05SummaryInformation', MAX_BYTES);
  if (!bytes || bytes.length < 48) return;
  for (const text of textsOf(bytes.subarray(bytes.readUInt32LE(44)))) sink.write(`${text}\n`);
}

function textsOf(section: Buffer): readonly string[] {
  if (section.length < 8) return [];
  const properties = new Map<number, number>();
  const count = Math.min(section.readUInt32LE(4), Math.floor((section.length - 8) / 8));
  for (let index = 0; index < count; index++)
    properties.set(section.readUInt32LE(8 + index * 8), section.readUInt32LE(12 + index * 8));
  const codePageAt = properties.get(CODE_PAGE);
  const codePage =
    codePageAt !== undefined && codePageAt + 6 <= section.length ? section.readUInt16LE(codePageAt + 4) : 0;
  return [...properties].flatMap(([id, at]) => (SPEAKING.has(id) ? [textAt(section, at, codePage)] : []));
}

function textAt(section: Buffer, at: number, codePage: number): string {
  if (at + 8 > section.length) return '';
  const type = section.readUInt32LE(at);
  const length = section.readUInt32LE(at + 4);
  if (type === 0x1f) return section.toString('utf16le', at + 8, at + 8 + length * 2).replaceAll('\0', '');
  if (type !== 0x1e) return '';
  return decodeCodePage(section.subarray(at + 8, at + 8 + length), codePage).replaceAll('\0', '');
}
