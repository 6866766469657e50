import type { QueryHit } from '../../repository/storage/queries';
import type { StoredObject } from '../../repository/values/stored-object';
import { aclJson, frozenRow, liveRow, readRow, withRights, type AclRow, type Row } from '../rows/object-row';
import { isLasting } from '../rows/page-objects';
import { callerStatement, type Session } from '../unit/session';
import { asOfNow, askUnlessSeenAsOf } from '../unit/unchanged';

/**
 * For each row four values per wanted table: key of the object, key of its frozen version, version of its live row and
 * key of its ACL; null where absent. The score comes last where it is selected.
 */
export type FoundKeys = readonly (readonly (number | string | null)[])[];
const WIDTH = 4;

interface ObjectsByKey {
  readonly live: readonly (readonly [version: string, row: Row])[] | null;
  readonly frozen?: readonly Row[] | null;
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

const LIVE = `'live', (select json_agg(json_build_array(o.xmin::text, ${liveRow}))
      from found k join objects o on o.id = k.id left join contents c on c.id = o.content_id where k.frozen is null)`;
const ACLS_OF_FOUND = (entries: string): string => `'acls', (select json_object_agg(a.id, ${aclJson(entries)})
      from acls a where a.id in (select o.acl_id from found k join objects o on o.id = k.id))`;

// $2 keys of live rows, $3 with the entries of ACLs. By itself, since what a statement might need costs it each time.
const LIVE_BY_KEYS = callerStatement({
  name: 'live-objects-by-keys',
  before: 'found as (select k.id, null::bigint as frozen from unnest($2::bigint[]) k (id))',
  body: `json_build_object(${LIVE}, ${ACLS_OF_FOUND('$3::boolean')})`,
});

// $2 and $3 likewise, $4 keys of frozen versions
const BY_KEYS = callerStatement({
  name: 'objects-by-keys',
  before: `found as (
    select k.id, null::bigint as frozen from unnest($2::bigint[]) k (id)
    union all select v.object_id, v.id from unnest($4::bigint[]) k (id) join versions v on v.id = k.id)`,
  body: `json_build_object(${LIVE}, ${ACLS_OF_FOUND('$3::boolean')},
    'frozen', (select json_agg(${frozenRow})
      from found k join objects o on o.id = k.id join versions v on v.id = k.frozen left join contents c on c.id = v.content_id))`,
});

/**
 * What was found, row by row, as the caller sees it: objects that are known by the versions of their rows, and the rest
 * from one statement. Rows of what has gone meanwhile are left out.
 */
export async function hitsOf(session: Session, rows: FoundKeys, wanted: WantedObjects): Promise<readonly QueryHit[]> {
  const objects = await objectsByKeys(session, rows, wanted);
  return rows.flatMap((row) => hitOf(row, objects, wanted.tables) ?? []);
}

/** The objects of a row, undefined for a table without one in it; undefined when one of them is gone. */
function hitOf(
  keys: FoundKeys[number],
  found: ReadonlyMap<string, StoredObject>,
  tables: number,
): QueryHit | undefined {
  const objects: (StoredObject | undefined)[] = [];
  for (let at = 0; at < tables * WIDTH; at += WIDTH) {
    const object = found.get(name(keys[at], keys[at + 1]));
    if (!object && keys[at] !== null) return undefined;
    objects.push(object);
  }
  const score = keys[tables * WIDTH];
  return { objects, ...(typeof score === 'number' && { score }) };
}

// $2 keys, $3 with their entries
const ACLS = callerStatement({
  name: 'acls-by-keys',
  body: asOfNow(
    `(select json_object_agg(a.id, ${aclJson('$3::boolean')}) from acls a where a.id = any ($2::bigint[]))`,
  ),
});

interface WantedObjects {
  /** How many each row has objects of. */
  readonly tables: number;
  readonly withAcl: boolean;
  /** Snapshot of the rows. */
  readonly asOf: string;
}

/** Objects that are known by the versions of their rows, and the rest from one statement. */
async function objectsByKeys(
  session: Session,
  rows: FoundKeys,
  { tables, withAcl, asOf }: WantedObjects,
): Promise<ReadonlyMap<string, StoredObject>> {
  const known = new Map<number, { readonly object: StoredObject; readonly acl: number | null }>();
  const live = new Set<number>();
  const frozen = new Set<number>();
  for (const keys of rows) {
    for (let at = 0; at < tables * WIDTH; at += WIDTH) {
      const [key, frozenKey, version, acl] = keys.slice(at, at + WIDTH) as [
        number | null,
        number | null,
        string | null,
        number | null,
      ];
      if (frozenKey !== null) frozen.add(frozenKey);
      else if (key !== null) {
        const found = version === null ? undefined : knownRow(session, key, version);
        if (found) known.set(key, { object: found, acl });
        else live.add(key);
      }
    }
  }
  const objects = new Map<string, StoredObject>();
  for (const [key, object] of await withTheirRights(session, known, { withAcl, asOf }))
    objects.set(name(key, null), object);
  if (live.size + frozen.size === 0) return objects;
  const answer = (await (frozen.size === 0
    ? session.ask(LIVE_BY_KEYS, [[...live], withAcl])
    : session.ask(BY_KEYS, [[...live], withAcl, [...frozen]]))) as ObjectsByKey;
  const read = (row: Row): StoredObject => {
    const aclKey = row[17];
    const object = readRow(session, row, aclKey === null ? undefined : answer.acls?.[aclKey]);
    objects.set(name(object.key, object.version?.frozenKey), object);
    return object;
  };
  for (const [version, row] of answer.live ?? []) {
    const object = read(row);
    // Rights are never remembered.
    if (isLasting(row))
      session.known?.set(object.key, version, {
        types: session.types,
        object: withAcl ? readRow(session, row, undefined) : object,
      });
  }
  (answer.frozen ?? []).forEach(read);
  return objects;
}

/** What is known of a row in this version; a folder's path may have changed without its row. */
function knownRow(session: Session, key: number, version: string): StoredObject | undefined {
  const known = session.known?.get(key, version);
  return known?.types === session.types && known.object.path === undefined ? known.object : undefined;
}

/** The objects as the caller sees them; an administrator's rights need no ACL. */
async function withTheirRights(
  session: Session,
  known: ReadonlyMap<number, { readonly object: StoredObject; readonly acl: number | null }>,
  { withAcl, asOf }: Omit<WantedObjects, 'tables'>,
): Promise<readonly (readonly [number, StoredObject])[]> {
  const keys = new Set([...known.values()].flatMap(({ acl }) => acl ?? []));
  const acls =
    (session.standing.admin && !withAcl) || keys.size === 0
      ? undefined
      : await askUnlessSeenAsOf<ObjectsByKey['acls']>(session, { statement: ACLS, values: [[...keys], withAcl] }, asOf);
  return [...known].map(([key, { object, acl }]) => [
    key,
    withRights(session, object, acl === null ? undefined : acls?.[acl]),
  ]);
}

const name = (key: number | string | null | undefined, frozen: number | string | null | undefined): string =>
  `${key}:${frozen ?? ''}`;
