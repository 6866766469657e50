/** Source of an expression for one escape: `\uXXXX` is a code unit, `\x` the character x. */
export const ESCAPE = String.raw`\\u[0-9a-fA-F]{4}|\\[^]`;

const ESCAPES = /\\u([0-9a-fA-F]{4})|\\([^])/gu;

const readEscape = (code: string | undefined, character: string | undefined): string =>
  code === undefined ? (character ?? '') : String.fromCharCode(parseInt(code, 16));

/** What was written, its escapes read. */
export const readEscapes = (written: string): string =>
  written.replace(ESCAPES, (_, code: string | undefined, character: string | undefined) => readEscape(code, character));

/** What was written as a pattern: the backslash stays only before what would mean something without it. */
export const readPattern = (written: string): string =>
  written.replace(ESCAPES, (_, code: string | undefined, character: string | undefined) => {
    const read = readEscape(code, character);
    return '*?\\'.includes(read) ? `\\${read}` : read;
  });

/** Whether the pattern stands for more than one text. */
export const hasWildcards = (pattern: string): boolean => /^(?:[^\\*?]|\\[^])*[*?]/su.test(pattern);

/** The text of a pattern whose wildcards, if it has any, stand for themselves. */
export const literalText = (pattern: string): string => pattern.replace(/\\([^])/gu, '$1');

/** As a pattern of LIKE. */
export const likePattern = (pattern: string): string =>
  pattern.replace(/\\([^])|[*?%_]/gu, (written, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped;
    return written === '*' ? '%' : written === '?' ? '_' : `\\${written}`;
  });

const ANY = Symbol('any');
const ONE = Symbol('one');

/** Tells whether texts are like the pattern, in a time that does not grow with the number of its stars. */
export function matcherOf(pattern: string): (text: string) => boolean {
  const pieces = [...pattern.matchAll(/\\([^])|[^]/gu)].map(([written, escaped]) => {
    if (escaped !== undefined) return escaped;
    return written === '*' ? ANY : written === '?' ? ONE : written;
  });
  return (text) => {
    const characters = [...text];
    let at = 0;
    let piece = 0;
    /** Where the last star stood, and the text that it has taken so far. */
    let star: { readonly piece: number; readonly taken: number } | undefined;
    while (at < characters.length) {
      const wanted = pieces[piece];
      if (wanted === ANY) star = { piece: piece++, taken: at };
      else if (wanted !== undefined && (wanted === ONE || wanted === characters[at])) {
        piece++;
        at++;
      } else if (star) {
        star = { piece: star.piece, taken: star.taken + 1 };
        piece = star.piece + 1;
        at = star.taken;
      } else return false;
    }
    return pieces.slice(piece).every((each) => each === ANY);
  };
}
