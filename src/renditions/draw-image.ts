import type Sharp from 'sharp';
import type { Rendered } from './renderer';
import { pdfOfJpeg } from './pdf-file';
import { Undrawable } from './undrawable';

/** An image as a file, or as bare pixels. */
export type Picture = { readonly encoded: Buffer } | { readonly pixels: Pixels };

/** Red, green, blue and opacity, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** About 400 MB of pixels: larger ones are made to do harm. */
const MAX_PIXELS = 100_000_000;
const JPEG_QUALITY = 85;
/** Of a page with an image; enough for print. */
const PAGE_PIXELS = 2400;

let loading: Promise<typeof Sharp | undefined> | undefined;

/** The optional library for images; undefined where it is not there or does not run. */
export function imageLibrary(): Promise<typeof Sharp | undefined> {
  return (loading ??= load());
}

async function load(): Promise<typeof Sharp | undefined> {
  try {
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  } catch {
    return undefined;
  }
}

async function opened(picture: Picture): Promise<Sharp.Sharp> {
  const sharp = await imageLibrary();
  if (!sharp) throw new Undrawable('The library for images is not there.');
  const limits = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
  // From memory, so that nothing in an SVG leads to files beside it.
  if ('encoded' in picture) return sharp(picture.encoded, limits).autoOrient();
  const { data, width, height } = picture.pixels;
  return sharp(data, { ...limits, raw: { width, height, channels: 4 } });
}

/** Turned as its camera says, ratio kept, never enlarged. */
export async function drawImage(
  picture: Picture,
  { box, isPng }: { readonly box: number; readonly isPng: boolean },
): Promise<Rendered & { readonly bytes: Uint8Array }> {
  const image = (await opened(picture)).resize(box, box, { fit: 'inside', withoutEnlargement: true });
  const file = isPng ? image.png() : image.flatten({ background: '#ffffff' }).jpeg({ quality: JPEG_QUALITY });
  const { data, info } = await file.toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** A PDF of one page with the image on it. */
export async function imageAsPage(encoded: Buffer): Promise<Uint8Array> {
  const image = (await opened({ encoded })).resize(PAGE_PIXELS, PAGE_PIXELS, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer({ resolveWithObject: true });
  return pdfOfJpeg({ bytes: data, width: info.width, height: info.height, isGrey: info.channels === 1 });
}
