import { invalidArgument } from '../../model/errors';
import type { ComparisonOperator, Literal, Predicate, Written } from '../ast';
import type { Cursor } from './cursor';
import { containedText, likePattern, plainText } from './strings';
import { isKeyword, isSymbol } from './tokens';

const MAX_LIST = 10_000;
const MAX_PREDICATES = 1_000;
const OPERATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

type Condition = Predicate<Written>;

/** The condition after WHERE. */
export function parseCondition(cursor: Cursor): Condition {
  let predicates = 0;

  const either = (): Condition => cursor.nested(() => series('or', cursor, both));
  const both = (): Condition => series('and', cursor, factor);
  const factor = (): Condition => (cursor.takeKeywords('NOT') ? { kind: 'not', operand: test() } : test());
  const test = (): Condition => {
    if (!cursor.takeSymbol('(')) {
      if (++predicates > MAX_PREDICATES) throw invalidArgument(`The query has more than ${MAX_PREDICATES} conditions.`);
      return parsePredicate(cursor);
    }
    const condition = either();
    cursor.expectSymbol(')');
    return condition;
  };
  return either();
}

function series(kind: 'and' | 'or', cursor: Cursor, parse: () => Condition): Condition {
  const first = parse();
  const operands = [first];
  while (cursor.takeKeywords(kind.toUpperCase())) operands.push(parse());
  return operands.length === 1 ? first : { kind, operands };
}

function parsePredicate(cursor: Cursor): Condition {
  if (cursor.takeKeywords('ANY')) return parseAnyIn(cursor);
  const literal = takeLiteral(cursor);
  if (literal) return parseEqualsAny(cursor, literal);
  if (isSymbol(cursor.peek(1), '(')) return parseFunction(cursor);
  const column = parseColumn(cursor, 'a condition');
  const operator = cursor.peek();
  if (operator.kind === 'symbol' && OPERATORS.has(operator.text)) {
    cursor.next();
    return {
      kind: 'compare',
      column,
      operator: operator.text as ComparisonOperator,
      value: expectLiteral(cursor),
    };
  }
  if (cursor.takeKeywords('IS')) {
    const negated = cursor.takeKeywords('NOT');
    cursor.expectKeyword('NULL');
    return negate(negated, { kind: 'isNull', column });
  }
  const negated = cursor.takeKeywords('NOT');
  if (cursor.takeKeywords('IN')) return negate(negated, { kind: 'in', column, values: parseList(cursor) });
  if (cursor.takeKeywords('LIKE')) {
    return negate(negated, { kind: 'like', column, pattern: likePattern(cursor.expectString('a pattern in quotes')) });
  }
  throw cursor.expected(negated ? 'IN or LIKE' : 'a comparison, IN, LIKE, NOT or IS');
}

const negate = (negated: boolean, operand: Condition): Condition => (negated ? { kind: 'not', operand } : operand);

/** `ANY column [NOT] IN (…)`, after ANY. */
function parseAnyIn(cursor: Cursor): Condition {
  const column = parseColumn(cursor, 'a column');
  const negated = cursor.takeKeywords('NOT');
  cursor.expectKeyword('IN');
  return { kind: negated ? 'anyNotIn' : 'anyIn', column, values: parseList(cursor) };
}

/** `literal = ANY column`, after the literal. */
function parseEqualsAny(cursor: Cursor, literal: Literal): Condition {
  cursor.expectSymbol('=');
  cursor.expectKeyword('ANY');
  return { kind: 'anyIn', column: parseColumn(cursor, 'a column'), values: [literal] };
}

function parseFunction(cursor: Cursor): Condition {
  const name = cursor.peek().text.toUpperCase();
  if (name === 'SCORE') throw invalidArgument('SCORE() can stand in the select list only.');
  if (name !== 'CONTAINS' && name !== 'IN_FOLDER' && name !== 'IN_TREE') throw cursor.expected('a condition');
  cursor.next();
  cursor.expectSymbol('(');
  let table: string | undefined;
  if (cursor.peek().kind !== 'string') {
    table = cursor.expectName(name === 'CONTAINS' ? 'a text in quotes' : 'the id of a folder in quotes');
    cursor.expectSymbol(',');
  }
  const argument = cursor.expectString(name === 'CONTAINS' ? 'a text in quotes' : 'the id of a folder in quotes');
  cursor.expectSymbol(')');
  if (name === 'CONTAINS') return { kind: 'contains', table, text: containedText(argument) };
  return { kind: name === 'IN_FOLDER' ? 'inFolder' : 'inTree', table, folderId: plainText(argument) };
}

/** A column with what qualifies it, at most `qualifier.secondaryType.column`. */
export function parseColumn(cursor: Cursor, what: string): string {
  const parts = [cursor.expectName(what)];
  while (parts.length < 3 && cursor.takeSymbol('.')) parts.push(cursor.expectName('a column'));
  return parts.join('.');
}

function parseList(cursor: Cursor): readonly Literal[] {
  cursor.expectSymbol('(');
  const values = [expectLiteral(cursor)];
  while (cursor.takeSymbol(',')) {
    values.push(expectLiteral(cursor));
    if (values.length > MAX_LIST) throw invalidArgument(`A list has more than ${MAX_LIST} values.`);
  }
  cursor.expectSymbol(')');
  return values;
}

function expectLiteral(cursor: Cursor): Literal {
  const literal = takeLiteral(cursor);
  if (!literal) throw cursor.expected('a literal');
  return literal;
}

function takeLiteral(cursor: Cursor): Literal | undefined {
  const token = cursor.peek();
  if (token.kind === 'string') return { kind: 'string', value: plainText(cursor.next()) };
  if (token.kind === 'number') return numberOf(cursor.next().text);
  if (cursor.takeKeywords('TRUE')) return { kind: 'boolean', value: true };
  if (cursor.takeKeywords('FALSE')) return { kind: 'boolean', value: false };
  if (isKeyword(token, 'TIMESTAMP') && cursor.peek(1).kind === 'string') {
    cursor.next();
    return { kind: 'timestamp', value: plainText(cursor.next()) };
  }
  return undefined;
}

function numberOf(text: string): Literal {
  const value = Number(text);
  if (!Number.isFinite(value)) throw invalidArgument(`The number '${text}' is out of range.`);
  return { kind: 'number', value };
}
