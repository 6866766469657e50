import type { PDFiumLibrary } from '@hyzyla/pdfium';
import { NoText, UnreadableFile, wholeFile, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';

/** The whole file lies in memory, twice. */
const MAX_BYTES = 150 * 1024 * 1024;

/** Words that are divided at the end of a line come with one of these for the hyphen. */
const DIVIDED = new RegExp(`[${String.fromCharCode(2)}\ufffe]\\r?\\n?`, 'g');

let loading: Promise<PDFiumLibrary | undefined> | undefined;

/** Pages of a PDF. Without the optional library there is no text in it. */
export async function readPdf(file: SourceFile, sink: TextSink): Promise<void> {
  const library = await (loading ??= load());
  if (!library) throw new NoText();
  const document = await library.loadDocument(await wholeFile(file, MAX_BYTES)).catch((error: Error) => {
    throw new UnreadableFile(error.message);
  });
  try {
    for (const page of document.pages()) {
      sink.write(page.getText().replace(DIVIDED, ''));
      sink.write('\n');
    }
  } finally {
    document.destroy();
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
