import { constraint, invalidArgument } from './errors';
import type { PropertyValue, Scalar } from './properties';
import type { Choice, PropertyDefinition } from './property-definition';

/** Largest magnitude of a datetime: what ECMAScript dates can say, year 275760. */
const MAX_TIME = 8.64e15;
const MAX_FLOAT = 3.4028234663852886e38;

/** Text with U+0000 or half a surrogate pair: neither PostgreSQL nor UTF-8 can hold it. */
export const isStorable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text);

/**
 * What is stored when a client gives `value` for the property; undefined: not set, which an empty list means, too. One
 * value will do for a multi-valued property, and a list of one for a single-valued one.
 * @throws CmisError `invalidArgument` (not a value of the type), `constraint` (a rule of the definition is broken).
 */
export function checkValue(definition: PropertyDefinition, value: PropertyValue): PropertyValue | undefined {
  const given: readonly Scalar[] = typeof value === 'object' ? value : [value];
  if (given.length === 0) return undefined;
  const values = given.map((scalar) => checkScalar(definition, scalar));
  if (definition.cardinality === 'multi') return values;
  if (values.length > 1)
    throw constraint(`The property '${definition.id}' takes one value; ${values.length} were given.`);
  return values[0];
}

function checkScalar(definition: PropertyDefinition, value: Scalar): Scalar {
  const checked = checkType(definition, value);
  checkLimits(definition, checked);
  const { choices, openChoice } = definition;
  if (choices && choices.length > 0 && !openChoice && !choiceValues(choices).includes(checked)) {
    throw constraint(`${shown(value)} is not among the choices of the property '${definition.id}'.`);
  }
  return checked;
}

/** Every value that a tree of choices offers. */
const choiceValues = (choices: readonly Choice[]): readonly Scalar[] =>
  choices.flatMap((choice) => [...choice.value, ...choiceValues(choice.choice ?? [])]);

function checkType(definition: PropertyDefinition, value: Scalar): Scalar {
  const { propertyType } = definition;
  switch (propertyType) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(definition, value);
      return value;
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(definition, value);
      if (!Number.isSafeInteger(value)) throw outOfRange(definition, value);
      return value + 0;
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(definition, value);
      if (definition.precision === 32 && Math.abs(value) > MAX_FLOAT) throw outOfRange(definition, value);
      return value + 0;
    case 'datetime':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(definition, value);
      if (Math.abs(value) > MAX_TIME) throw outOfRange(definition, value);
      return toResolution(Math.floor(value), definition);
    case 'string':
    case 'html':
    case 'uri':
    case 'id':
      if (typeof value !== 'string') throw wrongType(definition, value);
      if (!isStorable(value)) {
        throw invalidArgument(`A value of the property '${definition.id}' holds a character that cannot be stored.`);
      }
      return value;
  }
}

/** What is finer than the resolution is dropped, in UTC. */
function toResolution(time: number, { resolution }: PropertyDefinition): number {
  if (resolution === undefined || resolution === 'time') return time;
  const date = new Date(time);
  date.setUTCHours(0, 0, 0, 0);
  if (resolution === 'year') date.setUTCMonth(0, 1);
  return Number.isNaN(date.getTime()) ? time : date.getTime();
}

function checkLimits(definition: PropertyDefinition, value: Scalar): void {
  const { id, minValue, maxValue, maxLength } = definition;
  if (typeof value === 'number') {
    if (minValue !== undefined && value < minValue) {
      throw constraint(`${shown(value)} is less than ${minValue}, the least value of the property '${id}'.`);
    }
    if (maxValue !== undefined && value > maxValue) {
      throw constraint(`${shown(value)} is more than ${maxValue}, the greatest value of the property '${id}'.`);
    }
  }
  if (typeof value === 'string' && maxLength !== undefined && isLonger(value, maxLength)) {
    throw constraint(`A value of the property '${id}' is longer than ${maxLength} characters.`);
  }
}

/** By characters, not by UTF-16 units. */
function isLonger(text: string, length: number): boolean {
  if (text.length <= length) return false;
  if (text.length > 2 * length) return true;
  return [...text].length > length;
}

const wrongType = ({ id, propertyType }: PropertyDefinition, value: Scalar) =>
  invalidArgument(`${shown(value)} is not a value of type ${propertyType}, which the property '${id}' has.`);
const outOfRange = ({ id }: PropertyDefinition, value: Scalar) =>
  constraint(`${shown(value)} is out of the range of the property '${id}'.`);

const SHOWN_LENGTH = 100;
function shown(value: Scalar): string {
  const text = String(value);
  return `'${text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text}'`;
}
