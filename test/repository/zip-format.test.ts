import { once } from 'node:events';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { zipped, type ZipEntry } from '../../src/repository/downloads/zip-format';

async function* asked(entries: Iterable<ZipEntry>): AsyncGenerator<ZipEntry> {
  for (const entry of entries) yield await Promise.resolve(entry);
}
async function packed(entries: Iterable<ZipEntry>, farFrom?: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of zipped(asked(entries), farFrom)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const open = (bytes: Buffer): Promise<ZipFile> =>
  promisify<Buffer, object, ZipFile>(fromBuffer as never)(bytes, { lazyEntries: true, validateEntrySizes: true });

const content = (text: string, length = text.length): NonNullable<ZipEntry['content']> => ({
  length,
  open: () => Promise.resolve(Readable.from([Buffer.from(text)])),
});
const modified = Date.UTC(2024, 1, 29, 13, 45, 58);

async function contentOf(zip: ZipFile): Promise<{ readonly entry: Entry; readonly text: string }> {
  const met = once(zip, 'entry');
  zip.readEntry();
  const [entry] = (await met) as [Entry];
  const stream = await (promisify(zip.openReadStream.bind(zip)) as (one: Entry) => Promise<NodeJS.ReadableStream>)(
    entry,
  );
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return { entry, text };
}

it('an entry has its time, its rights and its bytes', async () => {
  const { entry, text } = await contentOf(
    await open(await packed([{ path: 'a/ü.txt', modified, content: content('text') }])),
  );
  expect([entry.fileName, text, entry.uncompressedSize]).toEqual(['a/ü.txt', 'text', 4]);
  expect(entry.externalFileAttributes >>> 16).toBe(0o100644);
  const date = entry.getLastModDate({ timezone: 'UTC' });
  expect(date.toISOString()).toBe('2024-02-29T13:45:58.000Z');
});

it('sizes that do not fit into 32 bits stand in fields of their own', async () => {
  const wide = { path: 'wide', modified, content: content('not so long after all', 0xffffffff) };
  const { entry, text } = await contentOf(await open(await packed([wide])));
  expect([text, entry.uncompressedSize, entry.extraFields[0]?.id]).toEqual(['not so long after all', 21, 1]);
});

it.each([0, 1, 100, 150])('places from byte %i on stand in fields of their own', async (farFrom) => {
  const names = ['a', 'b', 'c'];
  const zip = await open(
    await packed(
      names.map((path) => ({ path, modified, content: content(`${path} ${'x'.repeat(50)}`) })),
      farFrom,
    ),
  );
  const seen: (readonly [string, string, boolean])[] = [];
  for (const name of names) {
    const { entry, text } = await contentOf(zip);
    seen.push([entry.fileName, text, entry.extraFields.length === 1]);
    expect(entry.relativeOffsetOfLocalHeader >= farFrom).toBe(entry.extraFields.length === 1);
    expect(text).toBe(`${name} ${'x'.repeat(50)}`);
  }
  expect(seen.map(([name]) => name)).toEqual(names);
  expect(seen.at(-1)?.[2]).toBe(farFrom < 150);
});

it('there may be more entries than 16 bits count', async () => {
  const count = 66_000;
  const entries = Array.from({ length: count }, (_, n): ZipEntry => ({ path: `f${n}/`, modified }));
  expect((await open(await packed(entries))).entryCount).toBe(count);
});

it('an archive may be empty', async () => {
  expect((await open(await packed([]))).entryCount).toBe(0);
});

it('what breaks while it is read breaks the archive', async () => {
  const broken = {
    length: 10,
    open: () =>
      Promise.resolve(
        Readable.from(
          (async function* () {
            yield await Promise.resolve(Buffer.from('some'));
            throw new Error('The disk is gone.');
          })(),
        ),
      ),
  };
  await expect(packed([{ path: 'x', modified, content: broken }])).rejects.toThrow('The disk is gone.');
});
