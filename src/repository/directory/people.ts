/** People, and what programs keep for them; who they are decides `DirectoryReader`. */
import { CmisError, constraint, permissionDenied } from '../../model/errors';
import { changedProfile, type ProfileChanges } from '../../model/profile';
import { requireAdministrator } from '../access/access';
import type { PageRequest } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted, Ordering, PersonColumn, Preference, StoredPerson } from '../storage/directory';

/** A page of the people that there are, and how many, in one statement. */
export const listPeople = (
  uow: ReadUnit,
  input: { readonly page: PageRequest; readonly order: readonly Ordering<PersonColumn>[] },
): Promise<Counted<StoredPerson>> => uow.directory.people(input);

/** Everybody may know who there is. @throws CmisError `objectNotFound`. */
export async function getPerson(uow: ReadUnit, name: string): Promise<StoredPerson> {
  return (await uow.directory.person(name)) ?? nobody(name);
}

export interface CreatePerson {
  readonly name: string;
  /** Hashed. */
  readonly password: string;
  readonly enabled: boolean;
  readonly profile: ProfileChanges;
}

/** Administrators only. @throws CmisError `permissionDenied`, `nameConstraintViolation` for a name that is taken. */
export async function createPerson(uow: UnitOfWork, input: CreatePerson): Promise<StoredPerson> {
  const { name, password, enabled } = input;
  await uow.directoryWriter.lock();
  const found = await uow.directory.person(name);
  requireAdministrator(uow, 'make people');
  if (found) throw new CmisError('nameConstraintViolation', `There is a person '${name}' already.`);
  return uow.directoryWriter.createPerson({
    name,
    password,
    enabled,
    profile: changedProfile({}, input.profile, uow.now),
  });
}

export interface UpdatePerson {
  readonly name: string;
  readonly profile: ProfileChanges;
  readonly enabled?: boolean | undefined;
  /** Hashed; that the old one is known is for the caller to see to. */
  readonly password?: string | undefined;
}

/**
 * By the person, or by administrators, who alone say whether an account is enabled. Administrators' accounts stay
 * enabled. @throws CmisError `objectNotFound`, `permissionDenied`.
 */
export async function updatePerson(uow: UnitOfWork, input: UpdatePerson): Promise<StoredPerson> {
  const { name, enabled, password } = input;
  await uow.directoryWriter.lock();
  const before = await getPerson(uow, name);
  if (uow.caller.name !== name) requireAdministrator(uow, `change the person '${name}'`);
  const switches = enabled !== undefined && enabled !== before.enabled;
  if (switches) requireAdministrator(uow, 'enable or disable accounts');
  if (switches && before.admin) throw permissionDenied('The account of an administrator cannot be disabled.');
  return uow.directoryWriter.updatePerson(name, {
    profile: changedProfile(before.profile, input.profile, uow.now),
    ...(switches && { enabled }),
    ...(password !== undefined && { password }),
  });
}

/** One's own, and for administrators anybody's. @throws CmisError `objectNotFound`, `permissionDenied`. */
export async function listPreferences(
  uow: ReadUnit,
  { person, page }: { readonly person: string; readonly page: PageRequest },
): Promise<Counted<Preference>> {
  const found = await uow.directory.preferences(person, page);
  if (!found) return nobody(person);
  requireSelf(uow, person);
  return found;
}

/** As `listPreferences`; undefined where nothing is kept under that name. */
export async function getPreference(
  uow: ReadUnit,
  { person, name }: { readonly person: string; readonly name: string },
): Promise<Preference | undefined> {
  if (person !== uow.caller.name) await getPerson(uow, person);
  requireSelf(uow, person);
  return uow.directory.preference(person, name);
}

const MAX_PREFERENCES = 1000;
const MAX_NAME = 500;

/** One's own alone. An undefined value removes it. @throws CmisError `permissionDenied`, `constraint`. */
export async function setPreference(
  uow: UnitOfWork,
  { person, name, value }: { readonly person: string; readonly name: string; readonly value?: string | undefined },
): Promise<void> {
  const kept = await uow.directory.preferences(person, { maxItems: 1, skipCount: 0 });
  if (!kept) return nobody(person);
  if (person !== uow.caller.name) throw permissionDenied(`You may not change the preferences of '${person}'.`);
  if (name.length > MAX_NAME) throw constraint(`The name of the preference is longer than ${MAX_NAME} characters.`);
  if (value !== undefined && kept.total >= MAX_PREFERENCES && !(await uow.directory.preference(person, name)))
    throw constraint(`A person has at most ${MAX_PREFERENCES} preferences.`);
  await uow.directoryWriter.setPreference(person, name, value);
}

function requireSelf({ caller }: ReadUnit, person: string): void {
  if (caller.name !== person && !caller.admin) throw permissionDenied(`You may not read what is kept for '${person}'.`);
}

/** @throws CmisError `objectNotFound`, always: there is no person of that name. */
export function nobody(name: string): never {
  throw new CmisError('objectNotFound', `There is no person '${name}'.`);
}
