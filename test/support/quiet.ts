/** Waits until no statement has come for a while: keys of content are let go a second after their use, in statements of their own. */
export async function untilQuiet(statements: readonly string[]): Promise<void> {
  for (let before = -1; before !== statements.length;) {
    before = statements.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
