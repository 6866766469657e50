/** Renditions of nodes; reference: Alfresco's `/nodes/{nodeId}/renditions`. */
import { nothing, operation, type Call, type Operation } from '../framework/operation';
import { nodeIdOf } from '../nodes/node-id';
import {
  answerRendition,
  answerRenditionContent,
  answerRenditions,
  BODY,
  CONTENT,
  createRenditions,
  removeRendition,
  WHERE,
  type Place,
} from './rendition-answers';

const PATH = '/nodes/{nodeId}/renditions';

const placeOf = async (call: Pick<Call, 'repository' | 'request' | 'path' | 'parts'>): Promise<Place> => ({
  request: call.request,
  objectId: await nodeIdOf(call, call.path['nodeId']),
});

const createRendition = operation({
  id: 'createRendition',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create rendition',
  since: '5.2',
  status: 202,
  many: true,
  example: { id: 'pdf' },
  body: BODY,
  run: async (call) => {
    await createRenditions(call, await placeOf(call));
    return nothing;
  },
});

const listRenditions = operation({
  id: 'listRenditions',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List renditions',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  isList: true,
  parameters: WHERE,
  run: async (call) => answerRenditions(call, await placeOf(call), { given: call.query.where }),
});

const getRendition = operation({
  id: 'getRendition',
  method: 'GET',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Get rendition information',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  run: async (call) => answerRendition(call, await placeOf(call)),
});

const deleteRendition = operation({
  id: 'deleteRendition',
  method: 'DELETE',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Delete rendition',
  since: '7.1.1',
  status: 204,
  run: async (call) => {
    await removeRendition(call, await placeOf(call));
    return nothing;
  },
});

const getRenditionContent = operation({
  id: 'getRenditionContent',
  method: 'GET',
  path: `${PATH}/{renditionId}/content`,
  api: 'core',
  summary: 'Get rendition content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: CONTENT,
  run: async (call) => answerRenditionContent(call, await placeOf(call), call.query),
});

export const NODE_RENDITIONS: readonly Operation[] = [
  createRendition,
  listRenditions,
  getRendition,
  deleteRendition,
  getRenditionContent,
];
