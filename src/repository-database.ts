import { join } from 'node:path';
import type { Config } from './config';
import { databaseFailure } from './database-failure';
import { knownFolder, SYSTEM_FOLDER } from './data-folder';
import { clusterExists } from './postgres/embedded/cluster';
import { embeddedPostgres, runningDatabase } from './postgres/embedded/embedded';

/** Name of the database in the built-in PostgreSQL. */
export const DATABASE = 'triptych';

/**
 * Runs `use` with the address of the repository's database, whether its server runs or not: a built-in PostgreSQL that
 * does not run is started for that time. Makes nothing.
 * @throws Error in a sentence for the operator.
 */
export async function withRepositoryDatabase<T>(config: Config, use: (url: string) => Promise<T>): Promise<T> {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) {
    return use(databaseUrl).catch((error: unknown) => {
      throw databaseFailure(databaseUrl, error);
    });
  }
  const dir = join(knownFolder(config.dataDir), 'postgres');
  if (!clusterExists(dir)) {
    throw new Error(`There is no repository in '${config.dataDir}' yet: start the server once, or set DATA_DIR.`);
  }
  const running = await runningDatabase({ dir, database: DATABASE });
  if (running !== undefined) return use(running);
  const started = await embeddedPostgres({ dir, binariesDir: SYSTEM_FOLDER, database: DATABASE });
  try {
    return await use(started.url);
  } finally {
    await started.stop();
  }
}
