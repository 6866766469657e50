/** What programs keep for a person; reference: Alfresco's `/people/{personId}/preferences`. */
import type { Preference } from '../../repository/storage/directory';
import { entityNotFound, relationshipNotFound } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { entry, operation, type Json, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, text } from '../framework/shapes';
import { personIdOf } from './person-id';

const PATH = '/people/{personId}/preferences';
const ONE = `${PATH}/{preferenceName}`;

const entryOf = ({ name, value }: Preference): Json => ({ id: name, value });

const listPreferences = operation({
  id: 'listPreferences',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List preferences',
  since: '4.2',
  status: 200,
  answers: 'Preference',
  parameters: PAGING,
  run: async ({ repository, request, path, query }) => {
    const person = personIdOf(request, path['personId']);
    return countedList(
      await foundAs(person, repository.listPreferences(request, { person, page: query })),
      query,
      entryOf,
    );
  },
});

const getPreference = operation({
  id: 'getPreference',
  method: 'GET',
  path: ONE,
  api: 'core',
  summary: 'Get a preference',
  since: '4.2',
  status: 200,
  answers: 'Preference',
  run: async ({ repository, request, path }) => {
    const person = personIdOf(request, path['personId']);
    const name = path['preferenceName'] ?? '';
    const found = await foundAs(person, repository.getPreference(request, { person, name }));
    if (!found) throw relationshipNotFound(person, name.slice(0, 200));
    return entry(entryOf(found));
  },
});

const updatePreference = operation({
  id: 'updatePreference',
  method: 'PUT',
  path: ONE,
  api: 'core',
  summary: 'Update a preference; without a value it is removed',
  since: '4.2',
  status: 200,
  answers: 'Preference',
  example: { value: 'true' },
  body: object({ id: text(), value: text() }),
  run: async ({ repository, request, path, body }) => {
    const person = personIdOf(request, path['personId']);
    if (person !== request.caller.name) throw entityNotFound(person.slice(0, 200));
    const name = path['preferenceName'] ?? '';
    await repository.setPreference(request, { person, name, value: body?.value });
    return entry({ id: name, value: body?.value });
  },
});

export const PREFERENCES: readonly Operation[] = [listPreferences, getPreference, updatePreference];
