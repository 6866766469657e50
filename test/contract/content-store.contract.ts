import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ContentStore } from '../../src/content/content-store';
import { CmisError } from '../../src/model/errors';

export interface StoreUnderTest {
  readonly store: ContentStore;
  /** How many contents, whole or in part, lie in the store. */
  readonly count: () => Promise<number>;
}

/** What every content store promises. */
export function describeContentStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const newKey = (): string => randomUUID();
    const MB = 1024 * 1024;

    it.each([
      ['nothing', 0, 1],
      ['one byte', 1, 1],
      ['a small content in one piece', 1024, 1024],
      ['a small content in many pieces', 10_000, 7],
      ['exactly one chunk', MB, 64 * 1024],
      ['one byte more than a chunk', MB + 1, 64 * 1024],
      ['several chunks', 5 * MB + 12_345, 65_521],
    ])('gives back %s', async (_, length, piece) => {
      const { store } = await make();
      const bytes = randomBytes(length);
      const key = newKey();
      expect(await store.put(key, inPieces(bytes, piece))).toEqual({ key, length, sha256: sha256(bytes) });
      expect((await readAll(await store.open(key))).equals(bytes)).toBe(true);
    });

    it.each([
      ['from the start', 0, 10],
      ['from the middle', 1_000, 100],
      ['to the end', 2 * MB, 999_999_999],
      ['across chunks', MB - 5, 10],
      ['longer than a chunk', 3, 2 * MB],
      ['the rest', 1_234_567, undefined],
      ['no byte', 17, 0],
      ['beyond the end', 99 * MB, 5],
    ])('gives back a part: %s', async (_, offset, length) => {
      const { store } = await make();
      const bytes = randomBytes(3 * MB + 7);
      const key = newKey();
      await store.put(key, Readable.from([bytes]));
      const part = await readAll(await store.open(key, { offset, ...(length !== undefined && { length }) }));
      expect(part.equals(bytes.subarray(offset, length === undefined ? undefined : offset + length))).toBe(true);
    });

    it.each([
      ['before its first byte', 0],
      ['after some bytes', 1_000],
      ['after several chunks', 3 * MB],
    ])('keeps nothing of a source that fails %s, and passes its error on', async (_, length) => {
      const { store, count } = await make();
      const failure = new CmisError('constraint', 'The source gave up.');
      const source = Readable.from(
        (function* () {
          for (let sent = 0; sent < length; sent += 1_000) yield Buffer.alloc(1_000);
          throw failure;
        })(),
      );
      await expect(store.put(newKey(), source)).rejects.toBe(failure);
      expect(await count()).toBe(0);
    });

    it('keeps nothing of a source that is destroyed without a reason', async () => {
      const { store, count } = await make();
      const source = new Readable({ read: () => undefined });
      source.push(Buffer.alloc(2 * MB));
      const put = store.put(newKey(), source);
      setTimeout(() => source.destroy(), 20);
      await expect(put).rejects.toThrow();
      expect(await count()).toBe(0);
    });

    it('does not let a key be written twice', async () => {
      const { store } = await make();
      const key = newKey();
      await store.put(key, Readable.from([Buffer.from('first')]));
      await expect(store.put(key, Readable.from([Buffer.from('second')]))).rejects.toMatchObject({ code: 'storage' });
      expect(String(await readAll(await store.open(key)))).toBe('first');
    });

    it('says that an unknown key is a fault of the storage, for whatever part', async () => {
      const { store } = await make();
      await expect(store.open(newKey())).rejects.toMatchObject({ code: 'storage' });
      await expect(store.open(newKey(), { offset: 0, length: 0 })).rejects.toMatchObject({ code: 'storage' });
    });

    it('deletes, and does not mind to be asked again', async () => {
      const { store, count } = await make();
      const key = newKey();
      await store.put(key, Readable.from([Buffer.from('x')]));
      await store.delete(key);
      await store.delete(key);
      await store.delete(newKey());
      expect(await count()).toBe(0);
      await expect(store.open(key)).rejects.toMatchObject({ code: 'storage' });
    });

    it('serves many writers and readers at once', async () => {
      const { store, count } = await make();
      const contents = Array.from({ length: 40 }, (_, i) => ({ key: newKey(), bytes: randomBytes(1 + i * 40_000) }));
      await Promise.all(contents.map(({ key, bytes }) => store.put(key, inPieces(bytes, 30_000))));
      const read = await Promise.all(contents.map(async ({ key }) => readAll(await store.open(key))));
      expect(read.every((bytes, i) => bytes.equals(contents[i]?.bytes ?? Buffer.alloc(0)))).toBe(true);
      expect(await count()).toBe(contents.length);
    });

    it('lets a reader finish whose content is deleted meanwhile, or fails it, but never gives other bytes', async () => {
      const { store } = await make();
      const key = newKey();
      const bytes = randomBytes(4 * MB);
      await store.put(key, Readable.from([bytes]));
      const stream = await store.open(key);
      await store.delete(key);
      const read = await readAll(stream).catch(() => bytes);
      expect(read.equals(bytes)).toBe(true);
    });
  });
}

function inPieces(bytes: Buffer, size: number): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
    { objectMode: false },
  );
}

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
