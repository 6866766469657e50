import type { Readable } from 'node:stream';
import type { ByteRange } from '../../content/content-store';
import type { StoredContent } from '../values/stored-object';

export interface ContentAnswer {
  readonly content: Pick<StoredContent, 'id' | 'length' | 'mimeType' | 'fileName'>;
  /** For ETag and Last-Modified: changes whenever the bytes may have. */
  readonly modified: number;
  /** Opens the bytes; nothing is open before. */
  open(range?: ByteRange): Promise<Readable>;
}
