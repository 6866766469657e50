import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import { parseObjectId } from '../../repository/values/object-id';
import type { Statement } from '../connection/database';
import type { KnownObjects } from '../unit/known-objects';
import type { Session } from '../unit/session';

/** A folder that a query asks about, and what decides how its members are found. */
export interface QueriedFolder {
  readonly key: number;
  /** Something has it as a further folder. */
  readonly filed: boolean;
  /** Something has a folder of its tree as a further one. */
  readonly filedBelow: boolean;
  /** Its tree has few folders. */
  readonly small: boolean;
  /** Undefined for the folder of IN_FOLDER. */
  readonly extent?: TreeExtent;
}

/** How much is in a tree, about and some time ago: it decides how members are found, not which they are. */
interface TreeExtent {
  /** What part of all objects it is, at least, from 0 to 1. */
  readonly share: number;
  /**
   * A page in the order of an index is sooner full when each object is asked whether it is a member than when all
   * members are listed and sorted.
   */
  readonly wide: boolean;
}

/** Asking takes about twice as long as listing and sorting; a page needs a hundred. */
const isWide = ({ share, objects }: { readonly share: number; readonly objects: number }): boolean =>
  share * share * objects > 250;

type FolderRow = readonly [uuid: string, key: number, filed: boolean, filedBelow: boolean, small: boolean];

/** JSON of the folders with these uuids, those that exist. */
export const foldersSql = (
  uuids: string,
): string => `(select json_agg(json_build_array(o.uuid, f.id, exists (select from filings g where g.folder_id = f.id),
    exists (select from folders b join filings g on g.folder_id = b.id where b.id = f.id or b.ancestors @> array[f.id]),
    (select count(*) from (select from folders b where b.ancestors @> array[f.id] limit 101) x) <= 100) order by o.uuid)
  from objects o join folders f on f.id = o.id where o.uuid = any(${uuids}))`;

/** Members are counted up to here: enough to tell what is much. */
const MOST_COUNTED = 50_000;

// $1 uuids, $2 those of them whose trees are asked for
const FOLDERS: Statement = {
  name: 'queried-folders',
  text: `with all_objects as (select greatest(reltuples, 1) as n from pg_class where oid = 'objects'::regclass)
  select ${foldersSql('$1::uuid[]')}, (select json_object_agg(o.uuid, json_build_object('share', least(1, m.members / a.n), 'objects', a.n)) from objects o cross join all_objects a
    cross join lateral (select count(*) as members from (
      select from folders b join objects c on c.parent_id = b.id where b.id = o.id or b.ancestors @> array[o.id]
       limit least(${MOST_COUNTED}, greatest(1000, a.n / 3)::bigint)) x) m
   where o.uuid = any($2::uuid[]))`,
};

/** The folders of IN_FOLDER and IN_TREE, those that exist. */
export interface QueriedFolders {
  readonly byUuid: ReadonlyMap<string, QueriedFolder>;
  /** JSON that `foldersSql` must give for these uuids, where they were remembered and not looked up. */
  readonly assumed?: { readonly uuids: readonly string[]; readonly json: string };
}

/** What was last seen of folders, by the memory of a process. */
const lastSeen = new WeakMap<KnownObjects, Map<string, SeenFolders>>();
const MAX_REMEMBERED = 1_000;

interface SeenFolders {
  readonly json: string;
  readonly byUuid: ReadonlyMap<string, QueriedFolder>;
  readonly seen: number;
}

/** How much there is in a tree is looked up again after this. */
const SHARES_LAST_MS = 60_000;

/**
 * The query is planned knowing how much is in its folders. They are as they were last seen, to be verified by the
 * statement that uses them, or looked up; without such conditions nothing is read. `anew` looks them up.
 */
export async function queriedFolders(
  session: Session,
  where: Predicate<Bound> | undefined,
  anew: boolean,
): Promise<QueriedFolders> {
  const asked = where ? foldersIn(where) : [];
  if (asked.length === 0) return { byUuid: new Map() };
  const uuids = uuidsOf(asked);
  const trees = uuidsOf(asked.filter(({ isTree }) => isTree));
  const memory = session.known && remembered(session.known);
  const key = `${uuids.join()} ${trees.join()}`;
  const last = anew ? undefined : memory?.get(key);
  if (last && (trees.length === 0 || Date.now() - last.seen < SHARES_LAST_MS)) {
    return { byUuid: last.byUuid, assumed: { uuids, json: last.json } };
  }
  const [row] = await session.executor.run(FOLDERS, [uuids, trees]);
  const rows = JSON.parse(row?.[0] ?? 'null') as readonly FolderRow[] | null;
  const shares = (JSON.parse(row?.[1] ?? 'null') ?? {}) as Shares;
  const found = { json: JSON.stringify(rows), byUuid: byUuid(rows ?? [], shares), seen: Date.now() };
  if (memory && memory.size >= MAX_REMEMBERED) memory.clear();
  memory?.set(key, found);
  return { byUuid: found.byUuid };
}

function remembered(known: KnownObjects): Map<string, SeenFolders> {
  let memory = lastSeen.get(known);
  if (!memory) lastSeen.set(known, (memory = new Map<string, SeenFolders>()));
  return memory;
}

type Shares = Readonly<Record<string, { readonly share: number; readonly objects: number }>>;

const byUuid = (rows: readonly FolderRow[], shares: Shares): ReadonlyMap<string, QueriedFolder> =>
  new Map(
    rows.map(([uuid, key, filed, filedBelow, small]) => {
      const found = shares[uuid];
      const extent = found && { share: found.share, wide: isWide(found) };
      return [uuid, { key, filed, filedBelow, small, ...(extent && { extent }) }];
    }),
  );

interface AskedFolder {
  readonly uuid: string;
  readonly isTree: boolean;
}

const uuidsOf = (folders: readonly AskedFolder[]): readonly string[] =>
  [...new Set(folders.map(({ uuid }) => uuid))].sort();

function foldersIn(predicate: Predicate<Bound>): readonly AskedFolder[] {
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.operands.flatMap(foldersIn);
  if (predicate.kind === 'not') return foldersIn(predicate.operand);
  if (predicate.kind !== 'inFolder' && predicate.kind !== 'inTree') return [];
  const uuid = folderUuid(predicate.folderId);
  return uuid === undefined ? [] : [{ uuid, isTree: predicate.kind === 'inTree' }];
}

/** Uuid of the folder that an id names; folders have no versions and are found with any label, but never checked out. */
export function folderUuid(id: string): string | undefined {
  const parsed = parseObjectId(id);
  return parsed?.label === 'pwc' ? undefined : parsed?.uuid;
}
