import { invalidArgument } from '../../model/errors';

/** Milliseconds that clocks there are ahead of UTC. */
type Offset = (moment: number) => number;

const MAX_DATE = 8.64e15;
const MAX_KNOWN = 1_000;
const known = new Map<string, Offset>();

/** @throws CmisError `invalidArgument` for a zone that does not exist. */
export const requireTimeZone = (timeZone: string): unknown => offsetIn(timeZone);

/** What clocks in the zone show, as if it were UTC. @throws CmisError `invalidArgument` for a zone that does not exist. */
export const localTime = (moment: number, timeZone: string | undefined): number =>
  timeZone === undefined ? moment : moment + offsetIn(timeZone)(moment);

/** When clocks in the zone show this. Times that they skip are an hour later. */
export function momentOf(local: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return local;
  const offset = offsetIn(timeZone);
  return local - offset(local - offset(local));
}

function offsetIn(timeZone: string): Offset {
  const found = known.get(timeZone);
  if (found) return found;
  const offset = fixedOffset(timeZone) ?? namedOffset(timeZone);
  if (known.size < MAX_KNOWN) known.set(timeZone, offset);
  return offset;
}

/** `GMT+2`, `UTC-03:30`, `+0100`. */
function fixedOffset(timeZone: string): Offset | undefined {
  const match = /^(?:GMT|UTC|UT)?([+-])(\d{1,2})(?::?(\d\d))?$/u.exec(timeZone);
  if (!match) return undefined;
  const [, sign, hours, minutes = '0'] = match;
  if (Number(hours) > 18 || Number(minutes) > 59) throw unknownZone(timeZone);
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return () => (sign === '-' ? -ahead : ahead);
}

function namedOffset(timeZone: string): Offset {
  const format = formatOf(timeZone);
  return (moment) => {
    if (!(Math.abs(moment) < MAX_DATE)) return 0;
    const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/u.exec(name) ?? [];
    const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -ahead : ahead;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw unknownZone(timeZone);
  }
}

const unknownZone = (timeZone: string): Error => invalidArgument(`There is no time zone '${timeZone.slice(0, 100)}'.`);
