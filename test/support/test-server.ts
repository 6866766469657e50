import { rm } from 'node:fs/promises';
import type { EmbeddedPostgres } from '../../src/postgres/embedded/embedded';

interface TestServer {
  /** Undefined: the run uses a server that was given to it. */
  readonly server: EmbeddedPostgres | undefined;
  readonly folder: string;
}

// Set-up and tear-down are loaded apart from each other; the process is what they share.
const holder = globalThis as { triptychTestServer?: TestServer };

export function remember(server: TestServer): void {
  holder.triptychTestServer = server;
}

/** Ends the server of this run, if it started one, and removes its files; true when there was one. */
export async function endTestServer(): Promise<boolean> {
  const running = holder.triptychTestServer;
  await running?.server?.stop();
  if (running) await rm(running.folder, { recursive: true, force: true, maxRetries: 3 });
  return running?.server !== undefined;
}
