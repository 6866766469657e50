/** Ids of nodes as clients write them. */
import { parseObjectId } from '../../repository/values/object-id';
import { PLAIN, type ObjectSelection, type ObjectView } from '../../repository/values/object-view';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { CmisError } from '../../model/errors';
import { badRequest, entityNotFound } from '../framework/api-error';

interface Where {
  readonly repository: Repository;
  readonly request: Request;
  readonly parts: { readonly rootId: string };
}

/**
 * The id of the node itself: aliases (`-root-`, `-shared-`, `-my-`) are looked up, the label of a version is cut off.
 * @throws ApiError 404 for what cannot be one.
 */
export async function nodeIdOf(where: Where, id = ''): Promise<string> {
  if (id === '-root-') return where.parts.rootId;
  if (id === '-my-') return homeOf(where);
  if (id === '-shared-') {
    return (await nodeAt(where, { path: '/Shared', shown: '-shared-', selection: PLAIN })).object.uuid;
  }
  const parsed = parseObjectId(id);
  if (!parsed || parsed.label === 'pwc') throw entityNotFound(id.slice(0, 200));
  return parsed.uuid;
}

/** The first administrator is at home in the root, as in Alfresco. */
async function homeOf({ repository, request, parts }: Where): Promise<string> {
  const home = await repository.getHome(request);
  if (home !== undefined) return home;
  if (await repository.isAdministrator(request)) return parts.rootId;
  throw entityNotFound('-my-');
}

/** @throws ApiError 404 when it is not there. */
export async function nodeById(
  { repository, request }: Pick<Where, 'repository' | 'request'>,
  { id, selection }: { readonly id: string; readonly selection: ObjectSelection },
): Promise<ObjectView> {
  try {
    return await repository.getObject(request, { objectId: id, selection });
  } catch (error) {
    throw error instanceof CmisError && error.code === 'objectNotFound' ? entityNotFound(id) : error;
  }
}

/** The node below a folder that `relativePath` leads to. @throws ApiError 400 when it starts at no folder, 404. */
export async function nodeBelow(
  reading: Pick<Where, 'repository' | 'request'>,
  {
    id,
    relativePath,
    selection,
  }: { readonly id: string; readonly relativePath: string; readonly selection: ObjectSelection },
): Promise<ObjectView> {
  const { object } = await nodeById(reading, { id, selection: PLAIN });
  if (object.path === undefined) throw badRequest(`NodeId of folder is expected: ${id}`);
  const steps = relativePath
    .split('/')
    .map((step) => step.trim())
    .filter((step) => step !== '');
  const path = `${object.isRoot ? '' : object.path}/${steps.join('/')}`;
  return nodeAt(reading, { path, shown: relativePath, selection });
}

async function nodeAt(
  { repository, request }: Pick<Where, 'repository' | 'request'>,
  { path, shown, selection }: { readonly path: string; readonly shown: string; readonly selection: ObjectSelection },
): Promise<ObjectView> {
  try {
    return await repository.getObjectByPath(request, { path, selection });
  } catch (error) {
    if (!(error instanceof CmisError) || error.code !== 'objectNotFound') throw error;
    throw entityNotFound(`relativePath: ${shown.slice(0, 200)}`);
  }
}

/** The folder that the path of the call names. @throws ApiError 400 when it is no folder, 404. */
export async function folderIdOf(call: Where & { readonly path: Readonly<Record<string, string>> }): Promise<string> {
  const id = await nodeIdOf(call, call.path['nodeId']);
  const { object } = await nodeById(call, { id, selection: PLAIN });
  if (object.type.baseId !== 'cmis:folder') throw badRequest(`NodeId of folder is expected: ${id}`);
  return id;
}
