import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';
import { makeContentFolder } from './content-folder';
import { openCore } from './core';
import type { Core } from './core';
import { LISTED_DOORS, openDoors } from './doors';
import { passwordWarning, refuseKnownPassword } from './first-administrator';
import { baseUrlOf } from './http/base-url';
import { createMetrics } from './metrics';
import type { Observation, Observe } from './observation';
import { pages } from './pages';
import { readiness } from './readiness';
import { listen } from './server';
import type { HttpServer } from './server';

/** One server on one migrated database and one content folder. */
export interface Application {
  readonly port: number;
  readonly url: string;
  /** What the operator should know of the first administrator's password. */
  passwordWarning(): Promise<string | undefined>;
  /** Lets requests in flight finish, for at most `drainMs` (default: as configured). A second call may shorten that. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

export interface ApplicationOptions extends Omit<
  Config,
  'databaseUrl' | 'dataDir' | 'logLevel' | 'unknownKeys' | 'warnings'
> {
  readonly databaseUrl: string;
  readonly contentDir: string;
  readonly observe: Observe;
  /** Told of every statement of requests. */
  readonly onStatement?: (text: string) => void;
  /** Where there are several processes: the figures of all of them. */
  readonly figuresOfAll?: () => Promise<string>;
}

/** Puts the parts together and listens. @throws Error in a sentence for the operator. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const metrics = createMetrics(options);
  const observe = (observation: Observation): void => {
    if (observation.kind === 'content-reaped') metrics.contentReaped(observation.count);
    options.observe(observation);
  };
  await makeContentFolder(options.contentDir);
  const { maxContentBytes } = options.limits;
  const core = await openCore({
    ...options,
    ...(maxContentBytes !== undefined && { maxContentBytes }),
    observe,
    onTextRead: (read) => metrics.textRead(read),
  });
  metrics.watchTexts(() => core.countTextStates());
  try {
    await refuseKnownPassword(core.accounts, options.host);
    const originOf = baseUrlOf(options);
    const ready = readiness({ tryDatabase: () => core.tryDatabase(), contentDir: options.contentDir });
    const shown = pages({ version: version(), doors: LISTED_DOORS, ready, metrics, observe, originOf });
    const doors = openDoors({ ...options, core, baseUrlOf: originOf, observe, version: version(), ready });
    return running(await listen({ doors, pages: shown, metrics, observe }, options), {
      core,
      drainMs: options.drainMs,
      adminPassword: options.adminPassword,
    });
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** Afterwards, since a password takes a moment to try; whatever fails here fails for requests, too. */
export async function warnOfPassword(application: Application, observe: Observe): Promise<void> {
  const sentence = await application.passwordWarning().catch(() => undefined);
  if (sentence !== undefined) observe({ kind: 'warning', sentence });
}

interface Parts {
  readonly core: Core;
  readonly drainMs: number;
  readonly adminPassword: string;
}

function running(server: HttpServer, parts: Parts): Application {
  let closed: Promise<void> | undefined;
  return {
    port: server.port,
    url: server.url,
    passwordWarning: () => passwordWarning(parts.core.accounts, parts.adminPassword),
    close: async ({ drainMs } = {}) => {
      await server.close(drainMs ?? parts.drainMs);
      closed ??= parts.core.close();
      await closed;
    },
  };
}

function version(): string {
  const file = join(__dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
