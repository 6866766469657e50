import type { RenditionDefinition } from './definitions';

/** A file that something is to be made of. */
export interface RenderingSource {
  readonly path: string;
  readonly mimeType: string;
  readonly fileName: string;
}

/** What was made: the file, and its size in pixels where it has one. */
export interface Rendered {
  readonly width?: number;
  readonly height?: number;
}

export type RenderingOutcome =
  | { readonly kind: 'made'; readonly rendered: Rendered }
  /** Nothing can be made of this file: it is broken, encrypted, or takes more than it may have. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Port on whatever draws files. */
export interface Renderer {
  /** What can be made of files of this type, in the order of names. */
  offered(mimeType: string): Promise<readonly RenditionDefinition[]>;
  /** Writes the rendition of a file into the file `target`. Never throws for what is in a file. */
  render(source: RenderingSource, wanted: RenditionDefinition, target: string): Promise<RenderingOutcome>;
  /** Ends what is in progress. */
  close(): Promise<void>;
}

/** For where nothing is drawn. */
export const noRenderer: Renderer = {
  offered: () => Promise.resolve([]),
  render: () => Promise.resolve({ kind: 'failed', reason: 'Nothing is drawn here.' }),
  close: () => Promise.resolve(),
};
