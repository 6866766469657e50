import { sendContent } from '../../http/content-response';
import { withStagedBody } from '../../http/staged-body';
import { CmisError } from '../../model/errors';
import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import type { NewVersion, StagedContent } from '../../repository/contract/new-object';
import { badRequest, entityNotFound, unsupportedMediaType } from '../framework/api-error';
import { entry, operation, sent, type Answer, type Call } from '../framework/operation';
import { flagParameter, textParameter } from '../framework/parameters';
import { isForm } from '../framework/request-body';
import { nodeEntryOf, selectionFor, wantedOfOne } from './entries';
import { NODE_INCLUDES } from './get-node';
import { mimeTypeOf } from './new-node';
import { nodeById, nodeIdOf } from './node-id';
import { contentLimit } from './upload-node';

/** `attachment`, as everything that answers content takes it. */
export const ATTACHMENT = {
  attachment: flagParameter('Whether a browser shall save the content instead of showing it; true when absent'),
} as const;

/** Sends the content of an object, whole or in part. @throws ApiError 404 when it has none. */
export async function answerContent(
  call: Pick<Call, 'repository' | 'request' | 'req' | 'res'>,
  { objectId, attachment }: { readonly objectId: string; readonly attachment: boolean | undefined },
): Promise<Answer> {
  const { repository, request, req, res } = call;
  try {
    const content = await repository.getContentStream(request, { objectId });
    await sendContent(req, res, { content, download: attachment === false ? 'inline' : 'attachment', detailed: true });
    return sent;
  } catch (error) {
    const isWithout = error instanceof CmisError && (error.code === 'constraint' || error.code === 'objectNotFound');
    throw isWithout && !res.headersSent ? entityNotFound(objectId) : error;
  }
}

/** @throws ApiError 400 for what can have no content. */
export function requireFile({ object }: ObjectView): void {
  if (object.type.baseId !== 'cmis:document') throw badRequest(`NodeId of content is expected: ${object.uuid}`);
}

export const getNodeContent = operation({
  id: 'getNodeContent',
  method: 'GET',
  path: '/nodes/{nodeId}/content',
  api: 'core',
  summary: 'Get node content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: ATTACHMENT,
  run: async (call) => {
    const id = await nodeIdOf(call, call.path['nodeId']);
    requireFile(await nodeById(call, { id, selection: PLAIN }));
    return answerContent(call, { objectId: id, attachment: call.query.attachment });
  },
});

export const updateNodeContent = operation({
  id: 'updateNodeContent',
  method: 'PUT',
  path: '/nodes/{nodeId}/content',
  api: 'core',
  summary: 'Update node content',
  since: '5.2',
  status: 200,
  answers: 'Node',
  rawBody: true,
  parameters: {
    ...NODE_INCLUDES,
    majorVersion: flagParameter('Whether the new version is a major one'),
    comment: textParameter('Of the new version'),
    name: textParameter('A new name'),
  },
  run: async (call) => {
    const { query, parts, req } = call;
    if (isForm(req)) throw unsupportedMediaType('The content itself is expected, not multipart/form-data');
    const id = await nodeIdOf(call, call.path['nodeId']);
    const before = await nodeById(call, { id, selection: PLAIN });
    requireFile(before);
    const written = await withStagedBody(req, parts.forms.staging, {
      onFailure: contentLimit,
      use: (bytes) => writeContent(call, before, { ...bytes, mimeType: mimeTypeOf(query.name ?? before.object.name) }),
    });
    const wanted = wantedOfOne(query.include);
    const view = await nodeById(call, { id: written, selection: selectionFor(wanted) });
    return entry(await nodeEntryOf(call, view, wanted));
  },
});

interface WriteCall extends Pick<Call, 'repository' | 'request'> {
  readonly query: {
    readonly majorVersion: boolean | undefined;
    readonly comment: string | undefined;
    readonly name: string | undefined;
  };
}

/** A document that is checked out is checked in with the content. Returns the uuid of what was written. */
async function writeContent(
  { repository, request, query }: WriteCall,
  before: ObjectView,
  bytes: StagedContent,
): Promise<string> {
  const { object } = before;
  const { majorVersion, comment, name } = query;
  const content = await repository.withWords(bytes, name ?? object.name);
  const properties = name === undefined ? {} : { 'cmis:name': name };
  const { version } = object;
  if (version?.isWorkingCopy === true || version?.checkedOutBy !== undefined) {
    await repository.checkIn(request, {
      objectId: `${object.series};pwc`,
      major: majorVersion ?? false,
      properties,
      content,
      ...(comment !== undefined && { checkinComment: comment }),
    });
    return object.series;
  }
  const asked: NewVersion | undefined =
    majorVersion === undefined && comment === undefined
      ? undefined
      : { major: majorVersion ?? false, ...(comment !== undefined && { comment }) };
  await repository.together(request, async (operations) => {
    await operations.setContentStream({
      objectId: object.uuid,
      content,
      overwriteFlag: true,
      ...(asked && { version: asked }),
    });
    // The new version has the name; the one before keeps its own.
    if (name !== undefined) await operations.updateProperties({ objectId: object.uuid, properties });
  });
  return object.uuid;
}
