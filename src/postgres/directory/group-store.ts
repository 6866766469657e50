import type {
  Counted,
  DirectoryReader,
  DirectoryWriter,
  GroupColumn,
  GroupFilter,
  GroupList,
  Ordering,
  StoredGroup,
  StoredMember,
} from '../../repository/storage/directory';
import { dropAuthorityObjects, keepAuthorityObjects } from './authority-objects';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { hasAdministrator, lockPrincipals } from './memberships';
import { addMember, createGroup, deleteGroup, removeMember } from './principal-changes';
import { callerStatement, type Session } from '../unit/session';

/** Whether the principal `p` is one of a site's own groups. */
export const OF_SITE = `(exists (select from sites s where s.group_id = p.id) or exists (select from site_roles r where r.group_id = p.id))`;
const PARENTS = `select g.name from memberships m join principals g on g.id = m.group_id where m.member_id = p.id`;

/** JSON of the group whose row is `p`. */
export const GROUP_JSON = `json_strip_nulls(json_build_object('name', p.name, 'displayName', p.display_name, 'description', p.props->>'description',
    'parents', coalesce((select json_agg(x.name order by x.name) from (${PARENTS}) x), '[]'),
    'hasSubgroups', exists (select from memberships m join principals c on c.id = m.member_id where m.group_id = p.id and c.kind = 'group'),
    'ofSite', ${OF_SITE}))`;

const MEMBER_JSON = `json_strip_nulls(json_build_object('name', p.name, 'displayName', p.display_name, 'kind', p.kind))`;

/** As clients see it: groups without a name of their own are shown as what follows the prefix. */
const SHOWN = `coalesce(p.display_name, regexp_replace(p.name, '^GROUP_(?=.)', ''))`;
const COLUMNS: Readonly<Record<GroupColumn, string>> = { id: 'p.name', displayName: `lower(${SHOWN})` };

const orderOf = ({ by, descending }: Ordering<GroupColumn>): string =>
  `${COLUMNS[by]}${descending ? ' desc' : ''}, p.name`;

/** `$4`: pattern of the display name, null for any. */
function conditionOf({ isRoot, ofSite }: GroupFilter): string {
  return [
    `($4::text is null or lower(${SHOWN}) like $4::text)`,
    ...(isRoot === undefined ? [] : [`${isRoot ? 'not ' : ''}exists (${PARENTS})`]),
    ...(ofSite === undefined ? [] : [`${ofSite ? '' : 'not '}${OF_SITE}`]),
  ].join(' and ');
}

const ordered = ({ by, descending }: Ordering<GroupColumn>): string => `${by}${descending ? '-down' : ''}`;

function groupsStatement({ order, filter }: Omit<GroupList, 'page'>): Statement {
  const { isRoot = '', ofSite = '' } = filter;
  return callerStatement({
    name: `groups-by-${ordered(order)}-${isRoot}-${ofSite}`,
    body: countedJson({
      row: GROUP_JSON,
      source: `principals p where p.kind = 'group' and ${conditionOf(filter)}`,
      order: orderOf(order),
    }),
  });
}

/** `$5`: the person. Not found: null. */
function groupsOfStatement({ order, filter }: Omit<GroupList, 'page'>): Statement {
  const { isRoot = '', ofSite = '' } = filter;
  return callerStatement({
    name: `groups-of-by-${ordered(order)}-${isRoot}-${ofSite}`,
    before: `person as (select q.authorities from principals q where q.name = $5 and q.kind = 'person')`,
    body: `case when exists (select from person) then ${countedJson({
      row: GROUP_JSON,
      source: `principals p where p.kind = 'group' and p.id = any ((select authorities from person)::int[]) and ${conditionOf(filter)}`,
      order: orderOf(order),
    })} end`,
  });
}

/** `$4`: the group, `$5`: kind of members, null for both. Not found: null. */
const membersStatement = (order: Ordering<GroupColumn>): Statement =>
  callerStatement({
    name: `members-by-${ordered(order)}`,
    before: `wanted as (select g.id from principals g where g.name = $4 and g.kind = 'group')`,
    body: `case when exists (select from wanted) then ${countedJson({
      row: MEMBER_JSON,
      source: `memberships m join principals p on p.id = m.member_id where m.group_id = (select id from wanted) and ($5::text is null or p.kind = $5::text)`,
      order: orderOf(order),
    })} end`,
  });

