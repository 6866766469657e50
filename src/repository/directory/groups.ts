/** Groups and who belongs to them. Everybody may know both; administrators alone change them. */
import { CmisError, constraint } from '../../model/errors';
import { ADMINISTRATORS, ANYONE } from '../../model/principal';
import type { PageRequest } from '../values/object-view';
import { requireAdministrator } from '../access/access';
import { nobody } from './people';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted, GroupColumn, GroupList, Ordering, StoredGroup, StoredMember } from '../storage/directory';

/** A page of the groups, and how many there are, in one statement; of everybody. */
export const listGroups = (uow: ReadUnit, input: GroupList): Promise<Counted<StoredGroup>> =>
  uow.directory.groups(input);

/** @throws CmisError `objectNotFound`. */
export async function getGroup(uow: ReadUnit, name: string): Promise<StoredGroup> {
  return (await uow.directory.group(name)) ?? noGroup(name);
}

/** All that a person belongs to, also through other groups. @throws CmisError `objectNotFound`. */
export async function listGroupsOfPerson(
  uow: ReadUnit,
  { person, ...list }: GroupList & { readonly person: string },
): Promise<Counted<StoredGroup>> {
  return (await uow.directory.groupsOf(person, list)) ?? nobody(person);
}

export interface ListMembers {
  readonly group: string;
  readonly page: PageRequest;
  readonly order: Ordering<GroupColumn>;
  readonly kind?: 'person' | 'group';
}

/** Direct members. @throws CmisError `objectNotFound`; `notSupported` for the group of everybody. */
export async function listMembers(uow: ReadUnit, { group, ...input }: ListMembers): Promise<Counted<StoredMember>> {
  if (group === ANYONE) throw new CmisError('notSupported', `Everybody belongs to '${ANYONE}'; nobody is listed.`);
  return (await uow.directory.members(group, input)) ?? noGroup(group);
}

export interface CreateGroup {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly parents?: readonly string[] | undefined;
}

/** @throws CmisError `nameConstraintViolation` for a name that is taken, `objectNotFound` for a parent that is not there. */
export async function createGroup(uow: UnitOfWork, input: CreateGroup): Promise<StoredGroup> {
  const { name, parents = [] } = input;
  await uow.directoryWriter.lock();
  const found = await uow.directory.group(name);
  requireAdministrator(uow, 'make groups');
  if (found) throw new CmisError('nameConstraintViolation', `There is a group '${name}' already.`);
  checkTexts(input);
  await uow.directoryWriter.createGroup({
    name,
    ...(input.displayName !== undefined && { displayName: input.displayName }),
    ...(input.description !== undefined && { description: input.description }),
  });
  for (const group of new Set(parents)) await uow.directoryWriter.addMember({ group, member: name });
  return getGroup(uow, name);
}

export interface UpdateGroup {
  readonly name: string;
  /** Empty texts remove. */
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
}

/** @throws CmisError `nameConstraintViolation` for groups that are as they are. */
export async function updateGroup(uow: UnitOfWork, input: UpdateGroup): Promise<StoredGroup> {
  const { name, displayName, description } = input;
  await lockGroup(uow, name, 'change groups');
  if (name === ANYONE) throw fixed(name);
  checkTexts(input);
  await uow.directoryWriter.updateGroup(name, {
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
  });
  return getGroup(uow, name);
}

/** `cascade`: with subgroups that no other group holds; those that stay for their purpose stay. */
export async function deleteGroup(
  uow: UnitOfWork,
  { name, cascade }: { readonly name: string; readonly cascade: boolean },
): Promise<void> {
  const group = await lockGroup(uow, name, 'delete groups');
  if (stays(group)) throw fixed(name);
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const subgroups = cascade ? await uow.directoryWriter.subgroups(next) : [];
    await uow.directoryWriter.deleteGroup(next);
    const left = subgroups.filter(
      (subgroup) => subgroup.parents.every((parent) => parent === next) && !stays(subgroup),
    );
    waiting.push(...left.map((subgroup) => subgroup.name));
  }
  await requireSomeAdministrator(uow);
}

/**
 * @throws CmisError `objectNotFound`, `invalidArgument` for a member of another kind, `nameConstraintViolation` for one
 * that it is already.
 */
export async function addMember(
  uow: UnitOfWork,
  { group, member, kind }: { readonly group: string; readonly member: string; readonly kind: StoredMember['kind'] },
): Promise<StoredMember> {
  await lockGroup(uow, group, 'change who belongs to a group');
  if (group === ANYONE) throw fixed(group);
  const found = await uow.directory.member(member);
  if (!found) throw new CmisError('objectNotFound', `There is no person or group '${member}'.`);
  if (found.kind !== kind) throw new CmisError('invalidArgument', `'${member}' is a ${found.kind}, not a ${kind}.`);
  if (await uow.directoryWriter.isMember({ group, member }))
    throw new CmisError('nameConstraintViolation', `'${member}' belongs to '${group}' already.`);
  await uow.directoryWriter.addMember({ group, member });
  return found;
}

/** @throws CmisError `objectNotFound` when it is no direct member, `nameConstraintViolation` for the last administrator. */
export async function removeMember(
  uow: UnitOfWork,
  { group, member }: { readonly group: string; readonly member: string },
): Promise<void> {
  const found = await lockGroup(uow, group, 'change who belongs to a group');
  if (group === ANYONE) throw fixed(group);
  if (found.ofSite && (await uow.directory.group(member))?.ofSite) throw fixed(member);
  await uow.directoryWriter.removeMember({ group, member });
  await requireSomeAdministrator(uow);
}

async function lockGroup(uow: UnitOfWork, name: string, what: string): Promise<StoredGroup> {
  await uow.directoryWriter.lock();
  const group = await uow.directory.group(name);
  requireAdministrator(uow, what);
  return group ?? noGroup(name);
}

/** Nobody could undo it. */
async function requireSomeAdministrator(uow: UnitOfWork): Promise<void> {
  if (!(await uow.directoryWriter.hasAdministrator()))
    throw new CmisError('nameConstraintViolation', 'Somebody who can log in must stay an administrator.');
}

const stays = ({ name, ofSite }: StoredGroup): boolean => name === ANYONE || name === ADMINISTRATORS || ofSite;

const fixed = (name: string): CmisError =>
  new CmisError('nameConstraintViolation', `The group '${name}' is what it is and cannot be changed so.`);

const MAX_DISPLAY_NAME = 255;
const MAX_DESCRIPTION = 4000;

function checkTexts({ displayName = '', description = '' }: UpdateGroup): void {
  if (displayName.length > MAX_DISPLAY_NAME)
    throw constraint(`The display name is longer than ${MAX_DISPLAY_NAME} characters.`);
  if (description.length > MAX_DESCRIPTION)
    throw constraint(`The description is longer than ${MAX_DESCRIPTION} characters.`);
}

function noGroup(name: string): never {
  throw new CmisError('objectNotFound', `There is no group '${name}'.`);
}
