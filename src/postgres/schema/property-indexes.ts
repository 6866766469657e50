import type { PropertyIndexes } from '../../jobs/property-index';
import type { Cardinality, PropertyType } from '../../model/property-definition';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import type { Database, Executor } from '../connection/database';
import { isIndexed, storedValue } from '../query/columns';

const WANTED = {
  text: 'select property_id, property_type, cardinality, state from property_indexes where name = $1',
};
const VALID = {
  text: `select i.indisvalid from pg_class c join pg_index i on i.indexrelid = c.oid
    where c.relname = $1 and c.relnamespace = current_schema()::regnamespace`,
};
const BUILT = { text: `update property_indexes set state = 'built' where name = $1 and state = 'wanted'` };

/** Live rows, and versions, which are queried when all versions are asked for. */
const TABLES = ['objects', 'versions'] as const;

/** Indexes on properties of clients' types, made while others read and write. */
export function propertyIndexes(database: Database): PropertyIndexes {
  return {
    bring: async (name) => {
      while (!(await database.transaction((turn) => bringInTurn(turn, database, name)))) await pause();
    },
  };
}

const TURN = { text: `select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.propertyIndexes})` };
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200));

/**
 * False when another process is building: two concurrent builds on one table wait for each other for ever. The lock is
 * tried and not waited for, since a statement that waits has a snapshot, which the build would wait for; the
 * transaction that holds it is idle and has none.
 */
async function bringInTurn(turn: Executor, database: Executor, name: string): Promise<boolean> {
  if ((await turn.run(TURN))[0]?.[0] !== 't') return false;
  const [row] = await database.run(WANTED, [name]);
  const [id = '', propertyType, cardinality, state] = row ?? [];
  if (!row || state === 'none') {
    for (const table of TABLES) await drop(database, indexName(name, table));
    return true;
  }
  const property = {
    id: id ?? '',
    propertyType: propertyType as PropertyType,
    cardinality: cardinality as Cardinality,
  };
  for (const table of TABLES) await make(database, { table, name: indexName(name, table), property });
  await database.run(BUILT, [name]);
  return true;
}

const indexName = (name: string, table: string): string => (table === 'objects' ? name : `${name}_${table}`);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface Wanted {
  readonly table: string;
  readonly name: string;
  readonly property: Parameters<typeof storedValue>[1];
}

async function make(executor: Executor, { table, name, property }: Wanted): Promise<void> {
  const [existing] = await executor.run(VALID, [name]);
  if (existing?.[0] === 't') return;
  // What a process that died left unfinished.
  if (existing) await drop(executor, name);
  const value = storedValue(table, property);
  const isText = ['string', 'id', 'uri', 'html'].includes(property.propertyType);
  const how =
    property.cardinality === 'multi'
      ? `using gin (${value} jsonb_path_ops) where ${value} is not null`
      : `(${value}) where ${isText ? isIndexed(value) : `${value} is not null`}`;
  await executor.run({ text: `create index concurrently if not exists ${quoted(name)} on ${table} ${how}` });
  // Without it the planner takes each value for a frequent one.
  if (property.cardinality === 'single') {
    await executor.run({
      text: `create statistics if not exists ${quoted(`${name}_stats`)} on (${value}) from ${table}`,
    });
  }
  await executor.run({ text: `analyze ${table}` });
}

async function drop(executor: Executor, name: string): Promise<void> {
  await executor.run({ text: `drop index concurrently if exists ${quoted(name)}` });
  await executor.run({ text: `drop statistics if exists ${quoted(`${name}_stats`)}` });
}
