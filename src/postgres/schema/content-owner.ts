import type { Executor } from '../connection/database';

const OWNER = { text: 'select o.uuid from repository r join objects o on o.id = r.root_id' };
const NEWEST = { text: 'select keys[1] from contents where cardinality(keys) > 0 order by id desc limit $1' };

/** Unlike that of any other repository; a copy of the database has the same. */
export async function repositoryUuid(executor: Executor): Promise<string> {
  const [row] = await executor.run(OWNER);
  return row?.[0] ?? '';
}

/** A key of each of the newest contents, at most `limit`. */
export async function newestContentKeys(executor: Executor, limit: number): Promise<readonly string[]> {
  return (await executor.run(NEWEST, [limit])).flatMap(([key]) => key ?? []);
}
