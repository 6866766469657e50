import type { NavigationReader, OrderBy } from '../../repository/storage/navigation';
import type { Statement } from '../connection/database';
import { columnSql, idText, type RowSource } from '../query/columns';
import { callerStatement, type Session } from '../unit/session';
import { askFolderPage, direction, FOLDER, folderPageSql, VISIBLE_CHILD } from './folder-page';

/*
 * A page of `folder-page.ts`. By name, the order of the index on siblings, neither rights nor skipped children cost a
 * look into the table. Two branches, what has the folder as its primary one and what is filed in it besides, are each
 * ordered and cut and then merged.
 *
 * $6 count limit, $7 see `unlessSeen`
 */
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
    ...folderPageSql({ page, count: count(shape.admin), folderAcl: 'false', seen: 7 }),
  });
  if (name === undefined) return { text: made.text, adHoc: true };
  statements.set(name, made);
  return made;
}

/** The folder as the caller sees it and the page in one statement, and one more for rows that are not known yet. */
export function childrenReader(
  session: Session,
  options: { readonly countLimit: number },
): NavigationReader['children'] {
  return async ({ folder, page, orderBy, withAcl }) => {
    const statement = statementFor({ order: orderOf(orderBy), admin: session.caller.admin });
    const values = [folder.uuid, page.maxItems, page.skipCount, withAcl ?? false, options.countLimit];
    const { count, snapshot: _, ...found } = await askFolderPage(session, { statement, values });
    return { ...found, ...(count <= options.countLimit && { numItems: count }) };
  };
}
