/** Pseudo-random choices that a seed repeats (mulberry32). */
export interface Random {
  /** 0 up to, not including, `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `count` picks, some perhaps alike. */
  picks<T>(items: readonly T[], count: number): readonly T[];
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    picks: (items, count) => Array.from({ length: count }, () => pick(items)),
  };
}
