import { normalForm } from '../model/normal-form';
import { invalidArgument } from '../model/errors';

/**
 * What CONTAINS looks for, CMIS 1.1 §2.1.14.2.4.4. A term is a word, or the words of a phrase one after the other; in a
 * word `*` stands for any run of characters and `?` for one, and `\` before one of the three for that character.
 */
export type TextExpression =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly TextExpression[] }
  | { readonly kind: 'not'; readonly operand: TextExpression }
  /** `exact`: as the words are written, not in other forms. */
  | { readonly kind: 'term'; readonly words: readonly string[]; readonly exact?: boolean };

export type TextTerm = TextExpression & { readonly kind: 'term' };

/** What nothing has. */
export const NO_TEXT: TextExpression = { kind: 'term', words: [] };

const MAX_TERMS = 500;

/** A blank outside quotes ends a term; a backslash takes the next character as it is. */
const TERM = /(-?)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^\s"\\]|\\.)+))(?=\s|$)/suy;

/**
 * Reads text as it stands inside CONTAINS, after the statement's own escapes. Words side by side must all occur, `OR`
 * binds less tightly, `-` negates. Phrases stand in double quotes, or in single ones as many clients write them.
 * @throws CmisError `invalidArgument`.
 */
export function parseTextExpression(text: string): TextExpression {
  const alternatives: TextExpression[][] = [[]];
  let count = 0;
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    TERM.lastIndex = at;
    const match = TERM.exec(text);
    if (!match) throw invalidArgument(`The text '${text}' of CONTAINS is not valid at ${at + 1}.`);
    if (++count > MAX_TERMS) throw invalidArgument(`The text of CONTAINS has more than ${MAX_TERMS} terms.`);
    at = TERM.lastIndex;
    if (match[0] === 'OR') alternatives.push([]);
    else alternatives.at(-1)?.push(termOf(match, text));
  }
  if (alternatives.some((terms) => terms.length === 0)) {
    throw invalidArgument(`In the text '${text}' of CONTAINS a word is missing.`);
  }
  return combine(
    'or',
    alternatives.map((terms) => combine('and', terms)),
  );
}

/** Whether a term has a word to look for. Wildcards alone stand for any; signs are no words. */
export function hasWords(words: readonly string[]): boolean {
  const written = words.join(' ');
  const literal = written.replace(/\\([^])|[*?]/gu, (_, escaped: string | undefined) => escaped ?? '').trim();
  return literal === '' ? written.trim() !== '' : /[\p{L}\p{M}\p{N}]/u.test(normalForm(literal, 'NFKC'));
}

/** The text without the terms that have no word; undefined where none has any. */
export function wordsOnly(text: TextExpression): TextExpression | undefined {
  if (text.kind === 'term') return hasWords(text.words) ? text : undefined;
  if (text.kind === 'not') {
    const operand = wordsOnly(text.operand);
    return operand && { kind: 'not', operand };
  }
  const operands = text.operands.flatMap((operand) => wordsOnly(operand) ?? []);
  return operands.length === 0 ? undefined : combine(text.kind, operands);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at++;
  return at;
}

function combine(kind: 'and' | 'or', operands: readonly TextExpression[]): TextExpression {
  const [only] = operands;
  return only && operands.length === 1 ? only : { kind, operands };
}

function termOf(match: RegExpExecArray, text: string): TextExpression {
  const [, sign, double, single, word] = match;
  const phrase = double ?? single;
  const words = phrase === undefined ? [pattern(word ?? '')] : phrase.trim().split(/\s+/).map(pattern);
  if (words.some((each) => each === '')) throw invalidArgument(`In the text '${text}' of CONTAINS a word is missing.`);
  const term: TextExpression = { kind: 'term', words };
  return sign ? { kind: 'not', operand: term } : term;
}

/** Keeps the backslash only before what would mean something without it. */
const pattern = (written: string): string =>
  written.replace(/\\(.)/gsu, (escape, character: string) => ('*?\\'.includes(character) ? escape : character));
