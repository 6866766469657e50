import { invalidArgument } from '../../model/errors';
import type { CmisError } from '../../model/errors';
import { isKeyword, isName, isSymbol, tokenize, type Token } from './tokens';

const MAX_DEPTH = 200;
const SHOWN_LENGTH = 40;

/** A place in a statement that only moves forward. */
export interface Cursor {
  /** The token `ahead` tokens from here; the last one, `end`, stays. */
  peek(ahead?: number): Token;
  next(): Token;
  /** Moves past the keywords if they come next, all of them. */
  takeKeywords(...keywords: readonly string[]): boolean;
  takeSymbol(symbol: string): boolean;
  expectKeyword(keyword: string): void;
  expectSymbol(symbol: string): void;
  expectName(what: string): string;
  expectString(what: string): Token;
  /** The error that says what should have come here. */
  expected(what: string): CmisError;
  /** Runs `parse` one level deeper. @throws CmisError `invalidArgument` where that is too deep. */
  nested<T>(parse: () => T): T;
}

/**
 * A cursor at the first token of a statement of CMIS-QL. @throws CmisError `invalidArgument` for characters that mean
 * nothing there.
 */
export function openCursor(statement: string): Cursor {
  const tokens = tokenize(statement);
  const last = tokens.length - 1;
  let index = 0;
  let depth = 0;

  const peek = (ahead = 0): Token => tokens[Math.min(index + ahead, last)] as Token;
  const next = (): Token => {
    const token = peek();
    index = Math.min(index + 1, last);
    return token;
  };
  const expected = (what: string): CmisError =>
    invalidArgument(`The query is not valid at ${peek().at}: expected ${what}, found ${shown(peek())}.`);
  const takeSymbol = (symbol: string): boolean => isSymbol(peek(), symbol) && next() !== undefined;
  const takeKeywords = (...keywords: readonly string[]): boolean => {
    if (!keywords.every((keyword, ahead) => isKeyword(peek(ahead), keyword))) return false;
    index += keywords.length;
    return true;
  };
  const take = (fits: boolean, what: string): Token => {
    if (!fits) throw expected(what);
    return next();
  };

  return {
    peek,
    next,
    takeKeywords,
    takeSymbol,
    expected,
    expectKeyword: (keyword) => void take(isKeyword(peek(), keyword), keyword),
    expectSymbol: (symbol) => void take(isSymbol(peek(), symbol), `'${symbol}'`),
    expectName: (what) => take(isName(peek()), what).text,
    expectString: (what) => take(peek().kind === 'string', what),
    nested: (parse) => {
      if (++depth > MAX_DEPTH) throw invalidArgument(`The query is nested more than ${MAX_DEPTH} levels deep.`);
      const result = parse();
      depth--;
      return result;
    },
  };
}

function shown(token: Token): string {
  if (token.kind === 'end') return 'the end of the statement';
  const text = token.text.length > SHOWN_LENGTH ? `${token.text.slice(0, SHOWN_LENGTH)}…` : token.text;
  return token.kind === 'string' ? `the string '${text}'` : `'${text}'`;
}
