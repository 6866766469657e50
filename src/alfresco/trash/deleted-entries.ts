import { allowableActions } from '../../repository/access/access';
import type { TrashedObject } from '../../repository/storage/trash';
import { dateText } from '../framework/dates';
import type { Call, Json } from '../framework/operation';
import { nodeEntries } from '../nodes/entries';
import type { Wanted } from '../nodes/node-entry';
import { usersBy } from '../nodes/users';

/** Nodes as they were, with who deleted them and when. */
export async function deletedEntries(
  call: Pick<Call, 'repository' | 'request'>,
  trashed: readonly TrashedObject[],
  wanted: Wanted,
): Promise<readonly Json[]> {
  const views = trashed.map(({ object }) => ({ object, allowableActions: allowableActions(object) }));
  const entries = await nodeEntries(call, { views }, wanted);
  const names = [...new Set(trashed.map(({ deletedBy }) => deletedBy))];
  const userOf = usersBy(await call.repository.getDisplayNames(call.request, names));
  return entries.map((one, index) => {
    const { deleted, deletedBy } = trashed[index] as TrashedObject;
    return { ...one, parentId: undefined, archivedAt: dateText(deleted), archivedByUser: userOf(deletedBy) };
  });
}
