import { normalForm } from '../model/normal-form';
import { fold } from './folding';

/**
 * How text becomes words, for the index and for what is looked for in it: runs of letters, marks and digits, folded.
 * Scripts without spaces between words (Chinese, Japanese, Thai …) and Korean become pairs of neighbouring characters,
 * with the last character of a run once more alone, so that each character begins a word.
 */
const RUN = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

/** Whether the word is of a script that is written without spaces. */
export const isUnspaced = (word: string): boolean => word.search(UNSPACED) === 0;

/** Longer words are cut, in the index as in what is looked for. In UTF-16 units. */
const MAX_WORD = 128;

/** Told of each word and its position; the words of one reading of a text have rising positions. */
export type TakeWord = (word: string, position: number) => void;

/** Tells `take` all words of running text, the first at `position`; returns the position after the last one. */
export function readWords(text: string, position: number, take: TakeWord): number {
  let at = position;
  for (const [run] of fold(text).matchAll(RUN)) at = readRun(run, at, take);
  return at;
}

/**
 * As `readWords`, of a name: `AnnualReport2020` and `INV0042` are also the words they are put together from. A name with
 * such words is read twice, as it is written and then taken apart, so that phrases of either kind are found in it.
 */
export function readNameWords(name: string, position: number, take: TakeWord): number {
  const runs = [...normalForm(name, 'NFKC').matchAll(RUN)].map(([run]) => ({ run, parts: run.match(PART) ?? [] }));
  let at = position;
  for (const { run } of runs) at = readWords(run, at, take);
  if (runs.every(({ parts }) => parts.length < 2)) return at;
  // The last word of one reading is not followed by the first of the other.
  at += 1;
  for (const { run, parts } of runs)
    for (const part of parts.length < 2 ? [run] : parts) at = readWords(part, at, take);
  return at;
}

/** Where the words of a run of letters are: characters of scripts without spaces each by itself. */
export function piecesOfRun(run: string): readonly { readonly piece: string; readonly at: number }[] {
  const pieces: { readonly piece: string; readonly at: number }[] = [];
  let end = 0;
  for (const match of run.matchAll(UNSPACED)) {
    if (match.index > end) pieces.push({ piece: run.slice(end, match.index), at: end });
    end = match.index;
    for (const character of match[0]) {
      pieces.push({ piece: character, at: end });
      end += character.length;
    }
  }
  if (end < run.length) pieces.push({ piece: run.slice(end), at: end });
  return pieces;
}

/** Letters that stand for two, as `spellingsOf` finds these. */
const LIGATURES = [
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['oe', 'œ'],
] as const;

/** By letter, the expression on all that it may be written with; capitals are left out. */
export const SPELLINGS: Readonly<Record<string, string>> = {
  ...lettersFoldedTo(),
  ...Object.fromEntries(LIGATURES.map(([two, one]) => [one, `(?:${two}|${one})`])),
};

function lettersFoldedTo(): Readonly<Record<string, string>> {
  const byLetter = new Map<string, string>();
  for (let code = 0xc0; code < 0x250; code++) {
    const letter = String.fromCharCode(code);
    const folded = fold(letter);
    if (letter === letter.toLowerCase() && /^[a-z]$/u.test(folded))
      byLetter.set(folded, (byLetter.get(folded) ?? folded) + letter);
  }
  return Object.fromEntries([...byLetter].map(([letter, all]) => [letter, `[${all}]`]));
}

/** Expression on whatever is folded to the word, or nearly all of it. */
export function spellingsOf(word: string): string {
  const joined = LIGATURES.reduce((text, [two, one]) => text.replaceAll(two, one), word);
  return [...joined].map((letter) => SPELLINGS[letter] ?? letter).join('');
}

/** What a word is put together from, as `readNameWords` has it; none where it is one. */
export function partsOfRun(run: string): readonly { readonly piece: string; readonly at: number }[] {
  const parts = [...run.matchAll(PART)].map((match) => ({ piece: match[0], at: match.index }));
  return parts.length < 2 ? [] : parts;
}

/** `PDFFile` is PDF and File; digits are apart from letters. */
const PART =
  /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?(?:\p{Ll}\p{M}*)+|(?:\p{Lu}\p{M}*)+|\p{N}+|(?:(?!\p{Lu}|\p{Ll}|\p{N})[\p{L}\p{M}])+/gu;

function readRun(run: string, position: number, take: TakeWord): number {
  let at = position;
  let end = 0;
  for (const match of run.matchAll(UNSPACED)) {
    if (match.index > end) take(cut(run.slice(end, match.index)), at++);
    at = readPairs([...match[0]], at, take);
    end = match.index + match[0].length;
  }
  if (end < run.length) take(cut(end === 0 ? run : run.slice(end)), at++);
  return at;
}

function readPairs(characters: readonly string[], position: number, take: TakeWord): number {
  characters.forEach((character, index) => take(character + (characters[index + 1] ?? ''), position + index));
  return position + characters.length;
}

/** Never in the middle of a character. */
const cut = (word: string): string =>
  word.length <= MAX_WORD ? word : word.slice(0, MAX_WORD).replace(/[\ud800-\udbff]$/, '');

/** Folded words of a name or short text one after the other, each between blanks: what patterns are compared with. */
export function labelOf(texts: readonly string[]): string {
  const words: string[] = [];
  for (const text of texts) {
    for (const [run] of normalForm(text, 'NFKC').matchAll(RUN)) {
      words.push(fold(run));
      const parts = run.match(PART) ?? [];
      if (parts.length > 1) words.push(...parts.map(fold));
    }
  }
  return ` ${words.join(' ')} `;
}
