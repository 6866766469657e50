import type { Ace } from '../../model/permissions';
import type { AclWriter, StoredFolder } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import { recomputeAcls, type AclRole } from '../rows/acl-inheritance';
import type { Executor } from '../connection/database';
import type { Session } from '../unit/session';

/*
 * A folder owns the row that what is in it uses (`folders.acl_id`, role 'content'). Entries for the folder alone are on
 * a second row below that one (role 'self'), which the folder then uses itself. Anything else uses its folder's row
 * until it has entries of its own. A working copy's row lies below its document's. Whoever changes rows holds the tree
 * lock alone.
 */

const DIRECT = {
  name: 'acl-direct',
  text: `select coalesce(jsonb_agg(e.value order by a.id, e.n), '[]') from acls a, jsonb_array_elements(a.aces) with ordinality e (value, n)
    where a.object_id = $1 and a.role in ('content', 'self')`,
};
const SET_ACES = { name: 'acl-set', text: 'update acls set aces = $2::jsonb where id = $1' };
const FOLDER_ROW = { name: 'acl-of-folder', text: 'select acl_id from folders where id = $1' };
const OWN_ROW = {
  name: 'acl-own',
  text: `select id, (inherits or role = 'self')::int from acls where object_id = $1 and role = $2`,
};
// The row of a working copy speaks for the same object as the row above it.
const INSERT = {
  name: 'acl-insert',
  text: `insert into acls (parent_id, object_id, role, inherits, aces)
    values ($1::bigint, coalesce($2::bigint, case when $3::text = 'working-copy' then (select p.object_id from acls p where p.id = $1::bigint) end), $3::text, $1::bigint is not null, $4::jsonb)
    returning id`,
};
/** What is a working copy stays behind its own row. */
const WORKING_COPY = `exists (select from acls w where w.id = o.acl_id and w.role = 'working-copy')`;
const USE = { name: 'acl-use', text: `update objects o set acl_id = $2 where o.id = $1 and not ${WORKING_COPY}` };
const USE_OF_PARENT = {
  name: 'acl-use-folders',
  text: `update objects o set acl_id = f.acl_id from folders f where o.id = $1 and f.id = o.parent_id and not ${WORKING_COPY}`,
};
const DISOWN = { name: 'acl-disown', text: 'update acls set object_id = null where id = $1' };
const DROP = { name: 'acl-drop', text: 'delete from acls where id = $1' };
/** Rows of working copies lie below their document's own row, or below that of the folder. */
const FOLLOW = {
  name: 'acl-follow',
  text: `with above as (
    select p.id, p.object_id from acls p where p.id = coalesce(
      (select own.id from acls own where own.object_id = $1 and own.role = 'content'),
      (select f.acl_id from objects o join folders f on f.id = o.parent_id where o.id = $1)))
  update acls a set parent_id = above.id, object_id = above.object_id from above, objects w
    where (w.pwc_of = $1 or w.id = $1) and a.id = w.acl_id and a.role = 'working-copy' returning a.id`,
};
const REPARENT = { name: 'acl-reparent', text: 'update acls set parent_id = $2 where id = $1' };

export function aclWriter(session: Session): AclWriter {
  const { executor } = session;
  return {
    direct: async (object) => JSON.parse((await executor.run(DIRECT, [object.key]))[0]?.[0] ?? '[]') as readonly Ace[],
    replace: (object, aces) =>
      object.type.baseId === 'cmis:folder'
        ? replaceOfFolder(executor, object, aces)
        : replaceOfOther(executor, object, aces),
    setInheritance: (object, inherits) => setInheritance(executor, object, inherits),
    standalone: (aces) => insertRow(executor, { aces: plain(aces), role: 'content' }),
    forWorkingCopy: (parent) => insertRow(executor, { parent, role: 'working-copy', aces: [] }),
  };
}

/** As stored: whether an entry is direct follows from where it stands. */
const plain = (aces: readonly Ace[]): readonly Ace[] => aces.map((ace) => ({ ...ace, direct: true }));

interface NewRow {
  readonly parent?: number;
  readonly object?: number;
  readonly role: AclRole;
  readonly aces: readonly Ace[];
}

async function insertRow(executor: Executor, row: NewRow): Promise<number> {
  const rows = await executor.run(INSERT, [row.parent ?? null, row.object ?? null, row.role, JSON.stringify(row.aces)]);
  const id = Number(rows[0]?.[0]);
  await recomputeAcls(executor, [id]);
  return id;
}

