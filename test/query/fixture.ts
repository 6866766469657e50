import { randomUUID } from 'node:crypto';
import { nameKey } from '../../src/model/names';
import { PERMISSION_BITS } from '../../src/model/permissions';
import type { Caller } from '../../src/model/principal';
import type { Properties } from '../../src/model/properties';
import type { PrimaryType, SecondaryType } from '../../src/model/type-definition';
import type { TypeRegistry } from '../../src/model/type-registry';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { textRows, writeText } from '../../src/postgres/rows/fulltext';
import { baseNumber } from '../../src/postgres/rows/object-row';
import { objectReader } from '../../src/postgres/objects/objects';
import { queryReader } from '../../src/postgres/query/reader';
import { openSession } from '../../src/postgres/unit/session';
import { createTypeWriter, loadRegistry, seedTypes } from '../../src/postgres/types/types';
import { PLAIN, type ObjectSelection, type Page, type PageRequest } from '../../src/repository/values/object-view';
import { parseObjectId } from '../../src/repository/values/object-id';
import { query } from '../../src/repository/search/query';
import { search } from '../../src/repository/search/search';
import type { Dialect } from '../../src/repository/contract/request';
import type { QueryRow } from '../../src/repository/contract/query-request';
import type { SearchPage, SearchRequest } from '../../src/repository/contract/search-request';
import type { ReadUnit } from '../../src/repository/storage/storage';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { wordSink } from '../../src/text/text-sink';
import { createDatabase } from '../support/database';
import { LIBRARY_TYPES } from './library-types';

export interface VersionSpec {
  readonly major: number;
  readonly minor: number;
  readonly name?: string;
  readonly type?: string;
  readonly properties?: Properties;
  readonly aspects?: readonly string[];
  readonly comment?: string;
  readonly created?: number;
  readonly modified?: number;
  readonly createdBy?: string;
  readonly modifiedBy?: string;
  readonly content?: {
    readonly length: number;
    readonly mimeType: string;
    readonly fileName?: string;
    /** Whose words are in the index. */
    readonly text?: string;
  };
  readonly isMajor?: boolean;
}

export interface ObjectSpec extends Partial<VersionSpec> {
  readonly type: string;
  readonly name: string;
  readonly folder?: Placed;
  readonly owner?: string;
  /** Key of an ACL row. */
  readonly acl?: number;
  readonly checkedOutBy?: string;
  /** Makes it a working copy: of a document, or of nothing yet. */
  readonly copyOf?: Placed | null;
  readonly source?: Placed;
  readonly target?: Placed;
}

/** What was inserted, by its key and uuid. */
export interface Placed {
  readonly key: number;
  readonly uuid: string;
  /** Id as clients see it. */
  readonly id: string;
  readonly ancestors: readonly number[];
  readonly acl: number;
}

export interface AskOptions {
  readonly as?: Caller;
  readonly dialect?: Dialect;
  readonly searchAllVersions?: boolean;
  readonly selection?: Partial<ObjectSelection>;
  readonly page?: Partial<PageRequest>;
  readonly countLimit?: number;
}

export interface Fixture {
  readonly database: Database;
  /** Every statement that ran so far. */
  readonly statements: string[];
  readonly types: TypeRegistry;
  readonly admin: Caller;
  readonly root: Placed;
  person(name: string): Promise<Caller>;
  acl(readers: readonly Caller[]): Promise<number>;
  object(spec: ObjectSpec): Promise<Placed>;
  freeze(document: Placed, version: VersionSpec): Promise<void>;
  file(object: Placed, folder: Placed, name: string): Promise<void>;
  /** Objects as the repository shows them to a caller; what may not be seen is left out. */
  fetch(caller: Caller, ids: readonly string[]): Promise<readonly StoredObject[]>;
  ask(statement: string, options?: AskOptions): Promise<Page<QueryRow>>;
  search(input: SearchRequest, as: Caller): Promise<SearchPage>;
  close(): Promise<void>;
}

