import type { StoredObject } from '../../repository/values/stored-object';
import { liveRow, readRow, withRights, type AclRow, type Row } from './object-row';
import { callerStatement, type Session } from '../unit/session';

/** An object of a page: key of its live row, version of that row (PostgreSQL's `xmin`), key of its ACL row. */
export type PageKey = readonly [key: number, version: string, aclKey: number | null];

/** JSON of a page's `PageKey`s in the order of `hits(id, n)`, and of each ACL row once. `acl` is `aclJson(…)`. */
export const pageKeysJson = (acl: string): string => `(with narrow as materialized (
    select o.id, o.xmin::text as version, o.acl_id, h.n from hits h join objects o on o.id = h.id)
  select json_build_object(
    'keys', (select json_agg(json_build_array(p.id, p.version, p.acl_id) order by p.n) from narrow p),
    'acls', (select json_object_agg(a.id, ${acl}) from acls a where a.id in (select p.acl_id from narrow p))))`;

export interface PageKeys {
  readonly keys: readonly PageKey[] | null;
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

/**
 * Such rows can be remembered, but that the path of a folder holds others' names. A relationship's ends have labels, the
 * rights on a working copy know its document's owner, retention and the reading of a text end by themselves.
 */
export function isLasting(row: Row): boolean {
  const [flags, version, content, ends] = [row[16], row[18], row[19], row[20]];
  const isCopy = typeof version?.[4] === 'number';
  return ends === null && !isCopy && !flags.includes('r') && content?.[8] !== 'pending';
}

// $2 keys
const BY_KEYS = callerStatement({
  name: 'rows-by-keys',
  body: `select json_agg(json_build_array(o.xmin::text, ${liveRow}))
    from unnest($2::bigint[]) k (id) join objects o on o.id = k.id left join contents c on c.id = o.content_id`,
});

/** The objects of a page; those that are not known are read by one more statement. What went meanwhile is left out. */
export async function objectsOfPage(session: Session, page: PageKeys): Promise<readonly StoredObject[]> {
  const keys = page.keys ?? [];
  const found = new Map<number, StoredObject>();
  for (const [key, version] of keys) {
    const known = session.known?.get(key, version);
    if (known?.types === session.types && known.object.path === undefined) found.set(key, known.object);
  }
  const missing = keys.map(([key]) => key).filter((key) => !found.has(key));
  if (missing.length > 0) {
    const answer = (await session.ask(BY_KEYS, [missing])) as readonly (readonly [version: string, row: Row])[] | null;
    for (const [version, row] of answer ?? []) {
      const object = readRow(session, row, undefined);
      found.set(object.key, object);
      if (isLasting(row)) session.known?.set(object.key, version, { types: session.types, object });
    }
  }
  return keys.flatMap(([key, , aclKey]) => {
    const object = found.get(key);
    return object ? withRights(session, object, aclKey === null ? undefined : page.acls?.[aclKey]) : [];
  });
}
