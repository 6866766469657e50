import { invalidArgument } from '../../model/errors';
import type { PropertyDefinition } from '../../model/property-definition';
import { readDate, type Clock } from './date-maths';

const MAX_STEPS = 500;

export interface Steps {
  readonly start: string;
  readonly end: string;
  readonly gap: string;
  /** The last step ends at the end, however long it is. */
  readonly hardEnd: boolean;
}

/**
 * The limits of ranges of one length from `start` to `end`, as a search would write them: numbers, or dates with a gap
 * such as `+1MONTH`. @throws CmisError `invalidArgument`.
 */
export function limitsOf(property: PropertyDefinition, steps: Steps, clock: Clock): readonly string[] {
  const { propertyType, queryName } = property;
  if (propertyType === 'integer' || propertyType === 'decimal') return numbers(steps);
  if (propertyType === 'datetime') return dates(steps, clock);
  throw invalidArgument(`'${queryName}' is no number and no date: there are no ranges of one length.`);
}

function numbers({ start, end, gap, hardEnd }: Steps): readonly string[] {
  const [first, last, step] = [start, end, gap].map((text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value)) throw invalidArgument(`'${text}' is no number.`);
    return value;
  }) as [number, number, number];
  // Each from the first one: sums of fractions drift.
  return walked({ first, last, hardEnd }, (count) => first + count * step).map(String);
}

function dates({ start, end, gap, hardEnd }: Steps, clock: Clock): readonly string[] {
  const first = readDate(start, clock).start;
  const last = readDate(end, clock).start;
  const match = /^\+?(\d{1,6})([A-Za-z]+)$/u.exec(gap.trim());
  if (!match) throw invalidArgument(`'${gap}' is no length of time such as +1MONTH.`);
  const at = new Date(first).toISOString();
  return walked(
    { first, last, hardEnd },
    (count) => readDate(`${at}+${count * Number(match[1])}${match[2]}`, clock).start,
  ).map((moment) => new Date(moment).toISOString());
}

function walked(
  { first, last, hardEnd }: { readonly first: number; readonly last: number; readonly hardEnd: boolean },
  step: (count: number) => number,
): readonly number[] {
  if (first >= last) throw invalidArgument('Ranges must end after they begin.');
  const limits = [first];
  for (let count = 1, at = first; at < last; count++) {
    const next = step(count);
    if (next <= at) throw invalidArgument('The gap of ranges must be more than nothing.');
    if (count > MAX_STEPS) throw invalidArgument(`There are more than ${MAX_STEPS} ranges.`);
    at = hardEnd ? Math.min(next, last) : next;
    limits.push(at);
  }
  return limits;
}
