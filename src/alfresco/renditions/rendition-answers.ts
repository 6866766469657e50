/** What is the same for the renditions of nodes, of versions, of deleted nodes, and of what is shared by a link. */
import { sendContent } from '../../http/content-response';
import { CmisError } from '../../model/errors';
import type { RenditionsOf } from '../../repository/contract/rendition-state';
import type { Request } from '../../repository/contract/request';
import { badRequest, notFound } from '../framework/api-error';
import { entry, list, sent, type Answer, type Call } from '../framework/operation';
import { flagParameter } from '../framework/parameters';
import { object, required, text } from '../framework/shapes';
import { equalities, where, type Where } from '../framework/where';
import { ATTACHMENT } from '../nodes/content';
import { placeholder } from './placeholder';
import { renditionEntry } from './rendition-entry';

/** Whose renditions are asked for, and by whose rights they are read. */
export interface Place extends RenditionsOf {
  readonly request: Request;
}

type RenditionCall = Pick<Call, 'repository' | 'path' | 'req' | 'res'>;

export const BODY = object({ id: required(text()) });
export const WHERE = where("status='CREATED' or status='NOT_CREATED'");
export const CONTENT = {
  ...ATTACHMENT,
  placeholder: flagParameter('Whether a picture for the type of file is answered while there is no rendition'),
} as const;

/** `onlyMade`: what could be made is no matter of whoever asks. */
export async function answerRenditions(
  { repository }: RenditionCall,
  { request, ...place }: Place,
  { given, onlyMade = false }: { readonly given?: Where | undefined; readonly onlyMade?: boolean } = {},
): Promise<Answer> {
  const { status } = equalities(given, ['status']);
  if (status !== undefined && status !== 'CREATED' && status !== 'NOT_CREATED')
    throw badRequest(`Invalid status parameter value: ${status.slice(0, 100)}`);
  const states = await repository.listRenditions(request, place);
  const entries = states
    .filter(({ made }) => !onlyMade || made !== undefined)
    .map(renditionEntry)
    .filter((one) => status === undefined || one['status'] === status);
  return list({ entries, hasMoreItems: false, totalItems: entries.length });
}

/** @throws ApiError 404 for one that is not there and cannot be. */
export async function answerRendition(
  { repository, path }: RenditionCall,
  { request, ...place }: Place,
  { onlyMade = false }: { readonly onlyMade?: boolean } = {},
): Promise<Answer> {
  const name = path['renditionId'] ?? '';
  const states = await repository.listRenditions(request, place);
  const state = states.find(({ definition, made }) => definition.name === name && (!onlyMade || made !== undefined));
  if (!state) throw renditionNotFound(name);
  return entry(renditionEntry(state));
}

/** @throws ApiError 404 while it is not made, unless a placeholder is asked for. */
export async function answerRenditionContent(
  { repository, path, req, res }: RenditionCall,
  { request, ...place }: Place,
  query: { readonly attachment: boolean | undefined; readonly placeholder?: boolean | undefined },
): Promise<Answer> {
  const name = path['renditionId'] ?? '';
  const content = await repository.getRenditionContent(request, { ...place, name }).catch(async (error: unknown) => {
    if (!(error instanceof CmisError) || error.code !== 'objectNotFound') throw error;
    // It may also be the node that is not there, which this tells.
    const states = await repository.listRenditions(request, place);
    if (query.placeholder !== true || !states.some(({ definition }) => definition.name === name))
      throw notFound(`Thumbnail was not found for [${name.slice(0, 100)}]`);
    return placeholder(name);
  });
  await sendContent(req, res, {
    content,
    download: query.attachment === false ? 'inline' : 'attachment',
    detailed: true,
  });
  return sent;
}

/** Names of several renditions may stand between commas. @throws ApiError 400, 404, 409. */
export async function createRenditions(
  {
    repository,
    bodies,
  }: Pick<Call<Record<never, never>, { readonly id: string } | undefined>, 'repository' | 'bodies'>,
  { request, objectId }: Place,
): Promise<void> {
  const names = bodies.flatMap((body) => (body?.id ?? '').split(',')).map((name) => name.trim());
  if (names.some((name) => name === '')) throw badRequest('The id of a rendition is missing');
  await repository.requestRenditions(request, { objectId, names });
}

/** @throws ApiError 404 when it is not made. */
export async function removeRendition(
  { repository, path }: Pick<Call, 'repository' | 'path'>,
  { request, objectId }: Place,
): Promise<void> {
  const name = path['renditionId'] ?? '';
  await repository.deleteRendition(request, { objectId, name }).catch((error: unknown) => {
    throw error instanceof CmisError && error.code === 'objectNotFound' ? renditionNotFound(name) : error;
  });
}

const renditionNotFound = (name: string): Error => notFound(`The rendition with id: ${name.slice(0, 100)}`);
