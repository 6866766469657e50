import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { localDisk, type LocalDisk } from '../../src/content/local-disk';
import { describeContentStore } from '../contract/content-store.contract';

const base = mkdtempSync(join(tmpdir(), 'triptych-content-'));
const opened: LocalDisk[] = [];

function aDisk(root = join(base, randomUUID())): { readonly store: LocalDisk; readonly root: string } {
  const store = localDisk(root);
  opened.push(store);
  return { store, root };
}

function files(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const openFilesBelow = (root: string): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(root) && statSync(target).isFile() ? [target] : [];
    } catch {
      return [];
    }
  });

afterAll(async () => {
  for (const store of opened) await store.close();
  rmSync(base, { recursive: true, force: true });
});

describeContentStore('content on the local disk', () => {
  const { store, root } = aDisk();
  const count = (): Promise<number> => {
    try {
      return Promise.resolve(files(root).length);
    } catch {
      return Promise.resolve(0);
    }
  };
  return Promise.resolve({ store, count });
});

describe('a local disk', () => {
  it('keeps its files to its own account, spread over folders named by the keys', async () => {
    const { store, root } = aDisk();
    const key = `${randomUUID()}ab`;
    await store.put(key, Readable.from([Buffer.from('x')]));
    expect(files(root)).toEqual([join(root, 'ab', key)]);
    expect(statSync(join(root, 'ab', key)).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'ab')).mode & 0o777).toBe(0o700);
  });

  it.each(['', '..', '../../../etc/passwd', 'ab/../../x', 'ABCDEFGHIJ', 'ab\0cdefghij', 'ab.cdefghij'])(
    'refuses the key %j',
    async (key) => {
      const { store } = aDisk();
      await expect((async () => store.put(key, Readable.from([])))()).rejects.toMatchObject({ code: 'storage' });
      await expect((async () => store.open(key))()).rejects.toMatchObject({ code: 'storage' });
      await expect((async () => store.delete(key))()).rejects.toMatchObject({ code: 'storage' });
    },
  );

  it('says that it cannot store where its folder cannot be made, and works once it can', async () => {
    const root = join(base, 'blocked');
    writeFileSync(root, '');
    const { store } = aDisk(root);
    const key = randomUUID();
    await expect(store.put(key, Readable.from([Buffer.from('x')]))).rejects.toMatchObject({ code: 'storage' });
    rmSync(root);
    await store.put(key, Readable.from([Buffer.from('x')]));
    expect(files(root)).toHaveLength(1);
  });

  it('closes the file when a reader goes away', async () => {
    const { store, root } = aDisk();
    const key = randomUUID();
    await store.put(key, Readable.from([Buffer.alloc(5 * 1024 * 1024)]));
    const stream = await store.open(key);
    await new Promise((resolve) => stream.once('data', resolve));
    expect(openFilesBelow(root)).toHaveLength(1);
    await new Promise((resolve) => stream.once('close', resolve).destroy());
    expect(openFilesBelow(root)).toHaveLength(0);
  });
});
