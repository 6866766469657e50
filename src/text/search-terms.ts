import { fold } from './folding';
import { isUnspaced, readWords } from './words';

/** A word that is looked for; with `prefix` whatever begins with it. */
export interface SoughtWord {
  readonly word: string;
  readonly prefix: boolean;
}

/**
 * One term of a search. `words`: these one after the other; none at all (`&`) are in no text. `pattern`: a
 * regular expression on the labels of objects, which hold names and short properties; `inWords` where a word of any
 * text can be found by it, too: one that begins with `prefix`.
 */
export type SoughtTerm =
  | { readonly kind: 'words'; readonly words: readonly SoughtWord[] }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly inWords?: WordPattern };

/** Words of the index that begin with `prefix` and match the regular expression as a whole. */
export interface WordPattern {
  readonly prefix: string;
  readonly pattern: string;
}

/**
 * What a term of CONTAINS looks for in the index. In each word `*` stands for any run of characters, `?` for one, and
 * `\` before one of the three for that character. A `*` at the end of the term, and wildcards in a word whose beginning
 * is given, are answered from all words; other wildcards from names and short properties alone.
 */
export function soughtTerm(words: readonly string[]): SoughtTerm {
  const pieces = words.map(piecesOf);
  const last = pieces.at(-1);
  const endsOpen = last?.at(-1) === ANY;
  const plain = pieces.every((word, index) => {
    const wild = word.filter((piece) => piece === ANY || piece === ONE).length;
    return wild === (endsOpen && index === pieces.length - 1 ? 1 : 0);
  });
  if (!plain || (endsOpen && last?.length === 1)) {
    const inWords = pieces.length === 1 ? wordPattern(pieces[0] ?? []) : undefined;
    return { kind: 'pattern', pattern: patternOf(pieces), ...(inWords && { inWords }) };
  }
  return {
    kind: 'words',
    words: soughtWords(
      pieces.map((word) => word.map(literal).join('')),
      endsOpen,
    ),
  };
}

const ANY = Symbol('any');
const ONE = Symbol('one');
type Piece = string | typeof ANY | typeof ONE;

function piecesOf(written: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [part] of written.matchAll(/\\.|[*?]|[^\\*?]+|\\$/gsu)) {
    if (part === '*') {
      // Several in a row are one.
      if (pieces.at(-1) !== ANY) pieces.push(ANY);
    } else if (part === '?') pieces.push(ONE);
    else pieces.push(part.replace(/^\\(?=.)/su, ''));
  }
  return pieces;
}

const literal = (piece: Piece): string => (typeof piece === 'string' ? piece : '');

function soughtWords(texts: readonly string[], endsOpen: boolean): readonly SoughtWord[] {
  const words: string[] = [];
  for (const text of texts) readWords(text, 0, (word) => words.push(word));
  // The last character of a run of pairs stands alone only where the run ends; here more may follow.
  const [before, end] = words.slice(-2);
  if (before !== undefined && end !== undefined && isLone(end) && isPair(before) && before.endsWith(end)) words.pop();
  const opens = endsOpen && /[\p{L}\p{M}\p{N}]$/u.test(texts.at(-1) ?? '');
  return words.map((word, index) => ({ word, prefix: index === words.length - 1 && (opens || isLone(word)) }));
}

/** Undefined where the word has no beginning, or is more than one word of the index. */
function wordPattern(pieces: readonly Piece[]): WordPattern | undefined {
  const [first] = pieces;
  const texts = pieces.map((piece) => fold(literal(piece)));
  if (
    typeof first !== 'string' ||
    isUnspaced(texts.join('')) ||
    !texts.every((text) => /^[\p{L}\p{M}\p{N}]*$/u.test(text))
  )
    return undefined;
  const inner = pieces.map((piece, index) => (piece === ANY ? '.*' : piece === ONE ? '.' : texts[index])).join('');
  return { prefix: texts[0] ?? '', pattern: `^${inner}$` };
}

const characters = (word: string): number => [...word].length;
/** A character of a script without spaces begins the pairs that hold it. */
const isLone = (word: string): boolean => isUnspaced(word) && characters(word) === 1;
const isPair = (word: string): boolean => isUnspaced(word) && characters(word) === 2;

/** Labels hold words between blanks; whatever separates words in the pattern is one blank. */
function patternOf(words: readonly (readonly Piece[])[]): string {
  const inner = words
    .map((pieces) =>
      pieces
        .map((piece) => {
          if (piece === ANY) return '[^ ]*';
          if (piece === ONE) return '[^ ]';
          return typeof piece === 'string' ? fold(piece).replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ') : '';
        })
        .join(''),
    )
    .join(' ');
  return ` ${inner} `.replace(/ {2,}/g, ' ');
}
