/** How often one address may do something within an hour. */
export interface Allowance {
  /** False: not now. */
  take(address: string): boolean;
}

const HOUR_MS = 60 * 60_000;
const CAPACITY = 10_000;

/** Counts are kept by this process alone: many processes together allow as many times more. */
export function createAllowance(perHour: number, now: () => number = () => performance.now()): Allowance {
  const known = new Map<string, { readonly until: number; taken: number }>();
  return {
    take: (address) => {
      const found = known.get(address);
      const current = found && found.until > now() ? found : { until: now() + HOUR_MS, taken: 0 };
      if (current !== found) {
        known.delete(address);
        known.set(address, current);
        const [oldest] = known.keys();
        if (known.size > CAPACITY && oldest !== undefined) known.delete(oldest);
      }
      if (current.taken >= perHour) return false;
      current.taken++;
      return true;
    },
  };
}
