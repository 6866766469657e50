import { invalidArgument } from './api-error';

/** `2017-04-12T10:31:12.477+0000`: UTC, milliseconds always, never `Z`. */
export const dateText = (ms: number): string => `${new Date(ms).toISOString().slice(0, -1)}+0000`;

const DATE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|GMT|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** Milliseconds of a date as any client writes it; without a zone it is in UTC. @throws ApiError 400. */
export function readDate(text: string, name: string): number {
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = ''] = DATE.exec(text.trim()) ?? [];
  const ms =
    day === undefined ? NaN : Date.parse(`${day}T${minutes}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // Date.parse takes the 30th of February for a day in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) {
    throw invalidArgument(`'${name}' is '${text.slice(0, 60)}', which is no date such as 2017-04-12T10:31:12.477+0000`);
  }
  return ms - offsetOf(zone) * 60_000;
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
}
