/** Groups; reference: Alfresco's `/groups` and `/people/{personId}/groups`. */
import { badRequest } from '../framework/api-error';
import { clearable } from '../framework/clearable';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Operation } from '../framework/operation';
import { flagParameter, PAGING } from '../framework/parameters';
import { listOf, object, required, text } from '../framework/shapes';
import { where } from '../framework/where';
import { personIdOf } from '../people/person-id';
import { groupEntry } from './group-entry';
import { groupIdOf } from './group-id';
import { GROUP_INCLUDES, GROUP_ORDER, groupFilter, groupOrder, NO_GROUPS } from './group-list';

const LIST = {
  ...PAGING,
  ...GROUP_ORDER,
  ...GROUP_INCLUDES,
  ...where("isRoot=true, zones in ('…') and displayName in ('…*'), joined by AND"),
};

const listGroups = operation({
  id: 'listGroups',
  method: 'GET',
  path: '/groups',
  api: 'core',
  summary: 'List groups',
  since: '5.2.1',
  status: 200,
  answers: 'Group',
  parameters: LIST,
  run: async ({ repository, request, query }) => {
    const filter = groupFilter(query.where);
    const order = groupOrder(query.orderBy);
    const groups = filter ? await repository.listGroups(request, { page: query, order, filter }) : NO_GROUPS;
    return countedList(groups, query, (group) => groupEntry(group, query.include));
  },
});

const listGroupMembershipsForPerson = operation({
  id: 'listGroupMembershipsForPerson',
  method: 'GET',
  path: '/people/{personId}/groups',
  api: 'core',
  summary: 'List group memberships',
  since: '5.2.1',
  status: 200,
  answers: 'Group',
  parameters: LIST,
  run: async ({ repository, request, path, query }) => {
    const person = personIdOf(request, path['personId']);
    const filter = groupFilter(query.where);
    const list = { person, page: query, order: groupOrder(query.orderBy), filter: filter ?? {} };
    const groups = await foundAs(person, repository.listGroupsOfPerson(request, list));
    return countedList(filter ? groups : NO_GROUPS, query, (group) => groupEntry(group, query.include));
  },
});

const getGroup = operation({
  id: 'getGroup',
  method: 'GET',
  path: '/groups/{groupId}',
  api: 'core',
  summary: 'Get group details',
  since: '5.2.1',
  status: 200,
  answers: 'Group',
  parameters: GROUP_INCLUDES,
  run: async ({ repository, request, path, query }) => {
    const id = groupIdOf(path['groupId']);
    return entry(groupEntry(await foundAs(id, repository.getGroup(request, id)), query.include));
  },
});

const createGroup = operation({
  id: 'createGroup',
  method: 'POST',
  path: '/groups',
  api: 'core',
  summary: 'Create a group',
  since: '5.2.1',
  status: 201,
  answers: 'Group',
  parameters: GROUP_INCLUDES,
  example: { id: 'editors', displayName: 'Editors' },
  body: object({
    id: required(text()),
    displayName: text(),
    description: text(),
    parentIds: listOf(text()),
  }),
  run: async ({ repository, request, query, body }) => {
    if (!body) throw badRequest('The group is missing');
    const { id, displayName, description, parentIds } = body;
    const parents = parentIds?.map(groupIdOf);
    const group = { name: `GROUP_${id}`, displayName, description, parents };
    return created([
      groupEntry(await foundAs(parents?.join(', ') ?? id, repository.createGroup(request, group)), query.include),
    ]);
  },
});

const updateGroup = operation({
  id: 'updateGroup',
  method: 'PUT',
  path: '/groups/{groupId}',
  api: 'core',
  summary: 'Update group details',
  since: '5.2.1',
  status: 200,
  answers: 'Group',
  parameters: GROUP_INCLUDES,
  example: { displayName: 'Editors and authors' },
  body: object({ displayName: clearable(text()), description: clearable(text()) }),
  run: async ({ repository, request, path, query, body }) => {
    const id = groupIdOf(path['groupId']);
    const { displayName, description } = body ?? {};
    if (displayName === null) throw badRequest("'displayName' cannot be null or empty");
    const change = { name: id, displayName, description: description === null ? '' : description };
    return entry(groupEntry(await foundAs(id, repository.updateGroup(request, change)), query.include));
  },
});

const deleteGroup = operation({
  id: 'deleteGroup',
  method: 'DELETE',
  path: '/groups/{groupId}',
  api: 'core',
  summary: 'Delete a group',
  since: '5.2.1',
  status: 204,
  parameters: { cascade: flagParameter('Whether subgroups that no other group holds go, too') },
  run: async ({ repository, request, path, query }) => {
    const name = groupIdOf(path['groupId']);
    await foundAs(name, repository.deleteGroup(request, { name, cascade: query.cascade ?? false }));
    return nothing;
  },
});

export const GROUPS: readonly Operation[] = [
  listGroups,
  getGroup,
  createGroup,
  updateGroup,
  deleteGroup,
  listGroupMembershipsForPerson,
];
