import { UnreadableFile, type SourceFile } from '../../source-file';

/** Of a file whose directory and tables are read into memory. */
const MAX_BYTES = 1024 * 1024 * 1024;
const MAX_ENTRIES = 100_000;
/** Greater numbers of sectors mean that there is none. MS-CFB §2.1 */
const LAST_SECTOR = 0xfffffffa;
const ENTRY_BYTES = 128;

/** A file of streams in folders, as programs of before 2007 keep their documents. */
export interface CompoundFile {
  /** Paths of all streams, their folders before them, each behind a slash. */
  readonly names: readonly string[];
  /** A stream; undefined: there is none of that name, or it is longer than `most`. */
  read(name: string, most: number): Promise<Buffer | undefined>;
}

interface Entry {
  readonly start: number;
  readonly length: number;
}

interface Layout {
  readonly file: SourceFile;
  readonly header: Buffer;
  readonly sectorBytes: number;
  readonly table: Buffer;
}

/** MS-CFB. @throws UnreadableFile, RangeError for what points to nowhere. */
export async function compoundFile(file: SourceFile): Promise<CompoundFile> {
  if (file.length > MAX_BYTES) throw new UnreadableFile(`It is longer than ${MAX_BYTES} bytes.`);
  const header = await file.read(0, 512);
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw new UnreadableFile('It has sectors of a size that there is not.');
  const bare = { file, header, sectorBytes: 1 << shift, table: Buffer.alloc(0) };
  const layout = { ...bare, table: await sectorTable(bare) };
  const directory = await chain(layout, header.readUInt32LE(48), MAX_ENTRIES * ENTRY_BYTES);
  const entries = entriesOf(directory);
  const small = await smallStreams(layout, directory);
  return {
    names: [...entries.keys()],
    read: async (name, most) => {
      const entry = entries.get(name);
      if (!entry || entry.length > most) return undefined;
      if (entry.length < header.readUInt32LE(56)) return small(entry);
      return (await chain(layout, entry.start, entry.length)).subarray(0, entry.length);
    },
  };
}

/** Which sector follows each; where it stands itself is told in the header, and in further sectors when it is long. */
async function sectorTable(layout: Layout): Promise<Buffer> {
  const { header, sectorBytes, file } = layout;
  const most = Math.ceil(file.length / sectorBytes);
  const places: number[] = [];
  const take = (numbers: Buffer): void => {
    for (let at = 0; at + 4 <= numbers.length; at += 4) {
      const sector = numbers.readUInt32LE(at);
      if (sector < LAST_SECTOR) places.push(sector);
    }
  };
  take(header.subarray(76, 512));
  let next = header.readUInt32LE(68);
  for (let count = 0; next < LAST_SECTOR; count++) {
    if (count > most) throw new UnreadableFile('Its sectors run in a circle.');
    const numbers = await file.read((next + 1) * sectorBytes, sectorBytes);
    take(numbers.subarray(0, -4));
    next = numbers.readUInt32LE(sectorBytes - 4);
  }
  if (places.length > most) throw new UnreadableFile('It says that it is longer than it is.');
  const sectors: Buffer[] = [];
  for (const place of places) sectors.push(await file.read((place + 1) * sectorBytes, sectorBytes));
  return Buffer.concat(sectors);
}

/** The sectors from `start` on, up to `length` bytes; those that lie side by side are read at once. */
async function chain({ file, sectorBytes, table }: Layout, start: number, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const most = Math.ceil(Math.min(length, file.length) / sectorBytes);
  let sector = start;
  for (let taken = 0; taken < most && sector < LAST_SECTOR;) {
    const first = sector;
    let count = 0;
    do {
      sector = table.readUInt32LE(sector * 4);
      count++;
    } while (sector === first + count && taken + count < most);
    pieces.push(await file.read((first + 1) * sectorBytes, count * sectorBytes));
    taken += count;
  }
  return Buffer.concat(pieces);
}

function entriesOf(directory: Buffer): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  const seen = new Set<number>();
  const waiting = [{ index: directory.readUInt32LE(76), folder: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { index, folder } = next;
    const at = index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > directory.length || seen.has(index)) continue;
    seen.add(index);
    const name = folder + directory.toString('utf16le', at, at + Math.max(0, directory.readUInt16LE(at + 64) - 2));
    for (const side of [68, 72]) waiting.push({ index: directory.readUInt32LE(at + side), folder });
    if (directory[at + 66] === 1) waiting.push({ index: directory.readUInt32LE(at + 76), folder: `${name}/` });
    if (directory[at + 66] !== 2) continue;
    found.set(name, { start: directory.readUInt32LE(at + 116), length: directory.readUInt32LE(at + 120) });
  }
  return found;
}

const SMALL_SECTOR = 64;
const MAX_SMALL_BYTES = 64 * 1024 * 1024;

/** Short streams share one long stream, in sectors of their own. */
async function smallStreams(layout: Layout, directory: Buffer): Promise<(entry: Entry) => Buffer> {
  const length = Math.min(directory.readUInt32LE(120), MAX_SMALL_BYTES);
  const all = await chain(layout, directory.readUInt32LE(116), length);
  const table = await chain(layout, layout.header.readUInt32LE(60), (length / SMALL_SECTOR) * 4 + layout.sectorBytes);
  return (entry) => {
    const pieces: Buffer[] = [];
    let sector = entry.start;
    for (let taken = 0; taken < entry.length && sector < LAST_SECTOR; taken += SMALL_SECTOR) {
      pieces.push(all.subarray(sector * SMALL_SECTOR, (sector + 1) * SMALL_SECTOR));
      sector = table.readUInt32LE(sector * 4);
    }
    return Buffer.concat(pieces).subarray(0, entry.length);
  };
}
