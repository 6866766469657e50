/** Who belongs to a group; reference: Alfresco's `/groups/{groupId}/members`. */
import { badRequest } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { created, nothing, operation, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { object, oneOf, required, text } from '../framework/shapes';
import { equalities, where } from '../framework/where';
import { memberEntry } from './group-entry';
import { groupIdOf } from './group-id';
import { GROUP_ORDER, groupOrder } from './group-list';

const PATH = '/groups/{groupId}/members';
const KINDS = { PERSON: 'person', GROUP: 'group' } as const;
const MEMBER_TYPES = ['PERSON', 'GROUP'] as const;

const listGroupMemberships = operation({
  id: 'listGroupMemberships',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List memberships of a group',
  since: '5.2.1',
  status: 200,
  answers: 'GroupMember',
  parameters: { ...PAGING, ...GROUP_ORDER, ...where("memberType='PERSON' or memberType='GROUP'") },
  run: async ({ repository, request, path, query }) => {
    const group = groupIdOf(path['groupId']);
    const { memberType } = equalities(query.where, ['memberType']);
    const type = MEMBER_TYPES.find((candidate) => candidate === memberType);
    if (memberType !== undefined && !type) throw badRequest(`MemberType is invalid: ${memberType.slice(0, 100)}`);
    const list = { group, page: query, order: groupOrder(query.orderBy), ...(type && { kind: KINDS[type] }) };
    return countedList(await foundAs(group, repository.listMembers(request, list)), query, memberEntry);
  },
});

const createGroupMembership = operation({
  id: 'createGroupMembership',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a group membership',
  since: '5.2.1',
  status: 201,
  answers: 'GroupMember',
  example: { id: 'anna', memberType: 'PERSON' },
  body: object({ id: required(text()), memberType: required(oneOf(MEMBER_TYPES)) }),
  run: async ({ repository, request, path, body }) => {
    const group = groupIdOf(path['groupId']);
    if (!body) throw badRequest('The member is missing');
    const member = { group, member: body.id, kind: KINDS[body.memberType] };
    return created([memberEntry(await repository.addMember(request, member))]);
  },
});

const deleteGroupMembership = operation({
  id: 'deleteGroupMembership',
  method: 'DELETE',
  path: `${PATH}/{groupMemberId}`,
  api: 'core',
  summary: 'Delete a group membership',
  since: '5.2.1',
  status: 204,
  run: async ({ repository, request, path }) => {
    const group = groupIdOf(path['groupId']);
    const member = path['groupMemberId'] ?? '';
    await foundAs(member, repository.removeMember(request, { group, member }));
    return nothing;
  },
});

export const GROUP_MEMBERS: readonly Operation[] = [listGroupMemberships, createGroupMembership, deleteGroupMembership];
