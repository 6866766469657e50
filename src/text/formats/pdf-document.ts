import type { PDFiumDocument } from '@hyzyla/pdfium';
import { UnreadableFile } from '../source-file';

/** What the library keeps to itself of its WebAssembly module; numbers are addresses and handles. ISO 32000-1 §12. */
interface Module {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(size: number): number; free(address: number): void };
  _FPDF_GetPageCount(document: number): number;
  _FPDF_GetFormType(document: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, size: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetText(text: number, start: number, count: number, buffer: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_GetAnnot(page: number, index: number): number;
  _FPDFPage_CloseAnnot(annotation: number): void;
  _FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFormFieldValue(form: number, annotation: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFileAttachment(annotation: number): number;
  _FPDFBookmark_GetFirstChild(document: number, bookmark: number): number;
  _FPDFBookmark_GetNextSibling(document: number, bookmark: number): number;
  _FPDFBookmark_GetTitle(bookmark: number, buffer: number, size: number): number;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, size: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, size: number, length: number): number;
}

/** A piece of text, or a file that is attached. */
export type PdfPart = { readonly text: string } | { readonly name: string; readonly bytes: Buffer };

/** Of one attached file. */
const MAX_ATTACHED_BYTES = 50 * 1024 * 1024;
const MAX_ATTACHED = 1000;
/** How many pages there are is only said, and may be a lie. */
const MAX_BROKEN_PAGES = 1000;
const MAX_BOOKMARKS = 100_000;

/**
 * All that a PDF says: title and the like, each page with its notes and what is filled into its forms, the outline, and
 * what is attached. Pages that are broken are left out. A page is closed before the next one is opened.
 */
export function* partsOfPdf(document: PDFiumDocument): Generator<PdfPart> {
  const { module, documentIdx: handle } = document as unknown as { module: Module; documentIdx: number };
  for (const tag of ['Title', 'Author', 'Subject', 'Keywords'])
    yield {
      text: withName(module, tag, (name) => textOf(module, (...at) => module._FPDF_GetMetaText(handle, name, ...at))),
    };
  const form = module._FPDF_GetFormType(handle) === 0 ? 0 : formOf(document);
  const pages = module._FPDF_GetPageCount(handle);
  let broken = 0;
  for (let index = 0; index < pages; index++) {
    const page = module._FPDF_LoadPage(handle, index);
    if (page === 0) {
      if (++broken > MAX_BROKEN_PAGES) break;
      continue;
    }
    try {
      yield { text: pageText(module, page) };
      yield* notesOf(module, page, form);
    } finally {
      module._FPDF_ClosePage(page);
    }
  }
  yield* outlineOf(module, handle);
  const attached = Math.min(module._FPDFDoc_GetAttachmentCount(handle), MAX_ATTACHED);
  for (let index = 0; index < attached; index++)
    yield* attachedFile(module, module._FPDFDoc_GetAttachment(handle, index));
}

function formOf(document: PDFiumDocument): number {
  try {
    return document.initializeFormFields();
  } catch {
    // What is in its fields is lost, and nothing else.
    return 0;
  }
}

function pageText(module: Module, page: number): string {
  const text = module._FPDFText_LoadPage(page);
  if (text === 0) return '';
  try {
    const count = module._FPDFText_CountChars(text);
    if (count <= 0) return '';
    return withMemory(module, (count + 1) * 2, (address) => {
      const length = module._FPDFText_GetText(text, 0, count, address);
      return decode(module, address, Math.max(0, length - 1) * 2);
    });
  } finally {
    module._FPDFText_ClosePage(text);
  }
}

function* notesOf(module: Module, page: number, form: number): Generator<PdfPart> {
  const count = module._FPDFPage_GetAnnotCount(page);
  for (let index = 0; index < count; index++) {
    const note = module._FPDFPage_GetAnnot(page, index);
    if (note === 0) continue;
    try {
      yield {
        text: withName(module, 'Contents', (key) =>
          textOf(module, (...at) => module._FPDFAnnot_GetStringValue(note, key, ...at)),
        ),
      };
      if (form !== 0) yield { text: textOf(module, (...at) => module._FPDFAnnot_GetFormFieldValue(form, note, ...at)) };
      yield* attachedFile(module, module._FPDFAnnot_GetFileAttachment(note));
    } finally {
      module._FPDFPage_CloseAnnot(note);
    }
  }
}

/** Outlines may have loops. */
function* outlineOf(module: Module, handle: number): Generator<PdfPart> {
  const seen = new Set<number>([0]);
  const waiting = [module._FPDFBookmark_GetFirstChild(handle, 0)];
  for (let bookmark = waiting.pop(); bookmark !== undefined; bookmark = waiting.pop()) {
    const current = bookmark;
    if (seen.has(current) || seen.size > MAX_BOOKMARKS) continue;
    seen.add(current);
    yield { text: textOf(module, (...at) => module._FPDFBookmark_GetTitle(current, ...at)) };
    waiting.push(module._FPDFBookmark_GetNextSibling(handle, current));
    waiting.push(module._FPDFBookmark_GetFirstChild(handle, current));
  }
}

function* attachedFile(module: Module, file: number): Generator<PdfPart> {
  if (file === 0) return;
  const name = textOf(module, (...at) => module._FPDFAttachment_GetName(file, ...at));
  const bytes = withMemory(module, 4, (length) => {
    const lengthIs = (): number => new DataView(module.HEAPU8.buffer).getUint32(length, true);
    if (!module._FPDFAttachment_GetFile(file, 0, 0, length) || lengthIs() > MAX_ATTACHED_BYTES) return Buffer.alloc(0);
    const size = lengthIs();
    return withMemory(module, size, (address) =>
      module._FPDFAttachment_GetFile(file, address, size, length)
        ? Buffer.from(module.HEAPU8.subarray(address, address + size))
        : Buffer.alloc(0),
    );
  });
  yield { name, bytes };
}

/** Longer texts of one note or field are left out. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/** What `get` writes in UTF-16 with a zero behind it; it answers how many bytes that takes, also when they do not fit. */
function textOf(module: Module, get: (buffer: number, size: number) => number): string {
  const size = get(0, 0);
  if (size <= 2 || size > MAX_TEXT_BYTES) return '';
  return withMemory(module, size, (address) => decode(module, address, get(address, size) - 2));
}

const decode = (module: Module, address: number, length: number): string =>
  Buffer.from(module.HEAPU8.buffer, address, length).toString('utf16le');

const withName = <T>(module: Module, name: string, use: (address: number) => T): T =>
  withMemory(module, name.length + 1, (address) => {
    module.HEAPU8.set(Buffer.from(`${name}\0`, 'latin1'), address);
    return use(address);
  });

function withMemory<T>(module: Module, size: number, use: (address: number) => T): T {
  const address = module.wasmExports.malloc(Math.max(size, 1));
  if (address === 0) throw new UnreadableFile('There is no memory for it.');
  try {
    return use(address);
  } finally {
    module.wasmExports.free(address);
  }
}
