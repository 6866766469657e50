import type { PageRequest } from '../../repository/values/object-view';
import type { Listed } from '../../repository/storage/navigation';
import { objectsJson, readObjects, type ObjectsAnswer } from './object-row';
import type { Session } from '../unit/session';

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

/** The page of `pageJson`; no `numItems` where there are more than were counted. */
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
