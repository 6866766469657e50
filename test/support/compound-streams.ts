const SECTOR = 512;
const SMALL_SECTOR = 64;
/** Streams from this length on have sectors of their own. */
const LONG = 4096;
const [END, FREE, TABLE, NONE] = [0xfffffffe, 0xffffffff, 0xfffffffd, 0xffffffff];

export interface Stream {
  /** With its folders before it, each behind a slash. */
  readonly name: string;
  readonly content: Buffer;
}

interface Node {
  readonly name: string;
  readonly type: number;
  readonly children: Node[];
  start: number;
  length: number;
}

const node = (name: string, type: number): Node => ({ name, type, children: [], start: 0, length: 0 });

/** A compound file of these streams, as programs of before 2007 write them (MS-CFB). */
export function compoundOf(streams: readonly Stream[]): Buffer {
  const long = sectors(SECTOR);
  const small = sectors(SMALL_SECTOR);
  const root = node('Root Entry', 5);
  for (const { name, content } of streams) {
    const entry = nodeAt(root, name);
    entry.start = (content.length < LONG ? small : long).add(content);
    entry.length = content.length;
  }
  root.start = long.add(small.bytes());
  root.length = small.bytes().length;
  const smallTable = long.add(numbers(small.next));
  const directory = long.add(directoryOf(root));
  const first = long.next.length;
  let count = 0;
  while (count * 128 < first + count) count++;
  for (let index = 0; index < count; index++) long.next.push(TABLE);
  const header = Buffer.alloc(SECTOR, 0xff);
  header.fill(0, 8, 76);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  [count, directory, 0, LONG, smallTable, 1, END, 0].forEach((value, index) =>
    header.writeUInt32LE(value, [44, 48, 52, 56, 60, 64, 68, 72][index]),
  );
  for (let index = 0; index < count; index++) header.writeUInt32LE(first + index, 76 + index * 4);
  return Buffer.concat([header, long.bytes(), numbers(long.next)]);
}

function sectors(size: number) {
  const next: number[] = [];
  const pieces: Buffer[] = [];
  return {
    next,
    bytes: () => Buffer.concat(pieces),
    add: (content: Buffer): number => {
      const start = next.length;
      const count = Math.ceil(content.length / size);
      for (let index = 1; index <= count; index++) next.push(index < count ? start + index : END);
      pieces.push(content, Buffer.alloc(count * size - content.length));
      return count === 0 ? END : start;
    },
  };
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 128) * SECTOR, 0xff);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}

function nodeAt(root: Node, path: string): Node {
  let at = root;
  const names = path.split('/');
  names.forEach((name, index) => {
    let child = at.children.find((one) => one.name === name);
    if (!child) at.children.push((child = node(name, index === names.length - 1 ? 2 : 1)));
    at = child;
  });
  return at;
}

/** Siblings are one behind the other, which is a tree, too. */
function directoryOf(root: Node): Buffer {
  const all: Node[] = [root];
  for (const { children } of all) all.push(...children);
  const siblings = new Map(
    all.flatMap(({ children }) => children.map((one, index) => [one, children[index + 1]] as const)),
  );
  const indexOf = (one: Node | undefined): number => (one ? all.indexOf(one) : NONE);
  const bytes = Buffer.alloc(Math.ceil(all.length / 4) * SECTOR);
  all.forEach((one, index) => {
    const entry = bytes.subarray(index * 128, (index + 1) * 128);
    entry.write(one.name, 'utf16le');
    entry.writeUInt16LE(one.name.length * 2 + 2, 64);
    entry.writeUInt8(one.type, 66);
    entry.writeUInt32LE(FREE, 68);
    entry.writeUInt32LE(indexOf(siblings.get(one)), 72);
    entry.writeUInt32LE(indexOf(one.children[0]), 76);
    entry.writeUInt32LE(one.start, 116);
    entry.writeUInt32LE(one.length, 120);
  });
  return bytes;
}
