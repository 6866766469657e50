import { NoText, inMemory, type ReadAttached } from '../source-file';
import type { TextSink } from '../text-sink';
import { allElements, readElements, type ElementReader } from './xml-elements';
import type { ZipEntries } from './zip';

/** Parts that hold what people write; styles, settings and themes hold none of it. */
const PARTS =
  /^(?:docProps\/(?:core|custom)\.xml|word\/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments|glossary\/document)\.xml|xl\/(?:sharedStrings|workbook|comments\d*|worksheets\/[^/]+|chartsheets\/[^/]+|threadedComments\/[^/]+|tables\/[^/]+)\.xml|ppt\/(?:slides|slideLayouts|slideMasters|notesSlides|comments)\/[^/]+\.xml|visio\/pages\/page\d+\.xml|(?:word|xl|ppt)\/(?:charts\/chart(?:Ex)?\d*|drawings\/drawing\d*|diagrams\/data\d*|comments\/[^/]+)\.xml)$/i;
/** Files in the file: documents that are shown in it, and such as Word takes over when it opens it. */
const EMBEDDED = /^(?:(?:word|xl|ppt)\/embeddings\/[^/]+|word\/afchunk[^/]*)$/i;
const MAX_EMBEDDED_BYTES = 50 * 1024 * 1024;

const TEXT = new Set(['t', 'v', 'delText', 'text', 'Text', 'pt', 'author']);
const BREAKS = new Set('p tr tc tab br cr si c row is comment noBreakHyphen Shape author'.split(' '));
/** Headers and footers of sheets, with codes in them. */
const PAGE_MARGINS = new Set('oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter'.split(' '));

/** Word, Excel, PowerPoint and Visio of today; ECMA-376. `readAttached` is for documents that are embedded. */
export async function readOfficeOpenXml(
  entries: ZipEntries,
  sink: TextSink,
  readAttached: ReadAttached,
): Promise<void> {
  const parts = entries.names.filter((name) => PARTS.test(name));
  if (parts.length === 0) throw new NoText();
  for (const part of parts) {
    sink.write('\n');
    await readElements(
      entries.textOf(part),
      part.startsWith('docProps/') ? allElements(sink) : officeElements(sink, part),
    );
  }
  for (const name of entries.names) {
    const bytes = EMBEDDED.test(name) ? await entries.bytesOf(name, MAX_EMBEDDED_BYTES) : undefined;
    if (bytes) await readAttached(inMemory(bytes, { mimeType: '', fileName: name }));
  }
}

/** What is shown and stands in no text: names of sheets and columns, descriptions of pictures, who commented. */
function describedBy(name: string, attributes: Readonly<Record<string, string>>): readonly (string | undefined)[] {
  if (name === 'sheet' || name === 'tableColumn') return [attributes['name']];
  if (name === 'docPr' || name === 'cNvPr') return [attributes['title'], attributes['descr']];
  return name === 'comment' ? [attributes['w:author']] : [];
}

function officeElements(sink: TextSink, part: string): ElementReader {
  // What stands at the places of titles and texts there is shown on no slide.
  const isPattern = /\/slide(?:Layouts|Masters)\//i.test(part);
  let [inText, fallback] = [0, 0];
  // A cell of this kind holds the place of its text among the shared ones.
  let sharedString = false;
  let [inPlaceholder, inDeleted] = [false, false];
  let margin: string | undefined;
  const deleted = textApart(sink);
  const isText = (name: string): boolean => TEXT.has(name) && !(name === 'v' && sharedString);
  return {
    open: (name, attributes) => {
      if (name === 'Fallback') fallback++;
      if (name === 'c') sharedString = attributes['t'] === 's';
      if (name === 'sp') inPlaceholder = false;
      if (name === 'ph') inPlaceholder = isPattern;
      if (PAGE_MARGINS.has(name)) margin = '';
      if (BREAKS.has(name)) sink.write('\n');
      if (isText(name)) inText++;
      if (name === 'delText') inDeleted = true;
      for (const described of describedBy(name, attributes)) if (described) sink.write(`\n${described}\n`);
    },
    text: (text) => {
      if (margin !== undefined && margin.length < MAX_MARGIN) margin += text;
      if (inText > 0 && fallback === 0 && !inPlaceholder) (inDeleted ? deleted : sink).write(text);
    },
    close: (name) => {
      if (name === 'Fallback') fallback--;
      if (isText(name)) inText--;
      if (name === 'delText') inDeleted = false;
      if (name === 'del') deleted.write(' ');
      if (name === 'p') deleted.flush();
      if (BREAKS.has(name) || name === 'v') sink.write('\n');
      if (margin !== undefined && PAGE_MARGINS.has(name)) {
        sink.write(`\n${margin.replace(MARGIN_CODES, ' ')}\n`);
        margin = undefined;
      }
    },
  };
}

/** What was taken out of a paragraph makes no word with what has taken its place: it comes behind the paragraph. */
function textApart(sink: TextSink): TextSink & { flush(): void } {
  let text = '';
  const flush = (): void => {
    if (text.trim() !== '') sink.write(`\n${text}`);
    text = '';
  };
  return {
    flush,
    write: (piece) => {
      text += piece;
      if (text.length > MAX_APART) flush();
    },
  };
}

const MAX_APART = 100_000;

const MAX_MARGIN = 10_000;
/** Fonts, colours, sizes and places; ECMA-376 Part 1 §18.3.1.46. */
const MARGIN_CODES = /&(?:"[^"]*"|K[\dA-F]{6}|\d+|.)/gi;
