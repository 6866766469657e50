/** The port on the words that there are. */
/** Counts objects that the caller may see and that have the words; those that none has are left out. One statement. */
export interface SpellingReader {
  counts(words: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
