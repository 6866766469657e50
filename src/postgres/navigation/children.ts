import type { NavigationReader, OrderBy } from '../../repository/storage/navigation';
import type { Statement } from '../connection/database';
import { aclJson, liveRow, readSingle, type SingleAnswer } from '../rows/object-row';
import { objectsOfPage, pageKeysJson, type PageKeys } from '../rows/page-objects';
import { columnSql, idText, type RowSource } from '../query/columns';
import { callerStatement, type Session } from '../unit/session';
import { askUnlessSeen, unlessSeen } from '../unit/unchanged';

/*
 * A page is found on narrow rows: filtered by rights, ordered and cut before any wide row is read. By name, the order
 * of the index on siblings, neither rights nor skipped children cost a look into the table. Two branches, what has the
 * folder as its primary one and what is filed in it besides, are each ordered and cut and then merged. Values that a
 * plan must know as constants (the folder's key, so that its children come in order) are scalar subqueries.
 *
 * $2 uuid of the folder, $3 maxItems, $4 skipCount, $5 with ACL entries, $6 count limit, $7 see `unlessSeen`
 */
export const PLACE = `place as materialized (
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

/** How children are ordered, in SQL. */
interface Order {
  /** Expressions over `o`; none: by the key of the name. */
  readonly keys: readonly { readonly sql: string; readonly descending: boolean }[];
  readonly nameDescending: boolean;
  /** Part of the statement's name; absent where there are too many orders to keep plans of. */
  readonly name?: string;
}

const ROW: RowSource = { alias: 'o', versions: false, optional: false };
/** What children are ordered by and queries are not, or not so. */
const ONLY_HERE: Readonly<Record<string, string>> = {
  // Label 10.0 comes after 9.0, and that of working copies after all.
  'cmis:versionLabel':
    'case when o.base = 1 then case when o.pwc then 9223372036854775807 else o.major * 1000000000::bigint + o.minor end end',
  'cmis:isImmutable': 'o.immutable',
  'cmis:isLatestMajorVersion': 'case when o.base = 1 then o.is_major and not o.pwc end',
  'cmis:versionSeriesCheckedOutId': 'case when o.checked_out_by is not null then o.series end',
  'cmis:contentStreamId': '(select c.uuid from contents c where c.id = o.content_id)',
  'cmis:path': 'case when o.base = 0 then o.name_key end',
};

/** Expressions by which `o` is ordered. */
export const orderKeys = (orderBy: readonly OrderBy[]): Order['keys'] =>
  orderBy.map(({ property, descending }) => {
    const here = Object.hasOwn(ONLY_HERE, property.id) ? ONLY_HERE[property.id] : undefined;
    if (here !== undefined) return { sql: here, descending };
    const column = columnSql(ROW, property);
    return { sql: idText(ROW, property) ?? column.order ?? column.sql, descending };
  });

function orderOf(orderBy: readonly OrderBy[]): Order {
  const [first] = orderBy;
  // No two children have one name: what comes after it decides nothing.
  if (!first || first.property.id === 'cmis:name') {
    const nameDescending = first?.descending ?? false;
    return { keys: [], nameDescending, name: nameDescending ? 'children-z' : 'children' };
  }
  const named = orderBy.length === 1 && first.property.id === 'cmis:lastModificationDate';
  return {
    keys: orderKeys(orderBy),
    nameDescending: false,
    ...(named && { name: first.descending ? 'children-newest' : 'children-oldest' }),
  };
}

interface Shape {
  readonly order: Order;
  /** Sees everything: no rights are looked at. */
  readonly admin: boolean;
}

const direction = (descending: boolean): string => (descending ? ' desc' : '');

/** `page(id, n)`: one child more than asked for. */
function pageByName({ order, admin }: Shape): string {
  const by = (column: string): string => `order by ${column}${direction(order.nameDescending)}`;
  return `page as materialized (select x.id, row_number() over () as n from (
    select b.id from (
      (select o.id, o.name_key from objects o where o.parent_id = ${FOLDER}${where(admin)} ${by('o.name_key')} ${CUT})
      union all
      (select g.object_id, g.name_key from filings g${admin ? '' : OF_FILING}
        where g.folder_id = ${FOLDER}${where(admin)} ${by('g.name_key')} ${CUT})) b
     ${by('b.name_key')} limit $3::bigint + 1 offset $4) x)`;
}

function pageByKeys({ order, admin }: Shape): string {
  const columns = order.keys.map(({ sql }, index) => `${sql} as k${index}`).join(', ');
  const by = `order by ${order.keys.map(({ descending }, index) => `k${index}${direction(descending)}, `).join('')}id`;
  return `page as materialized (select x.id, row_number() over () as n from (
    select b.id from (
      (select o.id, ${columns} from objects o where o.parent_id = ${FOLDER}${where(admin)} ${by} ${CUT})
      union all
      (select o.id, ${columns} from filings g${OF_FILING} where g.folder_id = ${FOLDER}${where(admin)} ${by} ${CUT})) b
     ${by} limit $3::bigint + 1 offset $4) x)`;
}

const CUT = 'limit $4::bigint + $3::bigint + 1';
const OF_FILING = ' join objects o on o.id = g.object_id';
const where = (admin: boolean): string => (admin ? '' : ` and ${VISIBLE_CHILD}`);

/** An array of unknown length is planned as a short one, which a page is; so each object is looked up by its key. */
export const HITS = `hits as (select u.id, u.n from unnest((
    select array_agg(p.id order by p.n) from page p where p.n <= $3::bigint)) with ordinality u (id, n))`;

/**
 * Children seen by the caller, up to one more than the limit; read off the page where that is its end. In the order of
 * an index, which can be left early; without an order PostgreSQL 15 collects all of a folder first.
 */
const count = (
  admin: boolean,
): string => `case when (select count(*) from page) <= $3::bigint and ($4::bigint = 0 or exists (select from page))
    then $4::bigint + (select count(*) from page)
    else (select count(*) from (
      (select from objects o where o.parent_id = ${FOLDER}${where(admin)} order by o.name_key limit $6::bigint + 1)
      union all
      (select from filings g${admin ? '' : OF_FILING} where g.folder_id = ${FOLDER}${where(admin)} order by g.name_key limit $6::bigint + 1)
      limit $6::bigint + 1) x) end`;

const statements = new Map<string, Statement>();

function statementFor(shape: Shape): Statement {
  const name = shape.order.name === undefined ? undefined : `${shape.order.name}${shape.admin ? '-all' : ''}`;
  const known = name === undefined ? undefined : statements.get(name);
  if (known) return known;
  const page = shape.order.keys.length === 0 ? pageByName(shape) : pageByKeys(shape);
  const made = callerStatement({
    name: name ?? '',
    before: [PLACE, page, HITS].join(',\n  '),
    body: unlessSeen(
      7,
      `json_build_object(
  'folder', (select json_build_array(${liveRow}, (select ${aclJson('false')} from acls a where a.id = o.acl_id))
    from place join objects o on o.id = place.id left join contents c on c.id = o.content_id),
  'page', ${pageKeysJson(aclJson('$5::boolean'))},
  'more', (select count(*) > $3::bigint from page),
  'count', ${count(shape.admin)})`,
    ),
  });
  if (name === undefined) return { text: made.text, adHoc: true };
  statements.set(name, made);
  return made;
}

interface ChildrenAnswer {
  readonly folder: SingleAnswer;
  readonly page: PageKeys;
  readonly more: boolean;
  readonly count: number;
}

/** The folder as the caller sees it and the page in one statement, and one more for rows that are not known yet. */
export function childrenReader(
  session: Session,
  options: { readonly countLimit: number },
): NavigationReader['children'] {
  return async ({ folder, page, orderBy, withAcl }) => {
    const statement = statementFor({ order: orderOf(orderBy), admin: session.caller.admin });
    const values = [folder.uuid, page.maxItems, page.skipCount, withAcl ?? false, options.countLimit];
    const { value: answer } = await askUnlessSeen<ChildrenAnswer>(session, {
      statement,
      values,
      isLasting: ({ folder: row }) => readSingle(session, row)?.retained !== true,
    });
    const found = readSingle(session, answer.folder);
    return {
      ...(found && { folder: found }),
      objects: await objectsOfPage(session, answer.page),
      hasMoreItems: answer.more,
      ...(answer.count <= options.countLimit && { numItems: answer.count }),
    };
  };
}