const firstNumber = (rows: readonly (readonly (string | null)[])[]): number | undefined => {
  const value = rows[0]?.[0];
  return value === null || value === undefined ? undefined : Number(value);
};

async function replaceOfFolder(executor: Executor, folder: StoredObject, aces: readonly Ace[]): Promise<void> {
  const content = firstNumber(await executor.run(FOLDER_ROW, [folder.key]));
  if (content === undefined) return;
  await executor.run(SET_ACES, [content, JSON.stringify(plain(aces.filter((ace) => !ace.objectOnly)))]);
  const own = plain(aces.filter((ace) => ace.objectOnly));
  const self = firstNumber(await executor.run(OWN_ROW, [folder.key, 'self']));
  if (own.length === 0 && self !== undefined) {
    await executor.run(USE, [folder.key, content]);
    await executor.run(DROP, [self]);
  }
  if (own.length > 0 && self !== undefined) await executor.run(SET_ACES, [self, JSON.stringify(own)]);
  if (own.length > 0 && self === undefined) {
    const made = await insertRow(executor, { parent: content, object: folder.key, role: 'self', aces: own });
    await executor.run(USE, [folder.key, made]);
  }
  await recomputeAcls(executor, [content]);
}

async function replaceOfOther(executor: Executor, object: StoredObject, aces: readonly Ace[]): Promise<void> {
  const [row] = await executor.run(OWN_ROW, [object.key, 'content']);
  const filed = object.parentKey !== undefined;
  if (row) {
    const own = Number(row[0]);
    const inherits = row[1] === '1';
    if (aces.length === 0 && filed && inherits) return dropOwnRow(executor, object, own);
    await executor.run(SET_ACES, [own, JSON.stringify(plain(aces))]);
    return recomputeAcls(executor, [own]);
  }
  if (aces.length === 0 && filed) return;
  const parent = filed ? firstNumber(await executor.run(FOLDER_ROW, [object.parentKey])) : undefined;
  const made = await insertRow(executor, {
    ...(parent !== undefined && { parent }),
    object: object.key,
    role: 'content',
    aces: plain(aces),
  });
  await executor.run(USE, [object.key, made]);
  await recomputeAcls(executor, await followers(executor, object));
}

const INHERITS = { name: 'acl-inherits', text: 'update acls set inherits = $2 where id = $1' };

async function setInheritance(executor: Executor, object: StoredObject, inherits: boolean): Promise<void> {
  const isFolder = object.type.baseId === 'cmis:folder';
  const row = isFolder
    ? firstNumber(await executor.run(FOLDER_ROW, [object.key]))
    : firstNumber(await executor.run(OWN_ROW, [object.key, 'content']));
  if (row !== undefined) {
    await executor.run(INHERITS, [row, inherits]);
    return recomputeAcls(executor, [row]);
  }
  // What uses the row of its folder inherits.
  if (inherits || object.parentKey === undefined) return;
  const parent = firstNumber(await executor.run(FOLDER_ROW, [object.parentKey]));
  const made = await insertRow(executor, {
    ...(parent !== undefined && { parent }),
    object: object.key,
    role: 'content',
    aces: [],
  });
  await executor.run(INHERITS, [made, false]);
  await executor.run(USE, [object.key, made]);
  await recomputeAcls(executor, [made, ...(await followers(executor, object))]);
}

async function dropOwnRow(executor: Executor, object: StoredObject, own: number): Promise<void> {
  await executor.run(USE_OF_PARENT, [object.key]);
  await executor.run(DISOWN, [own]);
  await recomputeAcls(executor, await followers(executor, object));
  await executor.run(DROP, [own]);
}

async function followers(executor: Executor, object: StoredObject): Promise<readonly number[]> {
  return (await executor.run(FOLLOW, [object.key])).map((row) => Number(row[0]));
}

/**
 * After a move: what the object inherits comes from the target from now on. Rows that merely used the source's were
 * moved with the object.
 */
export async function reparentAcls(
  session: Session,
  { object, target }: { readonly object: StoredObject; readonly target: StoredFolder },
): Promise<void> {
  const { executor } = session;
  const own = firstNumber(await executor.run(OWN_ROW, [object.key, 'content']));
  if (own !== undefined) await executor.run(REPARENT, [own, target.contentAclKey]);
  const copies = own === undefined ? await followers(executor, object) : [];
  await recomputeAcls(executor, own === undefined ? copies : [own]);
}
