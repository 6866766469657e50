/** Renditions of versions of files; reference: Alfresco's `/nodes/{nodeId}/versions/{versionId}/renditions`. */
import { nothing, operation, type Call, type Operation } from '../framework/operation';
import { versionOf } from '../nodes/versions';
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

const PATH = '/nodes/{nodeId}/versions/{versionId}/renditions';

const placeOf = async (call: Pick<Call, 'repository' | 'request' | 'path' | 'parts'>): Promise<Place> => ({
  request: call.request,
  objectId: (await versionOf(call)).id,
});

const createVersionRendition = operation({
  id: 'createVersionRendition',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create rendition for a file version',
  since: '7.0.0',
  status: 202,
  many: true,
  example: { id: 'pdf' },
  body: BODY,
  run: async (call) => {
    await createRenditions(call, await placeOf(call));
    return nothing;
  },
});

const listVersionRenditions = operation({
  id: 'listVersionRenditions',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List renditions for a file version',
  since: '7.0.0',
  status: 200,
  answers: 'Rendition',
  isList: true,
  parameters: WHERE,
  run: async (call) => answerRenditions(call, await placeOf(call), { given: call.query.where }),
});

const getVersionRendition = operation({
  id: 'getVersionRendition',
  method: 'GET',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Get rendition information for a file version',
  since: '7.0.0',
  status: 200,
  answers: 'Rendition',
  run: async (call) => answerRendition(call, await placeOf(call)),
});

const deleteVersionRendition = operation({
  id: 'deleteVersionRendition',
  method: 'DELETE',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Delete rendition for a version',
  since: '7.1.1',
  status: 204,
  run: async (call) => {
    await removeRendition(call, await placeOf(call));
    return nothing;
  },
});

const getVersionRenditionContent = operation({
  id: 'getVersionRenditionContent',
  method: 'GET',
  path: `${PATH}/{renditionId}/content`,
  api: 'core',
  summary: 'Get rendition content for a file version',
  since: '7.0.0',
  status: 200,
  rawAnswer: true,
  parameters: CONTENT,
  run: async (call) => answerRenditionContent(call, await placeOf(call), call.query),
});

export const VERSION_RENDITIONS: readonly Operation[] = [
  createVersionRendition,
  listVersionRenditions,
  getVersionRendition,
  deleteVersionRendition,
  getVersionRenditionContent,
];
