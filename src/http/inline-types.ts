/**
 * Types that a browser may show on the pages of this server: none of them runs as a script of it. Anything else, such
 * as HTML or SVG, is for saving only: it was uploaded by somebody and would act as whoever looks at it.
 */
const HARMLESS = new Set([
  'application/octet-stream',
  'application/pdf',
  'image/avif',
  'image/bmp',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
  'text/plain',
]);

/** How a content is offered to a client that asked for `wanted`. */
export function safeDisposition(mimeType: string, wanted: 'inline' | 'attachment'): 'inline' | 'attachment' {
  if (wanted === 'attachment') return 'attachment';
  const type = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return HARMLESS.has(type) || /^(?:audio|video)\/[\w.+-]+$/.test(type) ? 'inline' : 'attachment';
}
