/** Changes of people, groups and memberships, each inside of a transaction that holds `lockPrincipals`. */
import type { Group, Membership, NewGroup, NewPerson, Person, PersonChange } from '../../identity/directory';
import { CmisError, constraint } from '../../model/errors';
import { ADMINISTRATORS, ANONYMOUS, ANYONE } from '../../model/principal';
import type { Executor, RawRow } from '../connection/database';
import { recomputeAuthorities } from './memberships';
import { checkGroupName, checkPersonName } from './principal-names';

/** As `personOf` reads them. */
export const PERSON_COLUMNS = 'id, name, display_name, enabled, admin, password is not null';
export const PERSON = {
  name: 'person',
  text: `select ${PERSON_COLUMNS} from principals where name = $1 and kind = 'person'`,
};
// A name that only stood in ACLs becomes the person or group that they meant.
const MAKE = {
  name: 'make-principal',
  text: `insert into principals (name, kind, password, enabled, display_name) values ($1, $2, $3, $4, $5)
    on conflict (name) do update
       set kind = excluded.kind, password = excluded.password, enabled = excluded.enabled,
           display_name = excluded.display_name, epoch = principals.epoch + 1
     where principals.kind = 'unknown'
    returning id`,
};
const UPDATE_PERSON = {
  name: 'update-person',
  text: `update principals set
      password = coalesce($2, password), enabled = coalesce($3::boolean, enabled), display_name = coalesce($4, display_name),
      epoch = epoch + ((password, enabled) is distinct from (coalesce($2, password), coalesce($3::boolean, enabled)))::int
    where name = $1 and kind = 'person' returning ${PERSON_COLUMNS}`,
};
const LOOK_UP = { name: 'principal', text: 'select id, kind, authorities from principals where name = $1' };
const BELONG = {
  name: 'add-membership',
  text: 'insert into memberships (group_id, member_id) values ($1, $2) on conflict do nothing',
};
const LEAVE = {
  name: 'remove-membership',
  text: 'delete from memberships where group_id = $1 and member_id = $2 returning member_id',
};
const DISSOLVE = {
  name: 'dissolve-group',
  text: 'delete from memberships where group_id = $1 or member_id = $1 returning member_id',
};
const SITE_OF_GROUP = {
  name: 'site-of-group',
  text: `select s.name from sites s where s.group_id = $1 or exists (select from site_roles r where r.site_id = s.object_id and r.group_id = $1)`,
};
// The row stays: ACLs name it.
const UNMAKE_GROUP = {
  name: 'unmake-group',
  text: `update principals set kind = 'unknown', display_name = null, object_id = null, props = '{}' where id = $1`,
};

/**
 * Makes a person and adds them to `groups`; the object of theirs is made elsewhere. @throws CmisError `constraint` for
 * a name that is taken or cannot be one, `objectNotFound` for a group.
 */
export async function createPerson(executor: Executor, person: NewPerson): Promise<Person> {
  checkPersonName(person.name);
  await make(executor, { ...person, kind: 'person' });
  for (const group of person.groups ?? []) await addMember(executor, { group, member: person.name });
  const [row] = await executor.run(PERSON, [person.name]);
  return personOf(row as RawRow);
}

/** @throws CmisError `objectNotFound`, `constraint`. */
export async function updatePerson(executor: Executor, name: string, change: PersonChange): Promise<Person> {
  if (name === ANONYMOUS && change.password !== undefined) throw constraint(`'${ANONYMOUS}' cannot log in.`);
  const values = [name, change.password ?? null, change.enabled ?? null, change.displayName ?? null];
  const [row] = await executor.run(UPDATE_PERSON, values);
  if (!row) throw new CmisError('objectNotFound', `There is no person '${name}'.`);
  return personOf(row);
}

/**
 * Makes a group without members; its object is made elsewhere. @throws CmisError `constraint` for a name that is taken
 * or cannot be one.
 */
export async function createGroup(executor: Executor, group: NewGroup): Promise<Group> {
  checkGroupName(group.name);
  const id = await make(executor, { ...group, kind: 'group' });
  return { id, name: group.name, displayName: group.displayName };
}

