import { invalidArgument } from '../../model/errors';
import type { Scalar } from '../../model/properties';
import type { ComparisonOperator, Predicate } from '../ast';
import type { Bound } from '../bound';
import type { ValueLimit } from '../search-test';
import type { Limit, Test } from './ast';
import { allOf, type Condition } from './conditions';
import { readDate, type Clock } from './date-maths';

type Column = Bound['column'];
type Range = Pick<Test & { readonly kind: 'range' }, 'from' | 'to'>;

/**
 * Condition that a number, date or truth value of a property is this one.
 * @throws CmisError `invalidArgument` for what cannot be one.
 */
export function valueCondition(column: Column, text: string, clock: Clock): Condition {
  const { propertyType, queryName } = column.property;
  if (propertyType === 'datetime') {
    const { start, end } = readDate(text, clock);
    return between(column, { value: start, inclusive: true }, { value: end - 1, inclusive: true });
  }
  if (propertyType === 'boolean') return equals(column, requireBoolean(text, queryName));
  const value = readNumber(text);
  if (value === undefined) throw invalidArgument(`'${text}' is no number to be the value of '${queryName}'.`);
  return equals(column, value);
}

const equals = (column: Column, value: Scalar): Condition =>
  column.property.cardinality === 'multi'
    ? { kind: 'anyIn', column, values: [value] }
    : { kind: 'compare', column, operator: '=', value };

/** Condition that a value of the property lies in the range. @throws CmisError `invalidArgument`. */
export function rangeCondition(column: Column, { from, to }: Range, clock: Clock): Condition {
  return between(
    column,
    limitOf(column, from, { clock, isLower: true }),
    limitOf(column, to, { clock, isLower: false }),
  );
}

const OPEN = new Set(['MIN', 'MAX', '*', '\u0000', '\uffff']);

function limitOf(
  column: Column,
  { value, inclusive }: Limit,
  place: { readonly clock: Clock; readonly isLower: boolean },
): ValueLimit | undefined {
  if (OPEN.has(value)) return undefined;
  const { propertyType, queryName } = column.property;
  if (propertyType === 'boolean')
    throw invalidArgument(`'${queryName}' is true or false: ranges cannot be asked of it.`);
  if (propertyType === 'integer' || propertyType === 'decimal') {
    const number = readNumber(value);
    if (number === undefined) throw invalidArgument(`'${value}' is no number to be a limit of '${queryName}'.`);
    return { value: number, inclusive };
  }
  if (propertyType !== 'datetime') return { value, inclusive };
  // What is named is a span of time; an inclusive limit takes all of it in, an exclusive one leaves all of it out.
  const { start, end } = readDate(value, place.clock);
  if (place.isLower) return { value: inclusive ? start : end, inclusive: true };
  return { value: inclusive ? end - 1 : start, inclusive };
}

function between(column: Column, from: ValueLimit | undefined, to: ValueLimit | undefined): Condition {
  if (!from && !to) return { kind: 'not', operand: { kind: 'isNull', column } };
  if (column.property.cardinality === 'multi') {
    return { kind: 'search', test: { kind: 'anyBetween', column, ...(from && { from }), ...(to && { to }) } };
  }
  const compare = (operator: ComparisonOperator, { value }: ValueLimit): Predicate<Bound> => ({
    kind: 'compare',
    column,
    operator,
    value,
  });
  return allOf([
    ...(from ? [compare(from.inclusive ? '>=' : '>', from)] : []),
    ...(to ? [compare(to.inclusive ? '<=' : '<', to)] : []),
  ]);
}

function readNumber(text: string): number | undefined {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** @throws CmisError `invalidArgument`. */
export function requireBoolean(text: string, field: string): boolean {
  if (/^(?:true|t|1)$/iu.test(text)) return true;
  if (/^(?:false|f|0)$/iu.test(text)) return false;
  throw invalidArgument(`'${text}' is not true or false, as a value of '${field}' is.`);
}
