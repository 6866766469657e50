import type { Executor } from '../connection/database';

const ENSURE = {
  name: 'ensure-principals',
  text: `insert into principals (name, kind) select n, 'unknown' from unnest($1::text[]) n order by n on conflict (name) do nothing`,
};
const IDS = { name: 'principal-ids', text: 'select name, id from principals where name = any ($1::text[])' };

/**
 * Ids of principals by name. A name that nobody has yet gets a row that is good for nothing until a person or group of
 * that name is made: it may come from a directory later.
 */
export async function principalIds(executor: Executor, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const known = await lookUp(executor, wanted);
  if (known.size === wanted.length) return known;
  await executor.run(ENSURE, [wanted]);
  return lookUp(executor, wanted);
}

async function lookUp(executor: Executor, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await executor.run(IDS, [names]);
  return new Map(rows.map(([name, id]) => [String(name), Number(id)]));
}
