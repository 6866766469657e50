import { CmisError } from '../../model/errors';
import type { NavigationReader } from '../../repository/storage/navigation';
import type { StoredObject } from '../../repository/values/stored-object';
import type { Statement } from '../connection/database';
import { objectsJson, readObjects, type ObjectsAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

/** Objects that one answer may hold: trees have no pages, and an answer has to fit into memory. */
const MAX_TREE = 50_000;

/** Whether `me` may see `o`; the row of rights is looked up, not joined. */
export const VISIBLE_ONE = `(o.owner = (select name from me) or (select a.readers && (select authorities from me) from acls a where a.id = o.acl_id))`;

interface Shape {
  readonly admin: boolean;
  readonly foldersOnly: boolean;
}

/*
 * Level by level, so parents come before their children; a folder that the caller may not see is not entered. The walk
 * stops where the answer would become too long.
 *
 * $2 key of the folder, $3 levels (-1: all), $4 with ACL entries, $5 limit
 */
function textOf({ admin, foldersOnly }: Shape): Statement {
  const visible = admin ? '' : ` and ${VISIBLE_ONE}`;
  const filed = `union all
      select o.id, o.base, g.name_key from filings g join objects o on o.id = g.object_id where g.folder_id = m.id${visible}`;
  return callerStatement({
    name: `${foldersOnly ? 'folder-tree' : 'descendants'}${admin ? '-all' : ''}`,
    before: `met (in_folder, id, base, depth, name_key) as (
    select null::bigint, $2::bigint, 0::smallint, 0, ''::text collate "C"
    union all
    select m.id, x.id, x.base, m.depth + 1, x.name_key from met m cross join lateral (
      select o.id, o.base, o.name_key from objects o where o.parent_id = m.id${foldersOnly ? ' and o.base = 0' : ''}${visible}
      ${foldersOnly ? '' : filed}) x
     where m.base = 0 and ($3::int < 0 or m.depth < $3::int)),
  cut as materialized (select * from met where in_folder is not null limit $5::int + 1),
  hits as (select u.id, u.n from unnest((
    select array_agg(distinct c.id) from cut c where (select count(*) from cut) <= $5::int)) with ordinality u (id, n))`,
    body: `json_build_object(
  'met', (select json_agg(json_build_array(c.in_folder, c.id) order by c.depth, c.in_folder, c.name_key)
    from cut c where (select count(*) from cut) <= $5::int),
  'tooMany', (select count(*) > $5::int from cut),
  'found', ${objectsJson('$4::boolean')})`,
  });
}

const STATEMENTS = [
  [textOf({ admin: false, foldersOnly: false }), textOf({ admin: false, foldersOnly: true })],
  [textOf({ admin: true, foldersOnly: false }), textOf({ admin: true, foldersOnly: true })],
] as const;

interface TreeAnswer {
  readonly met: readonly (readonly [inFolder: number, id: number])[] | null;
  readonly tooMany: boolean;
  readonly found: ObjectsAnswer;
}

export function descendantsReader(session: Session): NavigationReader['descendants'] {
  return async ({ folder, depth, foldersOnly, withAcl }) => {
    const statement = STATEMENTS[session.caller.admin ? 1 : 0][foldersOnly ? 1 : 0];
    const answer = (await session.ask(statement, [folder.key, depth, withAcl ?? false, MAX_TREE])) as TreeAnswer;
    if (answer.tooMany) {
      throw new CmisError(
        'constraint',
        `There are more than ${MAX_TREE} objects below '${folder.name}'; ask for fewer levels, or for one folder after the other.`,
      );
    }
    const objects = new Map(
      readObjects(session, answer.found).map((object): [number, StoredObject] => [object.key, object]),
    );
    return (answer.met ?? []).flatMap(([inFolder, key]) => {
      const object = objects.get(key);
      return object ? [{ inFolder, object }] : [];
    });
  };
}
