import { nameKey } from '../../model/names';
import { roleGroup, SITE_ROLES, siteGroup, SITES_FOLDER, type SiteRole } from '../../model/site';
import type { Counted, Ordering } from '../../repository/storage/directory';
import type {
  SiteColumn,
  SiteContainer,
  SiteList,
  SiteReader,
  SiteWriter,
  StoredSite,
} from '../../repository/storage/sites';
import { dropAuthorityObjects } from './authority-objects';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { VISIBLE } from '../rows/object-row';
import { dissolveGroup } from './principal-changes';
import { callerStatement, type Session } from '../unit/session';
import { requestReader, requestWriter } from './site-requests';
import { memberReader } from './site-members';
import { rankOf, role, SITE_JSON, VISIBLE_SITES } from './site-sql';

const PERSON_RANK = rankOf('(select authorities from person)::int[]');

const PERSON_SITES =
  'select r.site_id from site_roles r where r.group_id = any ((select authorities from person)::int[])';

const COLUMNS: Readonly<Record<SiteColumn, string>> = {
  id: 's.name_key',
  title: `lower(coalesce(o.props->>'cm:title', s.name))`,
  description: `lower(coalesce(o.props->>'cm:description', ''))`,
  role: role(PERSON_RANK),
};

const orderOf = (order: readonly Ordering<SiteColumn>[]): string =>
  [
    ...(order.length === 0
      ? [COLUMNS.title]
      : order.map(({ by, descending }) => `${COLUMNS[by]}${descending ? ' desc' : ''}`)),
    's.name_key',
  ].join(', ');

/** Statements are named where the order is one of the usual. */
function named(
  kind: string,
  order: readonly Ordering<SiteColumn>[],
  statement: (name: string) => Statement,
): Statement {
  const [first] = order;
  const made = statement(`${kind}-by-${first ? `${first.by}${first.descending ? '-down' : ''}` : 'title'}`);
  return order.length > 1 ? { text: made.text } : made;
}

/** `$4`: visibilities, `$5`: presets. */
const FILTER = `(cardinality($4::text[]) + cardinality($5::text[]) = 0
    or (${SITE_JSON})->>'visibility' = any ($4::text[]) or o.props->>'st:sitePreset' = any ($5::text[]))`;

const sitesStatement = (order: readonly Ordering<SiteColumn>[]): Statement =>
  named('sites', order, (name) =>
    callerStatement({
      name,
      body: countedJson({ row: SITE_JSON, source: `${VISIBLE_SITES} and ${FILTER}`, order: orderOf(order) }),
    }),
  );

/** `$6`: the person, `$7`: name key of the only site, null for all. */
const sitesOfStatement = (order: readonly Ordering<SiteColumn>[]): Statement =>
  named('sites-of', order, (name) =>
    callerStatement({
      name,
      before: `person as (select q.authorities from principals q where q.name = $6 and q.kind = 'person')`,
      body: `case when exists (select from person) then ${countedJson({
        row: `${SITE_JSON}::jsonb || jsonb_build_object('personRole', ${role(PERSON_RANK)})`,
        source: `${VISIBLE_SITES} and s.object_id in (${PERSON_SITES}) and ($7::text is null or s.name_key = $7::text) and ${FILTER}`,
        order: orderOf(order),
      })} end`,
    }),
  );

const FIND = callerStatement({
  name: 'site-of-name',
  body: `select ${SITE_JSON} from ${VISIBLE_SITES} and s.name_key = $2`,
});

// $4 name key of the site, $5 the only component, null for all
const CONTAINERS = callerStatement({
  name: 'site-containers',
  before: `site as (select s.object_id from ${VISIBLE_SITES} and s.name_key = $4)`,
  body: `case when exists (select from site) then ${countedJson({
    row: `json_build_object('uuid', o.uuid, 'componentId', o.props->>'st:componentId')`,
    source: `objects o join acls a on a.id = o.acl_id cross join me where o.parent_id = (select object_id from site) and o.base = 0
      and o.props->>'st:componentId' is not null and ($5::text is null or o.props->>'st:componentId' = $5::text) and ${VISIBLE}`,
    order: 'o.name_key',
  })} end`,
});

