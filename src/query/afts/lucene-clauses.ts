import type { AftsNode } from './ast';
import type { AftsCursor } from './cursor';

interface Clause {
  readonly node: AftsNode;
  occurs: 'must' | 'should' | 'mustNot';
}

/**
 * Terms side by side as Lucene joins them: what has a `+`, or AND on either side, must be there; what has `-`, `!` or NOT
 * must not; of the rest one must, or none where something else must.
 */
export function luceneClauses(cursor: AftsCursor, operator: 'and' | 'or', read: () => AftsNode): AftsNode {
  const clauses: Clause[] = [];
  do {
    const joined = clauses.length === 0 ? undefined : takeOperator(cursor);
    const last = clauses.at(-1);
    if (joined === 'and' && last?.occurs === 'should') last.occurs = 'must';
    if (joined === 'or' && operator === 'and' && last?.occurs === 'must') last.occurs = 'should';
    const occurs = takeOccurrence(cursor) ?? ((joined ?? operator) === 'and' ? 'must' : 'should');
    clauses.push({ node: read(), occurs });
  } while (!cursor.atEnd() && !cursor.sees(')'));
  return joinedClauses(clauses);
}

function takeOperator(cursor: AftsCursor): 'and' | 'or' | undefined {
  if (cursor.take('&&') || cursor.takeKeyword('AND')) return 'and';
  return cursor.take('||') || cursor.takeKeyword('OR') ? 'or' : undefined;
}

function takeOccurrence(cursor: AftsCursor): 'must' | 'mustNot' | undefined {
  if (cursor.take('+')) return 'must';
  const isExcluded = cursor.takeKeyword('NOT') || cursor.take('!') || (!cursor.seesNegative() && cursor.take('-'));
  return isExcluded ? 'mustNot' : undefined;
}

function joinedClauses(clauses: readonly Clause[]): AftsNode {
  const nodes = (wanted: Clause['occurs']): readonly AftsNode[] =>
    clauses.filter(({ occurs }) => occurs === wanted).map(({ node }) => node);
  const [must, should] = [nodes('must'), nodes('should')];
  const mustNot = nodes('mustNot').map((operand): AftsNode => ({ kind: 'not', operand }));
  if (must.length > 0) return { kind: 'and', operands: [...must, ...mustNot], preferred: should };
  if (should.length === 0) return { kind: 'and', operands: mustNot };
  const any: AftsNode = { kind: 'or', operands: should };
  return mustNot.length === 0 ? any : { kind: 'and', operands: [any, ...mustNot] };
}
