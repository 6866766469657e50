import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import { parseObjectId } from '../../repository/object-id';
import type { Statement } from '../database';
import type { KnownObjects } from '../known-objects';
import type { Session } from '../session';

/** A folder that a query asks about, and what decides how its members are found. */
export interface QueriedFolder {
  readonly key: number;
  /** Something has it as a further folder. */
  readonly filed: boolean;
  /** Something has a folder of its tree as a further one. */
  readonly filedBelow: boolean;
  /** Its tree has few folders. */
  readonly small: boolean;
}

type FolderRow = readonly [uuid: string, key: number, filed: boolean, filedBelow: boolean, small: boolean];

/** JSON of the folders with these uuids, those that exist. */
export const foldersSql = (
  uuids: string,
): string => `(select json_agg(json_build_array(o.uuid, f.id, exists (select from filings g where g.folder_id = f.id),
    exists (select from folders b join filings g on g.folder_id = b.id where b.id = f.id or b.ancestors @> array[f.id]),
    (select count(*) from (select from folders b where b.ancestors @> array[f.id] limit 101) x) <= 100) order by o.uuid)
  from objects o join folders f on f.id = o.id where o.uuid = any(${uuids}))`;

const FOLDERS: Statement = { name: 'queried-folders', text: `select ${foldersSql('$1::uuid[]')}` };

/** The folders of IN_FOLDER and IN_TREE, those that exist. */
export interface QueriedFolders {
  readonly byUuid: ReadonlyMap<string, QueriedFolder>;
  /** JSON that `foldersSql` must give for these uuids, where they were remembered and not looked up. */
  readonly assumed?: { readonly uuids: readonly string[]; readonly json: string };
}

/** What was last seen of folders, by the memory of a process. */
const lastSeen = new WeakMap<KnownObjects, Map<string, string>>();
const MAX_REMEMBERED = 1_000;

/**
 * The query is planned knowing how much is in its folders. They are as they were last seen, to be verified by the
 * statement that uses them, or looked up; without such conditions nothing is read. `anew` looks them up.
 */
export async function queriedFolders(
  session: Session,
  where: Predicate<Bound> | undefined,
  anew: boolean,
): Promise<QueriedFolders> {
  const uuids = where ? [...new Set(folderUuids(where))].sort() : [];
  if (uuids.length === 0) return { byUuid: new Map() };
  const memory = session.known && remembered(session.known);
  const key = uuids.join();
  const last = anew ? undefined : memory?.get(key);
  if (last !== undefined) return { byUuid: byUuid(last), assumed: { uuids, json: last } };
  const json = JSON.stringify(JSON.parse((await session.executor.run(FOLDERS, [uuids]))[0]?.[0] ?? 'null'));
  if (memory && memory.size >= MAX_REMEMBERED) memory.clear();
  memory?.set(key, json);
  return { byUuid: byUuid(json) };
}

function remembered(known: KnownObjects): Map<string, string> {
  let memory = lastSeen.get(known);
  if (!memory) lastSeen.set(known, (memory = new Map<string, string>()));
  return memory;
}

const byUuid = (json: string): ReadonlyMap<string, QueriedFolder> =>
  new Map(
    ((JSON.parse(json) as readonly FolderRow[] | null) ?? []).map(([uuid, key, filed, filedBelow, small]) => [
      uuid,
      { key, filed, filedBelow, small },
    ]),
  );

function folderUuids(predicate: Predicate<Bound>): readonly string[] {
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.operands.flatMap(folderUuids);
  if (predicate.kind === 'not') return folderUuids(predicate.operand);
  if (predicate.kind !== 'inFolder' && predicate.kind !== 'inTree') return [];
  const uuid = folderUuid(predicate.folderId);
  return uuid === undefined ? [] : [uuid];
}

/** Uuid of the folder that an id names; folders have no versions and are found with any label, but never checked out. */
export function folderUuid(id: string): string | undefined {
  const parsed = parseObjectId(id);
  return parsed?.label === 'pwc' ? undefined : parsed?.uuid;
}
