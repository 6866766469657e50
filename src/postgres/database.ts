import { Pool, type PoolClient, type PoolConfig } from 'pg';

/** One statement: `name` lets PostgreSQL keep its plan for the life of the connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** A row as PostgreSQL sent it: text or null per column; whoever asked knows what each column is. */
export type RawRow = readonly (string | null)[];

/** Where statements run: the pool, or the client of a transaction. */
export interface Executor {
  run(statement: Statement, values?: readonly unknown[]): Promise<readonly RawRow[]>;
}

/** Told of every statement, also of begin and commit. */
export type StatementObserver = (text: string) => void;

export interface Database extends Executor {
  readonly pool: Pool;
  /** Runs `work` on one connection between begin and commit; rolls back when it throws. */
  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// Columns stay text: what is wide is one JSON column, and the rest is parsed by the few who read it.
const RAW_TYPES: NonNullable<PoolConfig['types']> = { getTypeParser: () => (text: string) => text };

const SESSION = "-c timezone=UTC -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c statement_timeout=0";

export interface DatabaseOptions {
  readonly url: string;
  /** Connections; more than a few times the cores only queue inside PostgreSQL. */
  readonly connections: number;
  readonly onStatement?: StatementObserver;
  /** Told of connections that break while idle. */
  readonly onError?: (error: Error) => void;
}

/** A pool on one database. Nothing connects before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    options: SESSION,
    types: RAW_TYPES,
  });
  pool.on('error', (error) => options.onError?.(error));
  const run = async (on: Pool | PoolClient, statement: Statement, values?: readonly unknown[]): Promise<readonly RawRow[]> => {
    options.onStatement?.(statement.text);
    const result = await on.query({
      ...(statement.name === undefined ? {} : { name: statement.name }),
      text: statement.text,
      values: values as unknown[] | undefined ?? [],
      rowMode: 'array',
    });
    return result.rows as RawRow[];
  };
  return {
    pool,
    run: (statement, values) => run(pool, statement, values),
    transaction: (work) => inTransaction(pool, (client) => work({ run: (statement, values) => run(client, statement, values) }), options.onStatement),
    close: () => pool.end(),
  };
}

const BEGIN = 'begin isolation level read committed';

async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  onStatement: StatementObserver | undefined,
): Promise<T> {
  const client = await pool.connect();
  // Without a listener a connection that dies between two statements would end the process.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    onStatement?.(BEGIN);
    await client.query(BEGIN);
    const result = await work(client);
    onStatement?.('commit');
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.removeListener('error', ignore);
    client.release(broken);
  }
}
