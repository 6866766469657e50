/** What a table has under a key that comes from outside; `constructor` and the like, which every object has, are not in it. */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
