import { linkEndHandler } from './jobs/link-end';
import { propertyIndexHandler } from './jobs/property-index';
import { renditionHandler } from './jobs/rendition';
import { startJobRunner, type JobRunner } from './jobs/runner';
import { reindexHandler, textHandler } from './jobs/text';
import { zipHandler } from './jobs/zip';
import { mailHandler } from './jobs/mail';
import { passwordResetHandler } from './jobs/password-reset';
import type { Job } from './jobs/queue';
import type { MailConfig } from './config-mail';
import type { ContentStore } from './content/content-store';
import type { Staging } from './content/staging';
import { pageOfClient } from './mail/client-pages';
import { MailError } from './mail/mail';
import { smtpSender } from './mail/smtp';
import type { Caller } from './model/principal';
import type { Observe } from './observation';
import { openDatabase, type Database } from './postgres/connection/database';
import { downloadOwners } from './postgres/jobs/downloads';
import { enderOfLink } from './postgres/annotations/shared-links';
import { jobQueue } from './postgres/jobs/job-queue';
import { passwordResets } from './postgres/directory/password-resets';
import { propertyIndexes } from './postgres/schema/property-indexes';
import { renditionStore } from './postgres/jobs/renditions';
import { textIndex } from './postgres/jobs/text-index';
import { openPieces } from './repository/content/content-stream';
import { textSource } from './repository/content/content-text';
import type { Repository } from './repository/repository';
import type { Request } from './repository/contract/request';
import { zipDownload } from './repository/downloads/zip-download';
import type { Renderer } from './renditions/renderer';
import type { TextExtractor } from './text/text-extractor';
import type { TextIndex } from './text/text-index';

export interface Jobs {
  readonly index: TextIndex;
  /** There are renditions to make. */
  wakeForRenditions(): void;
  /** There are mails to send. */
  wakeForMails(): void;
  /** Before the extractor closes; what is in progress is left to another process. */
  stop(): Promise<void>;
}

export interface JobsOptions {
  readonly databaseUrl: string;
  readonly store: ContentStore;
  readonly staging: Staging;
  readonly repository: Repository;
  readonly text: TextExtractor;
  readonly renderer: Renderer;
  /** Undefined: this process sends no mails. */
  readonly mail?: MailConfig;
  readonly observe: Observe;
}

const POLL_MS = 1_000;

/** Does the jobs of the repository, on connections of their own: requests never wait for them. */
export function startJobs(options: JobsOptions): Jobs {
  const { databaseUrl, store, text, observe } = options;
  const database = openDatabase({
    url: databaseUrl,
    connections: 4,
    onError: (error) => observe({ kind: 'connection-lost', error }),
  });
  const queue = jobQueue(database);
  const index = textIndex(database);
  const parts = {
    index,
    extractor: text,
    sourceOf: (content: Parameters<typeof textSource>[1]) => textSource(store, content),
  };
  const onError = (error: unknown, job: Job | undefined): void => {
    const where = job ? `job ${job.kind} ${job.key}` : 'looking for jobs';
    if (error instanceof MailError) observe({ kind: 'note', sentence: `${error.message} (${where})` });
    else observe({ kind: 'unexpected-error', error, where });
  };
  const started = (handlers: Parameters<typeof startJobRunner>[0]['handlers']): JobRunner =>
    startJobRunner({ queue, handlers, pollMs: POLL_MS, onError });
  const makesRenditions = { rendition: renditionHandler(renditionParts(options, database)) };
  // Two: a file that takes all the time it may have is in nobody's way.
  const forRenditions = [started(makesRenditions), started(makesRenditions)];
  // Two of each, and passwords apart: nobody waits for the mails of one person whose mail server says nothing.
  const forMails = (options.mail ? mailHandlers(options.mail, { database, observe }) : []).flatMap((handlers) => [
    started(handlers),
    started(handlers),
  ]);
  const runners = [
    { text: textHandler(parts), reindex: reindexHandler(parts) },
    {
      'property-index': propertyIndexHandler(propertyIndexes(database)),
      'link-end': linkEndHandler(linkParts(options, database)),
    },
    { zip: zipHandler(zipParts(options, database)) },
  ].map(started);
  return {
    index,
    wakeForRenditions: () => {
      for (const runner of forRenditions) runner.wake();
    },
    wakeForMails: () => {
      for (const runner of forMails) runner.wake();
    },
    stop: async () => {
      const stopped = [...forRenditions, ...runners, ...forMails].map((runner) => runner.stop());
      // A reader of files that ends lets its job end.
      await text.close();
      await options.renderer.close();
      await Promise.all(stopped);
      await database.close();
    },
  };
}

function mailHandlers(
  { smtpUrl, from, passwordResetUrls }: MailConfig,
  { database, observe }: { readonly database: Database; readonly observe: Observe },
): readonly Parameters<typeof startJobRunner>[0]['handlers'][] {
  const parts = {
    sender: smtpSender({ url: smtpUrl, from }),
    onFailure: (reason: string) => observe({ kind: 'warning', sentence: `A mail was given up. ${reason}` }),
  };
  const pageOf = (client: string): string | undefined => pageOfClient(passwordResetUrls, client);
  return [
    { mail: mailHandler(parts) },
    { 'password-reset': passwordResetHandler({ ...parts, resets: passwordResets(database), pageOf }) },
  ];
}

function renditionParts(
  { renderer, staging, store, observe }: JobsOptions,
  database: Database,
): Parameters<typeof renditionHandler>[0] {
  return {
    renditions: renditionStore(database),
    renderer,
    staging,
    pathOf: ({ pieces: [only, more] }) => (only && !more ? store.path?.(only.key) : undefined),
    open: (source) => openPieces(store, source),
    onFailure: (job, reason) => observe({ kind: 'note', sentence: `No rendition was made (${job}): ${reason}` }),
  };
}

const asked = (caller: Caller): Request => ({ caller, dialect: 'alfresco' });

const linkParts = ({ repository }: JobsOptions, database: Database): Parameters<typeof linkEndHandler>[0] => ({
  callerFor: (id) => enderOfLink(database, id),
  end: (id, caller) => repository.endLink(asked(caller), id),
});

/** An archive stays this long. */
const ARCHIVE_LIFE_MS = 24 * 60 * 60 * 1_000;

function zipParts({ repository, staging, store }: JobsOptions, database: Database): Parameters<typeof zipHandler>[0] {
  const owners = downloadOwners(database);
  return {
    ownerOf: (uuid) => owners.of(uuid),
    make: (id, owner, signal) => zipDownload({ repository, staging, store }, { request: asked(owner), id, signal }),
    giveUp: (objectId, owner) => repository.failDownload(asked(owner), { objectId, status: 'CANCELLED' }),
    tidy: async () => {
      for (const { uuid, owner } of await owners.outdated(ARCHIVE_LIFE_MS))
        await repository.deleteObject(asked(owner), { objectId: uuid, allVersions: true, final: true });
    },
  };
}
