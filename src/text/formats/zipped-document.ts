import { Parser } from 'htmlparser2';
import { NoText, UnreadableFile, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';
import { depthGuard, htmlParser } from './markup';
import { withZip, type ZipEntries } from './zip';

/** Documents that are ZIP files of XML: OOXML (Word, Excel, PowerPoint), OpenDocument, EPUB. */
export async function readZippedDocument(file: SourceFile, sink: TextSink): Promise<void> {
  await withZip(file, async (entries) => {
    const { names } = entries;
    if (names.includes('[Content_Types].xml')) await readOfficeOpenXml(entries, sink);
    else if (names.includes('META-INF/container.xml')) await readEpub(entries, sink);
    else if (names.includes('content.xml')) await readOpenDocument(entries, sink);
    else throw new NoText();
  });
}

/** Parts that hold what people write; styles, settings and themes hold none of it. */
const OOXML_PARTS =
  /^(?:docProps\/(?:core|custom)\.xml|word\/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments|glossary\/document)\.xml|xl\/(?:sharedStrings|workbook|comments\d*|worksheets\/[^/]+|threadedComments\/[^/]+|tables\/[^/]+)\.xml|ppt\/(?:slides|notesSlides|comments)\/[^/]+\.xml|(?:word|xl|ppt)\/(?:charts\/chart\d*|drawings\/drawing\d*|diagrams\/data\d*|comments\/[^/]+)\.xml)$/i;
const OOXML_TEXT = new Set(['t', 'v', 'delText', 'text', 'pt']);
const OOXML_BREAKS = new Set(['p', 'tr', 'tc', 'tab', 'br', 'cr', 'si', 'c', 'row', 'is', 'comment', 'noBreakHyphen']);

async function readOfficeOpenXml(entries: ZipEntries, sink: TextSink): Promise<void> {
  const parts = entries.names.filter((name) => OOXML_PARTS.test(name));
  if (parts.length === 0) throw new NoText();
  for (const part of parts) {
    sink.write('\n');
    if (part.startsWith('docProps/')) await readElements(entries.textOf(part), allElements(sink));
    else await readElements(entries.textOf(part), officeElements(sink));
  }
}

interface ElementReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

async function readElements(xml: AsyncIterable<string>, reader: ElementReader): Promise<void> {
  const depth = depthGuard();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth.open();
        reader.open(localName(name), attributes);
      },
      ontext: (text) => reader.text(text),
      onclosetag: (name) => {
        depth.close();
        reader.close(localName(name));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for await (const piece of xml) parser.write(piece);
  parser.end();
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function officeElements(sink: TextSink): ElementReader {
  let inText = 0;
  let fallback = 0;
  // A cell of this kind holds the place of its text among the shared ones.
  let sharedString = false;
  return {
    open: (name, attributes) => {
      if (name === 'Fallback') fallback++;
      if (name === 'c') sharedString = attributes['t'] === 's';
      if (OOXML_BREAKS.has(name)) sink.write('\n');
      if (OOXML_TEXT.has(name) && !(name === 'v' && sharedString)) inText++;
      // Names of sheets and tables, descriptions of pictures.
      const described =
        name === 'sheet' || name === 'tableColumn'
          ? attributes['name']
          : name === 'docPr' || name === 'cNvPr'
            ? attributes['descr']
            : undefined;
      if (described) sink.write(`\n${described}\n`);
    },
    text: (text) => {
      if (inText > 0 && fallback === 0) sink.write(text);
    },
    close: (name) => {
      if (name === 'Fallback') fallback--;
      if (OOXML_TEXT.has(name) && !(name === 'v' && sharedString)) inText--;
      if (OOXML_BREAKS.has(name) || name === 'v') sink.write('\n');
    },
  };
}

function allElements(sink: TextSink): ElementReader {
  return { open: () => sink.write('\n'), text: (text) => sink.write(text), close: () => sink.write('\n') };
}

const ODF_BREAKS = new Set([
  'p',
  'h',
  'tab',
  'line-break',
  's',
  'table-cell',
  'table-row',
  'list-item',
  'title',
  'description',
  'subject',
  'keyword',
  'creator',
  'annotation',
  'note',
  'page',
  'user-defined',
]);

async function readOpenDocument(entries: ZipEntries, sink: TextSink): Promise<void> {
  const manifest = entries.names.includes('META-INF/manifest.xml')
    ? await entries.beginningOf('META-INF/manifest.xml', 100_000)
    : '';
  if (manifest.includes('encryption-data')) throw new UnreadableFile('It is encrypted.');
  // Headers and footers are part of the styles.
  for (const part of ['meta.xml', 'content.xml', 'styles.xml']) {
    sink.write('\n');
    const breakAt = (name: string): void => {
      if (ODF_BREAKS.has(name)) sink.write('\n');
    };
    await readElements(entries.textOf(part), {
      open: (name, attributes) => {
        breakAt(name);
        if (name === 'table' && attributes['table:name']) sink.write(`\n${attributes['table:name']}\n`);
      },
      text: (text) => sink.write(text),
      close: breakAt,
    });
  }
}

async function readEpub(entries: ZipEntries, sink: TextSink): Promise<void> {
  if (entries.names.includes('META-INF/encryption.xml')) {
    const encryption = await entries.beginningOf('META-INF/encryption.xml', 100_000);
    if (/\.x?html?["']/i.test(encryption)) throw new UnreadableFile('It is encrypted.');
  }
  for (const name of entries.names) {
    if (/\.opf$/i.test(name)) await readElements(entries.textOf(name), allElements(sink));
    if (!/\.(?:x?html?|xml)$/i.test(name) || name.startsWith('META-INF/')) continue;
    const parser = htmlParser(sink);
    for await (const piece of entries.textOf(name)) parser.write(piece);
    parser.end();
    sink.write('\n');
  }
}
