/**
 * The `where` of lists: `(isFile=true)`, `(tag matches ('*x*') or tag in ('a','b'))`. Predicates are joined by AND or by
 * OR, never both; what follows the closing parenthesis is ignored, as Alfresco's clients may rely on.
 */
import { badRequest, ApiError, invalidQuery } from './api-error';
import type { Parameter } from './parameters';

export type Predicate = { readonly negated: boolean; readonly property: string } & (
  | { readonly kind: 'compare'; readonly operator: '=' | '<' | '>' | '<=' | '>='; readonly value: string }
  | { readonly kind: 'in'; readonly values: readonly string[] }
  | { readonly kind: 'between'; readonly from: string; readonly to: string }
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'exists' }
);

export interface Where {
  /** `and` for a single predicate. */
  readonly joinedBy: 'and' | 'or';
  readonly predicates: readonly Predicate[];
}

interface Token {
  readonly kind: 'name' | 'text' | 'digits' | 'sign' | 'keyword';
  readonly text: string;
}

const TOKEN =
  /\s*(?:'((?:[^'\\]|\\'|\\(?!'))*)'|(\d+(?![\p{L}_]))|([\p{L}_][\p{L}\p{N}_]*(?::[\p{L}_][\p{L}\p{N}_]*)?(?:\/[\p{L}_][\p{L}\p{N}_]*(?::[\p{L}_][\p{L}\p{N}_]*)?)*)|(<=|>=|[=<>(),]))/uy;
const KEYWORDS = ['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'MATCHES', 'EXISTS'];
/** All in upper or all in lower case. */
const KEYWORD = new Set([...KEYWORDS, ...KEYWORDS.map((word) => word.toLowerCase())]);
const MAX_LENGTH = 20_000;

/** @throws ApiError 400 `InvalidQuery`. */
export function parseWhere(text: string): Where {
  if (text.length > MAX_LENGTH) throw invalidQuery(`It is longer than ${MAX_LENGTH} characters`);
  return new Parser(text).where();
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  where(): Where {
    this.#expect('(');
    const predicates = [this.#predicate()];
    let joinedBy: Where['joinedBy'] | undefined;
    for (let next = this.#next(); next.text !== ')' || next.kind !== 'sign'; next = this.#next()) {
      const word = next.kind === 'keyword' ? next.text.toLowerCase() : '';
      if ((word !== 'and' && word !== 'or') || (joinedBy !== undefined && joinedBy !== word))
        throw this.#unexpected(next);
      joinedBy = word;
      predicates.push(this.#predicate());
    }
    return { joinedBy: joinedBy ?? 'and', predicates };
  }

  #predicate(): Predicate {
    const first = this.#next();
    if (isKeyword(first, 'not')) return { ...this.#simple(this.#next()), negated: true };
    return this.#simple(first);
  }

  #simple(first: Token): Predicate {
    if (isKeyword(first, 'exists')) {
      const [property, ...more] = this.#list((token) => token.kind === 'name');
      if (property === undefined || more.length > 0) throw this.#unexpected(first);
      return { kind: 'exists', negated: false, property };
    }
    if (first.kind !== 'name') throw this.#unexpected(first);
    const about = { negated: false, property: first.text };
    const operator = this.#next();
    if (isKeyword(operator, 'in')) return { ...about, kind: 'in', values: this.#list(isValue) };
    if (isKeyword(operator, 'between')) {
      const [from, to, ...more] = this.#list(isValue);
      if (from === undefined || to === undefined || more.length > 0) throw this.#unexpected(operator);
      return { ...about, kind: 'between', from, to };
    }
    if (isKeyword(operator, 'matches')) {
      const [pattern, ...more] = this.#list(isValue);
      if (pattern === undefined || more.length > 0) throw this.#unexpected(operator);
      return { ...about, kind: 'matches', pattern };
    }
    if (operator.kind !== 'sign' || !/^[=<>]/.test(operator.text)) throw this.#unexpected(operator);
    const value = this.#next();
    if (!isValue(value)) throw this.#unexpected(value);
    return { ...about, kind: 'compare', operator: operator.text as '=', value: value.text };
  }

  /** Between parentheses, one at least. */
  #list(accepts: (token: Token) => boolean): readonly string[] {
    this.#expect('(');
    const values: string[] = [];
    for (;;) {
      const value = this.#next();
      if (!accepts(value)) throw this.#unexpected(value);
      values.push(value.text);
      const after = this.#next();
      if (after.kind === 'sign' && after.text === ')') return values;
      if (after.kind !== 'sign' || after.text !== ',') throw this.#unexpected(after);
    }
  }

  #expect(sign: string): void {
    const token = this.#next();
    if (token.kind !== 'sign' || token.text !== sign) throw this.#unexpected(token);
  }

  #next(): Token {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (!match) throw invalidQuery(`It cannot be read from '${this.#text.slice(this.#at, this.#at + 60)}' on`);
    this.#at = TOKEN.lastIndex;
    const [, text, digits, name, sign] = match;
    if (text !== undefined) return { kind: 'text', text };
    if (digits !== undefined) return { kind: 'digits', text: digits };
    if (sign !== undefined) return { kind: 'sign', text: sign };
    return { kind: KEYWORD.has(name ?? '') ? 'keyword' : 'name', text: name ?? '' };
  }

  #unexpected(token: Token): Error {
    return invalidQuery(`Unexpected '${token.text.slice(0, 60)}' in '${this.#text.slice(0, 200)}'`);
  }
}

const isKeyword = (token: Token, word: string): boolean =>
  token.kind === 'keyword' && token.text.toLowerCase() === word;
const isValue = (token: Token): boolean => token.kind === 'text' || token.kind === 'digits' || token.kind === 'name';

/** `where` as a parameter; `description` says which predicates the list knows. */
export const where = (description: string): { readonly where: Parameter<Where | undefined> } => ({
  where: {
    type: 'string',
    description,
    read: (text) => (text === undefined ? undefined : parseWhere(text)),
  },
});

/**
 * The values of a `where` that consists of `name = value` joined by AND, for lists that know nothing else; of each name
 * the last value counts. @throws ApiError 400 for other names and other predicates.
 */
export function equalities<N extends string>(
  given: Where | undefined,
  names: readonly N[],
): Readonly<Partial<Record<N, string>>> {
  const found: Partial<Record<N, string>> = {};
  for (const predicate of given?.predicates ?? []) {
    if (predicate.negated) throw badRequest(`Cannot use NOT for ${predicate.kind.toUpperCase()} comparison.`);
    const name = names.find((candidate) => candidate === predicate.property);
    if (predicate.kind !== 'compare' || predicate.operator !== '=' || name === undefined)
      throw unsupportedPredicate(predicate);
    found[name] = predicate.value;
  }
  if (given?.joinedBy === 'or') throw invalidQuery('OR is not supported here');
  return found;
}

/** What a list answers to a predicate that it does not know. */
export function unsupportedPredicate(predicate: Predicate): ApiError {
  const { property, kind } = predicate;
  const value = kind === 'compare' ? predicate.value : kind === 'in' ? predicate.values.join(', ') : '';
  const comparison = kind === 'compare' ? predicate.operator : kind;
  return new ApiError(
    400,
    `The property '${property.slice(0, 100)}' with value '${value.slice(0, 100)}' isn't supported for ${comparison} comparison`,
    'framework.exception.InvalidProperty',
  );
}

/** `true` in any case; everything else is false, as in Java. */
export const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';
