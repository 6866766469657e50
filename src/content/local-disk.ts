import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { CmisError } from '../model/errors';
import type { ByteRange, ContentStore, StoredBytes } from './content-store';
import { give, ownerToGive, type FolderOwner } from './folder-owner';

/** A content store on a folder; `close` gives back the handles that it keeps. */
export interface LocalDisk extends ContentStore {
  path(key: string): string;
  close(): Promise<void>;
}

const CHUNK_BYTES = 1024 * 1024;
/** The last two characters name the shard; nothing in a key can lead out of the root. */
const KEY = /^[0-9a-z-]{6,126}[0-9a-z]{2}$/;

// Plain descriptors: a FileHandle costs more, and closes itself with a warning when it is collected.
const open = promisify(fs.open);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);
const mkdir = promisify(fs.mkdir);
const unlink = promisify(fs.unlink);
const fstat = promisify(fs.fstat);
const writeBytes = (fd: number, bytes: Buffer, offset: number): Promise<number> =>
  new Promise((resolve, reject) => {
    fs.write(fd, bytes, offset, bytes.length - offset, null, (error, written) =>
      error ? reject(error) : resolve(written),
    );
  });
const readBytes = (
  fd: number,
  into: Buffer,
  at: { readonly offset: number; readonly position: number },
): Promise<number> =>
  new Promise((resolve, reject) => {
    fs.read(fd, into, at.offset, into.length - at.offset, at.position, (error, read) =>
      error ? reject(error) : resolve(read),
    );
  });

/**
 * Bytes below the folder `root`, a file each, in one folder per last two characters of the key.
 *
 * A file is written under its final name: nobody reads a key before an object claims it, and what a crash leaves half
 * written lies under a key that is still unclaimed. Renaming would only cost a second commit of the file system's
 * journal. File and folder are synced before `put` answers.
 */
export function localDisk(root: string): LocalDisk {
  const shards = openShards(root);
  return {
    put: async (key, source) => {
      const file = newFile(pathOf(root, key), () => shards.of(key));
      try {
        return await receive(key, source, file);
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
    path: (key) => pathOf(root, key),
    open: (key, range) => openFile(pathOf(root, key), key, range),
    delete: async (key) => {
      const path = pathOf(root, key);
      const { fd } = await shards.of(key);
      try {
        await unlink(path);
        // Whoever forgets the key may do so only when the file cannot come back.
        await fsync(fd);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw storageError(`The content '${key}' could not be removed.`, error);
      }
    },
    close: () => shards.close(),
  };
}

function pathOf(root: string, key: string): string {
  if (!KEY.test(key)) throw new CmisError('storage', `'${key}' is no key of a content.`);
  return join(root, shardName(key), key);
}

// The end is random in every kind of UUID, the beginning may be a time.
const shardName = (key: string): string => key.slice(-2);

/** Reads the source to its end, hashing while earlier bytes are being written. */
async function receive(key: string, source: Readable, file: NewFile): Promise<StoredBytes> {
  const hash = createHash('sha256');
  let length = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> = Promise.resolve();
  for await (const piece of source as AsyncIterable<Uint8Array | string>) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece as string);
    hash.update(bytes);
    length += bytes.length;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes < CHUNK_BYTES) continue;
    await writing;
    writing = file.write(waiting);
    // Heard at the next turn; until then it must not count as unhandled.
    writing.catch(() => undefined);
    waiting = [];
    waitingBytes = 0;
  }
  await writing;
  await file.write(waiting);
  await file.finish();
  return { key, length, sha256: hash.digest('hex') };
}

interface NewFile {
  write(pieces: readonly Buffer[]): Promise<void>;
  /** Makes what was written durable. */
  finish(): Promise<void>;
  /** Leaves nothing; waits for a write in flight. */
  discard(): Promise<void>;
}

