import { PERMISSION_BITS, Permission, SEE } from '../../model/permissions';
import type { Executor } from '../connection/database';
import type { StoredAce } from './object-row';
import { principalIds } from './principal-ids';

export type AclRole = 'content' | 'self' | 'working-copy';

/** Rows from `$1` down, parents first; those that nothing recomputed lies above with their parent's entries in force. */
const BELOW = {
  name: 'acl-below',
  text: `with recursive below (id, depth) as (
    select unnest($1::bigint[]), 0
    union all
    select a.id, b.depth + 1 from below b join acls a on a.parent_id = b.id)
  select json_agg(json_build_array(a.id, a.parent_id, a.object_id, a.role, a.inherits, a.aces, p.entries, p.object_id) order by b.depth)
    from (select id, max(depth) depth from below group by id) b join acls a on a.id = b.id left join acls p on p.id = a.parent_id and b.depth = 0`,
};
const STORE = {
  name: 'acl-store',
  text: `update acls a set entries = x.entries, grants = x.grants, readers = x.readers, content_readers = x.content_readers
    from jsonb_to_recordset($1::jsonb) x (ids bigint[], entries jsonb, grants jsonb, readers int[], content_readers int[]) cross join unnest(x.ids) i (id)
   where a.id = i.id and (a.entries, a.grants, a.readers, a.content_readers) is distinct from (x.entries, x.grants, x.readers, x.content_readers)`,
};

type BelowRow = readonly [
  id: number,
  parentId: number | null,
  objectId: number | null,
  role: AclRole,
  inherits: boolean,
  aces: readonly StoredAce[],
  parentEntries: readonly StoredAce[] | null,
  parentObjectId: number | null,
];

/** What is in force in one row. Rows without entries of their own share what comes from above. */
interface Effective {
  readonly objectId: number | null;
  readonly entries: readonly StoredAce[];
  handedDown?: readonly StoredAce[];
}

const NOTHING: readonly StoredAce[] = [];

/** Computes the effective rights of these rows and of everything below them. Three statements and a look-up of names. */
export async function recomputeAcls(executor: Executor, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const answer = (await executor.run(BELOW, [ids]))[0]?.[0];
  const rows = answer ? (JSON.parse(answer) as readonly BelowRow[]) : [];
  const computed = effectiveOf(rows);
  const principals = await principalIds(executor, new Set(namesIn(computed.values())));
  const groups = new Map<AclRole, Map<readonly StoredAce[], number[]>>();
  for (const [id, , , role] of rows) {
    const entries = computed.get(id)?.entries ?? NOTHING;
    const ofRole = groups.get(role) ?? new Map<readonly StoredAce[], number[]>();
    const same = ofRole.get(entries);
    if (same) same.push(id);
    else groups.set(role, ofRole.set(entries, [id]));
  }
  const stored = [...groups].flatMap(([role, ofRole]) =>
    [...ofRole].map(([entries, same]) => ({ ids: same, entries, ...rightsOf(entries, role, principals) })),
  );
  await executor.run(STORE, [JSON.stringify(stored)]);
}

/** Rows come parents first. */
function effectiveOf(rows: readonly BelowRow[]): ReadonlyMap<number, Effective> {
  const computed = new Map<number, Effective>();
  // Siblings whose parent is not recomputed share it as well.
  const above = new Map<number, Effective>();
  for (const [id, parentId, objectId, , inherits, aces, parentEntries, parentObjectId] of rows) {
    let parent: Effective | undefined;
    if (parentId !== null && inherits) {
      parent = computed.get(parentId) ??
        above.get(parentId) ?? { objectId: parentObjectId, entries: parentEntries ?? [] };
      if (!computed.has(parentId)) above.set(parentId, parent);
    }
    const inherited = parent ? inheritedFrom(parent, objectId) : NOTHING;
    const entries = aces.length === 0 ? inherited : [...inherited, ...aces.map((ace) => ({ ...ace, direct: true }))];
    computed.set(id, { objectId, entries });
  }
  return computed;
}

/** An entry is direct in all rows that speak for the object on which it stands. */
function inheritedFrom(parent: Effective, objectId: number | null): readonly StoredAce[] {
  if (parent.objectId !== null && parent.objectId === objectId) return parent.entries;
  return (parent.handedDown ??= parent.entries.map((entry) => ({ ...entry, direct: false })));
}

function* namesIn(all: Iterable<Effective>): Iterable<string> {
  const seen = new Set<readonly StoredAce[]>();
  for (const { entries } of all) {
    if (seen.has(entries)) continue;
    seen.add(entries);
    for (const entry of entries) yield entry.principalId;
  }
}

/** Who may write a document, or cancel its check-out, sees its working copy. */
const SEES_WORKING_COPY = Permission.WriteProperties | Permission.CancelCheckOut;

/** As the columns of `acls` have it. */
interface StoredRights {
  readonly grants: Readonly<Record<string, number>>;
  readonly readers: readonly number[];
  /** Null: all readers. */
  readonly content_readers: readonly number[] | null;
}

function rightsOf(entries: readonly StoredAce[], role: AclRole, principals: ReadonlyMap<string, number>): StoredRights {
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
  const withRight = (right: number): readonly number[] =>
    granted.filter(([, given]) => given & right).map(([id]) => id);
  const readers = withRight(SEE);
  const ofContent = withRight(Permission.ReadContent);
  return {
    grants: Object.fromEntries(granted),
    readers,
    content_readers: readers.every((id) => ofContent.includes(id)) ? null : ofContent,
  };
}
