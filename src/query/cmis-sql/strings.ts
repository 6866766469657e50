import { invalidArgument } from '../../model/errors';
import type { Token } from './tokens';

/** A string literal as a value: `\'`, `\\` and `''` are read, any other escape is refused. CMIS 1.1 §2.1.14.3. */
export const plainText = (token: Token): string => read(token, {});

/** As the pattern of a LIKE, in the form of `Predicate`: `\%`, `\_` and `\\` stay. */
export const likePattern = (token: Token): string => read(token, { '\\': '\\\\', '%': '\\%', _: '\\_' });

/** As text of CONTAINS: `\*` and `\?` stay for the text's own grammar; other escapes give the character itself. */
export const containedText = (token: Token): string => read(token, { '*': '\\*', '?': '\\?' }, true);

function read(token: Token, escapes: Readonly<Record<string, string>>, lenient = false): string {
  return token.text.replace(/''|\\([\s\S])/gu, (written, escaped: string | undefined, offset: number) => {
    if (escaped === undefined) return "'";
    if (Object.hasOwn(escapes, escaped)) return escapes[escaped] ?? '';
    if (escaped === "'" || escaped === '\\' || lenient) return escaped;
    throw invalidArgument(`The query is not valid: '${written}' at ${token.at + 1 + offset} is no escape.`);
  });
}
