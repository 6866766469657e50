import type { Ace } from '../model/permissions';
import { PERMISSION_BITS, Permission, SEE } from '../model/permissions';
import type { AclWriter, StoredFolder } from '../repository/storage';
import type { StoredObject } from '../repository/stored-object';
import type { Executor } from './database';
import type { StoredAce } from './object-row';
import { principalIds } from './principal-ids';
import type { Session } from './session';

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
const OWN_ROW = { name: 'acl-own', text: 'select id from acls where object_id = $1 and role = $2' };
const INSERT = {
  name: 'acl-insert',
  text: `insert into acls (parent_id, object_id, role, inherits, aces) values ($1, $2, $3, $1 is not null, $4::jsonb) returning id`,
};
const USE = { name: 'acl-use', text: 'update objects set acl_id = $2 where id = $1' };
const USE_OF_PARENT = {
  name: 'acl-use-folders',
  text: 'update objects o set acl_id = f.acl_id from folders f where o.id = $1 and f.id = o.parent_id returning o.acl_id',
};
const DROP = { name: 'acl-drop', text: 'delete from acls where id = $1' };
/** Rows of working copies lie below the row that their document uses now. */
const FOLLOW = {
  name: 'acl-follow',
  text: `update acls a set parent_id = o.acl_id from objects o, objects w
    where o.id = $1 and w.pwc_of = o.id and a.id = w.acl_id and a.role = 'working-copy' returning a.id`,
};
const REPARENT = { name: 'acl-reparent', text: 'update acls set parent_id = $2 where id = $1' };

/** Rows from `$1` down, parents first, each with its parent's effective entries as they are now. */
const BELOW = {
  name: 'acl-below',
  text: `with recursive below (id, depth) as (
    select unnest($1::bigint[]), 0
    union all
    select a.id, b.depth + 1 from below b join acls a on a.parent_id = b.id)
  select json_agg(json_build_array(a.id, a.parent_id, a.object_id, a.role, a.inherits, a.aces, p.entries, p.object_id) order by b.depth)
    from (select id, max(depth) depth from below group by id) b join acls a on a.id = b.id left join acls p on p.id = a.parent_id`,
};
const STORE = {
  name: 'acl-store',
  text: `update acls a set entries = x.entries, grants = x.grants, readers = x.readers
    from jsonb_to_recordset($1::jsonb) x (id bigint, entries jsonb, grants jsonb, readers int[]) where a.id = x.id`,
};

type BelowRow = readonly [
  id: number,
  parentId: number | null,
  objectId: number | null,
  role: 'content' | 'self' | 'working-copy',
  inherits: boolean,
  aces: readonly StoredAce[],
  parentEntries: readonly StoredAce[] | null,
  parentObjectId: number | null,
];

interface Effective {
  readonly objectId: number | null;
  readonly entries: readonly StoredAce[];
}

/** Computes the effective rights of these rows and of everything below them. Three statements and a look-up of names. */
export async function recomputeAcls(executor: Executor, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const answer = (await executor.run(BELOW, [ids]))[0]?.[0];
  const rows = answer ? (JSON.parse(answer) as readonly BelowRow[]) : [];
  const computed = new Map<number, Effective>();
  for (const [id, parentId, objectId, , inherits, aces, parentEntries, parentObjectId] of rows) {
    const parent =
      parentId === null || !inherits
        ? undefined
        : (computed.get(parentId) ?? { objectId: parentObjectId, entries: parentEntries ?? [] });
    const inherited = (parent?.entries ?? []).map((entry) => ({
      ...entry,
      direct: entry.direct && parent?.objectId === objectId,
    }));
    computed.set(id, { objectId, entries: [...inherited, ...aces.map((ace) => ({ ...ace, direct: true }))] });
  }
  const names = new Set([...computed.values()].flatMap(({ entries }) => entries.map((entry) => entry.principalId)));
  const principals = await principalIds(executor, names);
  const stored = rows.map(([id, , , role]) => {
    const entries = computed.get(id)?.entries ?? [];
    return { id, entries, ...rightsOf(entries, role, principals) };
  });
  await executor.run(STORE, [JSON.stringify(stored)]);
}

/** Who may write a document, or cancel its check-out, sees its working copy. */
const SEES_WORKING_COPY = Permission.WriteProperties | Permission.CancelCheckOut;

function rightsOf(
  entries: readonly StoredAce[],
  role: BelowRow[3],
  principals: ReadonlyMap<string, number>,
): { readonly grants: Readonly<Record<string, number>>; readonly readers: readonly number[] } {
  const bits = new Map<number, number>();
  for (const { principalId, permissions } of entries) {
    const id = principals.get(principalId);
    if (id === undefined) continue;
    bits.set(
      id,
      permissions.reduce((sum, name) => sum | (PERMISSION_BITS[name] ?? 0), bits.get(id) ?? 0),
    );
  }
  const granted = [...bits].filter(([, given]) => role !== 'working-copy' || given & SEES_WORKING_COPY);
  return { grants: Object.fromEntries(granted), readers: granted.filter(([, given]) => given & SEE).map(([id]) => id) };
}

export function aclWriter(session: Session): AclWriter {
  const { executor } = session;
  return {
    direct: async (object) => JSON.parse((await executor.run(DIRECT, [object.key]))[0]?.[0] ?? '[]') as readonly Ace[],
    replace: (object, aces) =>
      object.type.baseId === 'cmis:folder'
        ? replaceOfFolder(executor, object, aces)
        : replaceOfOther(executor, object, aces),
    standalone: (aces) => insertRow(executor, { aces: plain(aces), role: 'content' }),
    forWorkingCopy: (parent) => insertRow(executor, { parent, role: 'working-copy', aces: [] }),
  };
}

/** As stored: whether an entry is direct follows from where it stands. */
const plain = (aces: readonly Ace[]): readonly Ace[] => aces.map((ace) => ({ ...ace, direct: true }));

interface NewRow {
  readonly parent?: number;
  readonly object?: number;
  readonly role: BelowRow[3];
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
  const own = firstNumber(await executor.run(OWN_ROW, [object.key, 'content']));
  const filed = object.parentKey !== undefined;
  if (aces.length === 0 && filed) {
    if (own === undefined) return;
    await executor.run(USE_OF_PARENT, [object.key]);
    await recomputeAcls(executor, await followers(executor, object));
    await executor.run(DROP, [own]);
    return;
  }
  if (own !== undefined) {
    await executor.run(SET_ACES, [own, JSON.stringify(plain(aces))]);
    await recomputeAcls(executor, [own]);
    return;
  }
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

async function followers(executor: Executor, object: StoredObject): Promise<readonly number[]> {
  return (await executor.run(FOLLOW, [object.key])).map((row) => Number(row[0]));
}

/** After a move: what the object inherits comes from the target from now on. Rows that merely used the source's were moved with the object. */
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
