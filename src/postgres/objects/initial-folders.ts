import { nameKey } from '../../model/names';
import type { Ace } from '../../model/permissions';
import type { Properties } from '../../model/properties';
import type { FolderType, SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { uuidv7 } from '../../model/uuid';
import { recomputeAcls } from '../rows/acl-inheritance';
import type { Executor } from '../connection/database';
import { insertEvents } from '../changes/events';
import { textRows, writeText } from '../rows/fulltext';

/** A folder that the repository itself makes. */
export interface InitialFolderRow {
  /** Undefined: the root. */
  readonly parentKey?: number;
  readonly name: string;
  readonly type: FolderType;
  readonly secondaryTypes: readonly SecondaryType[];
  readonly properties: Properties;
  readonly owner: string;
  /** Own entries; undefined: what the parent hands down, and nothing else. */
  readonly aces?: readonly Omit<Ace, 'direct'>[];
}

// $1 parent, $2 uuid, $3 type, $4 name, $5 name key, $6 owner, $7 aspects, $8 props, $9 aces (null: inherited)
const INSERT = {
  text: `with ids as (select nextval(pg_get_serial_sequence('objects', 'id')) as id),
acl as (insert into acls (parent_id, object_id, inherits, aces)
  select (select f.acl_id from folders f where f.id = $1), ids.id, $9::jsonb is null, coalesce($9::jsonb, '[]') from ids returning id),
obj as (insert into objects (id, parent_id, acl_id, created, modified, since, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by, aspects, props)
  select ids.id, $1::bigint, acl.id, now(), now(), now(), $2::uuid, $2::uuid, $3, 0, $4, $5, $6, $6, $6, $7::int[], $8::jsonb from ids, acl
  on conflict do nothing returning id, acl_id),
fold as (insert into folders (id, ancestors, acl_id)
  select o.id, coalesce((select f.ancestors || f.id from folders f where f.id = $1), '{}'), o.acl_id from obj o)
select id, acl_id from obj`,
};

const PLACE = {
  text: `select p.uuid, (select string_agg('/' || n.name, '' order by a.ord)
      from folders f, unnest(f.ancestors[2:] || f.id) with ordinality a (id, ord) join objects n on n.id = a.id where f.id = $1), p.parent_id
    from objects p where p.id = $1`,
};

const EVENT = { text: insertEvents('$1::jsonb', 'now()', '$2') };

/**
 * Makes the folder, with words to find it by, its ACL row and its `created` event; undefined when its parent has one of
 * this name. Must run in a transaction.
 */
export async function insertFolder(
  executor: Executor,
  types: TypeRegistry,
  folder: InitialFolderRow,
): Promise<number | undefined> {
  const uuid = uuidv7();
  const rows = await executor.run(INSERT, [
    folder.parentKey ?? null,
    uuid,
    folder.type.key,
    folder.name,
    nameKey(folder.name),
    folder.owner,
    folder.secondaryTypes.map((type) => type.key),
    JSON.stringify(folder.properties),
    folder.aces ? JSON.stringify(folder.aces.map((ace) => ({ ...ace, direct: true }))) : null,
  ]);
  const [key, aclKey] = rows[0] ?? [];
  if (!key || !aclKey) return undefined;
  await recomputeAcls(executor, [Number(aclKey)]);
  await writeText(executor, { objectKey: Number(key), rows: textRows(types, folder), keepsContent: false });
  const place = folder.parentKey === undefined ? undefined : (await executor.run(PLACE, [folder.parentKey]))[0];
  await executor.run(EVENT, [JSON.stringify([eventOf(folder, { uuid, aclKey: Number(aclKey), place })]), folder.owner]);
  return Number(key);
}

interface Made {
  readonly uuid: string;
  readonly aclKey: number;
  readonly place: readonly (string | null)[] | undefined;
}

function eventOf(folder: InitialFolderRow, { uuid, aclKey, place }: Made): Readonly<Record<string, unknown>> {
  const now = Date.now();
  const above = place?.[2] === null ? '' : (place?.[1] ?? '');
  const properties: Properties = {
    'cmis:objectId': uuid,
    'cmis:baseTypeId': 'cmis:folder',
    'cmis:objectTypeId': folder.type.id,
    'cmis:name': folder.name,
    'cmis:createdBy': folder.owner,
    'cmis:creationDate': now,
    'cmis:lastModifiedBy': folder.owner,
    'cmis:lastModificationDate': now,
    'cmis:changeToken': '1',
    ...(place?.[0] && { 'cmis:parentId': place[0] }),
    'cmis:path': place ? `${above}/${folder.name}` : '/',
    ...(folder.secondaryTypes.length > 0 && {
      'cmis:secondaryObjectTypeIds': folder.secondaryTypes.map((type) => type.id),
    }),
    ...folder.properties,
  };
  return {
    uuid,
    id: uuid,
    kind: 'created',
    acl: aclKey,
    info: { typeId: folder.type.id, baseId: 'cmis:folder', properties, owner: folder.owner },
  };
}
