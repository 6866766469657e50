/** POST: reads the form, does what it asks for, answers or keeps the result. */
import { withForm } from '../../http/form';
import type { Form } from '../../http/submitted-form';
import { CmisError, type CmisErrorCode } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { StagedContent } from '../../repository/contract/new-object';
import { textParameter, type Parameters } from '../parameters';
import { OBJECT_ACTIONS, REPOSITORY_ACTIONS, type Answer, type Write } from './actions';
import type { BrowserAddresses } from './addresses';
import { addressOf, dateTimeFormat, lookUp, styleOf, type Call } from './call';
import { callbackName } from './callback';
import { controls } from './control-form';
import { errorAnswer } from './error-response';
import { sendJson, sendNothing, sendPage } from './exchange';
import type { LastResult } from '../../repository/storage/results';
import { tokenParameter } from './last-result';

export async function answerPost(call: Call): Promise<void> {
  refuseCallback(call, call.query);
  await withForm(call.exchange.req, { ...call.parts.forms, contentControl: 'content' }, (form) => act(call, form));
}

function refuseCallback(call: Call, parameters: Parameters): void {
  callbackName(parameters, { allowed: call.parts.jsonp, answersJson: false });
}

async function act(call: Call, form: Form): Promise<void> {
  const parameters = controls(form.fields, call.query);
  call.exchange.suppressResponseCodes ||= textParameter(parameters, 'suppressResponseCodes')?.toLowerCase() === 'true';
  refuseCallback(call, parameters);
  const token = tokenParameter(parameters);
  if (token === undefined) {
    await send(call, await perform(call, parameters, form));
    return;
  }
  const result = await perform(call, parameters, form).then(resultOf, (error: unknown) => failureOf(call, error));
  await call.parts.results.keep(call.request.caller.id, token, result);
  await sendPage(call.exchange);
}

/**
 * Values are read as the types that this process knows say. Should that fail, a type may have been made or changed
 * elsewhere just now: then it is tried once more.
 */
async function perform(call: Call, parameters: Parameters, form: Form): Promise<Answer> {
  const { repository } = call.parts;
  const table = call.target.kind === 'object' ? OBJECT_ACTIONS : REPOSITORY_ACTIONS;
  const run = lookUp(table, textParameter(parameters, 'cmisaction'), 'cmisaction');
  const known = repository.knownTypes();
  try {
    return await run(writeOf(call, { parameters, form, types: known }));
  } catch (error) {
    if (!(error instanceof CmisError) || !MAY_BE_OF_OLD_TYPES.has(error.code)) throw error;
    const types = await repository.types(call.request);
    if (types.version === known.version) throw error;
    return run(writeOf(call, { parameters, form, types }));
  }
}

const MAY_BE_OF_OLD_TYPES: ReadonlySet<CmisErrorCode> = new Set(['invalidArgument', 'constraint', 'objectNotFound']);

interface Sent {
  readonly parameters: Parameters;
  readonly form: Form;
  readonly types: TypeRegistry;
}

function writeOf(call: Call, { parameters, form, types }: Sent): Write {
  const { parts, request, target } = call;
  const address = addressOf(parameters, target.kind === 'object' ? target.path : '/');
  const content = form.content && staged(form.content, parameters);
  return {
    repository: parts.repository,
    request,
    parameters,
    ...(content && { content }),
    limits: parts.limits,
    types,
    dateTimeFormat: dateTimeFormat(parameters),
    objectId: () => call.findObjectId(request, address),
    folderId: async () => {
      const given = address.objectId ?? textParameter(parameters, 'folderId');
      if (given !== undefined) return given;
      return target.kind === 'object' ? call.findObjectId(request, address) : undefined;
    },
    style: styleOf(call, parameters),
  };
}

/** Controls override what the part says of itself. */
function staged(content: NonNullable<Form['content']>, parameters: Parameters): StagedContent {
  const mimeType = textParameter(parameters, 'contenttype');
  // Some browsers send the path on the user's disk.
  const fileName = textParameter(parameters, 'filename')?.replace(/^.*[\\/]/s, '');
  return { ...content, ...(mimeType !== undefined && { mimeType }), ...(fileName && { fileName }) };
}

function send(call: Call, answer: Answer): Promise<void> {
  const { exchange } = call;
  if (answer.body === undefined) return sendNothing(exchange);
  const location = answer.status === 201 ? locationOf(answer, call.addresses()) : undefined;
  const headers = location === undefined ? {} : { Location: location };
  return sendJson(exchange, { status: answer.status, json: answer.body, headers });
}

function locationOf({ objectId, typeId }: Answer, addresses: BrowserAddresses): string | undefined {
  if (objectId !== undefined) return `${addresses.rootFolder}?objectId=${encodeURIComponent(objectId)}`;
  if (typeId === undefined) return undefined;
  return `${addresses.repository}?cmisselector=typeDefinition&typeId=${encodeURIComponent(typeId)}`;
}

const resultOf = (answer: Answer): LastResult => ({
  code: answer.status,
  objectId: answer.objectId ?? null,
  exception: null,
  message: null,
});

function failureOf(call: Call, error: unknown): LastResult {
  const failure = errorAnswer(error);
  if (failure.unexpected) call.parts.report(error, call.exchange.req);
  return { code: failure.status, objectId: null, exception: failure.exception, message: failure.message };
}
