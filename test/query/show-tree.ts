import type { Literal, Predicate, Query, TableExpression, Written, WrittenOutput } from '../../src/query/ast';
import { parseTextExpression, type TextExpression } from '../../src/query/text-expression';

/** A parsed query in one line, every grouping in parentheses. */
export function showQuery({ select, from, where, orderBy }: Query<Written>): string {
  const parts = [`${select.map(showOutput).join(' ')} | ${showFrom(from)}`];
  if (where) parts.push(showPredicate(where));
  if (orderBy.length > 0) parts.push(orderBy.map(({ by, descending }) => `${descending ? '-' : '+'}${by}`).join(' '));
  return parts.join(' | ');
}

function showOutput(output: WrittenOutput): string {
  if (output.kind === 'all') return output.table === undefined ? '*' : `${output.table}.*`;
  const what = output.kind === 'score' ? 'SCORE' : output.column;
  return output.alias === undefined ? what : `${what}:=${output.alias}`;
}

function showFrom(from: TableExpression<Written>): string {
  if (from.kind === 'table')
    return from.table.alias === undefined ? from.table.name : `${from.table.name}:=${from.table.alias}`;
  return `(${showFrom(from.left)} ${from.type} ${showFrom(from.right)} on ${from.on.join('=')})`;
}

const showLiteral = ({ kind, value }: Literal): string =>
  kind === 'string' ? `'${value}'` : kind === 'timestamp' ? `T'${value}'` : String(value);

export function showPredicate(predicate: Predicate<Written>): string {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return `(${predicate.operands.map(showPredicate).join(` ${predicate.kind} `)})`;
    case 'not':
      return `not ${showPredicate(predicate.operand)}`;
    case 'compare':
      return `${predicate.column} ${predicate.operator} ${showLiteral(predicate.value)}`;
    case 'like':
      return `${predicate.column} like /${predicate.pattern}/`;
    case 'isNull':
      return `${predicate.column} unset`;
    case 'in':
    case 'anyIn':
    case 'anyNotIn':
      return `${predicate.column} ${predicate.kind} [${predicate.values.map(showLiteral).join(' ')}]`;
    case 'inFolder':
    case 'inTree':
      return `${predicate.kind}(${predicate.table ?? '-'} ${predicate.folderId})`;
    case 'contains':
      return `contains(${predicate.table ?? '-'} ${showText(parseTextExpression(predicate.text))})`;
    case 'search':
      return predicate.test;
  }
}

export function showText(text: TextExpression): string {
  if (text.kind === 'term') return text.words.length === 1 ? `${text.words[0]}` : `"${text.words.join(' ')}"`;
  if (text.kind === 'not') return `-${showText(text.operand)}`;
  return `(${text.operands.map(showText).join(text.kind === 'and' ? ' & ' : ' | ')})`;
}
