import { NoText, UnreadableFile, type ReadAttached, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';
import { htmlParser } from './markup';
import { readOfficeOpenXml } from './office-open-xml';
import { allElements, readElements } from './xml-elements';
import { withZip, type ZipEntries } from './zip';

/** Documents that are ZIP files of XML: OOXML (Word, Excel, PowerPoint), OpenDocument, EPUB. */
export async function readZippedDocument(file: SourceFile, sink: TextSink, readAttached: ReadAttached): Promise<void> {
  await withZip(file, async (entries) => {
    const { names } = entries;
    if (names.includes('[Content_Types].xml')) await readOfficeOpenXml(entries, sink, readAttached);
    else if (names.includes('META-INF/container.xml')) await readEpub(entries, sink);
    else if (names.includes('content.xml')) await readOpenDocument(entries, sink);
    else if (names.includes('encrypted-package')) throw new UnreadableFile('It is encrypted.');
    else throw new NoText();
  });
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
  // Charts, formulas and other documents in it have folders of their own.
  const embedded = entries.names.filter((name) => /^[^/]+\/content\.xml$/.test(name));
  // Headers and footers are part of the styles.
  for (const part of ['meta.xml', 'content.xml', 'styles.xml', ...embedded]) {
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
