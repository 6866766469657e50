/** People; reference: Alfresco's `/people`. */
import { CmisError } from '../../model/errors';
import { hashPassword } from '../../identity/passwords';
import { badRequest, forbidden } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, operation, type ApiParts, type Call, type Operation } from '../framework/operation';
import { include, orderBy, PAGING } from '../framework/parameters';
import type { PersonColumn } from '../../repository/storage/directory';
import { personEntry, WITH_CAPABILITIES } from './person-entry';
import { personIdOf } from './person-id';
import { CHANGED_PERSON, checkPersonId, NEW_PERSON, requireKept } from './person-input';

const listPeople = operation({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  api: 'core',
  summary: 'List people',
  since: '5.2',
  status: 200,
  answers: 'Person',
  parameters: { ...PAGING, ...orderBy('id', 'firstName', 'lastName'), ...include('capabilities') },
  run: async ({ repository, request, query }) => {
    const order = query.orderBy.map(({ column, descending }) => ({ by: column as PersonColumn, descending }));
    const people = await repository.listPeople(request, { page: query, order });
    return countedList(people, query, (person) => personEntry(person, query.include));
  },
});

const getPerson = operation({
  id: 'getPerson',
  method: 'GET',
  path: '/people/{personId}',
  api: 'core',
  summary: 'Get a person',
  since: '4.2',
  status: 200,
  answers: 'Person',
  run: async ({ repository, request, path }) => {
    const id = personIdOf(request, path['personId']);
    return entry(personEntry(await foundAs(id, repository.getPerson(request, id)), WITH_CAPABILITIES));
  },
});

const createPerson = operation({
  id: 'createPerson',
  method: 'POST',
  path: '/people',
  api: 'core',
  summary: 'Create person',
  since: '5.2',
  status: 201,
  answers: 'Person',
  example: { id: 'anna', firstName: 'Anna', email: 'anna@example.com', password: 'secret' },
  body: NEW_PERSON,
  run: async ({ repository, request, body }) => {
    if (!body) throw badRequest('The person is missing');
    const { id, password, enabled = true, ...profile } = body;
    checkPersonId(id);
    // A password costs much to hash.
    if (!(await isAdministrator({ repository, request }))) throw forbidden();
    const person = { name: id, password: await hashPassword(password), enabled, profile };
    return created([personEntry(await repository.createPerson(request, person), WITH_CAPABILITIES)]);
  },
});

const updatePerson = operation({
  id: 'updatePerson',
  method: 'PUT',
  path: '/people/{personId}',
  api: 'core',
  summary: 'Update person',
  since: '5.2',
  status: 200,
  answers: 'Person',
  example: { jobTitle: 'Librarian' },
  body: CHANGED_PERSON,
  run: async ({ parts, repository, request, path, body, req }) => {
    const id = personIdOf(request, path['personId']);
    const { password, oldPassword, enabled, ...profile } = body ?? {};
    requireKept({ ...profile, enabled });
    await foundAs(id, repository.getPerson(request, id));
    const asAdministrator = await isAdministrator({ repository, request });
    if (!asAdministrator && request.caller.name !== id) throw forbidden();
    if (!asAdministrator && (password !== undefined || oldPassword !== undefined))
      await checkOldPassword(parts, { user: id, password, oldPassword, address: parts.clientAddressOf(req) });
    const hashed = password === undefined ? undefined : await hashPassword(password);
    const change = { name: id, profile, enabled: enabled ?? undefined, password: hashed };
    return entry(personEntry(await foundAs(id, repository.updatePerson(request, change)), WITH_CAPABILITIES));
  },
});

/** As it is now: credentials that were verified a while ago may say otherwise. */
async function isAdministrator({ repository, request }: Pick<Call, 'repository' | 'request'>): Promise<boolean> {
  return (await repository.getPerson(request, request.caller.name)).admin;
}

interface PasswordChange {
  readonly user: string;
  readonly password: string | undefined;
  readonly oldPassword: string | undefined;
  readonly address: string;
}

/** Counted as logging in is, so that nobody who holds a ticket can guess. */
async function checkOldPassword({ basic }: ApiParts, change: PasswordChange): Promise<void> {
  const { user, password, oldPassword, address } = change;
  if (password === undefined || oldPassword === undefined)
    throw badRequest("To change password, both 'oldPassword' and 'password' fields are required.");
  try {
    await basic.verify({ user, password: oldPassword, address });
  } catch (error) {
    throw error instanceof CmisError && error.code === 'unauthorized' ? forbidden('Incorrect password.') : error;
  }
}

export const PEOPLE: readonly Operation[] = [listPeople, getPerson, createPerson, updatePerson];