export function siteReader(session: Session): SiteReader {
  const valuesOf = ({ page, filter }: SiteList): readonly unknown[] => [
    page.maxItems,
    page.skipCount,
    filter.visibilities,
    filter.presets,
  ];
  return {
    find: async (name) => ((await session.ask(FIND, [nameKey(name)])) as StoredSite | null) ?? undefined,
    list: async (input) => readCounted(await session.ask(sitesStatement(input.order), valuesOf(input))),
    ofPerson: async (person, input) => {
      const site = input.site === undefined ? null : nameKey(input.site);
      const answer = await session.ask(sitesOfStatement(input.order), [...valuesOf(input), person, site]);
      return (answer as Counted<StoredSite & { readonly personRole: SiteRole }> | null) ?? undefined;
    },
    containers: async (site, { page, componentId }) => {
      const values = [page.maxItems, page.skipCount, nameKey(site), componentId ?? null];
      return ((await session.ask(CONTAINERS, values)) as Counted<SiteContainer> | null) ?? undefined;
    },
    ...memberReader(session),
    ...requestReader(session),
  };
}

const PLACE = {
  name: 'sites-folder',
  text: 'select o.uuid from repository r join objects o on o.parent_id = r.root_id and o.name_key = $1 and o.base = 0',
};
// $1 folder, $2 name, $3 its key, $4 group, $5 groups by rank
const REGISTER = {
  name: 'register-site',
  text: `with site as (
    insert into sites (object_id, name, name_key, group_id) select $1, $2, $3, p.id from principals p where p.name = $4 returning object_id)
  insert into site_roles (site_id, rank, group_id)
    select site.object_id, g.rank, p.id from site, unnest($5::text[]) with ordinality g (name, rank) join principals p on p.name = g.name`,
};
const DIRECT_ROLE = {
  name: 'site-direct-role',
  text: `select ${role('min(r.rank)::int')} from site_roles r join memberships m on m.group_id = r.group_id join principals p on p.id = m.member_id
    where r.site_id = $1 and p.name = $2`,
};
const MANAGERS = {
  name: 'site-managers',
  text: 'select count(*) from site_roles r join memberships m on m.group_id = r.group_id where r.site_id = $1 and r.rank = 1',
};
const IS_TAKEN = { name: 'site-name-is-taken', text: 'select 1 from sites where name_key = $1' };
const GONE = `s.object_id from sites s where not exists (select from objects o where o.id = s.object_id)
    and not exists (select from trash t where t.id = s.object_id or exists (
      select from trash_rows x where x.trash_id = t.id and x.kind = 'objects' and x.id = s.object_id))`;
// Groups are named by what remains of their site, which goes after them.
const SWEEP = {
  name: 'sweep-sites',
  text: `with gone as (select ${GONE}),
  roles as (delete from site_roles r using gone where r.site_id = gone.object_id returning r.group_id)
  select p.id, p.name from principals p where p.id in (
    select group_id from roles union all select s.group_id from sites s join gone on gone.object_id = s.object_id)`,
};
const FORGET = { name: 'forget-sites', text: `delete from sites where object_id in (select ${GONE})` };

export function siteWriter(session: Session, now: number): SiteWriter {
  const { executor } = session;
  return {
    place: async () => (await executor.run(PLACE, [nameKey(SITES_FOLDER)]))[0]?.[0] ?? undefined,
    register: async ({ key, name }) => {
      const groups = SITE_ROLES.map((one) => roleGroup(name, one));
      await executor.run(REGISTER, [key, name, nameKey(name), siteGroup(name), groups]);
    },
    directRole: async ({ key }, member) => {
      const found = (await executor.run(DIRECT_ROLE, [key, member]))[0]?.[0];
      return SITE_ROLES.find((one) => one === found);
    },
    countManagers: async ({ key }) => Number((await executor.run(MANAGERS, [key]))[0]?.[0]),
    isTaken: async (name) => (await executor.run(IS_TAKEN, [nameKey(name)])).length > 0,
    sweep: async () => {
      const groups = await executor.run(SWEEP);
      if (groups.length === 0) return;
      await executor.run(FORGET);
      await dropAuthorityObjects(
        session,
        now,
        groups.map(([, name]) => String(name)),
      );
      for (const [group] of groups) await dissolveGroup(executor, Number(group));
    },
    ...requestWriter(session),
  };
}
