import { invalidArgument } from '../../model/errors';
import { localTime, momentOf } from './time-zone';
import { own } from '../../model/own';

/** What a date names, in milliseconds since 1970: a moment, or a year, month, day … until `end`, which is the next one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What NOW means, and where dates without a zone are; a time zone such as `Europe/Paris`, UTC when absent. */
export interface Clock {
  readonly now: number;
  readonly timeZone?: string | undefined;
}

const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
type Unit = (typeof UNITS)[number];

const UNIT_NAMES: Readonly<Record<string, Unit>> = {
  YEAR: 'year',
  YEARS: 'year',
  MONTH: 'month',
  MONTHS: 'month',
  DAY: 'day',
  DAYS: 'day',
  DATE: 'day',
  HOUR: 'hour',
  HOURS: 'hour',
  MINUTE: 'minute',
  MINUTES: 'minute',
  SECOND: 'second',
  SECONDS: 'second',
  MILLI: 'millisecond',
  MILLIS: 'millisecond',
  MILLISECOND: 'millisecond',
  MILLISECONDS: 'millisecond',
};

const DATE =
  /^(?:(NOW)|(TODAY)|([+-]?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?)((?:\/[A-Za-z]+|[+-]\d{1,9}[A-Za-z]+)*)$/iu;
const STEP = /\/([A-Za-z]+)|([+-]\d{1,9})([A-Za-z]+)/gu;

/**
 * Reads `2020`, `2020-05-01T10:00Z`, `NOW` or `TODAY` with what follows: `/UNIT` goes back to the beginning of the unit,
 * `+nUNIT` and `-nUNIT` move. Times without a zone are in
 * that of the clock. What is not rounded spans the last part that is written: `2020-05` all of May.
 * @throws CmisError `invalidArgument`.
 */
export function readDate(text: string, { now, timeZone }: Clock): Span {
  const match = DATE.exec(text);
  if (!match) {
    throw invalidArgument(`'${text}' is no date such as 2020-05, 2020-05-01T10:00:00Z, NOW, TODAY or NOW/DAY-7DAYS.`);
  }
  const [, isNow, isToday, ...parts] = match;
  const maths = match[11] ?? '';
  const local = (moment: number, change: (local: number) => number): number =>
    momentOf(change(localTime(moment, timeZone)), timeZone);
  const floored = (moment: number, unit: Unit): number => local(moment, (at) => floor(at, unit));
  const moved = (moment: number, unit: Unit, amount: number): number =>
    // An hour is an hour, whatever the clocks do.
    UNITS.indexOf(unit) > UNITS.indexOf('day')
      ? add(moment, unit, amount)
      : local(moment, (at) => add(at, unit, amount));
  const { start, unit } = isNow
    ? { start: now, unit: 'millisecond' as const }
    : isToday
      ? { start: floored(now, 'day'), unit: 'day' as const }
      : written(text, parts, timeZone);
  let moment = start;
  let span: Unit = unit;
  for (const [, rounding, amount, step] of maths.matchAll(STEP)) {
    const by = UNIT_NAMES[(rounding ?? step ?? '').toUpperCase()];
    if (!by) throw invalidArgument(`'${rounding ?? step}' in '${text}' is no unit of time such as DAY or MONTHS.`);
    if (amount === undefined) {
      moment = floored(moment, by);
      span = 'millisecond';
    } else moment = moved(moment, by, Number(amount));
  }
  const end = moved(moment, span, 1);
  if (!Number.isFinite(moment) || !Number.isFinite(end))
    throw invalidArgument(`'${text}' is out of the range of dates.`);
  return { start: moment, end };
}

function written(
  text: string,
  parts: readonly (string | undefined)[],
  timeZone: string | undefined,
): { readonly start: number; readonly unit: Unit } {
  const [year, month, day, hour, minute, second, fraction, zone] = parts;
  const given = [year, month, day, hour, minute, second, fraction];
  const unit = UNITS[given.filter((part) => part !== undefined).length - 1] ?? 'millisecond';
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  date.setUTCHours(
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
    Number((fraction ?? '').padEnd(3, '0')),
  );
  const same =
    date.getUTCMonth() + 1 === Number(month ?? 1) &&
    date.getUTCDate() === Number(day ?? 1) &&
    date.getUTCHours() === Number(hour ?? 0) &&
    date.getUTCMinutes() === Number(minute ?? 0) &&
    date.getUTCSeconds() === Number(second ?? 0);
  if (!same) throw invalidArgument(`'${text}' names a date or time that does not exist.`);
  const start = zone === undefined ? momentOf(date.getTime(), timeZone) : date.getTime() - offset(text, zone);
  return { start, unit };
}

function offset(text: string, zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/u.exec(zone ?? '');
  if (!match) return 0;
  const [, sign, hours, minutes = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59)
    throw invalidArgument(`'${text}' names a time zone that does not exist.`);
  const milliseconds = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -milliseconds : milliseconds;
}

function floor(moment: number, unit: Unit): number {
  const date = new Date(moment);
  if (unit === 'year') date.setUTCMonth(0, 1);
  if (unit === 'month') date.setUTCDate(1);
  const hours = UNITS.indexOf(unit) > UNITS.indexOf('day') ? date.getUTCHours() : 0;
  const minutes = UNITS.indexOf(unit) > UNITS.indexOf('hour') ? date.getUTCMinutes() : 0;
  const seconds = UNITS.indexOf(unit) > UNITS.indexOf('minute') ? date.getUTCSeconds() : 0;
  const milliseconds = unit === 'millisecond' ? date.getUTCMilliseconds() : 0;
  return date.setUTCHours(hours, minutes, seconds, milliseconds);
}

const FIXED: Readonly<Partial<Record<Unit, number>>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
};

/** A month later than the 31st is the last day of a shorter month. */
function add(moment: number, unit: Unit, amount: number): number {
  const fixed = own(FIXED, unit);
  if (fixed !== undefined) return new Date(moment + amount * fixed).getTime();
  const date = new Date(moment);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'year' ? 12 : 1));
  const last = new Date(date);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  return date.setUTCDate(Math.min(day, last.getUTCDate()));
}
