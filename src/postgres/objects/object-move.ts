import { CmisError } from '../../model/errors';
import type { StoredFolder } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import { reparentAcls } from './acls';
import { childPath } from './object-insert';
import type { Session } from '../unit/session';

// $1 key, $2 old folder, $3 new folder, $4 time, $5 old folder's content ACL is found by the folder
const MOVE_PRIMARY = {
  name: 'move-object',
  text: `with refiled as (delete from filings where object_id = $1 and folder_id = $3)
update objects o set parent_id = $3, since = $4,
    acl_id = case when o.acl_id = (select f.acl_id from folders f where f.id = $2) then (select f.acl_id from folders f where f.id = $3) else o.acl_id end
  where (o.id = $1 or o.pwc_of = $1)
    and not exists (select 1 from filings g where g.folder_id = $3 and g.name_key = o.name_key and g.object_id <> $1)
returning o.id`,
};

const MOVE_FILING = {
  name: 'move-filing',
  text: `update filings g set folder_id = $3 where g.object_id = $1 and g.folder_id = $2
    and not exists (select 1 from objects o where o.parent_id = $3 and o.name_key = g.name_key and o.id <> $1) returning g.object_id`,
};

const UNFILE_DUPLICATE = {
  name: 'drop-filing',
  text: 'delete from filings where object_id = $1 and folder_id = $2 returning object_id',
};

// $1 key of the folder, $2 ancestors of it from now on
const MOVE_BELOW = {
  name: 'move-ancestors',
  text: `update folders f set ancestors = $2::bigint[] || f.ancestors[array_position(f.ancestors, $1::bigint):]
  where f.ancestors @> array[$1::bigint]`,
};
const MOVE_SELF = { name: 'move-folder', text: 'update folders set ancestors = $2::bigint[] where id = $1' };

interface Move {
  readonly object: StoredObject;
  readonly source: StoredObject;
  readonly target: StoredFolder;
}

/** Moves the object from `source` to `target`; ACL rows follow, a folder takes what is below it along. */
export async function moveObject(
  session: Session,
  now: number,
  { object, source, target }: Move,
): Promise<StoredObject> {
  const { executor } = session;
  if (object.type.baseId === 'cmis:folder' && (target.key === object.key || target.ancestorKeys.includes(object.key))) {
    throw new CmisError('constraint', `The folder '${object.name}' cannot be moved into itself or below itself.`);
  }
  const bindings = [object.key, source.key, target.key];
  const clash = (): CmisError =>
    new CmisError('nameConstraintViolation', `An object named '${object.name}' already exists in the folder.`);
  if (source.key !== object.parentKey) {
    // A further filing moves; when the target is the primary folder already, only the filing goes.
    const filing =
      object.parentKey === target.key
        ? { statement: UNFILE_DUPLICATE, values: bindings.slice(0, 2) }
        : { statement: MOVE_FILING, values: bindings };
    if ((await executor.run(filing.statement, filing.values)).length === 0) throw clash();
    return object;
  }
  const moved = await executor.run(MOVE_PRIMARY, [...bindings, new Date(now).toISOString()]);
  if (!moved.some((row) => Number(row[0]) === object.key)) throw clash();
  if (object.type.baseId === 'cmis:folder') {
    const ancestors = [...target.ancestorKeys, target.key];
    await executor.run(MOVE_BELOW, [object.key, ancestors]);
    await executor.run(MOVE_SELF, [object.key, ancestors]);
  }
  await reparentAcls(session, { object, target });
  const path = object.path === undefined ? undefined : childPath(target, object.name);
  return { ...object, parentKey: target.key, parentUuid: target.uuid, ...(path !== undefined && { path }) };
}
