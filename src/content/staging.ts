import type { Readable } from 'node:stream';
import type { StoredBytes } from './content-store';

/** Port on content written before its object exists; a binding stages an upload, an operation claims its key. */
export interface Staging {
  /**
   * Streams the source into the store under a fresh key that is noted as unclaimed before its first byte. @throws
   * CmisError `storage`, or `constraint` when it grows beyond the size limit.
   */
  stage(source: Readable): Promise<StoredBytes>;
  /** Deletes the bytes unless an object claimed them; safe to call always. */
  release(key: string): Promise<void>;
  /** The same within about a second, many keys at once: for content that was very likely claimed. */
  releaseSoon(key: string): void;
}
