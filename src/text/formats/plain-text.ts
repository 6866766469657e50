import { charsetName, decoded, encodingOf } from '../encoding';
import { NoText, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';

export async function readPlainText(file: SourceFile, sink: TextSink): Promise<void> {
  const declared = /charset="?([^\s;"]+)/i.exec(file.mimeType)?.[1];
  const encoding = await encodingOf(file, declared);
  if (encoding === undefined) throw new NoText();
  sink.writtenIn?.(charsetName(encoding));
  for await (const text of decoded(file, encoding)) sink.write(text);
}

/** JSON is text in which some characters are written as escapes. */
export async function readJson(file: SourceFile, sink: TextSink): Promise<void> {
  let carried = '';
  await readPlainText(file, {
    write: (piece) => {
      const text = carried + piece;
      carried = /\\(?:u[0-9a-f]{0,3})?$/i.exec(text)?.[0] ?? '';
      sink.write(unescaped(text.slice(0, text.length - carried.length)));
    },
  });
  sink.write(carried);
}

/** Calendars and address cards: text with a few escapes, whose long lines go on behind a break and a blank. */
export async function readCard(file: SourceFile, sink: TextSink): Promise<void> {
  let carried = '';
  await readPlainText(file, {
    write: (piece) => {
      const text = carried + piece;
      carried = /(?:\r?\n?|\\)$/.exec(text)?.[0] ?? '';
      sink.write(unescaped(text.slice(0, text.length - carried.length).replace(/\r?\n[ \t]/g, '')));
    },
  });
  sink.write(carried);
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_escape, code: string | undefined, letter: string) =>
    code === undefined ? ('nrtbf'.includes(letter) ? ' ' : letter) : String.fromCharCode(parseInt(code, 16)),
  );
