import { withFile, wholeFile } from '../text/source-file';
import type { RenditionDefinition } from './definitions';
import { drawImage, imageAsPage, type Picture } from './draw-image';
import { drawPage } from './draw-page';
import type { Rendered } from './renderer';
import { sourceKind } from './source-kinds';
import { firstPageOfText, pagesOfText } from './text-pages';
import { Undrawable } from './undrawable';

/** Files are read into memory, and pages of PDFs lie there twice. */
const MAX_BYTES = 150 * 1024 * 1024;

export interface Drawn extends Rendered {
  readonly bytes: Uint8Array;
}

/** @throws Error in a sentence for operators when the file cannot be drawn. */
export function draw(
  source: { readonly path: string; readonly mimeType: string; readonly fileName: string },
  wanted: RenditionDefinition,
): Promise<Drawn> {
  return withFile(source.path, source, async (file) => {
    const kind = sourceKind(source.mimeType);
    const { box, mimeType } = wanted;
    if (box === undefined) {
      if (kind === 'text') return { bytes: await pagesOfText(file) };
      if (kind === 'image') return { bytes: await imageAsPage(await wholeFile(file, MAX_BYTES)) };
      throw new Undrawable(`There are no pages of files of type '${source.mimeType}'.`);
    }
    const asked = { box, isPng: mimeType === 'image/png' };
    if (kind === 'image') return drawImage({ encoded: await wholeFile(file, MAX_BYTES) }, asked);
    const pdf = kind === 'text' ? await firstPageOfText(file) : await wholeFile(file, MAX_BYTES);
    const picture: Picture = { pixels: await drawPage(pdf, box) };
    return drawImage(picture, asked);
  });
}
