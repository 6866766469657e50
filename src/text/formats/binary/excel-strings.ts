/** Reads texts out of a record and those that continue it, in which characters may change their width. MS-XLS §2.5. */
export interface ExcelTextReader {
  byte(): number;
  word(): number;
  skip(bytes: number): void;
  isAtEnd(): boolean;
  /** So many characters, behind the byte that tells their width. */
  characters(count: number): string;
  /** A text with its length before it; what it says of fonts and of how it is read is passed over. */
  sharedString(): string;
}

const [WIDE, READING, FORMATTED] = [1, 4, 8];

/** All methods: @throws RangeError beyond the last record. */
export function textReader(parts: readonly Buffer[]): ExcelTextReader {
  let [part, at] = [0, 0];
  const current = (): Buffer => {
    while (part < parts.length - 1 && at >= (parts[part]?.length ?? 0)) {
      at -= parts[part]?.length ?? 0;
      part++;
    }
    return parts[part] ?? Buffer.alloc(0);
  };
  const byte = (): number => current().readUInt8(at++);
  const word = (): number => byte() + byte() * 256;
  const skip = (bytes: number): void => void (at += bytes);
  const rest = (count: number, flags: number): string => {
    let text = '';
    let isWide = (flags & WIDE) !== 0;
    for (let left = count; left > 0;) {
      const bytes = current();
      const width = isWide ? 2 : 1;
      const fitting = Math.min(left, Math.floor((bytes.length - at) / width));
      text += bytes.toString(isWide ? 'utf16le' : 'latin1', at, at + fitting * width);
      at += fitting * width;
      left -= fitting;
      if (left === 0) break;
      // Each further record tells the width anew.
      at = bytes.length;
      isWide = (byte() & WIDE) !== 0;
    }
    return text;
  };
  return {
    byte,
    word,
    skip,
    isAtEnd: () => at >= current().length,
    characters: (count) => (count === 0 ? '' : rest(count, byte())),
    sharedString: () => {
      const count = word();
      const flags = byte();
      const formats = flags & FORMATTED ? word() : 0;
      const reading = flags & READING ? word() + word() * 65_536 : 0;
      const text = rest(count, flags);
      skip(formats * 4 + reading);
      return text;
    },
  };
}
