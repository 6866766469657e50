import { nameKey } from '../../model/names';
import type { SiteReader, SiteWriter } from '../../repository/storage/sites';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { PERSON_JSON } from './person-store';
import { callerStatement, type Session } from '../unit/session';
import { SITE_JSON, VISIBLE_SITES } from './site-sql';

/** `$4`: name key of the site, `$5`: the person; null for all. */
function statementFor(toDecide: boolean): Statement {
  const mine = toDecide
    ? `(me.admin or exists (select from site_roles r where r.site_id = s.object_id and r.rank = 1 and r.group_id = any (me.authorities)))`
    : 'p.id = me.id';
  return callerStatement({
    name: `site-requests${toDecide ? '-to-decide' : ''}`,
    body: countedJson({
      row: `json_build_object('site', ${SITE_JSON}, 'person', ${PERSON_JSON}, 'message', q.message, 'title', q.title,
        'created', (extract(epoch from q.created) * 1000)::bigint)`,
      source: `site_requests q join principals p on p.id = q.principal_id cross join ${VISIBLE_SITES}
        and s.object_id = q.site_id and ${mine} and ($4::text is null or s.name_key = $4::text) and ($5::text is null or p.name = $5::text)`,
      order: 'q.created, s.name_key, p.name',
    }),
  });
}

const STATEMENTS = { own: statementFor(false), toDecide: statementFor(true) };

export function requestReader(session: Session): Pick<SiteReader, 'requests'> {
  return {
    requests: async ({ page, site, person, toDecide }) => {
      const values = [page.maxItems, page.skipCount, site === undefined ? null : nameKey(site), person ?? null];
      return readCounted(await session.ask(toDecide ? STATEMENTS.toDecide : STATEMENTS.own, values));
    },
  };
}

const ASK = {
  name: 'ask-to-join',
  text: `insert into site_requests (site_id, principal_id, message, title) values ($1, $2, $3, $4) on conflict do nothing returning site_id`,
};
const CHANGE = {
  name: 'change-request',
  text: 'update site_requests set message = $3 where site_id = $1 and principal_id = $2 returning site_id',
};
const DROP = {
  name: 'drop-request',
  text: `delete from site_requests q using principals p where q.site_id = $1 and p.id = q.principal_id and p.name = $2 returning q.site_id`,
};

type RequestWriter = Pick<SiteWriter, 'ask' | 'changeRequest' | 'dropRequest'>;

export function requestWriter({ executor, caller }: Session): RequestWriter {
  return {
    ask: async ({ key }, { message, title }) => (await executor.run(ASK, [key, caller.id, message, title])).length > 0,
    changeRequest: async ({ key }, message) => (await executor.run(CHANGE, [key, caller.id, message])).length > 0,
    dropRequest: async ({ key }, person) => (await executor.run(DROP, [key, person])).length > 0,
  };
}
