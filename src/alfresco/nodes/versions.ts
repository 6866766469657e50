import type { TypeRegistry } from '../../model/type-registry';
import { versionLabel } from '../../repository/values/object-properties';
import { parseObjectId } from '../../repository/values/object-id';
import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import type { StoredObject } from '../../repository/values/stored-object';
import { CmisError } from '../../model/errors';
import { entityNotFound, forbidden, unprocessable } from '../framework/api-error';
import { dateText } from '../framework/dates';
import { pageOf } from '../framework/envelopes';
import { entry, list, nothing, operation, type Call, type Json } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { flag, object, text } from '../framework/shapes';
import { typeName } from '../model/names';
import { answerContent, ATTACHMENT } from './content';
import { contentInfo, kindOf, type Wanted } from './node-entry';
import { nodeById, nodeIdOf } from './node-id';
import { aspectNames, peopleIn, shownProperties } from './node-values';
import { usersBy, type UserOf } from './users';

type NodeCall = Pick<Call, 'repository' | 'request' | 'path' | 'parts'>;

const ALL: Wanted = new Set(['properties', 'aspectNames']);

function versionEntry(
  object: StoredObject,
  { types, userOf, wanted }: { readonly types: TypeRegistry; readonly userOf: UserOf; readonly wanted: Wanted },
): Json {
  return {
    id: object.version ? versionLabel(object.version) : undefined,
    name: object.name,
    nodeType: typeName(object.type),
    ...kindOf(types, object),
    modifiedAt: dateText(object.modified),
    modifiedByUser: userOf(object.modifiedBy),
    content: object.content && contentInfo(object.content),
    versionComment: object.version?.comment,
    ...(wanted.has('properties') && { properties: shownProperties(types, object, userOf) }),
    ...(wanted.has('aspectNames') && { aspectNames: aspectNames(object) }),
  };
}

async function versionEntries(
  { repository, request }: NodeCall,
  versions: readonly StoredObject[],
  wanted: Wanted,
): Promise<readonly Json[]> {
  const names = new Set(versions.flatMap((version) => [version.modifiedBy, ...peopleIn(version)]));
  const userOf = usersBy(await repository.getDisplayNames(request, [...names]));
  const types = repository.knownTypes();
  return versions.map((version) => versionEntry(version, { types, userOf, wanted }));
}

export const listVersionHistory = operation({
  id: 'listVersionHistory',
  method: 'GET',
  path: '/nodes/{nodeId}/versions',
  api: 'core',
  summary: 'List version history',
  since: '5.2',
  status: 200,
  answers: 'Version',
  parameters: { ...PAGING, ...include('properties', 'aspectNames') },
  run: async (call) => {
    const { repository, request, query } = call;
    const id = await nodeIdOf(call, call.path['nodeId']);
    const { object } = await nodeById(call, { id, selection: PLAIN });
    const page = pageOf(await versionsOf(call, object), query);
    const entries = await versionEntries(
      { ...call, repository, request },
      page.items.map((view) => view.object),
      query.include,
    );
    return list({ ...page, entries });
  },
});

/** Newest first; none of what has no versions. */
async function versionsOf({ repository, request }: NodeCall, node: StoredObject): Promise<readonly ObjectView[]> {
  if (!node.version?.versioned) return [];
  const all = await repository.getAllVersions(request, { objectId: node.series, selection: PLAIN });
  return all.filter((view) => view.object.version?.isWorkingCopy !== true);
}

/** @throws ApiError 404 when the node has no such version. */
export async function versionOf(call: NodeCall): Promise<StoredObject> {
  const { repository, request, path } = call;
  const uuid = await nodeIdOf(call, path['nodeId']);
  const label = path['versionId'] ?? '';
  const id = `${uuid};${label}`;
  const unknown = (): Error => entityNotFound(`${uuid}-${label.slice(0, 100)}`);
  if (!parseObjectId(id) || label.toLowerCase() === 'pwc') throw unknown();
  try {
    const { object } = await repository.getObject(request, { objectId: id, selection: PLAIN });
    if (object.version?.versioned && !object.version.isWorkingCopy) return object;
  } catch (error) {
    if (!(error instanceof CmisError) || error.code !== 'objectNotFound') throw error;
  }
  throw unknown();
}

export const getVersion = operation({
  id: 'getVersion',
  method: 'GET',
  path: '/nodes/{nodeId}/versions/{versionId}',
  api: 'core',
  summary: 'Get version information',
  since: '5.2',
  status: 200,
  answers: 'Version',
  run: async (call) => {
    const [version] = await versionEntries(call, [await versionOf(call)], ALL);
    return entry(version ?? {});
  },
});

export const getVersionContent = operation({
  id: 'getVersionContent',
  method: 'GET',
  path: '/nodes/{nodeId}/versions/{versionId}/content',
  api: 'core',
  summary: 'Get version content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: ATTACHMENT,
  run: async (call) => {
    const { id } = await versionOf(call);
    return answerContent(call, { objectId: id, attachment: call.query.attachment });
  },
});

export const revertVersion = operation({
  id: 'revertVersion',
  method: 'POST',
  path: '/nodes/{nodeId}/versions/{versionId}/revert',
  api: 'core',
  summary: 'Revert a version',
  since: '5.2',
  status: 200,
  answers: 'Version',
  example: { majorVersion: true, comment: 'Back to this' },
  body: object({ majorVersion: flag(), comment: text() }),
  run: async (call) => {
    const { id } = await versionOf(call);
    const { majorVersion, comment } = call.body ?? {};
    const { object } = await call.repository.revert(call.request, {
      objectId: id,
      major: majorVersion ?? false,
      ...(comment !== undefined && { comment }),
    });
    const [head] = await versionEntries(call, [object], ALL);
    return entry(head ?? {});
  },
});

export const deleteVersion = operation({
  id: 'deleteVersion',
  method: 'DELETE',
  path: '/nodes/{nodeId}/versions/{versionId}',
  api: 'core',
  summary: 'Delete a version',
  since: '5.2',
  status: 204,
  run: async (call) => {
    const version = await versionOf(call);
    await call.repository.together(call.request, async (operations) => {
      const all = await operations.getAllVersions({ objectId: version.series, selection: PLAIN });
      const others = all.filter((view) => view.object.version?.isWorkingCopy !== true && view.object.id !== version.id);
      if (others.length === 0) throw unprocessable(`Cannot delete last version ${call.path['versionId'] ?? ''}`);
      await operations.deleteObject({ objectId: version.id, allVersions: false }).catch((error: unknown) => {
        throw error instanceof CmisError && error.code === 'permissionDenied'
          ? forbidden('Cannot delete version')
          : error;
      });
    });
    return nothing;
  },
});
