import { readDate } from '../../src/query/afts/date-maths';

const NOW = Date.parse('2024-03-31T13:45:30.250Z');
const span = (text: string): string => {
  const { start, end } = readDate(text, { now: NOW });
  return `${new Date(start).toISOString()} ${end - start}`;
};
const DAY = 86_400_000;

it.each([
  // date                               from                        milliseconds
  ['NOW', '2024-03-31T13:45:30.250Z', 1],
  ['now', '2024-03-31T13:45:30.250Z', 1],
  ['TODAY', '2024-03-31T00:00:00.000Z', DAY],
  ['TODAY-1DAY', '2024-03-30T00:00:00.000Z', DAY],
  ['NOW-1DAY', '2024-03-30T13:45:30.250Z', 1],
  ['NOW-1DAY/DAY', '2024-03-30T00:00:00.000Z', 1],
  ['NOW/DAY-30DAYS', '2024-03-01T00:00:00.000Z', 1],
  ['NOW/DATE+1DATE', '2024-04-01T00:00:00.000Z', 1],
  ['NOW/YEAR', '2024-01-01T00:00:00.000Z', 1],
  ['NOW/MONTH', '2024-03-01T00:00:00.000Z', 1],
  ['NOW/HOUR', '2024-03-31T13:00:00.000Z', 1],
  ['NOW/MINUTE', '2024-03-31T13:45:00.000Z', 1],
  ['NOW/SECOND', '2024-03-31T13:45:30.000Z', 1],
  ['NOW/MILLI', '2024-03-31T13:45:30.250Z', 1],
  ['NOW-1MONTH', '2024-02-29T13:45:30.250Z', 1],
  ['NOW-13MONTHS', '2023-02-28T13:45:30.250Z', 1],
  ['NOW+1YEAR-1HOUR', '2025-03-31T12:45:30.250Z', 1],
  ['2020', '2020-01-01T00:00:00.000Z', 366 * DAY],
  ['2020-02', '2020-02-01T00:00:00.000Z', 29 * DAY],
  ['2020-02-29', '2020-02-29T00:00:00.000Z', DAY],
  ['2020-02-29T10', '2020-02-29T10:00:00.000Z', 3_600_000],
  ['2020-02-29T10:30', '2020-02-29T10:30:00.000Z', 60_000],
  ['2020-02-29T10:30:15', '2020-02-29T10:30:15.000Z', 1_000],
  ['2020-02-29T10:30:15.5', '2020-02-29T10:30:15.500Z', 1],
  ['2020-02-29T10:30:15.123Z', '2020-02-29T10:30:15.123Z', 1],
  ['2020-02-29T10:30+02:00', '2020-02-29T08:30:00.000Z', 60_000],
  ['2020-02-29T10:30-0530', '2020-02-29T16:00:00.000Z', 60_000],
  ['2020-01-01T00:00:00Z+6MONTHS/DAY', '2020-07-01T00:00:00.000Z', 1],
  ['2020-01-15T10:00:00.000Z/MONTH+1DAY', '2020-01-02T00:00:00.000Z', 1],
  ['2020-01-01+1DAY', '2020-01-02T00:00:00.000Z', DAY],
  ['0020-01-01', '0020-01-01T00:00:00.000Z', DAY],
])('%s begins at %s and spans %i', (text, from, milliseconds) => {
  expect(span(text)).toBe(`${from} ${milliseconds}`);
});

it.each([
  ['yesterday', 'is no date'],
  ['', 'is no date'],
  ['2020-1-1', 'is no date'],
  ['20201', 'is no date'],
  ['NOW/', 'is no date'],
  ['NOW/WEEK', "'WEEK' in 'NOW/WEEK' is no unit"],
  ['NOW-1FORTNIGHT', 'is no unit'],
  ['2020-02-30', 'does not exist'],
  ['2020-13', 'does not exist'],
  ['2020-01-01T24:01', 'does not exist'],
  ['2020-01-01T10:00+25:00', 'time zone that does not exist'],
  ['NOW+999999999YEARS', 'out of the range'],
])('%j is refused: %s', (text, message) => {
  expect(() => readDate(text, { now: NOW })).toThrow(expect.objectContaining({ code: 'invalidArgument' }) as Error);
  expect(() => readDate(text, { now: NOW })).toThrow(message);
});

describe('in a time zone', () => {
  const from = (text: string, timeZone: string): string =>
    new Date(readDate(text, { now: NOW, timeZone }).start).toISOString();

  it.each([
    // date           zone                     from
    ['TODAY', 'Europe/Berlin', '2024-03-30T23:00:00.000Z'],
    // Clocks went forward in the night of the 31st.
    ['NOW/DAY+1DAY', 'Europe/Berlin', '2024-03-31T22:00:00.000Z'],
    ['NOW/DAY+24HOURS', 'Europe/Berlin', '2024-03-31T23:00:00.000Z'],
    ['NOW/MONTH', 'America/New_York', '2024-03-01T05:00:00.000Z'],
    ['NOW/MONTH+1MONTH', 'America/New_York', '2024-04-01T04:00:00.000Z'],
    ['NOW/HOUR', 'Asia/Kolkata', '2024-03-31T13:30:00.000Z'],
    ['2020-01-01', 'Asia/Tokyo', '2019-12-31T15:00:00.000Z'],
    ['2020-01-01T00:00:00Z', 'Asia/Tokyo', '2020-01-01T00:00:00.000Z'],
    ['2020-07-01', 'GMT+2', '2020-06-30T22:00:00.000Z'],
    ['2020-07-01', 'UTC-03:30', '2020-07-01T03:30:00.000Z'],
    ['2020-07-01', 'UTC', '2020-07-01T00:00:00.000Z'],
  ])('%s in %s', (text, timeZone, expected) => {
    expect(from(text, timeZone)).toBe(expected);
  });

  it.each(['Europe/Atlantis', 'GMT+25', 'x'.repeat(1_000)])('%s is refused', (timeZone) => {
    expect(() => from('TODAY', timeZone)).toThrow('There is no time zone');
  });
});
