import { Client } from 'pg';
import { migrate } from '../../src/postgres/schema/migrate';
import { createDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

describe('migrate', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database.drop());

  const query = async (statement: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };

  it('has nothing to do on a migrated database', async () => {
    expect(await migrate(database.url)).toEqual([]);
    expect(await query('select count(*)::int as n from objects')).toEqual([{ n: 0 }]);
  });

  it('runs every migration once when two servers start together', async () => {
    await query('drop schema public cascade; create schema public');
    const ran = await Promise.all([migrate(database.url), migrate(database.url)]);
    const names = ran.flat();
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('0001-repository.sql');
  });

  it('refuses a database that a newer version has changed', async () => {
    await query(`insert into migrations (name) values ('9999-future.sql')`);
    await expect(migrate(database.url)).rejects.toThrow(/newer version.*9999-future\.sql/);
  });
});
