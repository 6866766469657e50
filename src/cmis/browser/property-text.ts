/** Texts of form controls as values of a property's type, CMIS 1.1 §5.2.4. */
import { CmisError, constraint, invalidArgument } from '../../model/errors';
import type { PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';

/**
 * The value that a text stands for; undefined for an empty text of a type that has no empty value.
 * @throws CmisError `invalidArgument` when the text is of another type, `constraint` when it is beyond what can be kept.
 */
export function scalarOfText(text: string, definition: PropertyDefinition): Scalar | undefined {
  if (definition.propertyType === 'string' || definition.propertyType === 'html') return text;
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = READ[definition.propertyType](trimmed);
  if (value === undefined) {
    throw invalidArgument(`'${text}' is no ${definition.propertyType}, as '${definition.id}' asks for.`);
  }
  if (typeof value === 'number' && !isKept(value, definition.propertyType)) {
    throw constraint(`'${text}' is too large for '${definition.id}'.`);
  }
  return value;
}

function isKept(value: number, type: PropertyType): boolean {
  if (type === 'decimal') return Number.isFinite(value);
  return type === 'integer' ? Number.isSafeInteger(value) : Math.abs(value) <= LAST_DATE;
}

/** The last millisecond that ECMAScript dates reach. */
const LAST_DATE = 8.64e15;

const READ: Readonly<Record<Exclude<PropertyType, 'string' | 'html'>, (text: string) => Scalar | undefined>> = {
  id: (text) => text,
  uri: (text) => text,
  boolean: readBoolean,
  integer: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) + 0 : undefined),
  decimal: (text) => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) + 0 : undefined),
  datetime: readDateTime,
};

function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}

const ISO =
  /^([+-]\d{4,6}|\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(?:(Z)|([+-])(\d\d):?(\d\d))?$/i;

/** Milliseconds, or ISO 8601 where the client's `dateTimeFormat` is extended; without a zone it is UTC. */
export function readDateTime(text: string): number | undefined {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const number = (index: number): number => Number(parts[index] ?? 0);
  const [hour, minute, second] = [number(4), number(5), number(6)];
  const date = new Date(0);
  date.setUTCFullYear(number(1), number(2) - 1, number(3));
  if (date.getUTCMonth() !== number(2) - 1 || date.getUTCDate() !== number(3)) return undefined;
  const millisecond = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  // 24:00 is the end of a day.
  if (hour > 24 || (hour === 24 && minute + second + millisecond > 0) || minute > 59 || second > 59) return undefined;
  if (number(10) > 14 || number(11) > 59) return undefined;
  const offset = (parts[9] === '-' ? -1 : 1) * (number(10) * 60 + number(11));
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millisecond;
}

/** A list of values for a multi-valued property, one for a single-valued one, null when nothing is left of the texts. */
export function valueOfTexts(
  texts: readonly string[],
  definition: PropertyDefinition,
): Scalar | readonly Scalar[] | null {
  const values = texts.map((text) => scalarOfText(text, definition)).filter((value) => value !== undefined);
  const [first] = values;
  if (first === undefined) return null;
  if (definition.cardinality === 'multi') return values;
  if (values.length > 1) {
    throw new CmisError('constraint', `'${definition.id}' takes one value, not ${values.length}.`);
  }
  return first;
}
