import { withFile, wholeFile } from '../text/source-file';
import type { RenditionDefinition } from './definitions';
import { drawImage, imageAsPage, type Picture } from './draw-image';
import { drawPage } from './draw-page';
import { officeExtension, officePages } from './office';
import type { Rendered, RenderingSource } from './renderer';
import { bareType, sourceKind } from './source-kinds';
import { firstPageOfText, pagesOfText } from './text-pages';
import { Undrawable } from './undrawable';

/** Files are read into memory, and pages of PDFs lie there twice. */
const MAX_BYTES = 150 * 1024 * 1024;

export interface Drawn extends Rendered {
  readonly bytes: Uint8Array;
}

export interface DrawingSource extends RenderingSource {
  /** For what is written on the way; somebody else removes it. */
  readonly folder: string;
  readonly office?: string;
}

/** @throws Error in a sentence for operators when the file cannot be drawn. */
export function draw(source: DrawingSource, wanted: RenditionDefinition): Promise<Drawn> {
  return withFile(source.path, source, async (file) => {
    const kind = sourceKind(source.mimeType);
    const { box, mimeType } = wanted;
    if (box === undefined) {
      if (kind === 'text') return { bytes: await pagesOfText(file) };
      if (kind === 'office') return { bytes: await officePagesOf(source) };
      if (kind === 'image') return { bytes: await imageAsPage(await wholeFile(file, MAX_BYTES)) };
      throw new Undrawable(`There are no pages of files of type '${source.mimeType}'.`);
    }
    const asked = { box, isPng: mimeType === 'image/png' };
    if (kind === 'image') return drawImage({ encoded: await wholeFile(file, MAX_BYTES) }, asked);
    const pdf =
      kind === 'text'
        ? await firstPageOfText(file)
        : kind === 'office'
          ? await officePagesOf(source)
          : await wholeFile(file, MAX_BYTES);
    const picture: Picture = { pixels: await drawPage(pdf, box) };
    return drawImage(picture, asked);
  });
}

function officePagesOf({ path, mimeType, folder, office }: DrawingSource): Promise<Buffer> {
  const extension = officeExtension(bareType(mimeType));
  if (office === undefined || extension === undefined) throw new Undrawable('There is no program for it here.');
  return officePages({ path, extension, office, folder });
}
