import { invalidArgument } from '../../model/errors';

export interface Token {
  readonly kind: 'name' | 'quotedName' | 'string' | 'number' | 'symbol' | 'end';
  /** Names without their quotes; strings as they stand between theirs, escapes unread. */
  readonly text: string;
  /** Counted in characters from 1. */
  readonly at: number;
}

/** Words that are never names unless double-quoted: those of the grammar, and those of SQL that it leaves out. */
const RESERVED = new Set(
  `DISTINCT RIGHT FULL CROSS NATURAL UNION GROUP HAVING SELECT AS FROM JOIN INNER LEFT OUTER ON WHERE AND OR NOT IN LIKE IS NULL ANY ORDER BY ASC DESC TRUE FALSE`.split(
    ' ',
  ),
);

/** What query names cannot hold, and what the grammar gives a meaning to. */
const NAME_CHARACTER = String.raw`[^\s,"'\\.()=<>*;]`;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', new RegExp(String.raw`([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?!${NAME_CHARACTER})`, 'uy')],
  ['name', new RegExp(`(${NAME_CHARACTER}+)`, 'uy')],
  ['quotedName', /"([^"]+)"/uy],
  ['string', /'((?:[^'\\]|\\[\s\S]|'')*)'/uy],
  ['symbol', /(<>|<=|>=|[=<>(),.*])/uy],
];

/** All tokens of a statement, the last one `end`. @throws CmisError `invalidArgument`. */
export function tokenize(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(statement.charAt(at))) at++;
    if (at >= statement.length) return [...tokens, { kind: 'end', text: '', at: at + 1 }];
    const token = tokenAt(statement, at);
    tokens.push(token.token);
    at = token.end;
  }
}

function tokenAt(statement: string, at: number): { readonly token: Token; readonly end: number } {
  for (const [kind, expression] of PATTERNS) {
    expression.lastIndex = at;
    const match = expression.exec(statement);
    if (match) return { token: { kind, text: match[1] ?? '', at: at + 1 }, end: expression.lastIndex };
  }
  const character = statement.charAt(at);
  if (character === "'" || character === '"') {
    throw invalidArgument(`The query is not valid: the quote at ${at + 1} is never closed.`);
  }
  throw invalidArgument(`The query is not valid: '${character}' at ${at + 1} has no meaning there.`);
}

/** Whether it is that keyword, which is given in capitals; statements may write it in any case. */
export const isKeyword = (token: Token, keyword: string): boolean =>
  token.kind === 'name' && token.text.toUpperCase() === keyword;

/** Whether it is that operator, comma, bracket or star. */
export const isSymbol = (token: Token, symbol: string): boolean => token.kind === 'symbol' && token.text === symbol;

/** A name that may stand for a table, a column or an alias. */
export const isName = (token: Token): boolean =>
  token.kind === 'quotedName' || (token.kind === 'name' && !RESERVED.has(token.text.toUpperCase()));
