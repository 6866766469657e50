import type { ContentStore } from '../../content/content-store';
import type { PropertyChanges } from '../../model/properties';
import type { TextExtractor, TextSource } from '../../text/text-extractor';
import { contentNames, openPieces } from './content-stream';
import type { StagedContent } from '../contract/new-object';
import type { StoredContent } from '../values/stored-object';

export interface TextParts {
  readonly store: ContentStore;
  readonly text: TextExtractor;
}

type Pieces = Pick<StoredContent, 'pieces' | 'length' | 'mimeType' | 'fileName'>;

/** What an extractor needs to read a content, however many pieces it has. */
export function textSource(store: ContentStore, content: Pieces): TextSource {
  const [only, more] = content.pieces;
  const path = only && !more ? store.path?.(only.key) : undefined;
  return {
    length: content.length,
    mimeType: content.mimeType,
    fileName: content.fileName,
    ...(path !== undefined && { path }),
    open: () => openPieces(store, content),
  };
}

/** The staged content with the words in it, found before any transaction begins. `name`: of the document. */
export async function withWords(parts: TextParts, content: StagedContent, name: string): Promise<StagedContent> {
  const { key, length } = content;
  const source = textSource(parts.store, { pieces: [{ key, length }], length, ...contentNames(name, content) });
  return { ...content, text: await parts.text.extract(source) };
}

interface WithContent {
  readonly content?: StagedContent;
  readonly properties?: PropertyChanges;
}

/** The input of an operation with the words of its content, if it has any. */
export async function inputWithWords<I extends WithContent>(parts: TextParts, input: I): Promise<I> {
  if (!input.content) return input;
  const name = input.properties?.['cmis:name'];
  return { ...input, content: await withWords(parts, input.content, typeof name === 'string' ? name : '') };
}
