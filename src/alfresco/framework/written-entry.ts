/** An entry that is JSON already, tidy and with all its members: of what many ask for again and again. */
export class WrittenEntry {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Members = Readonly<Record<string, unknown>>;

/** The members of an entry, where it matters what they are. */
export const membersOf = (entry: Members | WrittenEntry): Members =>
  entry instanceof WrittenEntry ? (JSON.parse(entry.text) as Members) : entry;
