/** The operations on renditions that nodes, versions of files and deleted nodes have alike. */
import { nothing, operation, type Call, type Operation } from '../framework/operation';
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

interface RenditionsOf {
  readonly path: string;
  /** In the ids of the operations. */
  readonly of: '' | 'Version' | 'DeletedNode';
  /** In their summaries. */
  readonly owner: string;
  readonly since: string;
  readonly placeOf: (call: Pick<Call, 'repository' | 'request' | 'path' | 'parts'>) => Place | Promise<Place>;
}

export const readingOperations = ({ path, of, owner, since, placeOf }: RenditionsOf): readonly Operation[] => [
  operation({
    id: `list${of}Renditions`,
    method: 'GET',
    path,
    api: 'core',
    summary: `List renditions of ${owner}`,
    since,
    status: 200,
    answers: 'Rendition',
    isList: true,
    parameters: WHERE,
    run: async (call) => answerRenditions(call, await placeOf(call), { given: call.query.where }),
  }),
  operation({
    id: `get${of}Rendition`,
    method: 'GET',
    path: `${path}/{renditionId}`,
    api: 'core',
    summary: `Get rendition information of ${owner}`,
    since,
    status: 200,
    answers: 'Rendition',
    run: async (call) => answerRendition(call, await placeOf(call)),
  }),
  operation({
    id: `get${of}RenditionContent`,
    method: 'GET',
    path: `${path}/{renditionId}/content`,
    api: 'core',
    summary: `Get rendition content of ${owner}`,
    since,
    status: 200,
    rawAnswer: true,
    parameters: CONTENT,
    run: async (call) => answerRenditionContent(call, await placeOf(call), call.query),
  }),
];

export const changingOperations = ({ path, of, owner, since, placeOf }: RenditionsOf): readonly Operation[] => [
  operation({
    id: `create${of}Rendition`,
    method: 'POST',
    path,
    api: 'core',
    summary: `Create rendition of ${owner}`,
    since,
    status: 202,
    many: true,
    example: { id: 'pdf' },
    body: BODY,
    run: async (call) => {
      await createRenditions(call, await placeOf(call));
      return nothing;
    },
  }),
  operation({
    id: `delete${of}Rendition`,
    method: 'DELETE',
    path: `${path}/{renditionId}`,
    api: 'core',
    summary: `Delete rendition of ${owner}`,
    since: '7.1.1',
    status: 204,
    run: async (call) => {
      await removeRendition(call, await placeOf(call));
      return nothing;
    },
  }),
];
