import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { localDisk } from '../../src/content/local-disk';
import { createStaging } from '../../src/content/stage';
import { openRepository } from '../../src/postgres/schema/bootstrap';
import { sequenceEvents } from '../../src/postgres/changes/change-sequencer';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { knownNames } from '../../src/postgres/unit/known-names';
import { knownObjects } from '../../src/postgres/unit/known-objects';
import { createTransactor } from '../../src/postgres/unit/transactor';
import { loadRegistry } from '../../src/postgres/types/types';
import { unclaimedContent } from '../../src/postgres/jobs/unclaimed-content';
import { readUnit, unitOfWork } from '../../src/postgres/units';
import { createRepository } from '../../src/repository/bind';
import { openPieces } from '../../src/repository/content/content-stream';
import type { AceChange } from '../../src/repository/contract/ace-change';
import type { Repository } from '../../src/repository/repository';
import type { Dialect, Request } from '../../src/repository/contract/request';
import type { StagedContent } from '../../src/repository/contract/new-object';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { noRenderer } from '../../src/renditions/renderer';
import { createTextExtractor, type ExtractorOptions } from '../../src/text/extractor';
import { createDatabase } from './database';
import { moveOn } from './unmoved';

/** A repository without doors, on a database and a content folder of its own. */
export interface TestRepository {
  readonly repository: Repository;
  /** For what no operation does: bulk data, looks behind the scenes. */
  readonly database: Database;
  readonly admin: Request;
  readonly rootId: string;
  /** A new person, as who sends requests. */
  person(name: string, ...groups: readonly string[]): Promise<Request>;
  /** Statements that the work ran, begin and commit included. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly string[]>;
  content(text: string | Buffer, more?: Partial<StagedContent>): Promise<StagedContent>;
  /** Bytes of the content store. */
  open(pieces: readonly { readonly key: string; readonly length: number }[]): Promise<Readable>;
  /** What is in the content store of a document. */
  textOf(request: Request, objectId: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestRepositoryOptions {
  readonly countLimit?: number;
  readonly connections?: number;
  readonly text?: ExtractorOptions;
}

export const speaking = (request: Request, dialect: Dialect): Request => ({ ...request, dialect });

export async function openTestRepository(options: TestRepositoryOptions = {}): Promise<TestRepository> {
  const made = await createDatabase();
  const contentDir = await mkdtemp(join(tmpdir(), 'triptych-content-'));
  let heard: string[] | undefined;
  const database = openDatabase({
    url: made.url,
    connections: options.connections ?? 8,
    onStatement: (text) => heard?.push(text),
  });
  const row = await openRepository(database, { adminPasswordHash: () => Promise.resolve('-'), rootRole: 'Consumer' });
  const units = {
    countLimit: options.countLimit ?? 10_000,
    sequence: () => sequenceEvents(database),
    activities: { ageMs: 1e9, perSite: 100 },
  };
  const transactor = createTransactor({
    database,
    shared: {
      types: await loadRegistry(database),
      repository: row,
      known: knownObjects(1000),
      names: knownNames(1000),
    },
    loadTypes: loadRegistry,
    readUnit: (session, shared) => readUnit(session, shared, units),
    unitOfWork: (session, { shared, now }) => unitOfWork(session, { shared, now, options: units }),
  });
  const store = localDisk(contentDir);
  const staging = createStaging({ store, unclaimed: unclaimedContent(database), ageMs: 3_600_000 });
  const text = createTextExtractor(options.text);
  const repository = createRepository({ transactor, store, staging, text, renderer: noRenderer });
  const directory = principalDirectory({ database });
  const as = async (name: string): Promise<Request> => {
    const account = await directory.account(name);
    if (!account) throw new Error(`There is no person '${name}'.`);
    const { id, epoch, admin } = account;
    return { caller: { id, name, epoch, admin }, dialect: 'cmis' };
  };
  return {
    repository,
    database,
    admin: await as('admin'),
    rootId: row.rootUuid,
    person: async (name, ...groups) => {
      await directory.createPerson({ name, password: '-' });
      for (const group of groups) await directory.addMember({ group, member: name });
      return as(name);
    },
    statementsOf: async (work) => {
      // Else what was remembered would count in some runs and not in others: everybody's tests share one snapshot.
      await moveOn(made.url);
      const texts: string[] = [];
      heard = texts;
      try {
        await work();
      } finally {
        heard = undefined;
      }
      return texts;
    },
    content: async (text, more) => ({
      mimeType: 'text/plain',
      ...(await staging.stage(Readable.from([Buffer.from(text as string)]))),
      ...more,
    }),
    open: (pieces) => openPieces(store, { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) }),
    textOf: async (request, objectId) => {
      const answer = await repository.getContentStream(request, { objectId });
      const parts: Buffer[] = [];
      for await (const part of await answer.open()) parts.push(part as Buffer);
      return Buffer.concat(parts).toString();
    },
    close: async () => {
      await staging.flush();
      await text.close();
      await database.close();
      await store.close();
      await made.drop();
      await rm(contentDir, { recursive: true, force: true });
    },
  };
}

export interface NewThing {
  readonly name: string;
  readonly in?: StoredObject | string;
  readonly type?: string;
  readonly addACEs?: readonly AceChange[];
  readonly properties?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

const thing = (input: NewThing, type: string) => ({
  properties: { 'cmis:name': input.name, 'cmis:objectTypeId': input.type ?? type, ...input.properties },
  ...(input.in !== undefined && { folderId: typeof input.in === 'string' ? input.in : input.in.id }),
  ...(input.addACEs && { addACEs: input.addACEs }),
});

/** Makes objects for one caller in few words. */
export function maker(test: TestRepository, request: Request) {
  const { repository } = test;
  return {
    folder: async (input: NewThing): Promise<StoredObject> =>
      (await repository.createFolder(request, thing({ in: test.rootId, ...input }, 'cmis:folder'))).object,
    document: async (
      input: NewThing & {
        readonly text?: string;
        readonly versioningState?: 'none' | 'checkedout' | 'minor' | 'major';
      },
    ): Promise<StoredObject> =>
      (
        await repository.createDocument(request, {
          ...thing(input, 'cmis:document'),
          ...(input.text !== undefined && { content: await test.content(input.text) }),
          ...(input.versioningState && { versioningState: input.versioningState }),
        })
      ).object,
    item: async (input: NewThing): Promise<StoredObject> =>
      (await repository.createItem(request, thing(input, 'cmis:item'))).object,
    policy: async (input: NewThing): Promise<StoredObject> =>
      (await repository.createPolicy(request, thing(input, 'cmis:policy'))).object,
    relationship: async (
      source: StoredObject,
      target: StoredObject,
      type = 'cmis:relationship',
    ): Promise<StoredObject> =>
      (
        await repository.createRelationship(request, {
          properties: {
            'cmis:objectTypeId': type,
            'cmis:name': `${source.name} to ${target.name}`,
            'cmis:sourceId': source.id,
            'cmis:targetId': target.id,
          },
        })
      ).object,
  };
}

/** The code of the error that the promise ends with; 'none' when it succeeds. */
export const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
