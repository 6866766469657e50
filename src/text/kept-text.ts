/** Of a content, in UTF-16 units: as much as is read while a client waits. */
const MAX_KEPT = 2_000_000;

/** Collects the beginning of a text as it is kept to show words in it. */
export interface KeptText {
  write(text: string): void;
  /** Undefined: there is none. */
  finish(): string | undefined;
}

export function keptText(): KeptText {
  const pieces: string[] = [];
  let room = MAX_KEPT;
  return {
    write: (text) => {
      if (room <= 0) return;
      pieces.push(text.length > room ? text.slice(0, room) : text);
      room -= text.length;
    },
    finish: () => {
      const text = tidy(pieces.join(''));
      return text === '' ? undefined : text;
    },
  };
}

/** Blanks in a row say no more than one; what is no character cannot be kept. */
const tidy = (text: string): string =>
  text
    .replace(/[\0\p{Cs}]/gu, ' ')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n\s*/gu, '\n')
    .trim();
