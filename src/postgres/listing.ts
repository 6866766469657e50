import type { PageRequest } from '../repository/object-view';
import type { Listed, OrderBy } from '../repository/storage';
import { objectsJson, readObjects, VISIBLE, type ObjectsAnswer } from './object-row';
import { columnSql, idText, type RowSource } from './query/columns';
import type { Session } from './session';

/** `O` is the one table of a listing. */
const ROW: RowSource = { alias: 'o', versions: false, optional: false };

/** `order by` terms on `o` for the criteria; not set comes first, as the smallest value. */
export function orderTerms(orderBy: readonly OrderBy[]): string {
  return orderBy
    .map(({ property, descending }) => {
      const id = idText(ROW, property);
      const sql = id ?? columnSql(ROW, property).order ?? columnSql(ROW, property).sql;
      return `${sql} ${descending ? 'desc nulls last' : 'asc nulls first'}`;
    })
    .join(', ');
}

/** Narrows `objects o` to what the caller sees; administrators need no ACL. */
export function visibleObjects(session: Session): { readonly join: string; readonly where: string } {
  return session.caller.admin
    ? { join: '', where: 'true' }
    : { join: 'join acls a on a.id = o.acl_id', where: VISIBLE };
}

/**
 * JSON of one page: `hits(id, n)` holds one row more than the page may show. The total is counted only where the page
 * does not tell it, by `count`, a select of the visible rows that stops after `$limit`.
 */
export const pageJson = (input: {
  readonly withEntries: string;
  readonly max: string;
  readonly skip: string;
  readonly count: string;
}): string => `select json_build_object(
    'page', ${objectsJson(input.withEntries, '(select * from hits where n <= ' + input.max + ')')},
    'more', (select count(*) from hits) > ${input.max},
    'total', case when (select count(*) from hits) <= ${input.max} and ((select count(*) from hits) > 0 or ${input.skip} = 0)
      then ${input.skip} + (select count(*) from hits)
      else (select count(*) from (${input.count}) c) end)`;

interface PageJson {
  readonly page: ObjectsAnswer;
  readonly more: boolean;
  readonly total: number;
}

export function readPage(
  session: Session,
  answer: unknown,
  input: { readonly page: PageRequest; readonly countLimit: number },
): Listed {
  const { page, more, total } = answer as PageJson;
  const hasMoreItems = input.page.maxItems === 0 ? total > input.page.skipCount : more;
  return {
    objects: readObjects(session, page),
    hasMoreItems,
    ...(total <= input.countLimit && { numItems: total }),
  };
}
