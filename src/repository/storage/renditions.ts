/** The ports on renditions: what has been made of contents, whoever has these. */
import type { RenditionDefinition } from '../../renditions/definitions';
import type { StoredContent } from '../values/stored-object';

/** A rendition as it lies in the content store. */
export interface StoredRendition {
  readonly name: string;
  /** Public, opaque. */
  readonly id: string;
  readonly key: string;
  readonly length: number;
  readonly sha256: string;
  readonly mimeType: string;
  /** Pixels; undefined: it has pages. */
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds since 1970. */
  readonly made: number;
}

/** Each function is one statement. */
export interface RenditionReader {
  /** Of many contents at once, by the content's key, in the order of their names. */
  ofContents(contentKeys: readonly number[]): Promise<ReadonlyMap<number, readonly StoredRendition[]>>;
}

export interface RenditionWriter {
  /** A job makes them; one that waits for its turn is not asked for twice. */
  request(content: StoredContent, definitions: readonly RenditionDefinition[]): Promise<void>;
  /** Those of them that could not be made of this content, not long ago. */
  failures(
    content: StoredContent,
    definitions: readonly RenditionDefinition[],
  ): Promise<readonly { readonly name: string; readonly reason: string }[]>;
  /** False when there is none of this name. Its bytes are let go. */
  remove(content: StoredContent, name: string): Promise<boolean>;
}
