import { readFileSync } from 'node:fs';
import { renewingCallers } from './authentication';
import type { MailConfig } from './config-mail';
import type { TokenIssuer } from './config-tokens';
import type { BrowserResults } from './repository/storage/results';
import { claimContentFolder } from './content-folder';
import { localDisk } from './content/local-disk';
import { startReaper } from './content/reaper';
import { createStaging } from './content/stage';
import type { Staging } from './content/staging';
import type { UnclaimedContent } from './content/unclaimed-content';
import { basicAuthenticator } from './identity/basic';
import type { BasicAuthenticator } from './identity/basic';
import { bearerAuthenticator, fixedKey, type BearerAuthenticator, type VerificationKeys } from './identity/bearer';
import type { Accounts, Directory } from './identity/directory';
import { publishedKeys } from './identity/key-set';
import type { PasswordResets } from './identity/password-resets';
import type { Tickets } from './identity/tickets';
import { hashPassword } from './identity/passwords';
import type { Observe } from './observation';
import { forgetActivities, type ActivityLimits } from './postgres/changes/activities';
import { openRepository } from './postgres/schema/bootstrap';
import { browserResults } from './postgres/jobs/browser-results';
import { sequenceEvents, startSequencer } from './postgres/changes/change-sequencer';
import { openDatabase } from './postgres/connection/database';
import type { Database, StatementObserver } from './postgres/connection/database';
import { heartbeat } from './postgres/connection/heartbeat';
import { makeHome } from './postgres/directory/homes';
import { principalDirectory } from './postgres/directory/principals';
import { knownNames } from './postgres/unit/known-names';
import { knownObjects } from './postgres/unit/known-objects';
import { outbox } from './postgres/jobs/outbox';
import { passwordResets } from './postgres/directory/password-resets';
import { ticketStore } from './postgres/directory/tickets';
import { createTransactor } from './postgres/unit/transactor';
import { loadRegistry } from './postgres/types/types';
import { purgeTrash } from './postgres/rows/trash-purge';
import { unclaimedContent } from './postgres/jobs/unclaimed-content';
import { readUnit, unitOfWork } from './postgres/units';
import { startJobs } from './job-runners';
import type { Outbox } from './mail/mail';
import { LANGUAGES } from './model/languages';
import { setLanguage } from './postgres/rows/fulltext';
import { findOffice } from './renditions/find-office';
import { createRenderer } from './renditions/rendering';
import { createTextExtractor, type ExtractorOptions } from './text/extractor';
import type { TextState } from './text/text-extractor';
import { createRepository } from './repository/bind';
import type { Repository } from './repository/repository';

/** All that lies below the doors: one repository on its database and its content. */
export interface Core {
  readonly repositoryId: string;
  /** Of the root folder. */
  readonly rootId: string;
  readonly repository: Repository;
  readonly staging: Staging;
  readonly results: BrowserResults;
  readonly accounts: Directory;
  readonly basic: BasicAuthenticator;
  readonly tickets: Tickets;
  readonly bearer: BearerAuthenticator | undefined;
  readonly outbox: Outbox;
  readonly resets: PasswordResets;
  /** Reads and writes one row. */
  tryDatabase(): Promise<void>;
  /** How many contents wait for their words, and how many cannot be read. */
  countTextStates(): Promise<Readonly<Partial<Record<TextState, number>>>>;
  close(): Promise<void>;
}

export interface CoreOptions {
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  /** How long a client's query may run. */
  readonly queryTimeoutMs: number;
  readonly contentDir: string;
  readonly adminPassword: string;
  /** Of everyone on the root folder of a new repository. */
  readonly rootRole: string;
  readonly maxContentBytes?: number;
  readonly countLimit: number;
  /** ISO 639-1 code of the language of texts that name none; `none`: no word forms. */
  readonly language: string;
  /** How long an upload waits for the words of its content. */
  readonly textWaitMs: number;
  readonly onTextRead?: ExtractorOptions['onRead'];
  /** The identity service whose tokens are taken. */
  readonly tokens?: TokenIssuer;
  /** Undefined: no mails are sent. */
  readonly mail?: MailConfig;
  /** How long a ticket lives unused. */
  readonly ticketLifeMs: number;
  /** How long what was deleted can come back. */
  readonly trashLifeMs: number;
  readonly activities: ActivityLimits;
  readonly unclaimedAgeMs: number;
  readonly reapIntervalMs: number;
  readonly observe: Observe;
  /** Told of every statement of requests. */
  readonly onStatement?: StatementObserver;
}

/** Objects that are remembered; some kilobytes each. */
const KNOWN_OBJECTS = 5_000;
/** Display names of people and groups that each process keeps. */
const KNOWN_NAMES = 10_000;

/** Opens the repository, and makes it when the database is new. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { observe } = options;
  const database = openDatabase({
    url: options.databaseUrl,
    connections: options.databaseConnections,
    queryTimeoutMs: options.queryTimeoutMs,
    onError: (error) => observe({ kind: 'connection-lost', error }),
    ...(options.onStatement && { onStatement: options.onStatement }),
  });
  try {
    return await assemble(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who reads the change log sequences what is new himself; this is for times when nobody does. */
