import type { Literal, Predicate, Written } from './ast';

/** A parsed condition in the words of CMIS-QL, CMIS 1.1 §2.1.14.2.1; what belongs together stands in parentheses. */
export function conditionText(predicate: Predicate<Written>): string {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.map(operandText).join(predicate.kind === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return `NOT ${operandText(predicate.operand)}`;
    case 'compare':
      return `${predicate.column} ${predicate.operator} ${literalText(predicate.value)}`;
    case 'in':
      return `${predicate.column} IN ${listText(predicate.values)}`;
    case 'like':
      return `${predicate.column} LIKE '${predicate.pattern.replaceAll("'", "\\'")}'`;
    case 'isNull':
      return `${predicate.column} IS NULL`;
    case 'anyIn':
      return `ANY ${predicate.column} IN ${listText(predicate.values)}`;
    case 'anyNotIn':
      return `ANY ${predicate.column} NOT IN ${listText(predicate.values)}`;
    case 'inFolder':
      return functionText('IN_FOLDER', predicate.table, predicate.folderId);
    case 'inTree':
      return functionText('IN_TREE', predicate.table, predicate.folderId);
    case 'contains':
      return functionText('CONTAINS', predicate.table, predicate.text);
    case 'search':
      return predicate.test;
  }
}

const operandText = (predicate: Predicate<Written>): string =>
  predicate.kind === 'and' || predicate.kind === 'or' ? `(${conditionText(predicate)})` : conditionText(predicate);

const functionText = (name: string, table: string | undefined, text: string): string =>
  `${name}(${table === undefined ? '' : `${table}, `}${quoted(text)})`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const listText = (values: readonly Literal[]): string => `(${values.map(literalText).join(', ')})`;

function literalText(literal: Literal): string {
  if (literal.kind === 'string') return quoted(literal.value);
  if (literal.kind === 'timestamp') return `TIMESTAMP ${quoted(literal.value)}`;
  return String(literal.value).toUpperCase();
}
