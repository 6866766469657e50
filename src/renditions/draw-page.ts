import type { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Pixels } from './draw-image';
import { Undrawable } from './undrawable';

let loading: Promise<PDFiumLibrary | undefined> | undefined;

/** The optional library for PDFs; undefined where it is not there or does not run. */
export function pageLibrary(): Promise<PDFiumLibrary | undefined> {
  return (loading ??= load());
}

async function load(): Promise<PDFiumLibrary | undefined> {
  try {
    const { PDFiumLibrary } = await import('@hyzyla/pdfium');
    return await PDFiumLibrary.init();
  } catch {
    return undefined;
  }
}

/** The first page of a PDF, its longer side of at least `box` pixels, so that what is made of it is sharp. */
export async function drawPage(pdf: Uint8Array, box: number): Promise<Pixels> {
  const library = await pageLibrary();
  if (!library) throw new Undrawable('The library for PDFs is not there.');
  const document = await library.loadDocument(pdf).catch((error: Error) => {
    throw new Undrawable(error.message);
  });
  try {
    if (document.getPageCount() === 0) throw new Undrawable('It has no pages.');
    const page = document.getPage(0);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const longer = Math.max(originalWidth, originalHeight);
    const shorter = Math.min(originalWidth, originalHeight);
    if (!(shorter > 0)) throw new Undrawable('Its first page has no size.');
    const wanted = Math.max(box, 2 * Math.min(box, 480));
    // The shorter side of a strip is still a pixel.
    const scale = wanted / longer;
    const width = Math.max(1, Math.round(originalWidth * scale));
    const height = Math.max(1, Math.round(originalHeight * scale));
    const { data } = await page.render({ render: 'bitmap', scale: 1, width, height, renderFormFields: true });
    return { data, width, height };
  } finally {
    document.destroy();
  }
}