async function make(executor: Executor, principal: NewPerson & { readonly kind: 'person' | 'group' }): Promise<number> {
  const { name, kind, password, enabled = true, displayName } = principal;
  const [row] = await executor.run(MAKE, [name, kind, password ?? null, enabled, displayName ?? null]);
  if (!row) throw constraint(`A person or group '${name}' already exists.`);
  await recomputeAuthorities(executor, [Number(row[0])]);
  return Number(row[0]);
}

/** Its object must be gone. */
export async function deleteGroup(executor: Executor, name: string): Promise<void> {
  if (name === ANYONE || name === ADMINISTRATORS) throw constraint(`The group '${name}' cannot be deleted.`);
  const { id } = await groupNamed(executor, name);
  const [site] = await executor.run(SITE_OF_GROUP, [id]);
  if (site) throw constraint(`The group '${name}' belongs to the site '${site[0]}' and goes with it.`);
  await dissolveGroup(executor, id);
}

/** Whatever it is for. Its object must be gone. */
export async function dissolveGroup(executor: Executor, id: number): Promise<void> {
  const members = await executor.run(DISSOLVE, [id]);
  await executor.run(UNMAKE_GROUP, [id]);
  await recomputeAuthorities(executor, [id, ...members.map(([member]) => Number(member))]);
}

/**
 * Who is a member already stays one. @throws CmisError `objectNotFound`, `constraint` where a group would hold itself.
 */
export async function addMember(executor: Executor, { group, member }: Membership): Promise<void> {
  const { holder, held } = await bothOf(executor, { group, member });
  if (holder.authorities.includes(held.id)) {
    throw constraint(`'${member}' cannot belong to '${group}': the group would hold itself.`);
  }
  await executor.run(BELONG, [holder.id, held.id]);
  await recomputeAuthorities(executor, [held.id]);
}

/** @throws CmisError `objectNotFound`, also for who belongs to the group only through another one. */
export async function removeMember(executor: Executor, { group, member }: Membership): Promise<void> {
  const { holder, held } = await bothOf(executor, { group, member });
  const [gone] = await executor.run(LEAVE, [holder.id, held.id]);
  if (!gone) throw new CmisError('objectNotFound', `'${member}' is no direct member of '${group}'.`);
  await recomputeAuthorities(executor, [held.id]);
}

interface Found {
  readonly id: number;
  readonly kind: string;
  /** Itself and all that it belongs to. */
  readonly authorities: readonly number[];
}

async function bothOf(
  executor: Executor,
  { group, member }: Membership,
): Promise<{ readonly holder: Found; readonly held: Found }> {
  const holder = await groupNamed(executor, group);
  const held = await lookUp(executor, member);
  if (held?.kind !== 'person' && held?.kind !== 'group') {
    throw new CmisError('objectNotFound', `There is no person or group '${member}'.`);
  }
  if (group === ANYONE) throw constraint(`Everyone belongs to '${ANYONE}'; its members cannot be changed.`);
  if (member === ANYONE || member === ANONYMOUS) throw constraint(`'${member}' cannot belong to a group.`);
  return { holder, held };
}

/** @throws CmisError `objectNotFound`. */
export async function groupNamed(executor: Executor, name: string): Promise<Found> {
  const found = await lookUp(executor, name);
  if (found?.kind !== 'group') throw new CmisError('objectNotFound', `There is no group '${name}'.`);
  return found;
}

async function lookUp(executor: Executor, name: string): Promise<Found | undefined> {
  const [row] = await executor.run(LOOK_UP, [name]);
  if (!row) return undefined;
  const authorities = (row[2] ?? '{}').slice(1, -1).split(',').map(Number);
  return { id: Number(row[0]), kind: String(row[1]), authorities };
}

export const personOf = (row: RawRow): Person => ({
  id: Number(row[0]),
  name: String(row[1]),
  displayName: row[2] ?? undefined,
  enabled: row[3] === 't',
  admin: row[4] === 't',
  hasPassword: row[5] === 't',
});
