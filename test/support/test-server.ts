import { rm } from 'node:fs/promises';
import type { EmbeddedPostgres } from '../../src/postgres/embedded';

interface TestServer {
  readonly server: EmbeddedPostgres;
  readonly folder: string;
}

// Set-up and tear-down are loaded apart from each other; the process is what they share.
const holder = globalThis as { triptychTestServer?: TestServer };

export function remember(server: TestServer): void {
  holder.triptychTestServer = server;
}

/** Ends the server of this run, if it started one; true when there was one. */
export async function endTestServer(): Promise<boolean> {
  const running = holder.triptychTestServer;
  if (!running) return false;
  await running.server.stop();
  await rm(running.folder, { recursive: true, force: true });
  return true;
}
