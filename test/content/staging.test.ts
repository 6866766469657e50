import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { localDisk, type LocalDisk } from '../../src/content/local-disk';
import { startReaper, type ReaperObservation } from '../../src/content/reaper';
import { createStaging, type StagingOptions, type StoreStaging } from '../../src/content/stage';
import type { UnclaimedContent } from '../../src/content/unclaimed-content';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { unclaimedContent } from '../../src/postgres/jobs/unclaimed-content';
import { createDatabase, type TestDatabase } from '../support/database';
import { readAll } from '../contract/content-store.contract';

const HOUR_MS = 3_600_000;
const root = mkdtempSync(join(tmpdir(), 'triptych-staging-'));
const statements: string[] = [];
let testDatabase: TestDatabase;
let database: Database;
let store: LocalDisk;
let unclaimed: UnclaimedContent;

beforeAll(async () => {
  testDatabase = await createDatabase();
  database = openDatabase({ url: testDatabase.url, connections: 8, onStatement: (text) => statements.push(text) });
  store = localDisk(root);
  unclaimed = unclaimedContent(database);
});
afterAll(async () => {
  await store.close();
  await database.close();
  await testDatabase.drop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.run({ text: 'delete from unclaimed_content' });
  statements.length = 0;
});

const staging = (options: Partial<StagingOptions> = {}): StoreStaging =>
  createStaging({ store, unclaimed, ageMs: HOUR_MS, ...options });
const claim = (key: string): Promise<readonly unknown[]> =>
  database.run({ text: 'delete from unclaimed_content where key = $1 returning 1' }, [key]);
const isUnclaimed = async (key: string): Promise<boolean> =>
  (await database.run({ text: 'select 1 from unclaimed_content where key = $1' }, [key])).length > 0;
