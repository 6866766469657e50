import { Parser } from 'htmlparser2';
import { decoded, encodingOf } from '../encoding';
import { NoText, UnreadableFile, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';

/** Elements that do not end a word. */
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const SILENT = new Set(['script', 'style', 'template']);
const DESCRIBING = new Set(['description', 'keywords', 'author']);

/** Elements in one another; each further one costs the parser more than the one before. */
const MAX_DEPTH = 50_000;

/** Counts open elements. @throws UnreadableFile when there are too many. */
export function depthGuard(): { open(): void; close(): void } {
  let depth = 0;
  return {
    open: () => {
      if (++depth > MAX_DEPTH) throw new UnreadableFile(`More than ${MAX_DEPTH} elements stand in one another.`);
    },
    close: () => void depth--,
  };
}

export async function readHtml(file: SourceFile, sink: TextSink): Promise<void> {
  const parser = htmlParser(sink);
  for await (const text of await decodedMarkup(file)) parser.write(text);
  parser.end();
}

/** Text of HTML as it is written to the parser: what a reader sees, and what describes pictures and the page. */
export function htmlParser(sink: TextSink): { write(text: string): void; end(): void } {
  let silent = 0;
  const depth = depthGuard();
  return new Parser(
    {
      onopentag: (name, attributes) => {
        depth.open();
        if (SILENT.has(name)) silent++;
        if (!INLINE.has(name)) sink.write('\n');
        const described =
          attributes['alt'] ??
          (DESCRIBING.has(attributes['name']?.toLowerCase() ?? '') ? attributes['content'] : undefined);
        if (described) sink.write(` ${described} `);
        const shown = [
          attributes['title'],
          attributes['placeholder'],
          name === 'input' ? valueOf(attributes) : undefined,
        ];
        for (const text of shown) if (text) sink.write(` ${text} `);
      },
      onclosetag: (name) => {
        depth.close();
        if (SILENT.has(name)) silent--;
        if (!INLINE.has(name)) sink.write('\n');
      },
      ontext: (text) => {
        if (silent <= 0) sink.write(text);
      },
    },
    { decodeEntities: true },
  );
}

/** What a field of a form shows. */
const valueOf = (attributes: Readonly<Record<string, string>>): string | undefined =>
  /^(?:hidden|password)$/i.test(attributes['type'] ?? '') ? undefined : attributes['value'];

/** XML of any kind: text and the values of attributes. */
export async function readXml(file: SourceFile, sink: TextSink): Promise<void> {
  let binary = 0;
  const depth = depthGuard();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth.open();
        if (isBinary(name)) binary++;
        if (isInlineXml(name)) return;
        sink.write('\n');
        for (const [attribute, value] of Object.entries(attributes)) {
          if (!attribute.startsWith('xmlns')) sink.write(` ${value} `);
        }
      },
      onclosetag: (name) => {
        depth.close();
        if (isBinary(name)) binary--;
        if (!isInlineXml(name)) sink.write('\n');
      },
      ontext: (text) => {
        if (binary === 0) sink.write(text);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for await (const text of await decodedMarkup(file)) parser.write(text);
  parser.end();
}

/** Elements that do not end a word in office documents that are one XML file. */
const isInlineXml = (name: string): boolean =>
  name.startsWith('w:')
    ? !/^w:(?:p|tab|br|cr|tc|tr)$/.test(name)
    : /^text:(?:span|a|ruby|ruby-base|bookmark.*|reference.*|soft-page-break)$/.test(name);

/** Pictures inside of documents that are one XML file. */
const isBinary = (name: string): boolean =>
  name === 'office:binary-data' || name === 'w:binData' || name === 'pkg:binaryData';

async function decodedMarkup(file: SourceFile): Promise<AsyncGenerator<string>> {
  const head = (await file.read(0, 4096)).toString('latin1');
  const declared =
    /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ??
    /<meta[^>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ??
    /charset="?([^\s;"]+)/i.exec(file.mimeType)?.[1];
  const encoding = await encodingOf(file, declared);
  if (encoding === undefined) throw new NoText();
  return decoded(file, encoding);
}
