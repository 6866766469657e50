/** Archives in the format ZIP, as PKWARE's APPNOTE has it, written in one go: only names are held in memory. */
import { Readable } from 'node:stream';
import { createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** With slashes between folders; folders end with one. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Undefined: a folder. */
  readonly content?: { readonly length: number; readonly open: () => Promise<Readable> };
}

/** What headers say of an entry; the rest is let go of as soon as it is written. */
interface Described {
  readonly path: string;
  readonly modified: number;
  readonly isFolder: boolean;
}

interface Written extends Described {
  readonly crc: number;
  readonly length: number;
  readonly packed: number;
  readonly offset: number;
  readonly wide: boolean;
}

const MAX_32 = 0xffffffff;
const MAX_16 = 0xffff;
/** Packed bytes may be a little more than there were before. */
const WIDE_FROM = 0xf0000000;
/** Names are UTF-8; sizes stand behind the bytes. */
const FLAGS = 0x0808;

/** `farFrom`: from which byte on places stand in fields of 64 bits. */
export async function* zipped(entries: AsyncIterable<ZipEntry>, farFrom = MAX_32): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const wide = (entry.content?.length ?? 0) >= WIDE_FROM;
    const described = { path: entry.path, modified: entry.modified, isFolder: !entry.content };
    const head = localHeader(described, wide);
    yield head;
    let [crc, length, packed] = [0, 0, 0];
    if (entry.content) {
      const source = await entry.content.open();
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const bytes of source as AsyncIterable<Buffer>) {
          crc = crc32(bytes, crc);
          length += bytes.length;
          yield bytes;
        }
      };
      for await (const bytes of deflated(counted())) {
        packed += bytes.length;
        yield bytes;
      }
    }
    const tail = entry.content ? descriptor({ crc, length, packed, wide }) : Buffer.alloc(0);
    yield tail;
    written.push({ ...described, crc, length, packed, offset, wide });
    offset += head.length + packed + tail.length;
  }
  yield* directory(written, offset, farFrom);
}

/** Errors of the source come out where the bytes do. */
async function* deflated(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const stream = Readable.from(source, { objectMode: false });
  const packer = createDeflateRaw();
  stream.on('error', (error) => packer.destroy(error));
  try {
    for await (const bytes of stream.pipe(packer) as AsyncIterable<Buffer>) yield bytes;
  } finally {
    stream.destroy();
    packer.destroy();
  }
}

function* directory(written: readonly Written[], start: number, farFrom: number): Generator<Buffer> {
  let size = 0;
  for (const one of written) {
    const header = centralHeader(one, one.offset >= farFrom);
    size += header.length;
    yield header;
  }
  const count = written.length;
  const isFar = start >= farFrom;
  if (count >= MAX_16 || isFar || size >= MAX_32) yield wideEnd({ count, size, start });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(size, MAX_32), 12);
  end.writeUInt32LE(isFar ? MAX_32 : start, 16);
  yield end;
}

function localHeader(entry: Described, wide: boolean): Buffer {
  const name = Buffer.from(entry.path);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  writeKind(head, 4, entry);
  if (wide) head.fill(0xff, 18, 26);
  head.writeUInt16LE(name.length, 26);
  head.writeUInt16LE(wide ? 20 : 0, 28);
  return Buffer.concat([head, name, wide ? wideField([0, 0]) : Buffer.alloc(0)]);
}

function centralHeader(entry: Written, isFar: boolean): Buffer {
  const { crc, length, packed, offset, wide, isFolder } = entry;
  const name = Buffer.from(entry.path);
  const more = [...(wide ? [length, packed] : []), ...(isFar ? [offset] : [])];
  const extra = more.length > 0 ? wideField(more) : Buffer.alloc(0);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  // Made by a system whose files have Unix rights.
  head.writeUInt16LE((3 << 8) | 45, 4);
  writeKind(head, 6, entry);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(wide ? MAX_32 : packed, 20);
  head.writeUInt32LE(wide ? MAX_32 : length, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE((isFolder ? 0o40755 : 0o100644) * 0x10000 + (isFolder ? 0x10 : 0), 38);
  head.writeUInt32LE(isFar ? MAX_32 : offset, 42);
  return Buffer.concat([head, name, extra]);
}

/** Version, flags, method and time, which both headers have in this order. */
function writeKind(head: Buffer, at: number, { isFolder, modified }: Described): void {
  const date = new Date(modified);
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107);
  head.writeUInt16LE(45, at);
  head.writeUInt16LE(isFolder ? FLAGS & ~8 : FLAGS, at + 2);
  head.writeUInt16LE(isFolder ? 0 : 8, at + 4);
  head.writeUInt16LE((date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1), at + 6);
  head.writeUInt16LE(((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(), at + 8);
}

function descriptor({ crc, length, packed, wide }: Pick<Written, 'crc' | 'length' | 'packed' | 'wide'>): Buffer {
  const tail = Buffer.alloc(wide ? 24 : 16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  if (wide) {
    tail.writeBigUInt64LE(BigInt(packed), 8);
    tail.writeBigUInt64LE(BigInt(length), 16);
  } else {
    tail.writeUInt32LE(packed, 8);
    tail.writeUInt32LE(length, 12);
  }
  return tail;
}

function wideField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => field.writeBigUInt64LE(BigInt(value), 4 + 8 * index));
  return field;
}

function wideEnd({ count, size, start }: Readonly<Record<'count' | 'size' | 'start', number>>): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  // Where this record begins, for those who look from the end.
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(start + size), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** ISO 3309, of what follows that of which `before` was the sum. */
function crc32(bytes: Buffer, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