const storedFiles = (): number =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);
/** Looks until it is so, for twenty seconds at most. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await idle(10)) if (await isSo()) return;
  throw new Error('It was not so within twenty seconds.');
}
const idle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('staging', () => {
  it('stores content under a key that can be claimed once', async () => {
    const stored = await staging().stage(bytes('hello'));
    expect(stored).toMatchObject({
      length: 5,
      sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    });
    expect(String(await readAll(await store.open(stored.key)))).toBe('hello');
    expect(await claim(stored.key)).toHaveLength(1);
    expect(await claim(stored.key)).toHaveLength(0);
  });

  it('has noted the key before it asks for the first byte', async () => {
    let known: boolean | undefined;
    const keys: string[] = [];
    const source = Readable.from(
      (async function* () {
        known = keys.length > 0 && (await Promise.all(keys.map(isUnclaimed))).every(Boolean);
        yield Buffer.from('x');
      })(),
    );
    await staging({ newKey: () => keys[keys.push(`key-${keys.length}-abcdef`) - 1] ?? '' }).stage(source);
    expect(known).toBe(true);
  });

  it('needs one statement for many uploads', async () => {
    const stage = staging();
    await stage.stage(bytes('first'));
    await idle(50);
    statements.length = 0;
    for (let i = 0; i < 64; i += 1) await stage.stage(bytes(`content ${i}`));
    await idle(50);
    expect(statements.length).toBeLessThanOrEqual(3);
  });

  it('never hands out a key twice, however many uploads come at once', async () => {
    const stage = staging();
    const stored = await Promise.all(Array.from({ length: 150 }, (_, i) => stage.stage(bytes(`${i}`))));
    expect(new Set(stored.map(({ key }) => key)).size).toBe(150);
    expect((await Promise.all(stored.map(({ key }) => claim(key)))).every((rows) => rows.length === 1)).toBe(true);
  });

  it('does not use keys that waited so long that the reaper may come', async () => {
    const stage = staging({ ageMs: 300 });
    const { key } = await stage.stage(bytes('first'));
    await idle(20);
    const before = await database.run({ text: 'select key from unclaimed_content where key <> $1' }, [key]);
    await idle(120);
    const second = await stage.stage(bytes('second'));
    expect(before.flat()).not.toContain(second.key);
  });

  it('keeps nothing of a source that fails, neither bytes nor row', async () => {
    const files = storedFiles();
    const keys: string[] = [];
    const stage = staging({ newKey: () => keys[keys.push(`fail-${keys.length}-abcdef`) - 1] ?? '' });
    const failing = Readable.from(
      (function* () {
        yield Buffer.alloc(3_000_000);
        throw new Error('gone');
      })(),
    );
    await expect(stage.stage(failing)).rejects.toThrow('gone');
    expect(storedFiles()).toBe(files);
    const rows = await database.run({ text: 'select key from unclaimed_content' });
    expect(keys.length - rows.length).toBe(1);
  });

  it.each([
    [99, true],
    [100, true],
    [101, false],
    [5_000_000, false],
  ])('takes content of %i bytes under a limit of 100: %s', async (length, taken) => {
    const files = storedFiles();
    const source = Readable.from([Buffer.alloc(Math.min(50, length)), Buffer.alloc(Math.max(0, length - 50))]);
    const staged = staging({ maxBytes: 100 }).stage(source);
    if (taken) {
      expect((await staged).length).toBe(length);
      return;
    }
    await expect(staged).rejects.toMatchObject({
      code: 'constraint',
      message: expect.stringContaining('100 bytes') as string,
    });
    expect(source.destroyed).toBe(true);
    expect(storedFiles()).toBe(files);
  });

  it('fails, and takes nothing from the source, when the database cannot note the key', async () => {
    const broken = { ...unclaimed, add: () => Promise.reject(new Error('no database')) };
    const source = bytes('x');
    await expect(staging({ unclaimed: broken }).stage(source)).rejects.toThrow('no database');
    expect(source.destroyed).toBe(true);
  });

  it('works again after the database came back', async () => {
    let down = true;
    const shaky = {
      ...unclaimed,
      add: (keys: readonly string[]) => (down ? Promise.reject(new Error('down')) : unclaimed.add(keys)),
    };
    const stage = staging({ unclaimed: shaky });
    await expect(stage.stage(bytes('x'))).rejects.toThrow('down');
    down = false;
    expect((await stage.stage(bytes('x'))).length).toBe(1);
  });

  it('releases what is unclaimed, keeps what is claimed, now or soon', async () => {
    const stage = staging();
    const [left, claimed, leftSoon, claimedSoon] = [
      await stage.stage(bytes('a')),
      await stage.stage(bytes('b')),
      await stage.stage(bytes('c')),
      await stage.stage(bytes('d')),
    ];
    await claim(claimed.key);
    await claim(claimedSoon.key);
    await stage.release(left.key);
    await stage.release(claimed.key);
    stage.releaseSoon(leftSoon.key);
    stage.releaseSoon(claimedSoon.key);
    await stage.flush();
    await expect(store.open(left.key)).rejects.toMatchObject({ code: 'storage' });
    await expect(store.open(leftSoon.key)).rejects.toMatchObject({ code: 'storage' });
    expect(String(await readAll(await store.open(claimed.key)))).toBe('b');
    expect(String(await readAll(await store.open(claimedSoon.key)))).toBe('d');
  });
});

describe('the reaper', () => {
  it('removes what nobody claimed, again and again, until it is stopped', async () => {
    const stage = staging();
    const seen: ReaperObservation[] = [];
    const reaper = startReaper({ unclaimed, store, ageMs: 1, intervalMs: 20, observe: (event) => seen.push(event) });
    const first = await stage.stage(bytes('a'));
    await until(() => seen.length > 0);
    await expect(store.open(first.key)).rejects.toMatchObject({ code: 'storage' });
    await reaper.stop();
    const count = seen.length;
    expect(seen.every((event) => event.kind === 'content-reaped' && event.count > 0)).toBe(true);
    await unclaimed.add(['left-alone-abcdef']);
    await idle(100);
    expect(await isUnclaimed('left-alone-abcdef')).toBe(true);
    expect(seen).toHaveLength(count);
  });

  it('reports a failure and goes on', async () => {
    let failures = 0;
    const flaky: UnclaimedContent = {
      ...unclaimed,
      reap: (input) => (failures++ < 2 ? Promise.reject(new Error('down')) : unclaimed.reap(input)),
    };
    const seen: ReaperObservation[] = [];
    await unclaimed.add(['old-key-abcdef']);
    await idle(10);
    const reaper = startReaper({
      unclaimed: flaky,
      store,
      ageMs: 1,
      intervalMs: 10,
      observe: (event) => seen.push(event),
    });
    await until(() => seen.length > 2);
    await reaper.stop();
    expect(seen.map(({ kind }) => kind)).toEqual(['unexpected-error', 'unexpected-error', 'content-reaped']);
  });
});
