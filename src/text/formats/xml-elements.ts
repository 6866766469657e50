import { Parser } from 'htmlparser2';
import type { TextSink } from '../text-sink';
import { depthGuard } from './markup';

/** Told of the elements of a part of a document, by their names without prefixes. */
export interface ElementReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** @throws UnreadableFile when elements are nested too deeply. */
export async function readElements(xml: AsyncIterable<string>, reader: ElementReader): Promise<void> {
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

/** Takes the text of all elements, each by itself. */
export function allElements(sink: TextSink): ElementReader {
  return { open: () => sink.write('\n'), text: (text) => sink.write(text), close: () => sink.write('\n') };
}
