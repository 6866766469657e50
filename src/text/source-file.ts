import { open, type FileHandle } from 'node:fs/promises';

/** Bytes to read text from: a file, or what was attached to another one. */
export interface SourceFile {
  readonly length: number;
  readonly mimeType: string;
  readonly fileName: string;
  /** At most `length` bytes from `offset`. */
  read(offset: number, length: number): Promise<Buffer>;
  chunks(): AsyncIterable<Buffer>;
}

/** Reads a file that is in another one. What cannot be read in it costs the other nothing. */
export type ReadAttached = (file: SourceFile) => Promise<void>;

const CHUNK_BYTES = 256 * 1024;

export interface Named {
  readonly mimeType: string;
  readonly fileName: string;
}

export async function withFile<T>(path: string, named: Named, use: (file: SourceFile) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await use({ ...named, length: (await handle.stat()).size, ...reading((...at) => readFrom(handle, ...at)) });
  } finally {
    await handle.close();
  }
}

export const inMemory = (bytes: Buffer, named: Named): SourceFile => ({
  ...named,
  length: bytes.length,
  ...reading((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length))),
});

function reading(read: SourceFile['read']): Pick<SourceFile, 'read' | 'chunks'> {
  return {
    read,
    chunks: async function* () {
      for (let offset = 0; ;) {
        const bytes = await read(offset, CHUNK_BYTES);
        if (bytes.length === 0) return;
        yield bytes;
        offset += bytes.length;
      }
    },
  };
}

async function readFrom(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

/** All bytes. @throws UnreadableFile when there are more than `most`. */
export async function wholeFile(file: SourceFile, most: number): Promise<Buffer> {
  if (file.length > most) throw new UnreadableFile(`It is longer than ${most} bytes.`);
  const bytes = Buffer.allocUnsafe(file.length);
  let taken = 0;
  for await (const piece of file.chunks()) taken += piece.copy(bytes, taken);
  return bytes.subarray(0, taken);
}

/** A file whose text cannot be got: broken, encrypted, or made to do harm. */
export class UnreadableFile extends Error {}

/** There is no text in files of this kind. */
export class NoText extends Error {}
