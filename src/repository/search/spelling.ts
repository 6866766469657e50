/** Words that nothing has, and those like them that something has: for who has mistyped. */
import { fold } from '../../text/folding';
import type { ReadUnit } from '../storage/storage';

const MAX_WORDS = 5;
const MAX_LENGTH = 24;
const MIN_LENGTH = 3;
const MAX_SUGGESTIONS = 5;

/** The text with other words for those that nothing has, the most frequent first; none where every word is known. */
export async function suggestSpelling(uow: ReadUnit, text: string): Promise<readonly string[]> {
  const words = doubtful(text);
  if (words.length === 0) return [];
  const candidates = new Map(words.map((word) => [word, neighbours(word)]));
  const counts = await uow.spelling.counts([...new Set([...words, ...[...candidates.values()].flat()])]);
  const unknown = words.filter((word) => !counts.has(word));
  const better = unknown.map((word) => ({ word, choices: ranked(candidates.get(word) ?? [], counts) }));
  if (better.length === 0 || better.some(({ choices }) => choices.length === 0)) return [];
  // Of several words each has its best; of one all that may be meant.
  const [only] = better;
  const wanted =
    better.length === 1 && only
      ? only.choices.map((choice) => [choice])
      : [better.map(({ choices }) => choices[0] ?? '')];
  return wanted.map((choices) =>
    corrected(text, new Map(better.map(({ word }, index) => [word, choices[index] ?? word]))),
  );
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const OPERATORS = new Set(['and', 'or', 'not']);

const doubtful = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(WORD)].map(([word]) => fold(word)))]
    .filter((word) => word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && !OPERATORS.has(word))
    .slice(0, MAX_WORDS);

const ranked = (candidates: readonly string[], counts: ReadonlyMap<string, number>): readonly string[] =>
  candidates
    .filter((candidate) => counts.has(candidate))
    .sort((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0) || (left < right ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS);

const corrected = (text: string, better: ReadonlyMap<string, string>): string =>
  text.replace(WORD, (word) => better.get(fold(word)) ?? word);

/** What becomes of a word by one letter left out, put in, taken for another, or changed with the next one. */
function neighbours(word: string): readonly string[] {
  const letters = [...word];
  const alphabet = alphabetOf(word);
  const found = new Set<string>();
  const put = (at: number, replaced: number, by: readonly string[]): void => {
    found.add([...letters.slice(0, at), ...by, ...letters.slice(at + replaced)].join(''));
  };
  for (let at = 0; at <= letters.length; at++) {
    for (const letter of alphabet) {
      put(at, 0, [letter]);
      if (at < letters.length) put(at, 1, [letter]);
    }
    const [here, next] = letters.slice(at, at + 2);
    if (here !== undefined) put(at, 1, []);
    if (here !== undefined && next !== undefined) put(at, 2, [next, here]);
  }
  found.delete(word);
  return [...found];
}

/** Of what is written without accents. */
const ALPHABETS = [
  [/\p{Script=Latin}/u, 'a', 'z'],
  [/\p{Script=Greek}/u, 'α', 'ω'],
  [/\p{Script=Cyrillic}/u, 'а', 'я'],
] as const;

function alphabetOf(word: string): readonly string[] {
  const letters = new Set(word);
  for (const [script, first, last] of ALPHABETS) {
    if (!script.test(word)) continue;
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) letters.add(String.fromCharCode(code));
  }
  return [...letters];
}
