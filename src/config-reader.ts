import { misspeltVariables, type MisspeltVariable } from './misspelt-variables';

/** Where an option comes from: its environment variable, or Alfresco's own key for it. */
export interface OptionSource {
  readonly variable: string;
  readonly alfrescoKey?: string;
}

/** Reads options and collects what is wrong with them, so that an operator sees all of it at once. */
export interface OptionReader {
  text(source: OptionSource): string | undefined;
  flag(source: OptionSource, fallback: boolean): boolean;
  whole(source: OptionSource, range: Range<number>): number;
  /** Bytes: a whole number with `k`, `M`, `G` or `T` (powers of 1024; `kB` and `KiB` are the same), or without a unit. */
  size<F extends number | undefined>(source: OptionSource, range: Range<F>): number | F;
  /** Milliseconds: a whole number with `ms`, `s`, `m`, `h` or `d`, or as ISO 8601 has it (`PT1H`). */
  duration(source: OptionSource, range: Range<number>): number;
  /** Separated by commas. */
  list(source: OptionSource): readonly string[];
  choice<T extends string>(source: OptionSource, choices: readonly T[], fallback: T): T;
  complain(sentence: string): void;
  readonly complaints: readonly string[];
  /** Of what is no reason not to start. */
  warn(sentence: string): void;
  /** Warns of those that say something: they mean nothing `why`. */
  warnOfUseless(sources: readonly OptionSource[], why: string): void;
  readonly warnings: readonly string[];
  /** Alfresco's keys that were given and that no option reads. */
  unknownKeys(): readonly string[];
  /** Variables that were given and are nearly the name of an option, of those that were read or of `others`. */
  misspeltVariables(others: readonly string[]): readonly MisspeltVariable[];
}

/** What a number may be, and what it is when nothing is said. */
export interface Range<F extends number | undefined> {
  readonly fallback: F;
  readonly min: number;
  readonly max: number;
}

type Limits = Omit<Range<number>, 'fallback'>;
type Values = Readonly<Record<string, string | undefined>>;
type Units = Readonly<Record<string, number>>;

const SIZE_UNITS: Units = { '': 1, k: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
const TIME_UNITS: Units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How the text of an option is read; undefined from `parse` is a complaint that says what was `wanted`. */
interface Format<T> {
  readonly wanted: string;
  parse(text: string): T | undefined;
}

const FLAG: Format<boolean> = {
  wanted: `'true' or 'false'`,
  parse: (text) => ({ true: true, false: false })[text.toLowerCase()],
};
const size = (limits: Limits): Format<number> => ({
  wanted: `a size from ${inUnit(limits.min, SIZE_UNITS)} to ${inUnit(limits.max, SIZE_UNITS)} such as '64k' or '10M', in whole numbers`,
  parse: (text) => within(limits, withUnit(text.replace(/(?<=[kmgt])i?b$|(?<=\d\s*)b$/i, ''), SIZE_UNITS)),
});
const duration = (limits: Limits): Format<number> => ({
  wanted: `a time from ${inUnit(limits.min, TIME_UNITS)} to ${inUnit(limits.max, TIME_UNITS)} such as '90s' or '24h', in whole numbers`,
  parse: (text) => within(limits, withUnit(text.replace(/^p(?:t(?=\d+[hms]$)|(?=\d+d$))/i, ''), TIME_UNITS)),
});
const whole = (limits: Limits): Format<number> => ({
  wanted: `a whole number from ${limits.min} to ${limits.max}`,
  parse: (text) => within(limits, /^-?\d+$/.test(text) ? Number(text) : undefined),
});
const choice = <T extends string>(choices: readonly T[]): Format<T> => ({
  wanted: `one of ${choices.join(', ')}`,
  parse: (text) => choices.find((known) => known.toLowerCase() === text.toLowerCase()),
});

export function optionReader(env: Values, properties: Values): OptionReader {
  const complaints: string[] = [];
  const warnings: string[] = [];
  const known = new Set<string>();
  const variables = new Set<string>();

  const find = ({
    variable,
    alfrescoKey,
  }: OptionSource): { readonly name: string; readonly text: string } | undefined => {
    const given = env[variable]?.trim();
    variables.add(variable);
    if (alfrescoKey !== undefined) known.add(alfrescoKey);
    if (given) return { name: variable, text: given };
    const text = alfrescoKey === undefined ? undefined : (env[alfrescoKey] ?? properties[alfrescoKey])?.trim();
    return text ? { name: alfrescoKey ?? variable, text } : undefined;
  };

  const read = <T, F>(source: OptionSource, fallback: F, format: Format<T>): T | F => {
    const found = find(source);
    if (!found) return fallback;
    const value = format.parse(found.text);
    if (value === undefined) complaints.push(`${found.name} is '${found.text}', it must be ${format.wanted}.`);
    return value ?? fallback;
  };

  return {
    text: (source) => find(source)?.text,
    flag: (source, fallback) => read(source, fallback, FLAG),
    whole: (source, range) => read(source, range.fallback, whole(range)),
    size: (source, range) => read(source, range.fallback, size(range)),
    duration: (source, range) => read(source, range.fallback, duration(range)),
    list: (source) =>
      (find(source)?.text ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    choice: (source, choices, fallback) => read(source, fallback, choice(choices)),
    complain: (sentence) => void complaints.push(sentence),
    complaints,
    warn: (sentence) => void warnings.push(sentence),
    warnOfUseless: (sources, why) => {
      const names = sources.flatMap((source) => find(source)?.name ?? []);
      const [verb, list] = [names.length === 1 ? 'means' : 'mean', names.join(', ')];
      if (names.length > 0) warnings.push(`${list} ${verb} nothing ${why}.`);
    },
    warnings,
    unknownKeys: () => Object.keys(properties).filter((key) => !known.has(key)),
    misspeltVariables: (others) => misspeltVariables(Object.keys(env), new Set([...variables, ...others])),
  };
}

const within = ({ min, max }: Limits, value: number | undefined): number | undefined =>
  value !== undefined && value >= min && value <= max ? value : undefined;

function withUnit(text: string, units: Units): number | undefined {
  const [, digits, unit = ''] = /^(\d+)\s*([a-z]*)$/i.exec(text) ?? [];
  const known = Object.keys(units).find((name) => name.toLowerCase() === unit.toLowerCase());
  return digits === undefined || known === undefined ? undefined : Number(digits) * (units[known] ?? NaN);
}

/** The biggest unit that divides it. */
function inUnit(value: number, units: Units): string {
  const entries = Object.entries(units);
  const [name = '', factor = 1] =
    (value === 0 ? undefined : entries.findLast(([, each]) => value % each === 0)) ?? entries[0] ?? [];
  return `${value / factor}${name}`;
}
