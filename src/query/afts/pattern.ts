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
