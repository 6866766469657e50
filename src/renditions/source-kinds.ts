/** How a file is drawn. */
export type SourceKind = 'image' | 'pages' | 'text';

/** What this machine has for drawing: the libraries for images and for pages of PDFs are optional. */
export interface Abilities {
  readonly images: boolean;
  readonly pages: boolean;
}

const IMAGES = /^image\/(?:jpeg|pjpeg|png|gif|webp|tiff|svg\+xml|avif)$/;
const TEXTS =
  /^(?:text\/(?:plain|csv|tab-separated-values|markdown|x-markdown|css|javascript|xml|calendar|x-[\w.+-]+)|application\/(?:json|xml|javascript|x-javascript|x-sh|yaml|x-yaml|sql))$/;

/** Undefined: files of this type are not drawn. */
export function sourceKind(mimeType: string): SourceKind | undefined {
  const type = mimeType.replace(/;.*/s, '').trim().toLowerCase();
  if (IMAGES.test(type)) return 'image';
  if (type === 'application/pdf') return 'pages';
  return TEXTS.test(type) ? 'text' : undefined;
}

/** Whether such a file can be drawn as an image, and as pages. */
export function drawable(
  kind: SourceKind,
  { images, pages }: Abilities,
): { readonly image: boolean; readonly pdf: boolean } {
  switch (kind) {
    case 'image':
      return { image: images, pdf: images };
    case 'pages':
      return { image: images && pages, pdf: false };
    case 'text':
      return { image: images && pages, pdf: true };
  }
}
