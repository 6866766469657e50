import type { Readable } from 'node:stream';

/**
 * What is known of the text of a content. `done`: all of it can be searched; `partial`: its beginning, up to the
 * greatest length; `none`: there is no text in this kind of file; `failed`: it could not be read; `pending`: a job will.
 */
export const TEXT_STATES = ['done', 'partial', 'none', 'failed', 'pending'] as const;
export type TextState = (typeof TEXT_STATES)[number];

/** The words of a content, ready for the index: literals of `tsvector`, one a row, each far below its greatest size. */
export interface ContentText {
  readonly state: TextState;
  readonly parts: readonly string[];
  /** Small enough to share a row with the words of name and properties. */
  readonly small: boolean;
  /** What it says, to show words in it: its beginning, blanks in a row as one. Undefined: nothing. */
  readonly text?: string;
  /** In which characters a plain text is written, unless that is UTF-8. */
  readonly encoding?: string;
  /** Why it failed, for operators. */
  readonly reason?: string;
}

/** A content whose text is wanted. */
export interface TextSource {
  readonly length: number;
  readonly mimeType: string;
  readonly fileName: string;
  /** A file that holds exactly these bytes, where there is one. */
  readonly path?: string;
  open(): Promise<Readable>;
}

/** Port on whatever gets the words out of files. Never throws for what is in a file. */
export interface TextExtractor {
  /** While a client waits: what takes longer or is larger than a client may wait for becomes `pending`. */
  extract(source: TextSource): Promise<ContentText>;
  /** With the generous limits of a job; never `pending`. */
  extractPatiently(source: TextSource): Promise<ContentText>;
  close(): Promise<void>;
}

export const noText = (state: TextState, reason?: string): ContentText => ({
  state,
  parts: [],
  small: true,
  ...(reason !== undefined && { reason }),
});
