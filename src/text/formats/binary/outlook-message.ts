import { decodeCodePage } from '../../encoding';
import { inMemory, type ReadAttached } from '../../source-file';
import type { TextSink } from '../../text-sink';
import type { CompoundFile } from './compound-file';
import { unpackRtf } from './packed-rtf';

/** Of one text or one attached file. */
const MAX_BYTES = 50 * 1024 * 1024;
/** Of messages in messages. */
const MAX_DEPTH = 5;
/** Subject, sender, whom it is sent on behalf of, and whom it is sent to; MS-OXPROPS. */
const HEADS = ['0037', '0C1A', '0C1F', '5D01', '0042', '0E04', '0E03', '0E02'];
const RECIPIENT = ['3001', '3003', '39FE'];
const CODE_PAGES = new Set([0x3ffd0003, 0x3fde0003]);

interface Message {
  readonly streams: CompoundFile;
  readonly sink: TextSink;
  readonly readAttached: ReadAttached;
  /** Of its streams; with a slash at the end where it is in another message. */
  readonly folder: string;
  readonly codePage: number;
}

/** A message of Outlook with the text of its attachments. MS-OXMSG. */
export async function readOutlookMessage(
  streams: CompoundFile,
  sink: TextSink,
  readAttached: ReadAttached,
): Promise<void> {
  const codePage = codePageOf(await streams.read('__properties_version1.0', MAX_BYTES));
  await readMessage({ streams, sink, readAttached, folder: '', codePage }, 0);
}

/** Of texts that are not Unicode. A property takes 16 bytes: what it is, how it may be used, and its value. */
function codePageOf(properties: Buffer | undefined): number {
  for (let at = 32; properties && at + 12 <= properties.length; at += 16)
    if (CODE_PAGES.has(properties.readUInt32LE(at))) return properties.readUInt32LE(at + 8);
  return 1252;
}

async function readMessage(message: Message, depth: number): Promise<void> {
  const { folder, sink } = message;
  for (const id of HEADS) sink.write(`${await textOf(message, folder, id)}\n`);
  for (const recipient of foldersOf(message, '__recip_version1.0_#'))
    for (const id of RECIPIENT) sink.write(`${await textOf(message, recipient, id)}\n`);
  await readBody(message);
  for (const attached of foldersOf(message, '__attach_version1.0_#')) {
    sink.write(`${(await textOf(message, attached, '3707')) || (await textOf(message, attached, '3704'))}\n`);
    await readAttachment(message, attached, depth);
    sink.write('\n');
  }
}

/** As plain text, and as HTML or as RTF, whichever there is. */
async function readBody(message: Message): Promise<void> {
  const { folder, sink, streams, readAttached } = message;
  const plain = await textOf(message, folder, '1000');
  sink.write(`${plain}\n`);
  const html =
    (await streams.read(`${folder}${STREAM}10130102`, MAX_BYTES)) ?? Buffer.from(await textOf(message, folder, '1013'));
  if (html.length > 0) return readAttached(inMemory(html, { mimeType: 'text/html', fileName: '' }));
  const packed = plain === '' ? await streams.read(`${folder}${STREAM}10090102`, MAX_BYTES) : undefined;
  if (packed) await readAttached(inMemory(unpackRtf(packed, MAX_BYTES), { mimeType: 'text/rtf', fileName: '' }));
}

async function readAttachment(message: Message, attached: string, depth: number): Promise<void> {
  const inner = `${attached}${STREAM}3701000D/`;
  if (message.streams.names.some((name) => name.startsWith(inner))) {
    if (depth < MAX_DEPTH) await readMessage({ ...message, folder: inner }, depth + 1);
    return;
  }
  const bytes = await message.streams.read(`${attached}${STREAM}37010102`, MAX_BYTES);
  const fileName = (await textOf(message, attached, '3707')) || (await textOf(message, attached, '3704'));
  if (bytes) await message.readAttached(inMemory(bytes, { mimeType: '', fileName }));
}

const STREAM = '__substg1.0_';

async function textOf({ streams, codePage }: Message, folder: string, id: string): Promise<string> {
  const wide = await streams.read(`${folder}${STREAM}${id}001F`, MAX_BYTES);
  if (wide) return wide.toString('utf16le').replaceAll('\0', '');
  const narrow = await streams.read(`${folder}${STREAM}${id}001E`, MAX_BYTES);
  return narrow ? decodeCodePage(narrow, codePage) : '';
}

function foldersOf({ streams, folder }: Message, kind: string): readonly string[] {
  const start = folder + kind;
  const found = streams.names
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(0, name.indexOf('/', start.length) + 1));
  return [...new Set(found)].filter((name) => name !== '').sort();
}
