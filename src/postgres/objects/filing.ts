import { CmisError } from '../../model/errors';
import { nameKey } from '../../model/names';
import type { FilingWriter, StoredFolder } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import { recomputeAcls } from '../rows/acl-inheritance';
import type { Session } from '../unit/session';

const TAKEN = {
  name: 'name-is-taken',
  text: `select exists (select 1 from objects where parent_id = $1 and name_key = $2) or exists (select 1 from filings where folder_id = $1 and name_key = $2)`,
};
// $1 folder, $2 start, $3 end of the name key
const FREE_NUMBER = {
  name: 'free-number',
  text: `select n from generate_series(1, 1000000) n
    where not exists (select from objects where parent_id = $1 and name_key = $2 || n || $3)
      and not exists (select from filings where folder_id = $1 and name_key = $2 || n || $3) limit 1`,
};
const FILE_FURTHER = {
  name: 'file-further',
  text: `insert into filings (folder_id, object_id, name_key) select $2, $1, $3
    where not exists (select 1 from objects where parent_id = $2 and name_key = $3 and id <> $1) returning object_id`,
};
const FILE_FIRST = {
  name: 'file-first',
  text: `update objects set parent_id = $2, since = $4 where (id = $1 or pwc_of = $1)
    and not exists (select 1 from filings where folder_id = $2 and name_key = $3) returning id`,
};
const INHERIT = {
  name: 'inherit-from-folder',
  text: `update acls set parent_id = $2, inherits = true where object_id = $1 and role = 'content' returning id`,
};
const UNFILE_FURTHER = {
  name: 'unfile-further',
  text: 'delete from filings where object_id = $1 and folder_id = $2 returning object_id',
};

/** The rights in force become the object's own, which nothing is handed down to from now on. */
const KEEP_RIGHTS = {
  name: 'keep-rights',
  text: `with inforce as (
    select o.id, a.id as acl_id, a.object_id, a.grants, a.readers, a.content_readers,
        coalesce((select jsonb_agg(e.value || '{"direct": true}' order by e.n) from jsonb_array_elements(a.entries) with ordinality e (value, n)), '[]') as entries
      from objects o join acls a on a.id = o.acl_id where o.id = $1),
  own as (update acls a set parent_id = null, inherits = false, aces = i.entries, entries = i.entries
    from inforce i where a.id = i.acl_id and i.object_id = i.id),
  made as (insert into acls (object_id, role, inherits, aces, entries, grants, readers, content_readers)
    select i.id, 'content', false, i.entries, i.entries, i.grants, i.readers, i.content_readers from inforce i where i.object_id is distinct from i.id returning id),
  copies as (update acls a set parent_id = made.id, object_id = $1 from made, objects w where w.pwc_of = $1 and a.id = w.acl_id and a.role = 'working-copy')
  update objects o set acl_id = made.id from made where o.id = $1`,
};
/** Its place in the first folder goes to the oldest further one, if there is any. */
const REHOME = {
  name: 'rehome',
  text: `with next as (delete from filings where object_id = $1 and folder_id = (
    select folder_id from filings where object_id = $1 order by folder_id limit 1) returning folder_id)
  update objects set parent_id = (select folder_id from next), since = $2 where id = $1 or pwc_of = $1`,
};
const UNFILE_ALL = {
  name: 'unfile-all',
  text: `with gone as (delete from filings where object_id = $1) update objects set parent_id = null, since = $2 where id = $1 or pwc_of = $1`,
};

export function filingWriter(session: Session, now: number): FilingWriter {
  const { executor } = session;
  const time = new Date(now).toISOString();
  const clash = (object: StoredObject, folder: StoredFolder): CmisError =>
    new CmisError(
      'nameConstraintViolation',
      `An object named '${object.name}' already exists in the folder '${folder.name}'.`,
    );
  return {
    isTaken: async (folderKey, key) => (await executor.run(TAKEN, [folderKey, key]))[0]?.[0] === 't',
    freeNumber: async (folderKey, { start, end }) =>
      Number((await executor.run(FREE_NUMBER, [folderKey, start, end]))[0]?.[0]),
    add: async (object, folder, { inherits }) => {
      const bindings = [object.key, folder.key, nameKey(object.name)];
      const isFirst = object.parentKey === undefined;
      const filed = isFirst
        ? await executor.run(FILE_FIRST, [...bindings, time])
        : await executor.run(FILE_FURTHER, bindings);
      if (filed.length === 0) throw clash(object, folder);
      if (!isFirst || !inherits) return;
      const own = await executor.run(INHERIT, [object.key, folder.contentAclKey]);
      await recomputeAcls(
        executor,
        own.map(([id]) => Number(id)),
      );
    },
    remove: async (object, folder) => {
      if (object.parentKey !== folder.key) {
        await executor.run(UNFILE_FURTHER, [object.key, folder.key]);
        return;
      }
      await executor.run(KEEP_RIGHTS, [object.key]);
      await executor.run(REHOME, [object.key, time]);
    },
    removeAll: async (object) => {
      await executor.run(KEEP_RIGHTS, [object.key]);
      await executor.run(UNFILE_ALL, [object.key, time]);
    },
  };
}
