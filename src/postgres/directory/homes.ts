import type { Person } from '../../identity/directory';
import { constraint } from '../../model/errors';
import { nameKey } from '../../model/names';
import { USER_HOMES } from '../../model/initial-tree';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import type { Executor } from '../connection/database';
import { insertFolder } from '../objects/initial-folders';
import { loadRegistry } from '../types/types';

const LOCK_TREE = { name: 'tree-shared', text: 'select pg_advisory_xact_lock_shared($1)' };
const HOMES = {
  name: 'user-homes',
  text: `select f.id, exists (select from filings g where g.folder_id = f.id and g.name_key = $2)
    from repository r join objects o on o.parent_id = r.root_id and o.name_key = $1 join folders f on f.id = o.id for share of o`,
};
const NOTE = {
  name: 'note-home',
  text: `update principals p set props = p.props || jsonb_build_object('homeFolder', o.uuid) from objects o where p.id = $1 and o.id = $2`,
};

/**
 * Makes a person's home, `/User Homes/{name}`: the person owns it, and nobody else but administrators sees it.
 * @throws CmisError `constraint` when its place is taken or `/User Homes` is gone.
 */
export async function makeHome(executor: Executor, person: Person): Promise<void> {
  await executor.run(LOCK_TREE, [ADVISORY_LOCKS.tree]);
  const [homes] = await executor.run(HOMES, [nameKey(USER_HOMES), nameKey(person.name)]);
  if (!homes) throw constraint(`The home of '${person.name}' cannot be made: there is no folder '/${USER_HOMES}'.`);
  const types = await loadRegistry(executor);
  const type = types.findOfBase('cmis:folder', 'cmis:folder');
  if (!type) throw new Error("The type 'cmis:folder' is not there.");
  const taken = homes[1] === 't';
  const key = taken
    ? undefined
    : await insertFolder(executor, types, {
        parentKey: Number(homes[0]),
        name: person.name,
        type,
        secondaryTypes: type.mandatorySecondaryTypeIds.flatMap((id) => types.findSecondary(id) ?? []),
        properties: {},
        owner: person.name,
        aces: [{ principalId: person.name, permissions: ['cmis:all'] }],
      });
  if (key === undefined) {
    throw constraint(`The home of '${person.name}' cannot be made: '/${USER_HOMES}/${person.name}' is already there.`);
  }
  await executor.run(NOTE, [person.id, key]);
}
