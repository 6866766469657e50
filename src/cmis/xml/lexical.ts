/** Single values as XML Schema writes them, both ways. CMIS 1.1 §2.1.2.1 says which of its types each property has. */
import { constraint, invalidArgument } from '../../model/errors';
import type { PropertyType } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';

/** The last millisecond that ECMAScript dates reach. */
const LAST_DATE = 8.64e15;

/** The last date and its text: what belongs to one object was mostly made at one time. */
let last = { milliseconds: 0, text: '1970-01-01T00:00:00.000Z' };

/** xs:dateTime in UTC with milliseconds. */
export function dateTimeText(milliseconds: number): string {
  if (milliseconds !== last.milliseconds) last = { milliseconds, text: makeDateTimeText(milliseconds) };
  return last.text;
}

function makeDateTimeText(milliseconds: number): string {
  const iso = new Date(Math.max(-LAST_DATE, Math.min(LAST_DATE, milliseconds))).toISOString();
  // ECMAScript writes years beyond four digits with a sign and six digits, XML Schema as they are.
  if (iso.startsWith('+')) return iso.slice(1).replace(/^0+/, '');
  return iso.startsWith('-') ? iso.replace(/^-0{1,2}/, '-') : iso;
}

/** xs:decimal, which knows no exponent. */
export function decimalText(value: number): string {
  const text = String(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** A value of the type as text, not yet escaped. */
export function scalarText(value: Scalar, type: PropertyType): string {
  if (typeof value === 'number') return type === 'datetime' ? dateTimeText(value) : decimalText(value);
  return typeof value === 'string' ? value : String(value);
}

/**
 * The value that a text stands for. `name` is for messages.
 * @throws CmisError `invalidArgument` when the text is of another type, `constraint` when it is beyond what can be kept.
 */
export function scalarOfText(text: string, type: PropertyType, name: string): Scalar {
  if (type === 'string' || type === 'html') return text;
  const collapsed = text.trim();
  if (type === 'id' || type === 'uri') return collapsed;
  const value = READ[type](collapsed);
  if (value === undefined) throw invalidArgument(`'${collapsed}' is no ${type}, as '${name}' asks for.`);
  if (typeof value === 'number' && !isKept(value, type)) throw constraint(`'${collapsed}' is too large for '${name}'.`);
  return value;
}

function isKept(value: number, type: PropertyType): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return type === 'decimal' ? Number.isFinite(value) : Math.abs(value) <= LAST_DATE;
}

const READ: Readonly<Record<'boolean' | 'integer' | 'decimal' | 'datetime', (text: string) => Scalar | undefined>> = {
  boolean: booleanOfText,
  integer: (text) => (/^[+-]?\d{1,400}$/.test(text) ? Number(text) + 0 : undefined),
  // Exponents are not xs:decimal, but Java's BigDecimal writes them.
  decimal: (text) => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) + 0 : undefined),
  datetime: dateTimeOfText,
};

/** Undefined for what is no `xs:boolean`. */
export function booleanOfText(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

const DATE_TIME = /^(-?)(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d))?$/;

/** Milliseconds since 1970; without a zone it is UTC, finer parts than milliseconds are cut off. */
export function dateTimeOfText(text: string): number | undefined {
  const parts = DATE_TIME.exec(text);
  if (!parts) return undefined;
  const number = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day] = [number(2) * (parts[1] === '-' ? -1 : 1), number(3) - 1, number(4)];
  // Beyond what dates reach; `scalarOfText` says so.
  if (Math.abs(year) > 275_760) return Number.POSITIVE_INFINITY;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
  const [hour, minute, second] = [number(5), number(6), number(7)];
  const millisecond = Number((parts[8] ?? '').padEnd(3, '0').slice(0, 3));
  // 24:00:00 is the end of a day.
  if (hour > 24 || (hour === 24 && minute + second + millisecond > 0) || minute > 59 || second > 59) return undefined;
  if (number(11) > 14 || number(12) > 59) return undefined;
  const offset = (parts[10] === '-' ? -1 : 1) * (number(11) * 60 + number(12));
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millisecond;
}
