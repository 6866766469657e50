/** Renditions of what is in the trash, by who may see it there; reference: Alfresco's `/deleted-nodes/{nodeId}/renditions`. */
import { parseObjectId } from '../../repository/object-id';
import { entityNotFound } from '../framework/api-error';
import { operation, type Call, type Operation } from '../framework/operation';
import {
  answerRendition,
  answerRenditionContent,
  answerRenditions,
  CONTENT,
  WHERE,
  type Place,
} from './rendition-answers';

const PATH = '/deleted-nodes/{nodeId}/renditions';

function placeOf({ path, request }: Pick<Call, 'path' | 'request'>): Place {
  const objectId = path['nodeId'] ?? '';
  if (!parseObjectId(objectId)) throw entityNotFound(objectId.slice(0, 200));
  return { request, objectId, inTrash: true };
}

const listDeletedNodeRenditions = operation({
  id: 'listDeletedNodeRenditions',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List renditions for a deleted node',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  isList: true,
  parameters: WHERE,
  run: (call) => answerRenditions(call, placeOf(call), { given: call.query.where }),
});

const getDeletedNodeRendition = operation({
  id: 'getDeletedNodeRendition',
  method: 'GET',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Get rendition information for a deleted node',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  run: (call) => answerRendition(call, placeOf(call)),
});

const getDeletedNodeRenditionContent = operation({
  id: 'getDeletedNodeRenditionContent',
  method: 'GET',
  path: `${PATH}/{renditionId}/content`,
  api: 'core',
  summary: 'Get rendition content of a deleted node',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: CONTENT,
  run: (call) => answerRenditionContent(call, placeOf(call), call.query),
});

export const DELETED_RENDITIONS: readonly Operation[] = [
  listDeletedNodeRenditions,
  getDeletedNodeRendition,
  getDeletedNodeRenditionContent,
];
