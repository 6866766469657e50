import { totalmem } from 'node:os';

/** Settings of the built-in PostgreSQL as `name=value`. */
export type Settings = Readonly<Record<string, string>>;

const MB = 1024 * 1024;
const mb = (bytes: number): string => `${Math.max(16, Math.floor(bytes / MB))}MB`;

/** Chosen for a server that shares the machine with its database. `memory` in bytes. */
export function settingsFor({ memory = availableMemory(), connections = 100 } = {}): Settings {
  return {
    ...CONNECTION,
    max_connections: String(connections),
    shared_buffers: mb(Math.min(memory / 5, 2048 * MB)),
    effective_cache_size: mb(memory / 2),
    maintenance_work_mem: mb(Math.min(memory / 16, 512 * MB)),
    work_mem: mb(Math.min(memory / 256, 32 * MB)),
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    // Clients' queries are planned by what is known of the tables, which shall not be a minute old while many come.
    autovacuum_naptime: '15s',
    // A query that joins everything with everything shall not fill the disk before its time is over.
    temp_file_limit: '4GB',
  };
}

/** For databases that are thrown away: nothing is forced to disk. */
export function throwAwaySettings(): Settings {
  return {
    ...CONNECTION,
    max_connections: '200',
    shared_buffers: '128MB',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    autovacuum: 'off',
    max_wal_size: '4GB',
    checkpoint_timeout: '1h',
  };
}

const CONNECTION: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  // Short statements on fast storage: neither compiling them nor spreading them over workers pays.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  random_page_cost: '1.1',
  log_timezone: 'UTC',
  // Errors of statements belong to the server, which reports them; the file keeps what concerns the database itself.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

function availableMemory(): number {
  const limit = process.constrainedMemory() ?? 0;
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
