/** Dates of searches, read by counting years, months, days … apart from each other; always UTC. */
const PARTS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLI'];
const LOWEST = [1970, 0, 1, 0, 0, 0, 0];

type Parts = readonly number[];

/** What a date names, from its first millisecond to before the one after its last. */
export function naiveSpan(text: string, now: number): readonly [number, number] {
  const [, base = '', maths = ''] = /^(NOW|TODAY|[\dT:.-]+Z?)((?:\/\w+|[+-]\d+[A-Z]\w*)*)$/iu.exec(text) ?? [];
  let [parts, named] = baseOf(base.toUpperCase(), now);
  for (const [, rounded, count, unit = ''] of maths.matchAll(/\/(\w+)|([+-]\d+)([A-Z]+)/giu)) {
    const part = partOf(rounded ?? unit);
    if (count === undefined) {
      parts = parts.map((value, index) => (index > part ? (LOWEST[index] ?? 0) : value));
      // A moment.
      named = 6;
    } else parts = moved(parts, part, Number(count));
  }
  return [momentOf(parts), momentOf(moved(parts, named, 1))];
}

function baseOf(base: string, now: number): readonly [Parts, number] {
  const parts = partsOf(now);
  if (base === 'NOW') return [parts, 6];
  if (base === 'TODAY') return [[...parts.slice(0, 3), 0, 0, 0, 0], 2];
  const written = base.replace('Z', '').split(/[-T:.]/);
  const read = LOWEST.map((lowest, index) => {
    const part = written[index];
    return part === undefined ? lowest : Number(part) - (index === 1 ? 1 : 0);
  });
  return [read, written.length - 1];
}

const partOf = (unit: string): number => {
  const name = unit.toUpperCase();
  return name.startsWith('DATE') ? 2 : PARTS.findIndex((part) => name.startsWith(part));
};

const momentOf = ([year, month, day, hour, minute, second, milli]: Parts): number =>
  Date.UTC(year ?? 0, month, day, hour, minute, second, milli);

function partsOf(moment: number): Parts {
  const date = new Date(moment);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  ];
}

/** A day that the month does not have is its last one. */
function moved(parts: Parts, part: number, count: number): Parts {
  const next = parts.map((value, index) => (index === part ? value + count : value));
  const [year = 0, month = 0, day = 1] = next;
  if (part > 1) return partsOf(momentOf(next));
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return partsOf(momentOf([year, month, Math.min(day, days), ...next.slice(3)]));
}
