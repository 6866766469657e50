/** Statements that come by themselves: keys of content are let go a second after their use, many at once. */
const QUIET_MS = 1_500;
const MOST_MS = 30_000;

/** Waits until no statement has come for longer than that; fails where they keep coming. */
export async function untilQuiet(statements: readonly string[]): Promise<void> {
  const end = Date.now() + MOST_MS;
  let [count, since] = [statements.length, Date.now()];
  while (Date.now() - since < QUIET_MS) {
    if (Date.now() > end) throw new Error(`Statements keep coming, the last was ${statements.at(-1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (statements.length !== count) [count, since] = [statements.length, Date.now()];
  }
}
