import type { ContentText } from './text-extractor';
import { readNameWords, readWords, type TakeWord } from './words';

/** Weights of `tsvector`: stems are added later with the least one, D. */
export type Weight = 'A' | 'B' | 'C';

/** A row of a content begins with the last words of the one before, so that phrases of this length are found everywhere. */
const OVERLAP = 20;
/** Of one word in one row: PostgreSQL keeps 255, and of stems, which bring words together, no more. */
const MAX_OCCURRENCES = 250;
/** Characters of words and positions of one row; with stems far below the megabyte that a vector may have. */
const MAX_CHARACTERS = 200_000;

export interface WordIndexOptions {
  readonly weight: Weight;
  /** Positions of the first and the last word of a row; PostgreSQL counts to 16 383. */
  readonly first: number;
  readonly last: number;
}

/** Collects words into rows of bounded size. Words come in order of their positions but for parts of names. */
export interface WordIndex {
  /** Adds running text; a word may be cut by the end of one piece and the beginning of the next only at a blank. */
  addText(text: string): void;
  addName(name: string, weight?: Weight): void;
  /** What comes next is no continuation of a phrase. */
  gap(): void;
  /** Ends the row that is being filled and returns all: literals of `tsvector`. */
  finish(): { readonly rows: readonly string[]; readonly words: number };
}

interface Row {
  readonly positions: Map<string, string[]>;
  characters: number;
  /** Position of the next word. */
  next: number;
}

const GAP = 2;

export function wordIndex(options: WordIndexOptions): WordIndex {
  const rows = rowsOf(options);
  let total = 0;
  /** Positions of the reader begin at 0, which is where the row stands. */
  const take = (read: (take: TakeWord) => number, weight: Weight): void => {
    let last = 0;
    const end = read((word, position) => {
      rows.move(position - last);
      last = position;
      rows.add(word, weight);
      total++;
    });
    rows.move(end - last);
  };
  return {
    addText: (text) => take((each) => readWords(text, 0, each), options.weight),
    addName: (name, weight = options.weight) => take((each) => readNameWords(name, 0, each), weight),
    gap: () => rows.move(GAP),
    finish: () => ({ rows: rows.finish(), words: total }),
  };
}

/** Words of content begin here; those of name and properties have the positions above the last. */
const OF_CONTENT: WordIndexOptions = { weight: 'C', first: 1, last: 8_000 };
/** So many words still share a row with name and properties, which is written anew when one of these changes. */
const SMALL = 2_000;

/** Collects the words of a content. */
export function contentIndex(): Pick<WordIndex, 'addText'> & { finish(): Pick<ContentText, 'parts' | 'small'> } {
  const index = wordIndex(OF_CONTENT);
  return {
    addText: (text) => index.addText(text),
    finish: () => {
      const { rows, words } = index.finish();
      return { parts: rows, small: rows.length <= 1 && words <= SMALL };
    },
  };
}

interface Rows {
  move(by: number): void;
  add(word: string, weight: Weight): void;
  finish(): readonly string[];
}

function rowsOf(options: WordIndexOptions): Rows {
  const finished: string[] = [];
  let recent: { readonly word: string; readonly position: number; readonly weight: Weight }[] = [];
  let row = newRow(options.first);
  const put = (word: string, weight: Weight): void => {
    let positions = row.positions.get(word);
    if (!positions) row.positions.set(word, (positions = []));
    positions.push(`${row.next}${weight}`);
    row.characters += word.length + 8;
    recent.push({ word, position: row.next, weight });
    if (recent.length > OVERLAP) recent.shift();
  };
  const isFull = (word: string): boolean =>
    row.next > options.last ||
    row.characters > MAX_CHARACTERS ||
    (row.positions.get(word)?.length ?? 0) >= MAX_OCCURRENCES;
  const turn = (): void => {
    const { next } = row;
    const carried = recent;
    const shift = options.first - (carried[0]?.position ?? next);
    finished.push(literal(row));
    row = newRow(options.first);
    recent = [];
    for (const { word, position, weight } of carried) {
      row.next = position + shift;
      put(word, weight);
    }
    row.next = next + shift;
  };
  return {
    move: (by) => {
      row.next += by;
    },
    add: (word, weight) => {
      if (isFull(word)) turn();
      put(word, weight);
    },
    finish: () => {
      if (row.positions.size > 0) finished.push(literal(row));
      return finished;
    },
  };
}

const newRow = (first: number): Row => ({ positions: new Map(), characters: 0, next: first });

/** Words hold letters, marks and digits alone: nothing in them needs an escape. */
const literal = ({ positions }: Row): string =>
  // Joined at once: a text that is put together piece by piece keeps its pieces, which take ten times its memory.
  Array.from(positions, ([word, places]) => `'${word}':${places.join(',')}`).join(' ');
