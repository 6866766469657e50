import type { NavigationReader, NodeColumn, NodeFilter, NodeOrder } from '../../repository/storage/navigation';
import { askFolderPage, direction, FOLDER, folderPageSql, VISIBLE_CHILD } from './folder-page';
import type { Statement } from '../connection/database';
import { columnSql } from '../query/columns';
import { callerStatement, type Session } from '../unit/session';

/*
 * A page of `folder-page.ts`. There is a branch for each way to be in the folder, and where folders come first one for
 * folders and one for the rest, so that each is in the order of an index and is cut before they are merged.
 *
 * $6 keys of hidden types, $7 keys of types, $8 see `unlessSeen`
 */
const COLUMNS: Readonly<Record<NodeColumn, string>> = {
  isFolder: 'least(o.base, 1::smallint)',
  name: 'o.name_key',
  created: 'coalesce(o.series_created, o.created)',
  createdBy: 'coalesce(o.series_created_by, o.created_by)',
  mimeType: '(case when o.content_id is not null then o.mime end)',
  size: '(select c.length from contents c where c.id = o.content_id)',
  type: '(select y.type_id from types y where y.id = o.type_id)',
};

interface Key {
  readonly sql: string;
  readonly descending: boolean;
}

const keyOf = ({ by, descending }: NodeOrder): Key => {
  if (typeof by !== 'string') {
    const column = columnSql({ alias: 'o', versions: false, optional: false }, by);
    return { sql: column.order ?? column.sql, descending };
  }
  // Folders are those whose key is the lesser.
  return { sql: COLUMNS[by], descending: by === 'isFolder' ? !descending : descending };
};

interface Shape {
  readonly order: readonly NodeOrder[];
  readonly filter: NodeFilter;
  readonly admin: boolean;
}

/** Conditions on `o` that all branches have. */
function conditionOf({ filter, admin }: Shape): string {
  const { isFolder, isDocument, typeKeys } = filter;
  return [
    'o.type_id <> all ($6::int[])',
    ...(typeKeys ? ['o.type_id = any ($7::int[])'] : ['$7::int[] is null']),
    ...(isFolder === undefined ? [] : [`${COLUMNS.isFolder} = ${isFolder ? 0 : 1}`]),
    ...(isDocument === undefined ? [] : [`(o.base = 1) = ${isDocument}`]),
    ...(admin ? [] : [VISIBLE_CHILD]),
  ].join(' and ');
}

/** The ways to be in the folder that are meant. */
function sources({ filter }: Shape): readonly string[] {
  const { isPrimary } = filter;
  return [
    ...(isPrimary === false ? [] : [`from objects o where o.parent_id = ${FOLDER}`]),
    ...(isPrimary === true
      ? []
      : [`from filings g join objects o on o.id = g.object_id where g.folder_id = ${FOLDER}`]),
  ];
}

function pageOf(shape: Shape): string {
  const given = shape.order.map(keyOf);
  const keys = given.some(({ sql }) => sql === COLUMNS.name)
    ? given
    : [...given, { sql: COLUMNS.name, descending: false }];
  const columns = keys.map(({ sql }, index) => `${sql} as k${index}`).join(', ');
  const grouped = keys[0]?.sql === COLUMNS.isFolder;
  const groups = grouped ? [0, 1].map((group) => ` and ${COLUMNS.isFolder} = ${group}`) : [''];
  const inBranch = keys.slice(grouped ? 1 : 0).map(({ sql, descending }) => `${sql}${direction(descending)}`);
  const branches = sources(shape).flatMap((source) =>
    groups.map(
      (group) =>
        `(select o.id, ${columns} ${source}${group} and ${conditionOf(shape)} order by ${inBranch.join(', ')} limit $4::bigint + $3::bigint + 1)`,
    ),
  );
  const merged = keys.map(({ descending }, index) => `k${index}${direction(descending)}`).join(', ');
  return `page as materialized (select x.id, row_number() over () as n from (
    select b.id from (
      ${branches.join('\n      union all\n      ')}) b
     order by ${merged}, b.id limit $3::bigint + 1 offset $4) x)`;
}

/** Read off the page where that is the end of the list. */
const countOf = (
  shape: Shape,
): string => `case when (select count(*) from page) <= $3::bigint and ($4::bigint = 0 or exists (select from page))
    then $4::bigint + (select count(*) from page)
    else (select sum(s.n) from (${sources(shape)
      .map((source) => `select count(*) as n ${source} and ${conditionOf(shape)}`)
      .join(' union all ')}) s) end`;

const statements = new Map<string, Statement>();
const MAX_STATEMENTS = 200;

/** Orders by properties of clients' choice, and lists of types, have no statement that is planned once. */
function nameOf({ order, filter, admin }: Shape): string | undefined {
  if (
    filter.typeKeys ||
    order.length > 2 ||
    order.some(({ by }) => typeof by !== 'string' && !by.id.startsWith('cmis:'))
  )
    return undefined;
  const columns = order.map(({ by, descending }) => `${typeof by === 'string' ? by : by.id}${descending ? '-' : '+'}`);
  const { isFolder, isDocument, isPrimary } = filter;
  const text = [columns.join(''), isFolder, isDocument, isPrimary, admin].map((part) => String(part ?? '')).join(' ');
  return `nodes ${text}`;
}

function statementFor(shape: Shape): Statement {
  const name = nameOf(shape);
  const known = name === undefined ? undefined : statements.get(name);
  if (known) return known;
  // Names of statements have a greatest length.
  const isKept = name !== undefined && statements.size < MAX_STATEMENTS;
  const made = callerStatement({
    name: `nodes-${statements.size}`,
    ...folderPageSql({ page: pageOf(shape), count: countOf(shape), folderAcl: '$5::boolean', seen: 8 }),
  });
  if (!isKept) return { text: made.text, adHoc: true };
  statements.set(name, made);
  return made;
}

/** The folder as the caller sees it and the page in one statement, and one more for rows that are not known yet. */
export function nodesReader(session: Session): NavigationReader['nodes'] {
  return async ({ folder, page, order, filter, withAcl }) => {
    const statement = statementFor({ order, filter, admin: session.caller.admin });
    const { hiddenTypeKeys, typeKeys } = filter;
    const values = [folder.uuid, page.maxItems, page.skipCount, withAcl ?? false, hiddenTypeKeys, typeKeys ?? null];
    const { count, snapshot, ...found } = await askFolderPage(session, { statement, values });
    return { ...found, numItems: count, asOf: snapshot };
  };
}