const SEQUENCE_MS = 60_000;

async function assemble(database: Database, options: CoreOptions): Promise<Core> {
  const { observe, unclaimedAgeMs: ageMs, reapIntervalMs: intervalMs, maxContentBytes } = options;
  const row = await openRepository(database, {
    adminPasswordHash: () => hashPassword(options.adminPassword),
    rootRole: options.rootRole,
  });
  const store = localDisk(options.contentDir);
  await claimContentFolder({ dir: options.contentDir, store, database });
  const unclaimed = unclaimedContent(database);
  const staging = createStaging({
    store,
    unclaimed,
    ageMs,
    ...(maxContentBytes !== undefined && { maxBytes: maxContentBytes }),
  });
  const text = extractorOf(options);
  const renderer = createRenderer({ office: findOffice(process.env['PATH']) });
  await speak(database, options);
  const accounts = principalDirectory({ database, onPersonCreated: makeHome });
  const basic = basicAuthenticator({ directory: accounts });
  const bearer = bearerOf(accounts, options.tokens);
  const tickets = ticketStore(database, { lifeMs: options.ticketLifeMs });
  const transactor = await transactorOf(database, row, options);
  const emptied = afterTrash(database, unclaimed, options);
  const reaper = startReaper({ unclaimed: emptied, store, ageMs, intervalMs, observe });
  const sequencer = startSequencing(database, observe);
  const repository = createRepository({
    transactor: renewingCallers(transactor, { basic, tickets, bearer }),
    store,
    staging,
    text,
    renderer,
    onRenditionsAsked: () => jobs.wakeForRenditions(),
  });
  const jobs = startJobs({ ...options, store, staging, repository, text, renderer });
  return {
    repositoryId: row.id,
    rootId: row.rootUuid,
    repository,
    staging,
    results: browserResults(database),
    accounts,
    basic,
    tickets,
    bearer,
    outbox: outbox(database, () => jobs.wakeForMails()),
    resets: passwordResets(database, () => jobs.wakeForMails()),
    tryDatabase: () => heartbeat(database),
    countTextStates: () => jobs.index.countStates(),
    close: async () => {
      await reaper.stop();
      await sequencer.stop();
      await staging.flush();
      await jobs.stop();
      await database.close();
      await store.close();
    },
  };
}

async function transactorOf(
  database: Database,
  repository: Awaited<ReturnType<typeof openRepository>>,
  { countLimit, activities }: CoreOptions,
): Promise<ReturnType<typeof createTransactor>> {
  const units = { countLimit, activities, sequence: () => sequenceEvents(database) };
  return createTransactor({
    database,
    shared: {
      types: await loadRegistry(database),
      repository,
      known: knownObjects(KNOWN_OBJECTS),
      names: knownNames(KNOWN_NAMES),
    },
    loadTypes: loadRegistry,
    readUnit: (session, shared) => readUnit(session, shared, units),
    unitOfWork: (session, { shared, now }) => unitOfWork(session, { shared, now, options: units }),
  });
}

const extractorOf = ({ textWaitMs, onTextRead }: CoreOptions): ReturnType<typeof createTextExtractor> =>
  createTextExtractor({ quick: { milliseconds: textWaitMs }, ...(onTextRead && { onRead: onTextRead }) });

/** @throws Error when the file holds no public key. */
function bearerOf(directory: Accounts, tokens: TokenIssuer | undefined): BearerAuthenticator | undefined {
  if (!tokens) return undefined;
  const { key, issuer, audience, userClaim } = tokens;
  const keys = key.kind === 'url' ? publishedKeys(key.url) : fileKey(key.file);
  return bearerAuthenticator({ directory, keys, issuer, audience, userClaim });
}

function fileKey(file: string): VerificationKeys {
  try {
    return fixedKey(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`JWT_KEY names '${file}', which is no public key in PEM that can be read.`, { cause: error });
  }
}

const startSequencing = (database: Database, observe: Observe): ReturnType<typeof startSequencer> =>
  startSequencer({
    database,
    intervalMs: SEQUENCE_MS,
    onError: (error) => observe({ kind: 'unexpected-error', error, where: 'sequencing changes' }),
  });

/** Whoever looks for bytes that belong to nothing lets go of old trash and old activities first. */
const afterTrash = (
  database: Database,
  unclaimed: UnclaimedContent,
  { trashLifeMs, activities }: CoreOptions,
): UnclaimedContent => ({
  ...unclaimed,
  reap: async (input) => {
    await forgetActivities(database, activities);
    await purgeTrash(database, trashLifeMs);
    return unclaimed.reap(input);
  },
});

async function speak(database: Database, { language, observe }: CoreOptions): Promise<void> {
  if (!(await setLanguage(database, LANGUAGES[language] ?? 'none'))) return;
  const sentence = `Texts are in the language '${language}' from now on; the index of words is built anew.`;
  observe({ kind: 'note', sentence });
}
