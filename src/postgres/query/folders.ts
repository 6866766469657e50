import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import { parseObjectId } from '../../repository/object-id';
import type { Executor, Statement } from '../database';

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

// $1 uuids
const FOLDERS: Statement = {
  name: 'queried-folders',
  text: `select o.uuid, f.id, exists (select from filings g where g.folder_id = f.id),
    exists (select from folders b join filings g on g.folder_id = b.id where b.id = f.id or b.ancestors @> array[f.id]),
    (select count(*) from (select from folders b where b.ancestors @> array[f.id] limit 101) x) <= 100
  from objects o join folders f on f.id = o.id where o.uuid = any($1::uuid[])`,
};

/**
 * The folders of IN_FOLDER and IN_TREE by their uuids, those that exist. They are looked up first, so that the query is
 * planned knowing how much is in them; without such conditions nothing is read.
 */
export async function queriedFolders(
  executor: Executor,
  where: Predicate<Bound> | undefined,
): Promise<ReadonlyMap<string, QueriedFolder>> {
  const uuids = where ? [...new Set(folderUuids(where))] : [];
  const rows = uuids.length > 0 ? await executor.run(FOLDERS, [uuids]) : [];
  return new Map(
    rows.map(([uuid, key, filed, filedBelow, small]) => [
      String(uuid),
      { key: Number(key), filed: filed === 't', filedBelow: filedBelow === 't', small: small === 't' },
    ]),
  );
}

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
