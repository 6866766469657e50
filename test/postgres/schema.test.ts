import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase } from '../support/database';
import { describeSchema } from '../support/schema';

const FILE = join(__dirname, '..', '..', 'db', 'schema.sql');
const HEADER = '-- What the migrations add up to. Written by `npm run db:schema`; for reading, never run.\n\n';

describe('db/schema.sql', () => {
  it('is what the migrations make', async () => {
    const database = await createDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const schema = HEADER + (await describeSchema(client));
    await client.end();
    await database.drop();
    if (process.env['WRITE_SCHEMA']) writeFileSync(FILE, schema);
    expect(readFileSync(FILE, 'utf8')).toBe(schema);
  });
});
