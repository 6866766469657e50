/** Actions that the server does by itself; reference: Alfresco's `/action-definitions`. There are none yet. */
import { PLAIN } from '../../repository/values/object-view';
import { entityNotFound } from '../framework/api-error';
import { list, operation, type Operation } from '../framework/operation';
import { orderBy, PAGING } from '../framework/parameters';
import { object, required, text, values } from '../framework/shapes';
import { nodeById, nodeIdOf } from '../nodes/node-id';

const DEFINITIONS = '/action-definitions';
const LIST = { ...PAGING, ...orderBy('name', 'title') } as const;
const NONE = list({ entries: [], hasMoreItems: false, totalItems: 0 });

const listActions = operation({
  id: 'listActions',
  method: 'GET',
  path: DEFINITIONS,
  api: 'core',
  summary: 'Retrieve list of available actions',
  since: '5.2.2',
  status: 200,
  answers: 'ActionDefinition',
  parameters: LIST,
  run: () => Promise.resolve(NONE),
});

const actionDetails = operation({
  id: 'actionDetails',
  method: 'GET',
  path: `${DEFINITIONS}/{actionDefinitionId}`,
  api: 'core',
  summary: 'Retrieve the details of an action definition',
  since: '5.2',
  status: 200,
  answers: 'ActionDefinition',
  run: ({ path }) => Promise.reject(entityNotFound((path['actionDefinitionId'] ?? '').slice(0, 200))),
});

const nodeActions = operation({
  id: 'nodeActions',
  method: 'GET',
  path: '/nodes/{nodeId}/action-definitions',
  api: 'core',
  summary: 'Retrieve actions for a node',
  since: '5.2',
  status: 200,
  answers: 'ActionDefinition',
  parameters: LIST,
  run: async (call) => {
    await nodeById(call, { id: await nodeIdOf(call, call.path['nodeId']), selection: PLAIN });
    return NONE;
  },
});

const actionExec = operation({
  id: 'actionExec',
  method: 'POST',
  path: '/action-executions',
  api: 'core',
  summary: 'Execute an action',
  since: '5.2',
  status: 202,
  answers: 'ActionExecution',
  body: object({ actionDefinitionId: required(text()), targetId: text(), params: values() }),
  run: ({ body }) => Promise.reject(entityNotFound((body?.actionDefinitionId ?? '').slice(0, 200))),
});

export const ACTIONS: readonly Operation[] = [listActions, actionDetails, nodeActions, actionExec];