/** A file that is made when its first bytes are there, so a source that fails early costs nothing. */
function newFile(path: string, shardOf: () => Promise<Shard>): NewFile {
  let file: Promise<{ readonly fd: number; readonly shard: number }> | undefined;
  let closed = false;
  let last: Promise<void> = Promise.resolve();
  const create = async (): Promise<{ readonly fd: number; readonly shard: number }> => {
    const shard = await shardOf();
    const fd = await open(path, 'wx', 0o600);
    if (shard.owner) await give(path, shard.owner);
    return { shard: shard.fd, fd };
  };
  const write = async (pieces: readonly Buffer[]): Promise<void> => {
    const { fd } = await (file ??= create());
    const [first] = pieces;
    if (!first) return;
    const bytes = pieces.length === 1 ? first : Buffer.concat(pieces);
    for (let offset = 0; offset < bytes.length;) offset += await writeBytes(fd, bytes, offset);
  };
  const cannotWrite = (error: unknown): never => {
    throw storageError('The content could not be stored.', error);
  };
  return {
    write: (pieces) => (last = write(pieces).catch(cannotWrite)),
    finish: async () => {
      try {
        const { fd, shard } = await (file ??= create());
        await fsync(fd);
        closed = true;
        await close(fd);
        await fsync(shard);
      } catch (error) {
        cannotWrite(error);
      }
    },
    discard: async () => {
      await last.catch(() => undefined);
      const made = await file?.catch(() => undefined);
      if (!made) return;
      if (!closed) await close(made.fd).catch(() => undefined);
      // What cannot be removed now is still an unclaimed key.
      await unlink(path).catch(() => undefined);
    },
  };
}

/** Opens before it answers, so that what is missing is known before anything is sent. Short parts are read at once. */
async function openFile(path: string, key: string, range: ByteRange = { offset: 0 }): Promise<Readable> {
  let fd: number;
  try {
    fd = await open(path, 'r');
  } catch (error) {
    throw storageError(`The content '${key}' cannot be read.`, error);
  }
  try {
    const size = (await fstat(fd)).size;
    const start = Math.min(range.offset, size);
    const end = range.length === undefined ? size : Math.min(size, start + range.length);
    if (end - start > CHUNK_BYTES) {
      return fs.createReadStream('', { fd, start, end: end - 1, highWaterMark: CHUNK_BYTES });
    }
    const bytes = await readPart(fd, start, end);
    await close(fd);
    return inMemory(bytes);
  } catch (error) {
    await close(fd).catch(() => undefined);
    throw storageError(`The content '${key}' cannot be read.`, error);
  }
}

async function readPart(fd: number, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let offset = 0;
  while (offset < bytes.length) {
    const read = await readBytes(fd, bytes, { offset, position: start + offset });
    if (read === 0) break;
    offset += read;
  }
  return bytes.subarray(0, offset);
}

function inMemory(bytes: Buffer): Readable {
  return new Readable({
    read() {
      if (bytes.length > 0) this.push(bytes);
      this.push(null);
    },
  });
}

interface Shard {
  readonly fd: number;
  /** Whose the files in it are to be, where that is not the account of this process. */
  readonly owner: FolderOwner | undefined;
}

interface Shards {
  /** The folder that holds `key`, made when it is missing. */
  of(key: string): Promise<Shard>;
  close(): Promise<void>;
}

/** At most 36² folders, each kept open because every new file needs its folder synced. */
function openShards(root: string): Shards {
  const known = new Map<string, Promise<Shard>>();
  const make = async (name: string): Promise<Shard> => {
    const path = join(root, name);
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    const owner = ownerToGive(root);
    const fd = await open(path, 'r');
    if (first === undefined) return { fd, owner };
    await give(path, owner);
    await syncFolder(root);
    if (first !== path) await syncFolder(dirname(first));
    return { fd, owner };
  };
  return {
    of: (key) => {
      const name = shardName(key);
      let shard = known.get(name);
      if (!shard) {
        shard = make(name).catch((error: unknown) => {
          known.delete(name);
          throw storageError('The folder of contents cannot be used.', error);
        });
        known.set(name, shard);
      }
      return shard;
    },
    close: async () => {
      const open = [...known.values()];
      known.clear();
      for (const shard of open)
        await shard.then(
          ({ fd }) => close(fd),
          () => undefined,
        );
    },
  };
}

async function syncFolder(path: string): Promise<void> {
  const fd = await open(path, 'r');
  try {
    await fsync(fd);
  } finally {
    await close(fd);
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function storageError(sentence: string, cause: unknown): CmisError {
  if (cause instanceof CmisError) return cause;
  const full = codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT';
  return new CmisError('storage', full ? 'The content store has no space left.' : sentence, { cause });
}
