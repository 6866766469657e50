/** The bytes of documents, CMIS 1.1 §3.11.8. */
import type { IncomingMessage } from 'node:http';
import { parse as parseDisposition } from 'content-disposition';
import { sendContent } from '../../http/content-response';
import { withStagedBody } from '../../http/staged-body';
import { CmisError, invalidArgument } from '../../model/errors';
import { PLAIN } from '../../repository/values/object-view';
import type { StagedContent } from '../../repository/contract/new-object';
import type { UpdatedObject } from '../../repository/contract/updated-object';
import { booleanParameter, requiredParameter, textParameter } from '../parameters';
import { sendNothing } from './answers';
import type { Call } from './call';
import { HttpError } from './error-response';
import { contentAddress } from './links';

/** GET of a content stream or a part of it; CMIS 1.1 §3.11.8.1. */
export async function getContent(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const streamId = textParameter(call.query, 'streamId');
  const content = await call.repository.getContentStream(call.request, {
    objectId,
    ...(streamId !== undefined && { streamId }),
  });
  await sendContent(call.req, call.res, { content, download: 'attachment' });
}

/** PUT of bytes in place of a content stream, or behind it; CMIS 1.1 §3.11.8.2. */
export async function putContent(call: Call): Promise<void> {
  const { query, repository, request } = call;
  const objectId = requiredParameter(query, 'id');
  const isAppended = booleanParameter(query, 'append', false);
  const isLastChunk = booleanParameter(query, 'isLastChunk', false);
  const overwriteFlag = booleanParameter(query, 'overwriteFlag', true);
  const token = await tokenOf(call, objectId);
  await withBody(call, async (content) => {
    const input = { objectId, content, ...token };
    const updated = isAppended
      ? await repository.appendContentStream(request, { ...input, isLastChunk })
      : await repository.setContentStream(request, { ...input, overwriteFlag });
    sendUpdated(call, updated);
  });
}

/** DELETE of a content stream; CMIS 1.1 §3.11.8.3. */
export async function deleteContent(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const token = await tokenOf(call, objectId);
  const { newVersion, view } = await call.repository.deleteContentStream(call.request, { objectId, ...token });
  sendNothing(call, 204, newVersion ? { 'Content-Location': contentAddress(call.base, view.object) } : {});
}

/** 201 tells clients that the document has another id from now on. */
function sendUpdated(call: Call, { view, newVersion }: UpdatedObject): void {
  const location = contentAddress(call.base, view.object);
  sendNothing(call, newVersion ? 201 : 200, { Location: location, 'Content-Location': location });
}

/** The change token of the request; one of the object's state where `If-Match` names its present content. */
async function tokenOf(call: Call, objectId: string): Promise<{ readonly changeToken?: string }> {
  const given = textParameter(call.query, 'changeToken');
  const condition = call.req.headers['if-match'];
  if (condition === undefined || condition.trim() === '*') return given === undefined ? {} : { changeToken: given };
  const { object } = await call.repository.getObject(call.request, { objectId, selection: PLAIN });
  if (!object.content || !condition.includes(`"${object.content.id}"`)) {
    throw new HttpError('preconditionFailed', `The content of '${object.id}' is not the one that ${condition} names.`);
  }
  return { changeToken: given ?? String(object.changeToken) };
}

/** Stages the body and lets `use` work with it; what is unclaimed afterwards goes. */
function withBody({ req, parts }: Call, use: (content: StagedContent) => Promise<void>): Promise<void> {
  const about = aboutBody(req);
  return withStagedBody(req, parts.staging, { use: (stored) => use({ ...stored, ...about }) });
}

function aboutBody(req: IncomingMessage): Pick<StagedContent, 'mimeType' | 'fileName'> {
  if (req.headers['content-range'] !== undefined) {
    throw new CmisError('notSupported', 'A part of a content cannot be put; append=true puts bytes behind it.');
  }
  const mimeType = req.headers['content-type']?.trim();
  const fileName = fileNameOf(req.headers['content-disposition']);
  return { ...(mimeType && { mimeType }), ...(fileName && { fileName }) };
}

function fileNameOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return parseDisposition(header).parameters['filename']?.replace(/^.*[/\\]/, '');
  } catch {
    throw invalidArgument(`The Content-Disposition '${header}' cannot be read.`);
  }
}
