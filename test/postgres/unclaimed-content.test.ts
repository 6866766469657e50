import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { unclaimedContent } from '../../src/postgres/jobs/unclaimed-content';
import { createDatabase, type TestDatabase } from '../support/database';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createDatabase();
  database = openDatabase({ url: testDatabase.url, connections: 8 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await sql('truncate unclaimed_content, released_contents');
});

const sql = (text: string, values: readonly unknown[] = []): ReturnType<Database['run']> =>
  database.run({ text }, values);
const column = async (text: string): Promise<readonly (string | null)[]> => (await sql(text)).flatMap((row) => row);
const unclaimedKeys = (): Promise<readonly (string | null)[]> =>
  column('select key from unclaimed_content order by key');

/** Records what it is asked to remove. */
function bin(): { readonly removed: string[]; readonly remove: (key: string) => Promise<void> } {
  const removed: string[] = [];
  return {
    removed,
    remove: (key) => {
      removed.push(key);
      return Promise.resolve();
    },
  };
}

const HOUR_MS = 3_600_000;
const age = (key: string): Promise<unknown> =>
  sql(`update unclaimed_content set since = now() - interval '2 hours' where key = $1`, [key]);

describe('releasing content', () => {
  it('removes bytes and row of what is unclaimed, and touches nothing else', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['a', 'b', 'c']);
    const { removed, remove } = bin();
    await unclaimed.release(['a', 'c', 'claimed'], remove);
    expect(removed.sort()).toEqual(['a', 'c']);
    expect(await unclaimedKeys()).toEqual(['b']);
  });

  it('keeps the row when the bytes cannot be removed', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['a']);
    await expect(unclaimed.release(['a'], () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(await unclaimedKeys()).toEqual(['a']);
  });

  it.each([
    ['commits', []],
    ['rolls back', ['a']],
  ])('waits for a claim in flight that %s', async (end, gone) => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['a']);
    const { removed, remove } = bin();
    let released: Promise<void> | undefined;
    await database
      .transaction(async (executor) => {
        await executor.run({ text: `delete from unclaimed_content where key = 'a'` });
        released = unclaimed.release(['a'], remove);
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(removed).toEqual([]);
        if (end === 'rolls back') throw new Error('no');
      })
      .catch(() => undefined);
    await released;
    expect(removed).toEqual(gone);
  });
});

describe('reaping keys', () => {
  it('takes the oldest beyond the age, up to the limit', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['old1', 'old2', 'old3', 'young']);
    for (const key of ['old1', 'old2', 'old3']) await age(key);
    const { removed, remove } = bin();
    expect(await unclaimed.reap({ ageMs: HOUR_MS, limit: 2, remove })).toBe(2);
    expect(await unclaimed.reap({ ageMs: HOUR_MS, limit: 2, remove })).toBe(1);
    expect(await unclaimed.reap({ ageMs: HOUR_MS, limit: 2, remove })).toBe(0);
    expect(removed.sort()).toEqual(['old1', 'old2', 'old3']);
    expect(await unclaimedKeys()).toEqual(['young']);
  });

  it('leaves a key whose claim is in flight', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['a']);
    await age('a');
    const { removed, remove } = bin();
    await database.transaction(async (executor) => {
      await executor.run({ text: `delete from unclaimed_content where key = 'a'` });
      expect(await unclaimed.reap({ ageMs: HOUR_MS, limit: 10, remove })).toBe(0);
    });
    expect(removed).toEqual([]);
  });

  it('makes a claim that comes too late find nothing', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['a']);
    await age('a');
    let claim: Promise<readonly unknown[]> | undefined;
    await unclaimed.reap({
      ageMs: HOUR_MS,
      limit: 10,
      remove: async () => {
        claim = sql(`delete from unclaimed_content where key = 'a' returning key`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      },
    });
    expect(await claim).toEqual([]);
  });

  it('goes on with the others when some bytes cannot be removed, and tries those again later', async () => {
    const unclaimed = unclaimedContent(database);
    await unclaimed.add(['bad', 'good']);
    await age('bad');
    await age('good');
    const { removed, remove } = bin();
    const picky = (key: string): Promise<void> => (key === 'bad' ? Promise.reject(new Error('disk')) : remove(key));
    expect(await unclaimed.reap({ ageMs: HOUR_MS, limit: 10, remove: picky })).toBe(1);
    expect(removed).toEqual(['good']);
    expect(await unclaimedKeys()).toEqual(['bad']);
    await age('bad');
    await expect(unclaimed.reap({ ageMs: HOUR_MS, limit: 10, remove: picky })).rejects.toThrow('disk');
    expect(await unclaimedKeys()).toEqual(['bad']);
  });

  it('shares the work between processes, each key once', async () => {
    const unclaimed = unclaimedContent(database);
    const keys = Array.from({ length: 300 }, (_, i) => `k${String(i).padStart(3, '0')}`);
    await unclaimed.add(keys);
    await sql(`update unclaimed_content set since = now() - interval '2 hours'`);
    const { removed, remove } = bin();
    const reaper = async (): Promise<void> => {
      for (let gone = 1; gone > 0;) gone = await unclaimed.reap({ ageMs: HOUR_MS, limit: 20, remove });
    };
    await Promise.all([reaper(), reaper(), reaper()]);
    expect(removed.sort()).toEqual(keys);
  });
});

