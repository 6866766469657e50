import { nameKey } from '../../model/names';
import { SITE_ROLES } from '../../model/site';
import type { Counted } from '../../repository/storage/directory';
import type { SiteMember, SiteMemberList, SiteReader } from '../../repository/storage/sites';
import { countedJson } from '../rows/counted';
import type { Statement } from '../connection/database';
import { GROUP_JSON } from './group-store';
import { PERSON_COLUMNS, PERSON_JSON } from './person-store';
import { callerStatement, type Session } from '../unit/session';
import { VISIBLE_SITES } from './site-sql';

/*
 * Who belongs to a site, down from the groups of its roles. Of several roles the strongest counts.
 *
 * $4 name key of the site, $5 whether only through a group (null: either), $6 the only name, null for all
 */
const statementFor = (kind: SiteMemberList['kind']): Statement =>
  callerStatement({
    name: `site-members-${kind}`,
    before: `site as (select s.object_id from ${VISIBLE_SITES} and s.name_key = $4),
  below (id, rank, direct) as (
    select m.member_id, r.rank, true from site join site_roles r on r.site_id = site.object_id join memberships m on m.group_id = r.group_id
    union
    select m.member_id, b.rank, false from below b join memberships m on m.group_id = b.id),
  member as (select b.id, min(b.rank) as rank, bool_or(b.direct) as direct from below b group by b.id)`,
    body: `case when exists (select from site) then ${countedJson({
      row: `json_build_object('role', (array['${SITE_ROLES.join(`','`)}'])[x.rank], 'isMemberOfGroup', not x.direct,
        '${kind}', ${kind === 'person' ? PERSON_JSON : GROUP_JSON})`,
      source: `member x join principals p on p.id = x.id where p.kind = '${kind}'${kind === 'group' ? ' and x.direct' : ''}
        and ($5::boolean is null or x.direct <> $5::boolean) and ($6::text is null or p.name = $6::text)`,
      order: kind === 'person' ? `${PERSON_COLUMNS.lastName}, ${PERSON_COLUMNS.firstName}, x.rank, p.name` : 'p.name',
    })} end`,
  });

const STATEMENTS = { person: statementFor('person'), group: statementFor('group') };

export function memberReader(session: Session): Pick<SiteReader, 'members'> {
  return {
    members: async ({ site, kind, page, isMemberOfGroup, name }) => {
      const values = [page.maxItems, page.skipCount, nameKey(site), isMemberOfGroup ?? null, name ?? null];
      return ((await session.ask(STATEMENTS[kind], values)) as Counted<SiteMember> | null) ?? undefined;
    },
  };
}
