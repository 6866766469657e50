import { randomBytes } from 'node:crypto';
import { INITIAL_TREE, ROOT_NAME, type InitialFolder } from '../../model/initial-tree';
import { ADMINISTRATORS, ANONYMOUS, ANYONE, FIRST_ADMINISTRATOR } from '../../model/principal';
import type { TypeRegistry } from '../../model/type-registry';
import type { RepositoryRow } from '../../repository/storage/storage';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { makeMissingAuthorityObjects } from '../directory/authority-objects';
import type { Database, Executor } from '../connection/database';
import { insertFolder, type InitialFolderRow } from '../objects/initial-folders';
import { loadRegistry, seedTypes } from '../types/types';

export const REPOSITORY_ID = '-default-';

export interface FirstSettings {
  /** Stored form of the first administrator's password; asked for only when the repository is made. */
  readonly adminPasswordHash: () => Promise<string>;
  /** Role that everyone has on the root. */
  readonly rootRole: string;
}

/** Two servers may start on one empty database. */
const LOCK = { text: `select pg_advisory_xact_lock(${ADVISORY_LOCKS.bootstrap})` };
const READ = {
  text: `select r.id, r.root_id, o.uuid, encode(r.secret, 'hex') from repository r join objects o on o.id = r.root_id`,
};

/** Makes the repository in a migrated database unless it is there, brings types up to date, and says what is fixed about it. */
export async function openRepository(database: Database, settings: FirstSettings): Promise<RepositoryRow> {
  return database.transaction(async (executor) => {
    await executor.run(LOCK);
    const found = await readRepository(executor);
    if (!found) await makeRepository(executor, settings);
    else await seedTypes(executor);
    await makeMissingAuthorityObjects(executor, await loadRegistry(executor));
    return found ?? ((await readRepository(executor)) as RepositoryRow);
  });
}

async function readRepository(executor: Executor): Promise<RepositoryRow | undefined> {
  const [row] = await executor.run(READ);
  if (!row) return undefined;
  const [id, rootKey, rootUuid, secret] = row;
  return {
    id: String(id),
    rootKey: Number(rootKey),
    rootUuid: String(rootUuid),
    secret: Buffer.from(String(secret), 'hex'),
  };
}

const OTHER_GROUPS = [
  'GROUP_EMAIL_CONTRIBUTORS',
  'GROUP_SITE_ADMINISTRATORS',
  'GROUP_ALFRESCO_SEARCH_ADMINISTRATORS',
  'GROUP_ALFRESCO_MODEL_ADMINISTRATORS',
  'GROUP_ALFRESCO_SYSTEM_ADMINISTRATORS',
];

async function makeRepository(executor: Executor, settings: FirstSettings): Promise<void> {
  await executor.run({ text: 'insert into repository (id, secret) values ($1, $2)' }, [REPOSITORY_ID, randomBytes(32)]);
  await seedTypes(executor);
  await makePrincipals(executor, await settings.adminPasswordHash());
  const types = await loadRegistry(executor);
  const rootKey = await insertFolder(executor, types, {
    ...rowOf(types, { name: ROOT_NAME, aspects: ['P:app:uifacets'] }),
    aces: [{ principalId: ANYONE, permissions: [settings.rootRole] }],
  });
  await executor.run({ text: 'update repository set root_id = $1' }, [rootKey]);
  for (const folder of INITIAL_TREE) await makeFolder(executor, { types, folder, parentKey: rootKey });
}

/** What the first administrator is called. */
const ADMINISTRATOR = 'Administrator';

async function makePrincipals(executor: Executor, passwordHash: string): Promise<void> {
  await executor.run(
    {
      text: `insert into principals (name, kind, password, admin, display_name, props) values
        ('${FIRST_ADMINISTRATOR}', 'person', $1, true, $5, jsonb_build_object('profile', jsonb_build_object('firstName', $5::text))),
        ($2, 'person', null, false, null, default), ($3, 'group', null, false, null, default), ($4, 'group', null, false, null, default)`,
    },
    [passwordHash, ANONYMOUS, ANYONE, ADMINISTRATORS, ADMINISTRATOR],
  );
  await executor.run({ text: `insert into principals (name, kind) select n, 'group' from unnest($1::text[]) n` }, [
    OTHER_GROUPS,
  ]);
  await executor.run(
    {
      text: `insert into memberships (group_id, member_id) select g.id, p.id from principals g, principals p where g.name = $1 and p.name = '${FIRST_ADMINISTRATOR}'`,
    },
    [ADMINISTRATORS],
  );
  // The anonymous principal is nobody's member, not even everyone's.
  await executor.run(
    {
      text: `update principals p set authorities = case
        when p.kind = 'group' then array[p.id]
        when p.name = $1 then array[p.id]
        else array[p.id, (select id from principals where name = $2), (select id from principals where name = $3)] end`,
    },
    [ANONYMOUS, ANYONE, ADMINISTRATORS],
  );
}

interface Place {
  readonly types: TypeRegistry;
  readonly folder: InitialFolder;
  readonly parentKey: number | undefined;
}

async function makeFolder(executor: Executor, { types, folder, parentKey }: Place): Promise<void> {
  const key = await insertFolder(executor, types, {
    ...rowOf(types, folder),
    ...(parentKey !== undefined && { parentKey }),
    ...(folder.everyone !== undefined && { aces: acesOf(folder) }),
  });
  for (const child of folder.children ?? []) await makeFolder(executor, { types, folder: child, parentKey: key });
}

function acesOf({ everyone, anonymous }: InitialFolder): NonNullable<InitialFolderRow['aces']> {
  const entry = (principalId: string, role: string | undefined): NonNullable<InitialFolderRow['aces']> =>
    role === undefined ? [] : [{ principalId, permissions: [role] }];
  return [...entry(ANYONE, everyone), ...entry(ANONYMOUS, anonymous)];
}

function rowOf(types: TypeRegistry, folder: InitialFolder): InitialFolderRow {
  const type = types.findOfBase(folder.typeId ?? 'cmis:folder', 'cmis:folder');
  if (!type)
    throw new Error(
      `The folder '${folder.name}' needs the type '${folder.typeId ?? 'cmis:folder'}', which is not there.`,
    );
  const ids = [
    ...type.mandatorySecondaryTypeIds,
    ...(folder.aspects ?? []),
    ...(folder.title === undefined ? [] : ['P:cm:titled']),
  ];
  return {
    name: folder.name,
    type,
    secondaryTypes: [...new Set(ids)].flatMap((id) => types.findSecondary(id) ?? []),
    properties: folder.title === undefined ? {} : { 'cm:title': folder.title },
    owner: FIRST_ADMINISTRATOR,
  };
}
