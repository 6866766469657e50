import type { Random } from './random';

export const WORDS =
  `otter Otters heron house houses run running Crème creme brûlée Straße strasse AnnualReport2020 annual
  report Reports 2020 fox x1 a b résumé`.split(/\s+/);
export const WILD_WORDS = ['h?ron', 'h*n', 'o*er', '?eron', '*on', '*port', 'cr?me', 'f?*', 'str*e'];
const SEPARATORS = [' ', ' ', ', ', '\n', '-', '. '];

/** A content: mostly a few words, sometimes so many of one that they fill a row of the index and go on in another. */
export function randomText(random: Random): string {
  const words = random.picks(WORDS, 1 + random.below(6));
  const text = words.map((word) => word + random.pick(SEPARATORS)).join('');
  return random.chance(0.15) ? `${text}${'filler '.repeat(240 + random.below(20))}${random.pick(WORDS)} ${text}` : text;
}

/** A name or value that words are found in. */
export const randomPhrase = (random: Random): string =>
  random.picks(WORDS, 1 + random.below(3)).join(random.pick([' ', '-', '_', '.']));

/** What CONTAINS looks for, in the words that both its grammars read alike. */
export function randomSearch(random: Random): string {
  const word = (): string => random.pick([...WORDS, 'filler', 'nothing']);
  const term = (): string => {
    switch (random.below(8)) {
      case 0:
      case 1:
        return `"${random.picks(WORDS, 2 + random.below(2)).join(' ')}"`;
      case 2:
        return `${[...word()].slice(0, 1 + random.below(4)).join('')}*`;
      case 3:
        return random.pick(WILD_WORDS);
      case 4:
        return random.chance(0.5) ? word() : random.pick(['"!!!"', '"- -"', '"…"', '"+"']);
      default:
        return word();
    }
  };
  // A number with a minus is a negative one.
  const sign = (of: string): string => (random.chance(0.25) && !/^\d/.test(of) ? `-${of}` : of);
  const side = (): string => Array.from({ length: 1 + random.below(3) }, () => sign(term())).join(' ');
  return Array.from({ length: random.chance(0.3) ? 2 : 1 }, side).join(' OR ');
}
