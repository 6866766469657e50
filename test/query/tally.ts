/** How often each production of a grammar was asked, and how often something was found. */
export interface Tally {
  add(productions: Iterable<string>, found: number): void;
  /** Fails where the statements would prove too little. */
  check(expected?: readonly string[]): void;
}

/** Of all that were asked, each production stands in this part at least, and this part finds something. */
const EACH = 0.01;
const NOT_EMPTY = 0.3;
/** Generators make each production twice as often, so that samples as small as these never fail by chance. */
const MADE = 2 * EACH;

export function tally(): Tally {
  const counts = new Map<string, number>();
  let asked = 0;
  let notEmpty = 0;
  return {
    add: (productions, found) => {
      asked++;
      if (found > 0) notEmpty++;
      for (const each of new Set(productions)) counts.set(each, (counts.get(each) ?? 0) + 1);
    },
    check: (expected = []) => {
      const least = leastOf(asked);
      const seldom = expected.filter((each) => (counts.get(each) ?? 0) < least);
      const shown = seldom.map((each) => `${each}: ${counts.get(each) ?? 0}`);
      if (process.env['TALLY'])
        process.stdout.write(
          `${asked} asked, ${notEmpty} not empty, ${JSON.stringify([...counts].sort((one, other) => one[1] - other[1]))}\n`,
        );
      expect({ asked, least, seldom: shown }).toEqual({ asked, least, seldom: [] });
      expect(notEmpty).toBeGreaterThanOrEqual(NOT_EMPTY * asked - 4 * Math.sqrt(asked * NOT_EMPTY * (1 - NOT_EMPTY)));
    },
  };
}

/** A hundredth, or what chance leaves of two in a small sample. */
function leastOf(asked: number): number {
  const made = MADE * asked;
  return Math.max(0, Math.floor(Math.min(EACH * asked, made - 4.2 * Math.sqrt(made))));
}
