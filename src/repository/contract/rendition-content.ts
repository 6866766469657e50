import type { ContentStore } from '../../content/content-store';
import type { ContentAnswer } from './content-answer';
import type { StoredRendition } from '../storage/renditions';

/** The bytes of a rendition. */
export function renditionContent(
  store: ContentStore,
  { id, key, length, mimeType, made }: StoredRendition,
  fileName: string,
): ContentAnswer {
  return { content: { id, length, mimeType, fileName }, modified: made, open: (range) => store.open(key, range) };
}
