import type { ContentText, TextState } from './text-extractor';

/** A content as the index knows it: where its bytes are, and what they are called. */
export interface IndexedContent {
  readonly key: number;
  readonly pieces: readonly { readonly key: string; readonly length: number }[];
  readonly length: number;
  readonly mimeType: string;
  readonly fileName: string;
}

/** An object, a working copy, or a frozen version. */
export interface IndexedOwner {
  readonly table: 'objects' | 'versions';
  /** Key in its table. */
  readonly key: number;
  readonly content?: IndexedContent;
}

/** Where a walk over all owners stands: objects come before versions, each by key. */
export type OwnerPlace = Pick<IndexedOwner, 'table' | 'key'>;

/** Port on the index of words, for those who fill it afterwards. */
export interface TextIndex {
  /** Undefined when no object or version has the content any more. */
  content(key: number): Promise<IndexedContent | undefined>;
  /** Writes what was found in a content to all who have it. One transaction. */
  writeContent(key: number, text: ContentText): Promise<void>;
  /** The owners after a place, at most `limit`. */
  owners(after: OwnerPlace | undefined, limit: number): Promise<readonly IndexedOwner[]>;
  /**
   * Writes the words of an owner anew, `kept`: those of its name and properties alone; one whose content is another one
   * by now was written by whoever changed it.
   */
  writeOwner(owner: IndexedOwner, text: ContentText | 'kept' | undefined): Promise<void>;
  countOwners(): Promise<number>;
  /** How many contents are in these states. */
  countStates(): Promise<Readonly<Partial<Record<TextState, number>>>>;
}
