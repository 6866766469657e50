import type { Dialect } from '../../src/repository/contract/request';

/** A reading of statements that shares nothing with the one of the product: one regular expression and a recursion. */
export interface NaiveTable {
  readonly name: string;
  readonly alias: string;
}
export type NaiveFrom =
  | NaiveTable
  | {
      readonly left: NaiveFrom;
      readonly right: NaiveFrom;
      readonly outer: boolean;
      readonly on: readonly [string, string];
    };
export type NaiveValue = string | number | boolean | Date;
export type NaiveCondition =
  | { readonly op: 'AND' | 'OR'; readonly sides: readonly [NaiveCondition, NaiveCondition] }
  | { readonly op: 'NOT'; readonly side: NaiveCondition }
  | {
      readonly op: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'NOT LIKE';
      readonly column: string;
      readonly value: NaiveValue;
    }
  | {
      readonly op: 'IN' | 'NOT IN' | 'ANY IN' | 'ANY NOT IN';
      readonly column: string;
      readonly list: readonly NaiveValue[];
    }
  | { readonly op: 'NULL' | 'NOT NULL'; readonly column: string }
  | { readonly op: 'IN_FOLDER' | 'IN_TREE'; readonly alias: string | undefined; readonly id: string }
  | { readonly op: 'CONTAINS'; readonly alias: string | undefined; readonly text: string; readonly dialect: Dialect };
export interface NaiveQuery {
  readonly columns: readonly string[];
  readonly from: NaiveFrom;
  readonly where?: NaiveCondition;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[];
  /** SCORE() is the last column. */
  readonly scored: boolean;
  /** By the score alone, the greatest first. */
  readonly byScore: boolean;
}

/** What random statements call the score. */
export const SCORE = 'relevance';

const TOKEN = /\s*('(?:[^'\\]|\\.|'')*'|<>|<=|>=|[=<>(),]|[+-]?\d+(?:\.\d+)?(?![\w:])|[\w:.]+)/gsy;

export function naiveParse(statement: string, dialect: Dialect): NaiveQuery {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(statement); match; match = TOKEN.exec(statement)) words.push(match[1] ?? '');
  let next = 0;
  const is = (...texts: string[]): boolean => texts.every((text, index) => words[next + index]?.toUpperCase() === text);
  const take = (...texts: string[]): boolean => is(...texts) && ((next += texts.length), true);
  const must = (text: string): void => {
    if (!take(text)) throw new Error(`naive parser: ${text} expected, found ${words[next]} in ${statement}`);
  };
  const word = (): string => words[next++] ?? '';

  const list = <T>(item: () => T): T[] => {
    const items = [item()];
    while (take(',')) items.push(item());
    return items;
  };
  const text = (pattern = false): string =>
    word()
      .slice(1, -1)
      .replace(/''|\\(.)/gs, (all, escaped?: string) => (!escaped ? "'" : escaped === "'" || !pattern ? escaped : all));
  const value = (): NaiveValue => {
    if (take('TIMESTAMP')) return new Date(text());
    if (take('TRUE')) return true;
    if (take('FALSE')) return false;
    return words[next]?.startsWith("'") ? text() : Number(word());
  };
  const values = (): NaiveValue[] => {
    must('(');
    const found = list(value);
    must(')');
    return found;
  };
  const isValue = (): boolean => /^['\d+-]/.test(words[next] ?? '') || is('TRUE') || is('FALSE') || is('TIMESTAMP');

  const operand = (): NaiveFrom => {
    if (take('(')) {
      const inner = from();
      must(')');
      return inner;
    }
    const name = word();
    return { name, alias: take('AS') ? word() : name };
  };
  const from = (): NaiveFrom => {
    let left = operand();
    for (;;) {
      const outer = take('LEFT', 'JOIN');
      if (!outer && !take('JOIN')) return left;
      const right = operand();
      must('ON');
      const one = word();
      must('=');
      left = { left, right, outer, on: [one, word()] };
    }
  };
  const predicate = (): NaiveCondition => {
    if (take('(')) {
      const inner = or();
      must(')');
      return inner;
    }
    for (const op of ['IN_FOLDER', 'IN_TREE', 'CONTAINS'] as const) {
      if (!take(op, '(')) continue;
      const alias = words[next]?.startsWith("'") ? undefined : word();
      if (alias !== undefined) must(',');
      const literal = text();
      must(')');
      return op === 'CONTAINS' ? { op, alias, text: literal, dialect } : { op, alias, id: literal };
    }
    if (take('ANY')) {
      const column = word();
      const op = take('NOT') ? 'ANY NOT IN' : 'ANY IN';
      must('IN');
      return { op, column, list: values() };
    }
    if (isValue()) {
      const one = value();
      must('=');
      must('ANY');
      return { op: 'ANY IN', column: word(), list: [one] };
    }
    const column = word();
    if (take('IS', 'NOT', 'NULL')) return { op: 'NOT NULL', column };
    if (take('IS', 'NULL')) return { op: 'NULL', column };
    if (take('NOT', 'IN')) return { op: 'NOT IN', column, list: values() };
    if (take('IN')) return { op: 'IN', column, list: values() };
    if (take('NOT', 'LIKE')) return { op: 'NOT LIKE', column, value: text(true) };
    if (take('LIKE')) return { op: 'LIKE', column, value: text(true) };
    return { op: word() as '=', column, value: value() };
  };
  const not = (): NaiveCondition => (take('NOT') ? { op: 'NOT', side: predicate() } : predicate());
  const and = (): NaiveCondition => {
    let left = not();
    while (take('AND')) left = { op: 'AND', sides: [left, not()] };
    return left;
  };
  const or = (): NaiveCondition => {
    let left = and();
    while (take('OR')) left = { op: 'OR', sides: [left, and()] };
    return left;
  };

  must('SELECT');
  let scored = false;
  const columns = list(() => {
    if (!take('SCORE', '(', ')', 'AS')) return word();
    scored = true;
    return void word();
  }).filter((column) => column !== undefined);
  must('FROM');
  const tables = from();
  const where = take('WHERE') ? or() : undefined;
  const ordered = take('ORDER', 'BY') ? list(() => ({ column: word(), descending: take('DESC') })) : [];
  if (next < words.length) throw new Error(`naive parser: ${words[next]} is left over in ${statement}`);
  const order = ordered.filter(({ column }) => column !== SCORE);
  return { columns, from: tables, ...(where && { where }), order, scored, byScore: order.length < ordered.length };
}
