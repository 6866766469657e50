import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config';
import { createMetrics } from './metrics';
import type { Observe } from './observation';
import { pages } from './pages';
import { openDatabase } from './postgres/database';
import { heartbeat } from './postgres/heartbeat';
import { readiness } from './readiness';
import { listen } from './server';
import type { Door } from './server';
import type { ListedDoor } from './start-page';

/** One server on one migrated database and one content folder. */
export interface Application {
  readonly port: number;
  readonly url: string;
  /** Lets requests in flight finish, for at most `drainMs` (default: as configured). A second call may shorten that. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

export interface ApplicationOptions extends Omit<Config, 'databaseUrl' | 'dataDir' | 'logLevel' | 'unknownKeys'> {
  readonly databaseUrl: string;
  readonly contentDir: string;
  readonly observe: Observe;
}

/** Puts the parts together and listens. @throws Error in a sentence for the operator. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { observe, contentDir } = options;
  const metrics = createMetrics();
  await mkdir(contentDir, { recursive: true, mode: 0o700 });
  const database = openDatabase({
    url: options.databaseUrl,
    connections: options.databaseConnections,
    onError: (error) => observe({ kind: 'connection-lost', error }),
  });
  const doors: (Door & ListedDoor)[] = [];
  const ready = readiness({ tryDatabase: () => heartbeat(database), contentDir });
  const originOf = (req: { headers: { host?: string | undefined } }): string => `http://${req.headers.host}`;
  try {
    const server = await listen(
      {
        doors,
        pages: pages({ version: version(), doors, ready, metrics, observe, originOf }),
        metrics,
        observe,
      },
      options,
    );
    return {
      port: server.port,
      url: server.url,
      close: async ({ drainMs } = {}) => {
        await server.close(drainMs ?? options.drainMs);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function version(): string {
  const file = join(__dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
