import type { Readable } from 'node:stream';

/** A part of a content: `offset` from the start, `length` undefined for the rest; both in bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length?: number;
}

/** What a store knows of bytes that it has made durable. */
export interface StoredBytes {
  readonly key: string;
  readonly length: number;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string;
}

/**
 * Where bytes live. Keys are chosen by the core and never used twice; bytes under a key never change.
 * Every implementation passes `test/contract/content-store.contract.ts`.
 */
export interface ContentStore {
  /** Stores the whole source durably under `key`; a failing source leaves nothing. @throws CmisError `storage`. */
  put(key: string, source: Readable): Promise<StoredBytes>;
  /** Bytes of `key`, or of a part of them. @throws CmisError `storage` when the key is unknown. */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** A file that holds exactly the bytes of `key`, where the store has such files. It is only read, and only while the key is in use. */
  path?(key: string): string;
  /** Removes the bytes; an unknown key is no error. */
  delete(key: string): Promise<void>;
}
