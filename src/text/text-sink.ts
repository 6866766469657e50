import { keptText } from './kept-text';
import type { ContentText } from './text-extractor';
import { contentIndex } from './word-index';

/** Takes the text of a file as a reader finds it; pieces may be cut anywhere. */
export interface TextSink {
  /** @throws TextLimit when the text has its greatest length. */
  write(text: string): void;
  /** Told in which characters the file is written, where that is one text. */
  writtenIn?(encoding: string): void;
}

export class TextLimit extends Error {}

const PIECE = 64 * 1024;
/** What has no blank for so long is no text that anybody looks for. */
const LONGEST_RUN = 16 * 1024;

/** A sink that makes words of what it takes, and keeps its beginning. `maxCharacters`: after so many it takes no more. */
export function wordSink(
  maxCharacters: number,
): TextSink & { finish(): Pick<ContentText, 'parts' | 'small' | 'text' | 'encoding'> } {
  const index = contentIndex();
  const kept = keptText();
  let waiting = '';
  let taken = 0;
  let encoding: string | undefined;
  const flush = (): void => {
    const end = lastBlank(waiting);
    const ready = end > 0 ? waiting.slice(0, end) : waiting.length > LONGEST_RUN ? waiting : '';
    if (ready === '') return;
    waiting = waiting.slice(ready.length);
    index.addText(ready);
  };
  return {
    write: (text) => {
      const room = maxCharacters - taken;
      taken += Math.min(text.length, room);
      const fitting = text.length > room ? text.slice(0, room) : text;
      waiting += fitting;
      kept.write(fitting);
      if (waiting.length > PIECE) flush();
      if (text.length > room) throw new TextLimit();
    },
    writtenIn: (name) => {
      encoding = name === 'UTF-8' ? undefined : name;
    },
    finish: () => {
      index.addText(waiting);
      waiting = '';
      const text = kept.finish();
      return { ...index.finish(), ...(text !== undefined && { text }), ...(encoding !== undefined && { encoding }) };
    },
  };
}

function lastBlank(text: string): number {
  for (let at = text.length - 1; at > 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9) return at;
  }
  return 0;
}
