/**
 * Display names that this process has read. Every statement of a caller brings the count of their changes along, so what
 * was read before the newest count is forgotten and a name is never an old one. The count only grows: an answer that
 * comes late is of no account.
 */
export interface KnownNames {
  /** A statement saw this count. */
  saw(version: number): void;
  /** What is missing of `names` is to be read. */
  among(names: readonly string[]): { readonly found: ReadonlyMap<string, string>; readonly missing: readonly string[] };
  /** The display names of `names` as of that count; who is not among them has none. */
  keep(version: number, names: readonly string[], displayNames: ReadonlyMap<string, string>): void;
}

/** Keeps up to about `limit` names, all of them forgotten together. */
export function knownNames(limit: number): KnownNames {
  let newest = 0;
  // null: no display name.
  const known = new Map<string, string | null>();
  const saw = (version: number): void => {
    if (version <= newest) return;
    newest = version;
    known.clear();
  };
  return {
    saw,
    among: (names) => {
      const found = new Map<string, string>();
      const missing = names.filter((name) => {
        const displayName = known.get(name);
        if (typeof displayName === 'string') found.set(name, displayName);
        return displayName === undefined;
      });
      return { found, missing };
    },
    keep: (version, names, displayNames) => {
      saw(version);
      if (version !== newest) return;
      if (known.size > limit) known.clear();
      for (const name of names) known.set(name, displayNames.get(name) ?? null);
    },
  };
}
