import { Client } from 'pg';

const MOST_MS = 45_000;

/**
 * What this work found out while nobody wrote anything. PostgreSQL's snapshot is one for all its databases, so what
 * other tests write beside this one moves it on, too: the work is done again until it is the same before and after.
 */
export async function whileUnmoved<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const snapshot = async (): Promise<string> => {
    const { rows } = await client.query<{ readonly now: string }>('select pg_current_snapshot()::text as now');
    return rows[0]?.now ?? '';
  };
  try {
    for (const end = Date.now() + MOST_MS; Date.now() < end;) {
      const before = await snapshot();
      const found = await work();
      if ((await snapshot()) === before) return found;
    }
    throw new Error(`Others wrote all the time for ${MOST_MS / 1_000} seconds.`);
  } finally {
    await client.end();
  }
}

/** Moves PostgreSQL's snapshot on as a write does: whatever was remembered of it is read anew. */
export async function moveOn(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_current_xact_id()');
  } finally {
    await client.end();
  }
}
