/** GET and HEAD: the selector's answer, or content. */
import { sendContent } from '../../http/content-response';
import type { BaseTypeId } from '../../model/type-definition';
import type { ObjectView } from '../../repository/values/object-view';
import { enumParameter, textParameter } from '../parameters';
import { addressOf, dateTimeFormat, lookUp, styleOf, type Call } from './call';
import { callbackName } from './callback';
import { sendJson } from './exchange';
import { ID_ONLY, type ObjectAddress } from './object-address';
import { OBJECT_SELECTORS, REPOSITORY_SELECTORS, type Read } from './selectors';

export async function answerGet(call: Call): Promise<void> {
  const { query, target } = call;
  const asked = textParameter(query, 'cmisselector');
  if (target.kind !== 'object') {
    // Alone, the address of the service lists the repositories; it may be that of the repository, too.
    const selector = asked ?? (target.kind === 'service' ? 'repositoryInfo' : undefined);
    acceptCallback(call, true);
    const select = lookUp(REPOSITORY_SELECTORS, selector, 'cmisselector');
    await sendJson(call.exchange, { status: 200, json: await select(readOf(call, { path: '/' })) });
    return;
  }
  const named = addressOf(query, target.path);
  const { selector, address } =
    asked === undefined ? await withoutSelector(call, named) : { selector: asked, address: named };
  const isContent = selector.toLowerCase() === 'content';
  acceptCallback(call, !isContent);
  if (isContent) return answerContent(call, address);
  const select = lookUp(OBJECT_SELECTORS, selector, 'cmisselector');
  await sendJson(call.exchange, { status: 200, json: await select(readOf(call, address)) });
}

function acceptCallback(call: Call, answersJson: boolean): void {
  call.exchange.callback = callbackName(call.query, { allowed: call.parts.jsonp, answersJson });
}

function readOf(call: Call, address: ObjectAddress): Read {
  const { parts, request, query, addresses } = call;
  return {
    repository: parts.repository,
    request,
    parameters: query,
    limits: parts.limits,
    results: parts.results,
    addresses,
    address,
    dateTimeFormat: dateTimeFormat(query),
    objectId: () => call.findObjectId(request, address),
    style: styleOf(call, query),
  };
}

const DEFAULT_SELECTORS: Readonly<Partial<Record<BaseTypeId, string>>> = {
  'cmis:document': 'content',
  'cmis:folder': 'children',
};

/** What an object's address answers by itself, CMIS 1.1 §5.4. */
async function withoutSelector(
  call: Call,
  named: ObjectAddress,
): Promise<{ readonly selector: string; readonly address: ObjectAddress }> {
  // The root is known to be a folder.
  if (named.objectId === undefined && named.path === '/') return { selector: 'children', address: named };
  const { object } = await find(call, named);
  const selector = DEFAULT_SELECTORS[object.type.baseId] ?? 'object';
  return { selector, address: { objectId: object.id, path: named.path } };
}

function find({ parts, request }: Call, { objectId, path }: ObjectAddress): Promise<ObjectView> {
  const { repository } = parts;
  return objectId === undefined
    ? repository.getObjectByPath(request, { path, selection: ID_ONLY })
    : repository.getObject(request, { objectId, selection: ID_ONLY });
}

async function answerContent(call: Call, address: ObjectAddress): Promise<void> {
  const { parts, request, query, exchange } = call;
  const download = enumParameter(query, 'download', ['inline', 'attachment']) ?? 'inline';
  const streamId = textParameter(query, 'streamId');
  const objectId = await call.findObjectId(request, address);
  const content = await parts.repository.getContentStream(request, {
    objectId,
    ...(streamId !== undefined && { streamId }),
  });
  await sendContent(exchange.req, exchange.res, { content, download });
}
