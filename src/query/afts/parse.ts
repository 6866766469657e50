import { invalidArgument } from '../../model/errors';
import type { AftsNode, Field, Limit, Manner, Test } from './ast';
import { openAfts, type AftsCursor } from './cursor';
import { luceneClauses } from './lucene-clauses';
import { literalText } from './pattern';

const MAX_TESTS = 1_000;
const MAX_NEAR = 20;

export type Operator = 'and' | 'or';

export interface ParseOptions {
  /** What stands between tests side by side. */
  readonly operator: Operator;
  /** The same in groups of a field. */
  readonly fieldOperator: Operator;
  /** How `+`, `-`, AND and OR go together: as in Lucene's own language when that is said. */
  readonly style?: 'lucene' | undefined;
  /** The text is a template, where `%` stands for what is looked for. */
  readonly template?: boolean;
}

/** What all productions know. `field`: of the group that is being read. */
interface Reading extends ParseOptions {
  readonly cursor: AftsCursor;
  readonly field?: Field;
  readonly count: () => void;
}

/**
 * Reads a search in Alfresco's full text search language.
 * @throws CmisError `invalidArgument` that says where in the text what was expected.
 */
export function parseAfts(text: string, options: ParseOptions): AftsNode {
  const cursor = openAfts(text);
  let tests = 0;
  const count = (): void => {
    if (++tests > MAX_TESTS) throw invalidArgument(`The search has more than ${MAX_TESTS} terms.`);
  };
  const node = disjunction({ ...options, cursor, count });
  if (!cursor.atEnd()) throw cursor.expected('AND, OR or a term');
  return node;
}

/** OR binds less tightly than AND; what stands side by side is joined by the operator of the reading. */
function disjunction(reading: Reading): AftsNode {
  const { cursor, operator } = reading;
  if (reading.style === 'lucene') return cursor.nested(() => luceneClauses(cursor, operator, () => boosted(reading)));
  return cursor.nested(() => {
    if (operator === 'or') takeOr(cursor);
    const operands = [conjunction(reading)];
    while (takeOr(cursor) || (operator === 'or' && !endsGroup(cursor))) operands.push(conjunction(reading));
    const [only] = operands;
    return only && operands.length === 1 ? only : { kind: 'or', operands };
  });
}

const takeOr = (cursor: AftsCursor): boolean => cursor.take('||') || cursor.takeKeyword('OR');
const takeAnd = (cursor: AftsCursor): boolean => cursor.take('&&') || cursor.takeKeyword('AND');
const endsGroup = (cursor: AftsCursor): boolean => cursor.atEnd() || cursor.sees(')');
const seesOr = (cursor: AftsCursor): boolean => cursor.sees('||') || cursor.seesKeyword('OR');

function conjunction(reading: Reading): AftsNode {
  const { cursor, operator } = reading;
  if (operator === 'and') takeAnd(cursor);
  const clauses = [clause(reading)];
  while (takeAnd(cursor) || (operator === 'and' && !endsGroup(cursor) && !seesOr(cursor)))
    clauses.push(clause(reading));
  const [only] = clauses;
  if (only && clauses.length === 1) return only.node;
  const preferred = clauses.filter(({ optional }) => optional).map(({ node }) => node);
  const operands = clauses.filter(({ optional }) => !optional).map(({ node }) => node);
  if (preferred.length === 0) return { kind: 'and', operands };
  if (operands.some(({ kind }) => kind !== 'not')) return { kind: 'and', operands, preferred };
  // Where nothing must be there, one of what may be there must.
  const [single] = preferred;
  const any: AftsNode = single && preferred.length === 1 ? single : { kind: 'or', operands: preferred };
  return operands.length === 0 ? any : { kind: 'and', operands: [...operands, any] };
}

interface Clause {
  readonly node: AftsNode;
  readonly optional: boolean;
}

function clause(reading: Reading): Clause {
  const { cursor } = reading;
  if (cursor.takeKeyword('NOT') || cursor.take('!') || (!cursor.seesNegative() && cursor.take('-'))) {
    return { node: { kind: 'not', operand: boosted(reading) }, optional: false };
  }
  const optional = !cursor.take('+') && cursor.take('|');
  return { node: boosted(reading), optional };
}

function boosted(reading: Reading): AftsNode {
  const operand = test(reading);
  if (!reading.cursor.take('^')) return operand;
  return { kind: 'boost', operand, factor: expectNumber(reading.cursor, 'a number to boost by') };
}

function test(reading: Reading): AftsNode {
  const { cursor } = reading;
  if (cursor.take('(')) return group(reading);
  if (reading.template && cursor.take('%')) return asked(reading);
  const at = cursor.at();
  const manner = takeManner(cursor);
  const named = reading.field ? undefined : cursor.takeField();
  const field = reading.field ?? named;
  if (named && cursor.take('(')) {
    if (manner === 'exact') throw cursor.expected("a term: '=' cannot stand before a group");
    return group({ ...reading, field: named, operator: reading.fieldOperator });
  }
  reading.count();
  const start = { at, ...(field && { field }) };
  if (manner === 'usual' && (cursor.sees('[') || cursor.sees('<'))) return range(cursor, start);
  return termOrPhrase(reading, { ...start, manner });
}

