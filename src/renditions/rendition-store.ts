import type { Rendered } from './renderer';

/** A content of which a rendition was asked for. */
export interface RenditionSource {
  readonly contentKey: number;
  readonly pieces: readonly { readonly key: string; readonly length: number }[];
  readonly length: number;
}

/** Port on the table of renditions, for those who make them. */
export interface RenditionStore {
  /** Undefined when the content is gone, or has the rendition already. */
  wanted(contentKey: number, name: string): Promise<RenditionSource | undefined>;
  /** Remembers that it could not be made of this content. */
  fail(failed: { readonly contentKey: number; readonly name: string; readonly reason: string }): Promise<void>;
  /** Claims the staged bytes as that rendition; false when the content is gone or another process was faster. */
  add(
    made: Rendered & {
      readonly contentKey: number;
      readonly name: string;
      readonly mimeType: string;
      readonly bytes: { readonly key: string; readonly length: number; readonly sha256: string };
    },
  ): Promise<boolean>;
}
