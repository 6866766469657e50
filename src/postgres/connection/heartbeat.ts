import type { Database } from './database';

/** Reads and writes one row, durably. @throws what PostgreSQL says when that does not work. */
export async function heartbeat(database: Database): Promise<void> {
  await database.run({ name: 'heartbeat', text: 'update heartbeat set at = now() returning at' });
}
