import type { QueryReader } from '../../repository/storage';
import type { StoredObject } from '../../repository/stored-object';
import { aclJson, frozenRow, liveRow, readRow, type AclRow, type ObjectsAnswer } from '../object-row';
import { callerStatement, type Session } from '../session';
import { compileCount, compilePage, type Compiled } from './compile';
import { queriedFolders } from './folders';

/** For each row two numbers per wanted table: key of the object and key of its frozen version, null where absent. */
type FoundKeys = readonly (readonly (number | null)[])[];

interface ObjectsByKey {
  readonly live: ObjectsAnswer['objects'];
  readonly frozen: ObjectsAnswer['objects'];
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

// $2 keys of live rows, $3 keys of frozen versions
const BY_KEYS = callerStatement({
  name: 'objects-by-keys',
  before: `found as (
    select k.id, null::bigint as frozen from unnest($2::bigint[]) k (id)
    union all select v.object_id, v.id from unnest($3::bigint[]) k (id) join versions v on v.id = k.id)`,
  body: `json_build_object(
    'live', (select json_agg(${liveRow})
      from found k join objects o on o.id = k.id left join contents c on c.id = o.content_id where k.frozen is null),
    'frozen', (select json_agg(${frozenRow})
      from found k join objects o on o.id = k.id join versions v on v.id = k.frozen left join contents c on c.id = v.content_id),
    'acls', (select json_object_agg(a.id, ${aclJson('false')})
      from acls a where a.id in (select o.acl_id from found k join objects o on o.id = k.id)))`,
});

/**
 * A page of a query in two statements, keys and then objects, and a third that counts where the page itself does not
 * tell how many there are. An object that goes in between is left out.
 */
export function queryReader(session: Session, options: { readonly countLimit: number }): QueryReader {
  const { countLimit } = options;
  const ask = ({ statement, values }: Compiled): Promise<unknown> => session.ask(statement, values);
  return {
    page: async (input) => {
      const { maxItems, skipCount } = input.page;
      const compiling = {
        ...input,
        types: session.types,
        folders: await queriedFolders(session.executor, input.query.where),
        admin: session.caller.admin,
        countLimit,
      };
      const found = ((await ask(compilePage(compiling))) ?? []) as FoundKeys;
      const hasMoreItems = found.length > maxItems;
      const told = !hasMoreItems && (skipCount === 0 || found.length > 0);
      const count = told ? skipCount + found.length : Number(await ask(compileCount(compiling)));
      const keys = found.slice(0, maxItems);
      const objects = await objectsByKeys(session, keys);
      return {
        hits: keys.flatMap((row) => hitOf(row, objects) ?? []),
        hasMoreItems,
        ...(count <= countLimit && { numItems: count }),
      };
    },
  };
}

/** The objects of a row, undefined for a table without one in it; undefined when one of them is gone. */
function hitOf(
  keys: readonly (number | null)[],
  objects: ReadonlyMap<string, StoredObject>,
): [readonly (StoredObject | undefined)[]] | undefined {
  const row: (StoredObject | undefined)[] = [];
  for (let at = 0; at < keys.length; at += 2) {
    const object = objects.get(name(keys[at], keys[at + 1]));
    if (!object && typeof keys[at] === 'number') return undefined;
    row.push(object);
  }
  return [row];
}

async function objectsByKeys(session: Session, rows: FoundKeys): Promise<ReadonlyMap<string, StoredObject>> {
  const live = new Set<number>();
  const frozen = new Set<number>();
  for (const keys of rows) {
    for (let at = 0; at < keys.length; at += 2) {
      const [key, version] = [keys[at], keys[at + 1]];
      if (typeof version === 'number') frozen.add(version);
      else if (typeof key === 'number') live.add(key);
    }
  }
  const objects = new Map<string, StoredObject>();
  if (live.size + frozen.size === 0) return objects;
  const answer = (await session.ask(BY_KEYS, [[...live], [...frozen]])) as ObjectsByKey;
  for (const row of [...(answer.live ?? []), ...(answer.frozen ?? [])]) {
    const aclKey = row[17];
    const object = readRow(session, row, aclKey === null ? undefined : answer.acls?.[aclKey]);
    objects.set(name(object.key, object.version?.frozenKey), object);
  }
  return objects;
}

const name = (key: number | null | undefined, frozen: number | null | undefined): string => `${key}:${frozen ?? ''}`;
