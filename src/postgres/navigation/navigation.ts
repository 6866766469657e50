import type { NavigationReader } from '../../repository/storage/navigation';
import type { Statement } from '../connection/database';
import { ancestorsReader } from './ancestors';
import { childrenReader, orderKeys } from './children';
import { HITS } from './folder-page';
import { descendantsReader, VISIBLE_ONE } from './descendants';
import { nodesReader } from './nodes-in-folder';
import { objectsJson, readObjects, VISIBLE, type ObjectsAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

// $2 key of the object, $3 with ACL entries
const PARENTS = callerStatement({
  name: 'parents',
  before: `hits as (
    select o.id, row_number() over (order by x.filing, o.id) as n from (
      select parent_id as id, 0 as filing from objects where id = $2 and parent_id is not null
      union all
      select folder_id, 1 from filings where object_id = $2) x
      join objects o on o.id = x.id left join acls a on a.id = o.acl_id cross join me
     where ${VISIBLE})`,
  body: objectsJson('$3::boolean'),
});

// $1 key of the folder
const IS_EMPTY = {
  name: 'folder-is-empty',
  text: `select not exists (select from objects where parent_id = $1) and not exists (select from filings where folder_id = $1)`,
};

interface CheckedOutShape {
  readonly inFolder: boolean;
  readonly admin: boolean;
  readonly keys: ReturnType<typeof orderKeys>;
}

// $2 key of the folder, $3 maxItems, $4 skipCount, $5 count limit, $6 with ACL entries
function checkedOutText({ inFolder, admin, keys }: CheckedOutShape): Statement {
  const where = `o.pwc and ${inFolder ? 'o.parent_id = $2' : '$2::bigint is null'}${admin ? '' : ` and ${VISIBLE_ONE}`}`;
  const by = [...keys, { sql: 'o.name_key', descending: false }, { sql: 'o.id', descending: false }];
  const order = by.map(({ sql, descending }) => `${sql}${descending ? ' desc' : ''}`).join(', ');
  const made = callerStatement({
    name: `checked-out${inFolder ? '-in-folder' : ''}${admin ? '-all' : ''}`,
    before: `page as materialized (select x.id, row_number() over () as n from (
      select o.id from objects o where ${where} order by ${order} limit $3::bigint + 1 offset $4) x),
    ${HITS}`,
    body: `json_build_object(
  'page', ${objectsJson('$6::boolean')},
  'more', (select count(*) > $3::bigint from page),
  'count', (select count(*) from (select from objects o where ${where} limit $5::bigint + 1) x))`,
  });
  return keys.length === 0 ? made : { text: made.text, adHoc: true };
}

interface PageAnswer {
  readonly page: ObjectsAnswer;
  readonly more: boolean;
  readonly count: number;
}

export function navigationReader(session: Session, options: { readonly countLimit: number }): NavigationReader {
  return {
    children: childrenReader(session, options),
    nodes: nodesReader(session),
    descendants: descendantsReader(session),
    parents: async (object, parentOptions) =>
      readObjects(
        session,
        (await session.ask(PARENTS, [object.key, parentOptions?.withAcl ?? false])) as ObjectsAnswer,
      ),
    checkedOut: async ({ folder, page, orderBy, withAcl }) => {
      const statement = checkedOutText({
        inFolder: folder !== undefined,
        admin: session.caller.admin,
        keys: orderKeys(orderBy),
      });
      const answer = (await session.ask(statement, [
        folder?.key ?? null,
        page.maxItems,
        page.skipCount,
        options.countLimit,
        withAcl ?? false,
      ])) as PageAnswer;
      return {
        objects: readObjects(session, answer.page),
        hasMoreItems: answer.more,
        ...(answer.count <= options.countLimit && { numItems: answer.count }),
      };
    },
    ancestors: ancestorsReader(session),
    isEmpty: async (folder) => (await session.executor.run(IS_EMPTY, [folder.key]))[0]?.[0] === 't',
  };
}
