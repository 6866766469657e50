import type { PropertyChanges } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { ObjectView } from '../../repository/values/object-view';
import type { SetRights } from '../../repository/contract/set-rights';
import type { Operations, Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import type { StoredObject } from '../../repository/values/stored-object';
import { badRequest, forbidden } from '../framework/api-error';
import { entry, operation } from '../framework/operation';
import { ignored, listOf, object, text, values } from '../framework/shapes';
import { isNodeType, typeByName, typeName } from '../model/names';
import {
  asksForVersions,
  aspectsOfProperties,
  ASKED_FOR,
  notShared,
  secondaryTypeIds,
  sharingAsked,
} from './aspect-input';
import { nodeEntryOf, selectionFor, wantedOfOne } from './entries';
import { NODE_INCLUDES } from './get-node';
import { nodeById, nodeIdOf } from './node-id';
import { aspectNames, shownProperties } from './node-values';
import { PERMISSIONS_BODY, rightsOf } from './permission-input';
import { propertyChanges } from './property-input';
import { withTypes } from './types';

const BODY = object({
  name: text(),
  nodeType: text(),
  aspectNames: listOf(text()),
  properties: values(),
  permissions: PERMISSIONS_BODY,
  parentId: text(),
  // What answers show and nobody can write; a client may send back all that it has read.
  id: ignored(),
  isFile: ignored(),
  isFolder: ignored(),
  isLink: ignored(),
  isLocked: ignored(),
  isFavorite: ignored(),
  createdAt: ignored(),
  createdByUser: ignored(),
  modifiedAt: ignored(),
  modifiedByUser: ignored(),
  archivedAt: ignored(),
  archivedByUser: ignored(),
  content: ignored(),
  path: ignored(),
  allowableOperations: ignored(),
  association: ignored(),
  definition: ignored(),
  relativePath: ignored(),
  secondaryChildren: ignored(),
  targets: ignored(),
});
type Body = NonNullable<ReturnType<typeof BODY.read>>;

export const updateNode = operation({
  id: 'updateNode',
  method: 'PUT',
  path: '/nodes/{nodeId}',
  api: 'core',
  summary: 'Update a node',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: NODE_INCLUDES,
  example: { properties: { 'cm:title': 'A title' } },
  body: BODY,
  run: async (call) => {
    const { path, query, body, repository, request } = call;
    const id = await nodeIdOf(call, path['nodeId']);
    const wanted = wantedOfOne(query.include);
    const selection = selectionFor(wanted);
    const view = await nodeById(call, { id, selection });
    const updated =
      body &&
      (await withTypes(call, async (types) => {
        const changes = await changesOf(call, { types, view, body });
        return repository.together(request, async (operations) => {
          await apply(operations, id, changes);
          // Who would lose sight of the node by this changes nothing.
          return operations.getObject({ objectId: id, selection });
        });
      }));
    return entry(await nodeEntryOf(call, updated ?? view, wanted));
  },
});

interface Changes {
  readonly typeId: string | undefined;
  readonly properties: PropertyChanges;
  readonly beginsVersions: boolean;
  /** Undefined: as it is. */
  readonly shared: boolean | undefined;
  readonly rights: Omit<SetRights, 'objectId'> | undefined;
}

async function changesOf(
  call: { readonly repository: Repository; readonly request: Request },
  { types, view, body }: { readonly types: TypeRegistry; readonly view: ObjectView; readonly body: Body },
): Promise<Changes> {
  const { object: node } = view;
  if (!isNodeType(node.type)) throw badRequest(`Cannot update a node of type: ${typeName(node.type)}`);
  requireSameParent(node, body.parentId);
  const shown = shownProperties(types, node, (name) => ({ id: name })) ?? {};
  const properties = propertyChanges({ types, properties: body.properties, shown });
  return {
    typeId: typeIdOf(types, node, body.nodeType),
    properties: {
      ...properties,
      ...(body.name !== undefined && { 'cmis:name': body.name }),
      ...aspectChange(types, node, { names: body.aspectNames, properties }),
    },
    beginsVersions: node.version?.versioned === false && asksForVersions(node.type, body.aspectNames ?? []),
    shared: sharingAsked(body.aspectNames, aspectNames(node)),
    rights: await rightsOf(call, body.permissions),
  };
}

function requireSameParent(node: StoredObject, parentId: string | undefined): void {
  if (parentId === undefined || parentId === node.parentUuid) return;
  if (node.isRoot) throw forbidden();
  throw badRequest(
    `Cannot update parentId of ${node.uuid} via PUT /nodes/{nodeId}. Please use POST /nodes/{nodeId}/move operation instead`,
  );
}

function typeIdOf(types: TypeRegistry, node: StoredObject, name: string | undefined): string | undefined {
  if (name === undefined || name === typeName(node.type)) return undefined;
  const type = typeByName(types, name);
  if (!type || !type.creatable || !types.isOrDescends(type.id, node.type.id)) {
    throw badRequest(`Failed to change (specialise) node type - from ${typeName(node.type)} to ${name.slice(0, 100)}`);
  }
  return type.id;
}

/** Aspects of properties that are set by the same request belong to the list. */
function aspectChange(
  types: TypeRegistry,
  node: StoredObject,
  { names, properties }: { readonly names: readonly string[] | undefined; readonly properties: PropertyChanges },
): PropertyChanges {
  if (!names) return {};
  const ids = [
    ...secondaryTypeIds(types, notShared(names), [...ASKED_FOR, ...aspectNames(node)]),
    ...aspectsOfProperties(types, properties),
  ];
  return { 'cmis:secondaryObjectTypeIds': ids.length === 0 ? null : [...new Set(ids)] };
}

async function apply(operations: Operations, objectId: string, changes: Changes): Promise<void> {
  const { typeId, properties, beginsVersions, shared, rights } = changes;
  if (typeId !== undefined) await operations.specializeType({ objectId, typeId });
  if (Object.keys(properties).length > 0) await operations.updateProperties({ objectId, properties });
  if (beginsVersions) await operations.beginVersions(objectId);
  if (shared !== undefined) await operations.setShared({ objectId, shared });
  if (rights) await operations.setRights({ objectId, ...rights });
}
