import { officeExtension } from './office';

/** How a file is drawn. */
export type SourceKind = 'image' | 'pages' | 'text' | 'office';

/** What this machine has for drawing: the libraries for images and for pages of PDFs are optional. */
export interface Abilities {
  readonly images: boolean;
  readonly pages: boolean;
  /** A program that prints office documents. */
  readonly office: boolean;
}

const IMAGES = /^image\/(?:jpeg|pjpeg|png|gif|webp|tiff|svg\+xml|avif)$/;
const TEXTS =
  /^(?:text\/(?:plain|csv|tab-separated-values|markdown|x-markdown|css|javascript|xml|calendar|x-[\w.+-]+)|application\/(?:json|xml|javascript|x-javascript|x-sh|yaml|x-yaml|sql))$/;

/** Undefined: files of this type are not drawn. */
export function sourceKind(mimeType: string): SourceKind | undefined {
  const type = bareType(mimeType);
  if (IMAGES.test(type)) return 'image';
  if (type === 'application/pdf') return 'pages';
  if (officeExtension(type) !== undefined) return 'office';
  return TEXTS.test(type) ? 'text' : undefined;
}

/** Whether such a file can be drawn as an image, and as pages. */
export function drawable(
  kind: SourceKind,
  { images, pages, office }: Abilities,
): { readonly image: boolean; readonly pdf: boolean } {
  switch (kind) {
    case 'image':
      return { image: images, pdf: images };
    case 'pages':
      return { image: images && pages, pdf: false };
    case 'office':
      return { image: images && pages && office, pdf: office };
    case 'text':
      return { image: images && pages, pdf: true };
  }
}

/** A media type without its parameters. */
export const bareType = (mimeType: string): string => mimeType.replace(/;.*/s, '').trim().toLowerCase();
