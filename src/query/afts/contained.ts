/** Texts of CONTAINS as Alfresco reads them. */
import { CmisError } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { Predicate } from '../ast';
import { readPlainText, type ReadText } from '../bind-predicate';
import type { Bound, Table } from '../bound';
import type { AftsNode } from './ast';
import { bindAfts, bindWeights } from './bind';
import { systemColumn } from './classes';
import { parseAfts } from './parse';
import { predicateOf, type AftsReading } from './query';
import { unfold } from './templates';

/**
 * Reads them as searches, which may name fields: properties, columns by their aliases and qualifiers, `TEXT`, `PATH` and
 * the like. What is no search is read as the standard has it, where fewer characters mean something.
 */
export const containedAfts =
  (now: number): ReadText =>
  (text, about) => {
    const { types, table, resolve, weigh } = about;
    const reading: AftsReading = {
      types,
      now,
      operator: 'and',
      fieldOperator: 'and',
      defaultField: 'TEXT',
      namespace: 'cm',
      templates: [],
      named: (name) => {
        const column = attempted(() => resolve(name));
        return column?.table === table.index ? column.property : undefined;
      },
    };
    const node = attempted(() => parseAfts(text, reading));
    if (!node) return readPlainText(text, about);
    const unfolded = unfold(node, reading);
    for (const weight of bindWeights(unfolded, reading))
      weigh({ ...weight, condition: ofTable(types, table, weight.condition) });
    return ofTable(types, table, conditionOf(reading, unfolded));
  };

/** Undefined where the client has written what cannot be meant so. */
function attempted<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof CmisError && error.code === 'invalidArgument') return undefined;
    throw error;
  }
}

function conditionOf(reading: AftsReading, node: AftsNode): Predicate<Bound> {
  const predicate = predicateOf(reading.types, bindAfts(node, reading));
  if (predicate) return predicate;
  return { kind: 'not', operand: { kind: 'in', column: systemColumn(reading.types, 'cmis:objectId'), values: [] } };
}

/** What is asked of the first table, asked of another one; where that has no object nothing is known of it. */
function ofTable(types: TypeRegistry, { index, optional }: Table, predicate: Predicate<Bound>): Predicate<Bound> {
  const moved = index === 0 ? predicate : movedTo(index, predicate);
  if (!optional || !asksValues(predicate)) return moved;
  // Of no object the id is unknown, of every other it is none of no ids: what is joined to both is unknown where it is.
  const none: Predicate<Bound> = {
    kind: 'in',
    column: { ...systemColumn(types, 'cmis:objectId'), table: index },
    values: [],
  };
  const there: Predicate<Bound> = { kind: 'and', operands: [moved, { kind: 'not', operand: none }] };
  return { kind: 'or', operands: [there, none] };
}

/** Only these may be true or false of what is not there. */
function asksValues(predicate: Predicate<Bound>): boolean {
  if (predicate.kind === 'not') return asksValues(predicate.operand);
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.operands.some(asksValues);
  return 'column' in predicate;
}

function movedTo(table: number, predicate: Predicate<Bound>): Predicate<Bound> {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { kind: predicate.kind, operands: predicate.operands.map((operand) => movedTo(table, operand)) };
    case 'not':
      return { kind: 'not', operand: movedTo(table, predicate.operand) };
    case 'compare':
    case 'in':
    case 'like':
    case 'isNull':
    case 'anyIn':
    case 'anyNotIn':
      return { ...predicate, column: { ...predicate.column, table } };
    case 'inFolder':
    case 'inTree':
    case 'contains':
    case 'search':
      return { ...predicate, table };
  }
}