/** A repository with the library's types, filled row by row so that tests choose every id, date and right. */
export async function openFixture(): Promise<Fixture> {
  const testDatabase = await createDatabase();
  const statements: string[] = [];
  const database = openDatabase({
    url: testDatabase.url,
    connections: 4,
    onStatement: (text) => void statements.push(text),
  });
  const one = async (text: string, values: readonly unknown[]): Promise<number> =>
    Number((await database.run({ text }, values))[0]?.[0]);

  await database.run({ text: `insert into repository (id, secret) values ('-default-', '\\x00')` });
  await database.transaction(async (executor) => {
    await seedTypes(executor);
    const caller = { id: 0, name: 'setup', epoch: 0, admin: true };
    const writer = createTypeWriter(openSession({ caller, executor, types: await loadRegistry(executor) }));
    for (const type of LIBRARY_TYPES) await writer.create(type);
  });
  const types = await loadRegistry(database);
  const person = async (name: string, isAdmin = false): Promise<Caller> => {
    const id = await one(`insert into principals (name, kind, admin) values ($1, 'person', $2) returning id`, [
      name,
      isAdmin,
    ]);
    await database.run({ text: `update principals set authorities = array[id] where id = $1` }, [id]);
    return { id, name, epoch: 0, admin: isAdmin };
  };
  const admin = await person('admin', true);
  const acl = (readers: readonly Caller[]): Promise<number> =>
    one('insert into acls (grants, readers) values ($1, $2) returning id', [
      JSON.stringify(Object.fromEntries(readers.map(({ id }) => [id, PERMISSION_BITS['Consumer']]))),
      readers.map(({ id }) => id),
    ]);

  const versionFields = async (spec: Partial<VersionSpec> & { readonly type: string; readonly name: string }) => {
    const type = types.find(spec.type) as PrimaryType;
    return {
      type_id: type.key,
      content_id: spec.content
        ? await one(
            `insert into contents (uuid, keys, lengths, length) values (gen_random_uuid(), '{k}', array[$1::bigint], $1) returning id`,
            [spec.content.length],
          )
        : null,
      created: new Date(spec.created ?? 0).toISOString(),
      modified: new Date(spec.modified ?? spec.created ?? 0).toISOString(),
      major: spec.major ?? 1,
      minor: spec.minor ?? 0,
      is_major: spec.isMajor ?? (spec.minor ?? 0) === 0,
      versioned: true,
      token: 1,
      name: spec.name,
      created_by: spec.createdBy ?? 'admin',
      modified_by: spec.modifiedBy ?? 'admin',
      mime: spec.content?.mimeType ?? null,
      filename: spec.content?.fileName ?? null,
      comment: spec.comment ?? null,
      aspects: (spec.aspects ?? []).map((id) => types.find(id)?.key),
      props: spec.properties ?? {},
    };
  };

  const insert = async (table: string, row: Readonly<Record<string, unknown>>): Promise<number> => {
    const columns = Object.keys(row).join(', ');
    return one(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1) returning id`,
      [JSON.stringify(row)],
    );
  };

  const indexWords = async (
    keys: { readonly objectKey: number; readonly versionKey?: number },
    spec: Partial<VersionSpec> & { readonly type: string; readonly name: string },
  ): Promise<void> => {
    const sink = wordSink(Infinity);
    sink.write(spec.content?.text ?? '');
    const owner = {
      type: types.find(spec.type) as PrimaryType,
      secondaryTypes: (spec.aspects ?? []).map((id) => types.find(id) as SecondaryType),
      name: spec.name,
      properties: spec.properties ?? {},
    };
    const rows = textRows(types, owner, { state: 'done', ...sink.finish() });
    await writeText(database, { ...keys, rows, keepsContent: false });
  };

  const object = async (spec: ObjectSpec): Promise<Placed> => {
    const { baseId } = types.find(spec.type) as PrimaryType;
    const uuid = randomUUID();
    const aclKey = spec.acl ?? spec.folder?.acl ?? rootAcl;
    const isDocument = baseId === 'cmis:document';
    const fields = await versionFields(spec);
    const series = spec.copyOf ? spec.copyOf.uuid : uuid;
    const key = await insert('objects', {
      ...fields,
      uuid,
      series,
      versioned: isDocument,
      parent_id: spec.folder?.key ?? null,
      acl_id: baseId === 'cmis:relationship' ? null : aclKey,
      base: baseNumber(baseId),
      pwc: spec.copyOf !== undefined,
      pwc_of: spec.copyOf?.key ?? null,
      source_id: spec.source?.key ?? null,
      target_id: spec.target?.key ?? null,
      name_key: nameKey(spec.name),
      owner: spec.owner ?? 'admin',
      checked_out_by: spec.checkedOutBy ?? null,
    });
    await indexWords({ objectKey: key }, spec);
    const ancestors = spec.folder ? [...spec.folder.ancestors, spec.folder.key] : [];
    if (baseId === 'cmis:folder') {
      await database.run({ text: 'insert into folders (id, ancestors, acl_id) values ($1, $2, $3)' }, [
        key,
        ancestors,
        aclKey,
      ]);
    }
    const label = spec.copyOf !== undefined ? 'pwc' : `${fields.major}.${fields.minor}`;
    return { key, uuid, id: isDocument ? `${series};${label}` : uuid, ancestors, acl: aclKey };
  };

  const rootAcl = await acl([]);
  const root = await object({ type: 'cmis:folder', name: 'Company Home', acl: rootAcl });
  await database.run({ text: 'update repository set root_id = $1' }, [root.key]);

  const session = (caller: Caller) => openSession({ caller, executor: database, types });
  const unitOf = (caller: Caller, countLimit: number): ReadUnit => {
    const unit: Partial<ReadUnit> = { types, queries: queryReader(session(caller), { countLimit }) };
    return unit as ReadUnit;
  };
  return {
    database,
    statements,
    types,
    admin,
    root,
    person: (name) => person(name),
    acl,
    object,
    freeze: async (document, version) => {
      const live = await database.run(
        { text: 'select name, (select type_id from types where id = o.type_id) from objects o where id = $1' },
        [document.key],
      );
      const [name, type] = live[0] ?? [];
      const spec = { name: String(name), type: String(type), ...version };
      const key = await insert('versions', { ...(await versionFields(spec)), object_id: document.key });
      await indexWords({ objectKey: document.key, versionKey: key }, spec);
    },
    file: async (placed, folder, name) => {
      await database.run({ text: 'insert into filings (folder_id, object_id, name_key) values ($1, $2, $3)' }, [
        folder.key,
        placed.key,
        nameKey(name),
      ]);
    },
    fetch: (caller, ids) => objectReader(session(caller)).byIds(ids.flatMap((id) => parseObjectId(id) ?? [])),
    ask: (statement, options = {}) =>
      query(unitOf(options.as ?? admin, options.countLimit ?? 10_000), {
        statement,
        dialect: options.dialect ?? 'alfresco',
        searchAllVersions: options.searchAllVersions ?? false,
        selection: { ...PLAIN, ...options.selection },
        page: { maxItems: 10_000, skipCount: 0, ...options.page },
      }),
    search: (input, as) => search(unitOf(as, input.countLimit), input),
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}
