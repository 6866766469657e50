/** How old a read may be for others to wait for its end: one that hangs must not hold up everybody. */
const PATIENCE_MS = 1_000;

interface Line<T> {
  readonly since: number;
  readonly ended: Promise<void>;
  /** Begins when the one that runs has ended. */
  next?: Promise<T>;
}

/**
 * Makes one read of many that ask the same at the same time. Whoever asks while a read runs is answered by the next one:
 * every read begins after all whom it answers have asked, so that nobody misses what was written before.
 */
export function jointReads<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, Line<T>>();
  const begin = (key: string, read: () => Promise<T>): Promise<T> => {
    const answer = read();
    const end = (): void => {
      if (lines.get(key) === line && !line.next) lines.delete(key);
    };
    const line: Line<T> = { since: performance.now(), ended: answer.then(end, end) };
    lines.set(key, line);
    return answer;
  };
  return (key, read) => {
    const line = lines.get(key);
    if (!line || performance.now() - line.since > PATIENCE_MS) return begin(key, read);
    line.next ??= line.ended.then(() => begin(key, read));
    return line.next;
  };
}
