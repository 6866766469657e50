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

/** Tells `said` each production of the grammar that was met. */
export function naiveParse(
  statement: string,
  dialect: Dialect,
  said: (production: string) => void = () => undefined,
): NaiveQuery {
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
    const read = literal();
    said(read instanceof Date ? 'TIMESTAMP' : `${typeof read} literal`);
    if (typeof read === 'number' && read < 0) said('negative number');
    if (typeof read === 'number' && !Number.isInteger(read)) said('decimal number');
    if (typeof read === 'string' && read.includes("'")) said('quote in a literal');
    return read;
  };
  const literal = (): NaiveValue => {
    if (take('TIMESTAMP')) return new Date(text());
    if (take('TRUE')) return true;
    if (take('FALSE')) return false;
    return words[next]?.startsWith("'") ? text() : Number(word());
  };
  const values = (): NaiveValue[] => {
    must('(');
    const found = list(value);
    must(')');
    said(found.length > 1 ? 'list of several' : 'list of one');
    return found;
  };
  const isValue = (): boolean => /^['\d+-]/.test(words[next] ?? '') || is('TRUE') || is('FALSE') || is('TIMESTAMP');

  const operand = (): NaiveFrom => {
    if (take('(')) {
      said('FROM ( )');
      const inner = from();
      must(')');
      return inner;
    }
    const name = word();
    if (!take('AS')) return { name, alias: name };
    said('alias of a table');
    return { name, alias: word() };
  };
  const from = (): NaiveFrom => {
    let left = operand();
    for (;;) {
      const outer = take('LEFT', 'JOIN') || take('LEFT', 'OUTER', 'JOIN');
      const inner = !outer && take('INNER', 'JOIN');
      if (!outer && !inner && !take('JOIN')) return left;
      said(outer ? 'LEFT JOIN' : inner ? 'INNER JOIN' : 'JOIN');
      if (!('name' in left)) said('join of joins');
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
      said('( )');
      return inner;
    }
    for (const op of ['IN_FOLDER', 'IN_TREE', 'CONTAINS'] as const) {
      if (!take(op, '(')) continue;
      const alias = words[next]?.startsWith("'") ? undefined : word();
      if (alias !== undefined) must(',');
      said(alias === undefined ? op : `${op} of a table`);
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
  const told = (): NaiveCondition => {
    const isLiteral = isValue();
    const condition = predicate();
    if ('column' in condition) {
      said(
        isLiteral
          ? '= ANY'
          : condition.op === 'NULL' || condition.op === 'NOT NULL'
            ? `IS ${condition.op}`
            : condition.op,
      );
      if (condition.column.includes('.')) said('qualified column');
    }
    return condition;
  };
  const not = (): NaiveCondition => {
    if (!take('NOT')) return told();
    said('NOT');
    return { op: 'NOT', side: told() };
  };
  const and = (): NaiveCondition => {
    let left = not();
    while (take('AND')) {
      said('AND');
      left = { op: 'AND', sides: [left, not()] };
    }
    return left;
  };
  const or = (): NaiveCondition => {
    let left = and();
    while (take('OR')) {
      said('OR');
      left = { op: 'OR', sides: [left, and()] };
    }
    return left;
  };

  const key = (): NaiveQuery['order'][number] => {
    const column = word();
    const ascending = take('ASC');
    const descending = !ascending && take('DESC');
    said(column === SCORE ? 'ORDER BY SCORE' : ascending ? 'ASC' : descending ? 'DESC' : 'ORDER BY');
    return { column, descending };
  };

  must('SELECT');
  let scored = false;
  const columns = list(() => {
    if (!take('SCORE', '(', ')', 'AS')) return word();
    scored = true;
    said('SCORE');
    return void word();
  }).filter((column) => column !== undefined);
  must('FROM');
  const tables = from();
  const where = take('WHERE') ? or() : undefined;
  const ordered = take('ORDER', 'BY') ? list(key) : [];
  if (ordered.length > 1) said('ORDER BY several');
  if (next < words.length) throw new Error(`naive parser: ${words[next]} is left over in ${statement}`);
  const order = ordered.filter(({ column }) => column !== SCORE);
  return { columns, from: tables, ...(where && { where }), order, scored, byScore: order.length < ordered.length };
}
