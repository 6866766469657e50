import type { StoredObject } from '../../repository/values/stored-object';
import type { Statement } from '../connection/database';
import { aclJson, liveRow, readSingle, type SingleAnswer } from '../rows/object-row';
import { objectsOfPage, pageKeysJson, type PageKeys } from '../rows/page-objects';
import type { Session } from '../unit/session';
import { askUnlessSeen, unlessSeen } from '../unit/unchanged';

/*
 * A page of what is in a folder, with the folder. It is found on narrow rows: filtered by rights, ordered and cut before
 * any wide row is read. Values that a plan must know as constants (the folder's key, so that its children come in order)
 * are scalar subqueries.
 *
 * $2 uuid of the folder, $3 maxItems, $4 skipCount, $5 with ACL entries; those after are for who lists
 */
const PLACE = `place as materialized (
    select o.id, f.acl_id from objects o left join folders f on f.id = o.id where o.uuid = $2),
  rights as materialized (
    select coalesce(a.readers && me.authorities, false) as reads from me cross join place left join acls a on a.id = place.acl_id)`;

export const FOLDER = '(select id from place)';

/**
 * Whether `me` may see `o`. Most of what is in a folder uses the folder's own row, of which the answer is known; for the
 * rest the row is looked up one by one, never joined, which would cost the order.
 */
export const VISIBLE_CHILD = `(o.owner = (select name from me) or case when o.acl_id = (select acl_id from place)
      then (select reads from rights) else (select a.readers && (select authorities from me) from acls a where a.id = o.acl_id) end)`;

/** How a column of ORDER BY goes on. */
export const direction = (descending: boolean): string => (descending ? ' desc' : '');

/** An array of unknown length is planned as a short one, which a page is; so each object is looked up by its key. */
export const HITS = `hits as (select u.id, u.n from unnest((
    select array_agg(p.id order by p.n) from page p where p.n <= $3::bigint)) with ordinality u (id, n))`;

interface FolderPage {
  /** `page(id, n)`: one more than asked for, in order. */
  readonly page: string;
  /** How many there are. */
  readonly count: string;
  /** Whether the entries of the folder's own ACL are wanted. */
  readonly folderAcl: string;
  /** Number of the parameter of `unlessSeen`. */
  readonly seen: number;
}

/** What a statement is made of that answers `askFolderPage`. */
export const folderPageSql = ({
  page,
  count,
  folderAcl,
  seen,
}: FolderPage): { readonly before: string; readonly body: string } => ({
  before: [PLACE, page, HITS].join(',\n  '),
  body: unlessSeen(
    seen,
    `json_build_object(
  'folder', (select json_build_array(${liveRow}, (select ${aclJson(folderAcl)} from acls a where a.id = o.acl_id))
    from place join objects o on o.id = place.id left join contents c on c.id = o.content_id),
  'page', ${pageKeysJson(aclJson('$5::boolean'))},
  'more', (select count(*) > $3::bigint from page),
  'count', ${count})`,
  ),
});

interface FolderPageAnswer {
  readonly folder: SingleAnswer;
  readonly page: PageKeys;
  readonly more: boolean;
  readonly count: number;
}

interface FoundInFolder {
  /** As the caller sees it; absent when it is not there. */
  readonly folder?: StoredObject;
  readonly objects: readonly StoredObject[];
  readonly hasMoreItems: boolean;
  readonly count: number;
  /** As of which all of that is right. */
  readonly snapshot: string;
}

/** The folder and the page in one statement, and one more for rows that are not known yet. */
export async function askFolderPage(
  session: Session,
  asked: { readonly statement: Statement; readonly values: readonly unknown[] },
): Promise<FoundInFolder> {
  const { value, snapshot } = await askUnlessSeen<FolderPageAnswer>(session, {
    ...asked,
    isLasting: ({ folder: row }) => readSingle(session, row)?.retained !== true,
  });
  const folder = readSingle(session, value.folder);
  return {
    ...(folder && { folder }),
    objects: await objectsOfPage(session, value.page),
    hasMoreItems: value.more,
    count: value.count,
    snapshot,
  };
}