const GROUP = callerStatement({
  name: 'group-of-name',
  body: `select ${GROUP_JSON} from principals p where p.name = $2 and p.kind = 'group'`,
});
const MEMBER = callerStatement({
  name: 'member-of-name',
  body: `select ${MEMBER_JSON} from principals p where p.name = $2 and p.kind in ('person', 'group')`,
});

/** As LIKE has it; everything but `*` stands for itself. */
const likePattern = (text: string | undefined): string | null =>
  text === undefined
    ? null
    : text
        .toLowerCase()
        .replace(/[\\%_]/g, '\\$&')
        .replaceAll('*', '%');

type GroupReader = Pick<DirectoryReader, 'groups' | 'group' | 'groupsOf' | 'members' | 'member'>;

export function groupReader(session: Session): GroupReader {
  return {
    groups: async (list) => {
      const { page, filter } = list;
      const values = [page.maxItems, page.skipCount, likePattern(filter.displayName)];
      return readCounted<StoredGroup>(await session.ask(groupsStatement(list), values));
    },
    group: async (name) => ((await session.ask(GROUP, [name])) as StoredGroup | null) ?? undefined,
    groupsOf: async (person, list) => {
      const { page, filter } = list;
      const values = [page.maxItems, page.skipCount, likePattern(filter.displayName), person];
      return ((await session.ask(groupsOfStatement(list), values)) as Counted<StoredGroup> | null) ?? undefined;
    },
    members: async (group, { page, order, kind }) => {
      const values = [page.maxItems, page.skipCount, group, kind ?? null];
      return ((await session.ask(membersStatement(order), values)) as Counted<StoredMember> | null) ?? undefined;
    },
    member: async (name) => ((await session.ask(MEMBER, [name])) as StoredMember | null) ?? undefined,
  };
}

const UPDATE = {
  name: 'update-group',
  text: `update principals p set
      display_name = case when $2::text is null then p.display_name else nullif($2, '') end,
      props = case when $3::text is null then p.props else (p.props - 'description') || jsonb_strip_nulls(jsonb_build_object('description', nullif($3, ''))) end
    where p.name = $1 and p.kind = 'group'`,
};
const SUBGROUPS = {
  name: 'subgroups',
  text: `select ${GROUP_JSON} from principals g join memberships m on m.group_id = g.id join principals p on p.id = m.member_id
    where g.name = $1 and p.kind = 'group' order by p.name`,
};
const IS_MEMBER = {
  name: 'is-member',
  text: `select 1 from memberships m join principals g on g.id = m.group_id join principals p on p.id = m.member_id
    where g.name = $1 and p.name = $2`,
};

type GroupWriter = Omit<DirectoryWriter, 'createPerson' | 'updatePerson' | 'setPreference'>;

export function groupWriter(session: Session, now: number): GroupWriter {
  const { executor } = session;
  const update: GroupWriter['updateGroup'] = async (name, { displayName, description }) => {
    await executor.run(UPDATE, [name, displayName ?? null, description ?? null]);
  };
  return {
    lock: () => lockPrincipals(executor),
    createGroup: async ({ name, displayName, description }) => {
      await createGroup(executor, { name, displayName });
      if (description !== undefined) await update(name, { description });
      await keepAuthorityObjects(session, now, [name]);
    },
    updateGroup: async (name, change) => {
      await update(name, change);
      await keepAuthorityObjects(session, now, [name]);
    },
    deleteGroup: async (name) => {
      await dropAuthorityObjects(session, now, [name]);
      await deleteGroup(executor, name);
    },
    subgroups: async (name) =>
      (await executor.run(SUBGROUPS, [name])).map(([subgroup]) => JSON.parse(String(subgroup)) as StoredGroup),
    addMember: (membership) => addMember(executor, membership),
    removeMember: (membership) => removeMember(executor, membership),
    isMember: async ({ group, member }) => (await executor.run(IS_MEMBER, [group, member])).length > 0,
    hasAdministrator: () => hasAdministrator(executor),
  };
}
