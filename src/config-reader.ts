/** Where an option comes from: its environment variable, or Alfresco's own key for it. */
export interface OptionSource {
  readonly variable: string;
  readonly alfrescoKey?: string;
}

/** Reads options and collects what is wrong with them, so that an operator sees all of it at once. */
export interface OptionReader {
  text(source: OptionSource): string | undefined;
  flag(source: OptionSource, fallback: boolean): boolean;
  whole(source: OptionSource, range: WholeRange): number;
  /** Bytes: a number with `kB`, `MB`, `GB` or `TB` (powers of 1024), or without a unit. */
  size(source: OptionSource, fallback: number | undefined): number | undefined;
  /** Milliseconds: a number with `ms`, `s`, `m`, `h` or `d`, or as ISO 8601 has it (`PT1H`). */
  duration(source: OptionSource, fallbackMs: number): number;
  /** Separated by commas. */
  list(source: OptionSource): readonly string[];
  choice<T extends string>(source: OptionSource, choices: readonly T[], fallback: T): T;
  complain(sentence: string): void;
  readonly complaints: readonly string[];
  /** Alfresco's keys that were given and that no option reads. */
  unknownKeys(): readonly string[];
}

export interface WholeRange {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

type Values = Readonly<Record<string, string | undefined>>;

const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
};
const TIME_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How the text of an option is read; undefined from `parse` is a complaint that says what was `wanted`. */
interface Format<T> {
  readonly wanted: string;
  parse(text: string): T | undefined;
}

const FLAG: Format<boolean> = {
  wanted: `'true' or 'false'`,
  parse: (text) => ({ true: true, false: false })[text.toLowerCase()],
};
const SIZE: Format<number> = {
  wanted: `a size such as '500MB'`,
  parse: (text) => withUnit(text.toUpperCase(), SIZE_UNITS),
};
const DURATION: Format<number> = {
  wanted: `a time such as '90s' or '24h'`,
  parse: (text) => withUnit(text.toLowerCase().replace(/^p(?:t(?=\d+[hms]$)|(?=\d+d$))/, ''), TIME_UNITS),
};
const whole = (min: number, max: number): Format<number> => ({
  wanted: `a whole number from ${min} to ${max}`,
  parse: (text) => wholeNumber(text, min, max),
});
const choice = <T extends string>(choices: readonly T[]): Format<T> => ({
  wanted: `one of ${choices.join(', ')}`,
  parse: (text) => choices.find((known) => known.toLowerCase() === text.toLowerCase()),
});

export function optionReader(env: Values, properties: Values): OptionReader {
  const complaints: string[] = [];
  const known = new Set<string>();

  const find = ({
    variable,
    alfrescoKey,
  }: OptionSource): { readonly name: string; readonly text: string } | undefined => {
    const given = env[variable]?.trim();
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
    whole: (source, { fallback, min, max }) => read(source, fallback, whole(min, max)),
    size: (source, fallback) => read(source, fallback, SIZE),
    duration: (source, fallbackMs) => read(source, fallbackMs, DURATION),
    list: (source) =>
      (find(source)?.text ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    choice: (source, choices, fallback) => read(source, fallback, choice(choices)),
    complain: (sentence) => void complaints.push(sentence),
    complaints,
    unknownKeys: () => Object.keys(properties).filter((key) => !known.has(key)),
  };
}

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const value = Number(text);
  return /^-?\d+$/.test(text) && value >= min && value <= max ? value : undefined;
}

function withUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  const factor = parts ? units[parts[2] ?? ''] : undefined;
  const value = Math.round(Number(parts?.[1]) * (factor ?? NaN));
  return Number.isSafeInteger(value) ? value : undefined;
}
