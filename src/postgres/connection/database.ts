import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { BusyError } from '../../model/errors';
import { jointReads } from './joint-reads';
import { callerTurns } from './turns';

/** One statement: `name` lets PostgreSQL keep its plan for the life of the connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  /**
   * Planned anew for its values: where the best plan depends on them, as in compiled queries. Never named. Its `$1` is
   * the caller, whose statements of this kind never take all connections.
   */
  readonly adHoc?: boolean;
  /** Reads alone: where many ask it with the same values at the same time, it runs once for all who wait. Has a name. */
  readonly joint?: boolean;
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

const SESSION = '-c timezone=UTC -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1';
// Statements written by hand have one good plan, by keys through indexes; planning them again costs several times what
// running them does. A connection that plans while there is little would otherwise keep scans of whole tables for good.
const BY_INDEXES = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
const PLANNED_ONCE = `${SESSION} -c plan_cache_mode=force_generic_plan ${BY_INDEXES}`;
// What these do is up to clients: a join of everything with everything must end before anybody else suffers.
const plannedEachTime = (timeoutMs: number): string =>
  `${SESSION} -c plan_cache_mode=force_custom_plan -c statement_timeout=${timeoutMs}`;

export interface DatabaseOptions {
  readonly url: string;
  /** Connections; more than a few times the cores only queue inside PostgreSQL. */
  readonly connections: number;
  /** How long a statement that a client's query became may run, and how long it may wait for its turn. */
  readonly queryTimeoutMs?: number;
  readonly onStatement?: StatementObserver;
  /** Told of connections that break while idle. */
  readonly onError?: (error: Error) => void;
}

const QUERY_TIMEOUT_MS = 20_000;
/** What timers and PostgreSQL can count. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A pool on one database. Nothing connects before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options, PLANNED_ONCE, options.connections);
  const queryTimeoutMs = Math.min(options.queryTimeoutMs ?? QUERY_TIMEOUT_MS, LONGEST_TIMER_MS);
  const adHocConnections = Math.max(2, Math.ceil(options.connections / 2));
  const adHocPool = openPool(options, plannedEachTime(queryTimeoutMs), adHocConnections);
  const turns = callerTurns({
    atOnce: adHocConnections,
    perCaller: Math.floor(adHocConnections / 2),
    patienceMs: queryTimeoutMs,
  });
  const run = async (
    on: Pool | PoolClient,
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<readonly RawRow[]> => {
    options.onStatement?.(statement.text);
    const result = await connected(
      on.query({
        ...(statement.name !== undefined && { name: statement.name }),
        text: statement.text,
        values: (values as unknown[] | undefined) ?? [],
        rowMode: 'array',
      }),
    );
    return result.rows as RawRow[];
  };
  const joint = jointReads<readonly RawRow[]>();
  return {
    pool,
    run: (statement, values) => {
      if (statement.adHoc) return turns.run(values?.[0], () => run(adHocPool, statement, values));
      const runs = (): Promise<readonly RawRow[]> => run(pool, statement, values);
      return statement.joint ? joint(`${statement.name} ${JSON.stringify(values)}`, runs) : runs();
    },
    transaction: (work) =>
      inTransaction(
        pool,
        (client) => work({ run: (statement, values) => run(client, statement, values) }),
        options.onStatement,
      ),
    close: async () => {
      await Promise.all([pool.end(), adHocPool.end()]);
    },
  };
}

function openPool(options: DatabaseOptions, session: string, connections: number): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: connections,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    options: session,
    types: RAW_TYPES,
  });
  pool.on('error', (error) => {
    // Connections of a closed pool end in their own time, maybe with their server.
    if (!pool.ending) options.onError?.(error);
  });
  return pool;
}

/** The pool says so by this text alone. */
const NO_CONNECTION = 'timeout exceeded when trying to connect';
/** What PostgreSQL says when it goes or comes, and to whom it does not let in: it has let this server in before. */
const LOST = /^(?:08|28|57P0)|^53300$|^3D000$/;
/** What the system says of several addresses of one host. */
const UNREACHABLE = /^E(?:CONN|HOST|NET|PIPE$|TIMEDOUT$|NOTFOUND$|AI_)/;
/** What PostgreSQL and the client library say, by these texts alone. */
const LOST_TEXT =
  /^Connection terminated|^Client has encountered a connection error|not currently accepting connections$/;

interface Failure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
}

/** Whether it is the connection that failed, on whatever way to the database: statements are no calls of the system. */
function isLost({ code, syscall, message }: Failure): boolean {
  const name = String(code);
  return typeof syscall === 'string' || LOST.test(name) || UNREACHABLE.test(name) || LOST_TEXT.test(String(message));
}

/** @throws BusyError when all connections are taken for too long, and when the database went away. */
async function connected<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const failure = error as Failure;
    if (failure.message === NO_CONNECTION) throw new BusyError('The repository has too much to do; try again later.');
    if (isLost(failure)) {
      throw new BusyError('The database does not answer at the moment; try again later.', { cause: error });
    }
    throw error;
  }
}

const BEGIN = 'begin isolation level read committed';

async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  onStatement: StatementObserver | undefined,
): Promise<T> {
  const client = await connected(pool.connect());
  // Without a listener a connection that dies between two statements would end the process.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    onStatement?.(BEGIN);
    await connected(client.query(BEGIN));
    const result = await work(client);
    onStatement?.('commit');
    await connected(client.query('commit'));
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