/** After its parenthesis. What is left out inside is asked for outside, as in `(-a)`. */
function group(reading: Reading): AftsNode {
  const node = disjunction(reading);
  reading.cursor.expect(')');
  return node.kind === 'not' ? { kind: 'and', operands: [node] } : node;
}

function takeManner(cursor: AftsCursor): Manner {
  if (cursor.take('=')) return 'exact';
  return cursor.take('~') ? 'expanded' : 'usual';
}

interface Start {
  readonly field?: Field;
  readonly at: number;
}

/** `[a TO b]`, or with `<` or `>` where the limit itself is left out. */
function range(cursor: AftsCursor, start: Start): Test {
  const fromInclusive = cursor.take('[');
  if (!fromInclusive) cursor.expect('<');
  const from = expectLimit(cursor);
  if (!cursor.takeKeyword('TO')) throw cursor.expected('TO');
  const to = expectLimit(cursor);
  const toInclusive = cursor.take(']');
  if (!toInclusive && !cursor.take('>')) throw cursor.expected("']' or '>'");
  return {
    kind: 'range',
    ...start,
    from: { value: from, inclusive: fromInclusive },
    to: { value: to, inclusive: toInclusive },
  };
}

function expectLimit(cursor: AftsCursor): string {
  const phrase = cursor.takePhrase();
  const limit = phrase === undefined ? cursor.takeLimit() : literalText(phrase);
  if (limit === undefined) throw cursor.expected('a limit of the range');
  return limit;
}

function termOrPhrase(reading: Reading, start: Start & { readonly manner: Manner }): Test {
  const { cursor } = reading;
  const isOperator = cursor.seesKeyword('AND') || cursor.seesKeyword('OR');
  // What is written right after it belongs to it: nothing may be skipped from here on.
  const phrase = cursor.takePhrase();
  const pattern = phrase ?? (isOperator ? undefined : cursor.takeWord(start.field !== undefined));
  if (pattern === undefined) {
    throw cursor.expected(
      start.field ? `a value for '${start.field.name}', in quotes if it holds more than a word` : 'a term',
    );
  }
  if (start.manner === 'usual' && cursor.takeHere(/[.][.]/uy)) return shortRange(cursor, start, pattern);
  const tilde = cursor.takeHere(/~/uy) !== undefined;
  if (phrase !== undefined) {
    const slop = tilde ? expectNumber(cursor, 'how many places the words may be off') : undefined;
    return { kind: 'phrase', ...start, pattern, ...(slop !== undefined && { slop: Math.floor(slop) }) };
  }
  const { manner, ...place } = start;
  if (!tilde && manner === 'usual') {
    const near = proximity(reading, place, pattern);
    if (near) return near;
  }
  if (!tilde) return { kind: 'term', ...place, manner, pattern };
  return { kind: 'term', ...place, manner, pattern, fuzzy: expectNumber(cursor, 'a similarity from 0 to 1') };
}

/** `a..b`, after the dots. */
function shortRange(cursor: AftsCursor, { field, at }: Start, from: string): Test {
  const to = cursor.takePhrase() ?? cursor.takeWord(field !== undefined);
  if (to === undefined) throw cursor.expected('the upper limit of the range');
  const limit = (pattern: string): Limit => ({ value: literalText(pattern), inclusive: true });
  return { kind: 'range', at, ...(field && { field }), from: limit(from), to: limit(to) };
}

/** What stands between words that are near each other. A star is a term of its own where no word follows. */
const NEAR =
  /\s*[*](?:\s*[(]\s*(\d{0,4})\s*[)]\s*|\s+)(?=[^\s!"%&'()+\-/:;<=>@[\]^`{|}~])(?!(?:AND|OR|NOT)\b)(?![^\s()]*:)/iuy;

function proximity({ cursor }: Reading, start: Start, first: string): Test | undefined {
  const words = [first];
  let distance: number | undefined;
  for (let near = cursor.takeHere(NEAR); near; near = cursor.takeHere(NEAR)) {
    const word = cursor.takeWord(false);
    if (word === undefined) throw cursor.expected('a word');
    words.push(word);
    if (words.length > MAX_NEAR) throw invalidArgument(`More than ${MAX_NEAR} words are to be near each other.`);
    if (near[1]) distance = Number(near[1]);
  }
  return words.length === 1
    ? undefined
    : { kind: 'proximity', ...start, words, ...(distance !== undefined && { distance }) };
}

/** `%field` or `%(field field …)`, after the percent sign. */
function asked({ cursor, count }: Reading): AftsNode {
  count();
  const expectName = (): Field => {
    const name = cursor.takeName();
    if (!name) throw cursor.expected('the name of a field');
    return name;
  };
  if (!cursor.take('(')) return { kind: 'asked', fields: [expectName()] };
  const fields = [expectName()];
  while (!cursor.take(')')) {
    cursor.take(',');
    fields.push(expectName());
  }
  return { kind: 'asked', fields };
}

const NUMBER = /[+-]?(?:\d+(?:[.]\d*)?|[.]\d+)(?:[eE][+-]?\d+)?/uy;

function expectNumber(cursor: AftsCursor, what: string): number {
  const match = cursor.takeHere(NUMBER);
  const value = match ? Number(match[0]) : NaN;
  if (!Number.isFinite(value) || value < 0) throw cursor.expected(what);
  return value;
}
