/** Finds the words that a search looks for in a text, as the text is written. */
import { matcherOf } from '../../query/afts/pattern';
import type { SoughtText } from '../../query/afts/sought';
import { fold } from '../../text/folding';
import { isUnspaced, partsOfRun, piecesOfRun, spellingsOf } from '../../text/words';

/** A word that is looked for. `plain`: the word itself, where it is no pattern and other forms of it count, too. */
interface SoughtPlace {
  readonly matches: (folded: string) => boolean;
  readonly plain?: string;
  /** PostgreSQL's expressions on it, and on what it and its other forms mostly begin with. */
  readonly expression: string;
  readonly beginning: string;
}

/** Words one after the other. */
export type Phrase = readonly SoughtPlace[];

/** By word, its other forms. */
export type Forms = ReadonlyMap<string, ReadonlySet<string>>;

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Words as they are looked for in a text; none where what is sought has no letters or digits. */
export const phraseOf = ({ words, exact }: SoughtText): Phrase =>
  words.flatMap((word) => wordsOfPattern(word, exact === true));

const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** One for each word that a pattern is made of. A star alone says nothing about a word. */
function wordsOfPattern(pattern: string, exact: boolean): readonly SoughtPlace[] {
  return [...pattern.matchAll(/(?:\\[*?\\]|[*?\p{L}\p{M}\p{N}])+/gu)].flatMap(([written]) => {
    const part = fold(written.replace(/\\./gu, ''));
    if (!LETTER.test(part)) return [];
    const pieces = piecesOfRun(part.replace(/[*?]/gu, ''));
    const isSpaced = pieces.length === 1 && !isUnspaced(pieces[0]?.piece ?? '');
    return isSpaced ? [spacedWord(part, exact)] : pieces.map(({ piece }) => characterOrWord(piece));
  });
}

/** PostgreSQL's expression on about where the words are. */
export const expressionOf = (phrase: Phrase): string =>
  phrase.length === 1 ? (phrase[0]?.expression ?? '') : phrase.map(({ beginning }) => beginning).join('[^[:alnum:]]*');

function spacedWord(part: string, exact: boolean): SoughtPlace {
  const matches = matcherOfWord(part);
  const isPattern = /[*?]/u.test(part);
  const expression = `\\m${part.replace(/[*]+|[?]|[^*?]+/gu, expressionOfPiece)}\\M`;
  const isPlain = !isPattern && !exact;
  const beginning = isPlain ? `\\m${spellingsOf(part.slice(0, Math.max(3, part.length - 3)))}\\w*` : expression;
  return { matches, expression, beginning, ...(isPlain && { plain: part }) };
}

function expressionOfPiece(piece: string): string {
  if (piece === '?') return String.raw`\w`;
  return piece.startsWith('*') ? String.raw`\w*` : spellingsOf(piece);
}

/** Most patterns are a word, or what words begin with. */
function matcherOfWord(part: string): (folded: string) => boolean {
  if (!/[*?]/u.test(part)) return (folded) => folded === part;
  const beginning = /^([^*?]+)[*]+$/u.exec(part)?.[1];
  return beginning === undefined ? matcherOf(part) : (folded) => folded.startsWith(beginning);
}

/** In a run of characters without spaces. */
const characterOrWord = (piece: string): SoughtPlace => ({
  matches: (folded) => folded === piece,
  expression: piece,
  beginning: piece,
});

/** Whatever joins letters without being one may stand in a word. */
const RUN = /[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}\u00ad\u200b-\u200f\u2060\ufeff]*[\p{L}\p{M}\p{N}])?/gu;

/** Most runs are one word. */
const ASCII = /^[A-Za-z0-9]+$/;

interface Token extends Place {
  readonly folded: string;
}

function* tokensOf(text: string, piecesOf: typeof piecesOfRun): Generator<Token> {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (piecesOf === piecesOfRun && ASCII.test(run)) {
      yield { start: index, end: index + run.length, folded: run.toLowerCase() };
      continue;
    }
    for (const { piece, at } of piecesOf(run))
      yield { start: index + at, end: index + at + piece.length, folded: fold(piece) };
  }
}

interface Looked {
  readonly phrases: readonly Phrase[];
  readonly forms: Forms;
  /** Told of each place as it is found; true: that is enough. */
  readonly enough: (place: Place) => boolean;
}

/** Places of the words in the order of the text. */
export const placesIn = (text: string, looked: Looked): readonly Place[] =>
  found(text, tokensOf(text, piecesOfRun), looked);

/** As `placesIn`, in a name or a short text: words that others are put together from are found there, too. */
export function placesInName(name: string, looked: Looked): readonly Place[] {
  const whole = found(name, tokensOf(name, piecesOfRun), looked);
  const apart = found(name, tokensOf(name, partsOrWhole), looked);
  return joined([...whole, ...besides(apart, whole)]);
}

/** Those of `places` that meet none of `others`; both in their order, each by itself apart. */
function besides(places: readonly Place[], others: readonly Place[]): readonly Place[] {
  let next = 0;
  return places.filter(({ start, end }) => {
    while (next < others.length && (others[next] as Place).end <= start) next += 1;
    const other = others[next];
    return other === undefined || end <= other.start;
  });
}

const partsOrWhole: typeof piecesOfRun = (run) => {
  const parts = partsOfRun(run);
  return parts.length === 0 ? piecesOfRun(run) : parts;
};

/** What stands between the words of a phrase belongs to it where it has no blank: `annual-report.pdf` is one place. */
function found(text: string, tokens: Iterable<Token>, { phrases, forms, enough }: Looked): readonly Place[] {
  const longest = Math.max(0, ...phrases.map((phrase) => phrase.length));
  const recent: Token[] = [];
  const places = new Set<Token>();
  const between = new Map<number, Place>();
  for (const token of tokens) {
    recent.push(token);
    if (recent.length > longest) recent.shift();
    for (const phrase of phrases) {
      if (recent.length < phrase.length || !isWord(phrase.at(-1), token.folded, forms)) continue;
      const here = recent.slice(recent.length - phrase.length);
      if (!here.every(({ folded }, index) => isWord(phrase[index], folded, forms))) continue;
      for (const [index, each] of here.entries()) {
        places.add(each);
        const start = here[index - 1]?.end ?? each.start;
        if (start < each.start && !/\s/u.test(text.slice(start, each.start)))
          between.set(start, { start, end: each.start });
      }
    }
    if (places.has(token) && enough(token)) break;
  }
  return joined([...places, ...between.values()]);
}

/** In their order; what nothing stands between is one. */
function joined(places: readonly Place[]): readonly Place[] {
  const all: Place[] = [];
  for (const { start, end } of [...places].sort((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last?.end === start) all[all.length - 1] = { start: last.start, end };
    else all.push({ start, end });
  }
  return all;
}

function isWord(sought: SoughtPlace | undefined, folded: string, forms: Forms): boolean {
  if (!sought) return false;
  return sought.matches(folded) || (sought.plain !== undefined && forms.get(sought.plain)?.has(folded) === true);
}
