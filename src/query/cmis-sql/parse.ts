import { invalidArgument } from '../../model/errors';
import { isStorable } from '../../model/property-values';
import type { Query, SortKey, TableExpression, Written, WrittenOutput } from '../ast';
import { openCursor, type Cursor } from './cursor';
import { parseColumn, parseCondition } from './parse-predicate';
import { isKeyword, isName, isSymbol } from './tokens';

const MAX_LENGTH = 1_000_000;
const MAX_COLUMNS = 1_000;
const MAX_TABLES = 12;
const MAX_SORT_KEYS = 50;

/**
 * Reads a statement of the CMIS query language, CMIS 1.1 §2.1.14, with Alfresco's double-quoted names.
 * @throws CmisError `invalidArgument`, naming the place and what was expected there.
 */
export function parseCmisSql(statement: string): Query<Written> {
  if (statement.length > MAX_LENGTH) throw invalidArgument(`The query is longer than ${MAX_LENGTH} characters.`);
  if (!isStorable(statement)) throw invalidArgument('The query holds a character that no text can hold.');
  const cursor = openCursor(statement);
  cursor.expectKeyword('SELECT');
  const select = parseSelectList(cursor);
  cursor.expectKeyword('FROM');
  const from = parseFrom(cursor);
  const where = cursor.takeKeywords('WHERE') ? parseCondition(cursor) : undefined;
  const orderBy = cursor.takeKeywords('ORDER', 'BY') ? parseOrderBy(cursor) : [];
  if (cursor.peek().kind !== 'end') throw cursor.expected(where ? 'AND, OR or ORDER BY' : 'WHERE or ORDER BY');
  return { select, from, ...(where && { where }), orderBy };
}

function parseSelectList(cursor: Cursor): readonly WrittenOutput[] {
  if (cursor.takeSymbol('*')) return [{ kind: 'all' }];
  const outputs: WrittenOutput[] = [];
  do {
    outputs.push(parseOutput(cursor));
    if (outputs.length > MAX_COLUMNS) throw invalidArgument(`The query selects more than ${MAX_COLUMNS} columns.`);
  } while (cursor.takeSymbol(','));
  return outputs;
}

function parseOutput(cursor: Cursor): WrittenOutput {
  if (isKeyword(cursor.peek(), 'SCORE') && isSymbol(cursor.peek(1), '(')) {
    cursor.next();
    cursor.expectSymbol('(');
    cursor.expectSymbol(')');
    return { kind: 'score', ...parseAlias(cursor, 'an alias') };
  }
  if (isName(cursor.peek()) && isSymbol(cursor.peek(1), '.') && isSymbol(cursor.peek(2), '*')) {
    const table = cursor.expectName('a table');
    cursor.expectSymbol('.');
    cursor.expectSymbol('*');
    return { kind: 'all', table };
  }
  return { kind: 'column', column: parseColumn(cursor, "'*' or a column"), ...parseAlias(cursor, 'an alias') };
}

function parseAlias(cursor: Cursor, what: string): { readonly alias?: string } {
  if (cursor.takeKeywords('AS') || isName(cursor.peek())) return { alias: cursor.expectName(what) };
  return {};
}

function parseFrom(cursor: Cursor): TableExpression<Written> {
  let tables = 0;

  const operand = (): TableExpression<Written> => {
    if (cursor.takeSymbol('(')) {
      const inner = cursor.nested(operandOrJoin);
      if (inner.kind === 'table') throw cursor.expected('JOIN');
      cursor.expectSymbol(')');
      return inner;
    }
    if (++tables > MAX_TABLES) throw invalidArgument(`The query joins more than ${MAX_TABLES} tables.`);
    return { kind: 'table', table: { name: cursor.expectName('a table'), ...parseAlias(cursor, 'an alias') } };
  };
  /** Left-deep: `a JOIN b ON … JOIN c ON …` joins `c` to the join of `a` and `b`. */
  const operandOrJoin = (): TableExpression<Written> => {
    let left = operand();
    for (let type = takeJoin(cursor); type; type = takeJoin(cursor)) {
      const right = cursor.nested(operandOrJoin);
      cursor.expectKeyword('ON');
      const first = parseColumn(cursor, 'a column');
      cursor.expectSymbol('=');
      left = { kind: 'join', type, left, right, on: [first, parseColumn(cursor, 'a column')] };
    }
    return left;
  };
  return operandOrJoin();
}

function takeJoin(cursor: Cursor): 'inner' | 'left' | undefined {
  if (cursor.takeKeywords('JOIN') || cursor.takeKeywords('INNER', 'JOIN')) return 'inner';
  return cursor.takeKeywords('LEFT', 'JOIN') || cursor.takeKeywords('LEFT', 'OUTER', 'JOIN') ? 'left' : undefined;
}

function parseOrderBy(cursor: Cursor): readonly SortKey<Written>[] {
  const keys: SortKey<Written>[] = [];
  do {
    if (isKeyword(cursor.peek(), 'SCORE') && isSymbol(cursor.peek(1), '(')) {
      throw invalidArgument('ORDER BY takes the alias of SCORE(), not SCORE() itself.');
    }
    const by = parseColumn(cursor, 'a column');
    const descending = cursor.takeKeywords('DESC');
    if (!descending) cursor.takeKeywords('ASC');
    keys.push({ by, descending });
    if (keys.length > MAX_SORT_KEYS) throw invalidArgument(`The query orders by more than ${MAX_SORT_KEYS} columns.`);
  } while (cursor.takeSymbol(','));
  return keys;
}
