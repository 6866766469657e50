import type { StoredObject } from '../values/stored-object';

export type DownloadStatus = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'MAX_CONTENT_SIZE_EXCEEDED';

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** An archive that is made for somebody. */
export interface StoredDownload {
  readonly status: DownloadStatus;
  readonly added: Amount;
  readonly total: Amount;
  /** Uuids of what goes into it. */
  readonly roots: readonly string[];
}

/** The ports for archives; each function is one statement. */
export interface DownloadReader {
  /** Undefined when the object is none. */
  find(object: StoredObject): Promise<StoredDownload | undefined>;
  /** Documents with content in these objects, and in what is below them, that the caller may see. */
  amount(objectKeys: readonly number[]): Promise<Amount>;
}

export interface DownloadWriter {
  /** The caller's. A job makes it. */
  add(object: StoredObject, roots: readonly string[]): Promise<void>;
  /** False when the archive is no more in one of the states `from`. */
  change(
    object: StoredObject,
    change: {
      readonly from: readonly DownloadStatus[];
      readonly status: DownloadStatus;
      readonly added?: Amount;
      readonly total?: Amount;
    },
  ): Promise<boolean>;
}
