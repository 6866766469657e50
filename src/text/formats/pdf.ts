import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { inMemory, NoText, UnreadableFile, wholeFile, type ReadAttached, type SourceFile } from '../source-file';
import { TextLimit, type TextSink } from '../text-sink';
import { partsOfPdf } from './pdf-document';

/** The whole file lies in memory, twice. */
const MAX_BYTES = 300 * 1024 * 1024;

/** Words that are divided at the end of a line come with one of these for the hyphen. */
const DIVIDED = new RegExp(`[${String.fromCharCode(2)}\ufffe]\\r?\\n?`, 'g');

let loading: Promise<PDFiumLibrary | undefined> | undefined;

/** A PDF with all that is in it. Without the optional library there is no text in it. */
export async function readPdf(file: SourceFile, sink: TextSink, readAttached: ReadAttached): Promise<void> {
  const library = await (loading ??= load());
  if (!library) throw new NoText();
  const document = await library.loadDocument(await wholeFile(file, MAX_BYTES)).catch((error: Error) => {
    throw new UnreadableFile(error.message);
  });
  try {
    await writeParts(document, sink, readAttached);
    document.destroy();
  } catch (error) {
    // What has brought it down once is of no use for the next file.
    if (!(error instanceof UnreadableFile || error instanceof TextLimit)) loading = undefined;
    else document.destroy();
    throw error;
  }
}

async function writeParts(document: PDFiumDocument, sink: TextSink, readAttached: ReadAttached): Promise<void> {
  for (const part of partsOfPdf(document)) {
    if ('text' in part) {
      if (part.text !== '') sink.write(`${part.text.replace(DIVIDED, '')}\n`);
      continue;
    }
    sink.write(`${part.name}\n`);
    await readAttached(inMemory(part.bytes, { mimeType: '', fileName: part.name }));
    sink.write('\n');
  }
}

async function load(): Promise<PDFiumLibrary | undefined> {
  try {
    const { PDFiumLibrary } = await import('@hyzyla/pdfium');
    return await PDFiumLibrary.init();
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}