describe('collecting contents', () => {
  /** A row of `contents`; appended to `base` when there is one. */
  async function content(keys: readonly string[], base?: string): Promise<string> {
    const [row] = await sql(
      `insert into contents (uuid, keys, lengths, length, family)
       select $1, $2::text[], array_fill(1, array[cardinality($2::text[])]), cardinality($2::text[]),
              (select coalesce(family, id) from contents where id = $3) returning id`,
      [randomUUID(), keys, base ?? null],
    );
    return row?.[0] ?? '';
  }
  async function release(...ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await sql(`insert into released_contents (content_id, since) values ($1, now() - interval '2 hours')`, [id]);
    }
  }
  async function document(contentId: string): Promise<string> {
    const [row] = await sql(
      `with t as (insert into types (type_id, query_name, base) values ($1, $1, 'cmis:document') returning id)
       insert into objects (created, modified, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by, content_id)
       select now(), now(), $2, $2, t.id, 1, 'd', 'd', 'o', 'o', 'o', $3 from t returning id`,
      [randomUUID(), randomUUID(), contentId],
    );
    return row?.[0] ?? '';
  }
  async function reap(): Promise<readonly string[]> {
    const { removed, remove } = bin();
    await unclaimedContent(database).reap({ ageMs: HOUR_MS, limit: 100, remove });
    // Freed keys are as old as the age, to the millisecond.
    await unclaimedContent(database).reap({ ageMs: HOUR_MS, limit: 100, remove });
    return removed.sort();
  }
  const releasedCount = async (): Promise<number> => (await sql('select 1 from released_contents')).length;
  const exists = async (id: string): Promise<boolean> =>
    (await sql('select 1 from contents where id = $1', [id])).length > 0;

  it('frees what nothing names any more', async () => {
    const id = await content(['c1']);
    await release(id, id);
    expect(await reap()).toEqual(['c1']);
    expect(await exists(id)).toBe(false);
    expect(await releasedCount()).toBe(0);
  });

  it('keeps what an object or a version still names, and forgets that it was asked', async () => {
    const named = await content(['n1']);
    await document(named);
    const frozen = await content(['n2']);
    const other = await document(await content(['n3']));
    await sql(
      `insert into versions (object_id, content_id, created, modified, type_id, major, minor, is_major, name, created_by, modified_by)
       select id, $2, now(), now(), type_id, 1, 0, true, 'd', 'o', 'o' from objects where id = $1`,
      [other, frozen],
    );
    await release(named, frozen);
    expect(await reap()).toEqual([]);
    expect(await exists(named)).toBe(true);
    expect(await exists(frozen)).toBe(true);
    expect(await releasedCount()).toBe(0);
  });

  it('waits until a release is old enough', async () => {
    const id = await content(['y1']);
    await sql('insert into released_contents (content_id) values ($1)', [id]);
    expect(await reap()).toEqual([]);
    expect(await releasedCount()).toBe(1);
  });

  it('keeps pieces that another content of the family has', async () => {
    const first = await content(['p1']);
    const second = await content(['p1', 'p2'], first);
    const third = await content(['p1', 'p2', 'p3'], second);
    const branch = await content(['p1', 'p4'], first);
    await document(second);
    await document(branch);
    await release(first, third);
    expect(await reap()).toEqual(['p3']);
    await sql('update objects set content_id = null where content_id = $1', [second]);
    await release(second);
    expect(await reap()).toEqual(['p2']);
    await sql('update objects set content_id = null where content_id = $1', [branch]);
    await release(branch);
    expect(await reap()).toEqual(['p1', 'p4']);
  });

  it('frees each piece once when a whole family goes', async () => {
    const first = await content(['q1']);
    const second = await content(['q1', 'q2'], first);
    await release(first, second);
    expect(await reap()).toEqual(['q1', 'q2']);
  });

  it('refuses contents in several pieces whose family is not known', async () => {
    await expect(content(['x1', 'x2'])).rejects.toThrow('content_family_known');
  });

  it('leaves a content that a transaction in flight is about to name, and asks again later', async () => {
    const id = await content(['f1']);
    await release(id);
    await database.transaction(async (executor) => {
      await executor.run({ text: 'select 1 from contents where id = $1 for key share' }, [id]);
      expect(await reap()).toEqual([]);
      expect(await releasedCount()).toBe(1);
    });
    expect(await reap()).toEqual(['f1']);
  });

  it('goes through more releases than one batch', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 25; i += 1) ids.push(await content([`m${i}`]));
    await release(...ids, ...ids);
    const { removed, remove } = bin();
    const unclaimed = unclaimedContent(database);
    for (let gone = 1; gone > 0;) gone = await unclaimed.reap({ ageMs: HOUR_MS, limit: 10, remove });
    expect(removed).toHaveLength(25);
    expect(await releasedCount()).toBe(0);
  });
});
