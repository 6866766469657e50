/** Names shorter than this are too much like others to be two letters apart. */
const LONG_NAME = 8;

export interface MisspeltVariable {
  readonly name: string;
  /** The known name that it is one or two letters away from. */
  readonly meant: string;
}

/** Names of variables that nothing reads but that are nearly those of settings; neighbours that changed places are one letter. */
export function misspeltVariables(given: readonly string[], known: ReadonlySet<string>): readonly MisspeltVariable[] {
  return given.flatMap((name) => {
    if (known.has(name) || !/^[A-Za-z_]+$/.test(name)) return [];
    const meant = [...known].find((each) => isNearly(name.toUpperCase(), each));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

function isNearly(name: string, known: string): boolean {
  const most = known.length < LONG_NAME ? 1 : 2;
  return Math.abs(name.length - known.length) <= most && lettersApart(name, known) <= most;
}

/** Letters that must be put in, left out, replaced or swapped with the next. */
function lettersApart(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced, swapped));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
