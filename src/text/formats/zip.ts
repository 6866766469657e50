import { Readable } from 'node:stream';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { UnreadableFile, type SourceFile } from '../source-file';

const MAX_ENTRIES = 20_000;
/** Of all entries that are read, unpacked. What unpacks to more is made to do harm. */
const MAX_UNPACKED = 1024 * 1024 * 1024;

export interface ZipEntries {
  readonly names: readonly string[];
  /** UTF-8 text of an entry, piece by piece; nothing when there is none of that name. */
  textOf(name: string): AsyncGenerator<string>;
  /** All of an entry; undefined when it is longer than `most`. */
  bytesOf(name: string, most: number): Promise<Buffer | undefined>;
  /** The beginning of an entry as text. */
  beginningOf(name: string, length: number): Promise<string>;
}

/** Opens a ZIP file for the time of `use`. @throws UnreadableFile. */
export async function withZip<T>(file: SourceFile, use: (entries: ZipEntries) => Promise<T>): Promise<T> {
  const zip = await openZip(file, await endOf(file));
  try {
    const byName = await entriesOf(zip);
    let unpacked = 0;
    const chunksOf = async function* (name: string): AsyncGenerator<Buffer> {
      const entry = byName.get(name);
      if (!entry) return;
      if (entry.isEncrypted()) throw new UnreadableFile('It is encrypted.');
      for await (const bytes of await openEntry(zip, entry)) {
        unpacked += (bytes as Buffer).length;
        if (unpacked > MAX_UNPACKED) throw new UnreadableFile(`It unpacks to more than ${MAX_UNPACKED} bytes.`);
        yield bytes as Buffer;
      }
    };
    return await use({
      names: [...byName.keys()].sort(naturally),
      textOf: (name) => decodedXml(chunksOf(name)),
      bytesOf: async (name, most) => {
        const pieces: Buffer[] = [];
        let length = 0;
        for await (const bytes of chunksOf(name)) {
          length += bytes.length;
          if (length > most) return undefined;
          pieces.push(bytes);
        }
        return Buffer.concat(pieces);
      },
      beginningOf: async (name, length) => {
        let start = '';
        for await (const piece of decodedXml(chunksOf(name))) {
          start += piece;
          if (start.length >= length) break;
        }
        return start.slice(0, length);
      },
    });
  } finally {
    zip.close();
  }
}

/** `slide2` before `slide10`. */
const naturally = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** XML is UTF-8, or UTF-16 with a mark. */
async function* decodedXml(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const bytes of chunks) {
    decoder ??= new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8');
    yield decoder.decode(bytes, { stream: true });
  }
  if (decoder) yield decoder.decode();
}

class FileReader extends RandomAccessReader {
  readonly file: SourceFile;
  constructor(file: SourceFile) {
    super();
    this.file = file;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(rangeOf(this.file, start, end), { objectMode: false });
  }
}

async function* rangeOf(file: SourceFile, start: number, end: number): AsyncGenerator<Buffer> {
  for (let offset = start; offset < end;) {
    const bytes = await file.read(offset, Math.min(end - offset, 256 * 1024));
    if (bytes.length === 0) return;
    yield bytes;
    offset += bytes.length;
  }
}

/** A comment at the end may have this length. */
const MAX_COMMENT = 65_535;
const END_BYTES = 22;

/** Where the ZIP file ends: some have been given line ends or more behind that. */
async function endOf(file: SourceFile): Promise<number> {
  const start = Math.max(0, file.length - MAX_COMMENT - END_BYTES);
  const tail = await file.read(start, file.length - start);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + END_BYTES > tail.length) return file.length;
  return Math.min(file.length, start + at + END_BYTES + tail.readUInt16LE(at + 20));
}

function openZip(file: SourceFile, length: number): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new FileReader(file), length, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new UnreadableFile(error.message));
      else resolve(zip);
    });
  });
}

function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on('error', (error: Error) => reject(new UnreadableFile(error.message)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      if (entries.size > MAX_ENTRIES) reject(new UnreadableFile(`It holds more than ${MAX_ENTRIES} files.`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new UnreadableFile(error.message));
      else resolve(stream);
    });
  });
}
