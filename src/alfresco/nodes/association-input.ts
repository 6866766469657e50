/** Associations that come with a new node. */
import { isAssignable } from '../../model/alfresco-types';
import type { TypeRegistry } from '../../model/type-registry';
import { PLAIN } from '../../repository/values/object-view';
import type { Operations } from '../../repository/repository';
import { badRequest } from '../framework/api-error';
import { associationByName } from '../model/names';

interface Associations {
  readonly types: TypeRegistry;
  readonly secondaryChildren?:
    readonly { readonly childId: string; readonly assocType: string | undefined }[] | undefined;
  readonly targets?: readonly { readonly targetId: string; readonly assocType: string }[] | undefined;
}

/** Files what is to be a further child of the node, and makes its associations. */
export async function associate(operations: Operations, nodeId: string, wanted: Associations): Promise<void> {
  for (const { childId, assocType } of wanted.secondaryChildren ?? []) {
    requireContains(assocType);
    await operations.addObjectToFolder({ objectId: childId, folderId: nodeId, allVersions: true });
  }
  for (const { targetId, assocType } of wanted.targets ?? []) {
    await makeAssociation(operations, { types: wanted.types, sourceId: nodeId, targetId, assocType });
  }
}

/** Folders hold what is in them by this association and no other. @throws ApiError 400. */
export function requireContains(assocType: string | undefined): void {
  if (assocType !== undefined && assocType !== 'cm:contains') {
    throw badRequest(`What is in a folder is there as cm:contains, not as ${assocType.slice(0, 100)}`);
  }
}

/**
 * Associates the nodes; `assocType` is a prefixed name. The source gets the aspect that the association begins at.
 * @throws ApiError 400 for a type that is not there; CmisError as `createRelationship`.
 */
export async function makeAssociation(
  operations: Operations,
  association: {
    readonly types: TypeRegistry;
    readonly sourceId: string;
    readonly targetId: string;
    readonly assocType: string;
  },
): Promise<void> {
  const { types, sourceId, targetId, assocType } = association;
  const type = associationByName(types, assocType);
  if (!type?.creatable) throw badRequest(`Unknown association type: ${assocType.slice(0, 100)}`);
  if (type.baseId === 'cmis:relationship') await applyAspectOf(operations, sourceId, type.allowedSourceTypes);
  await operations.createRelationship({
    properties: { 'cmis:objectTypeId': type.id, 'cmis:sourceId': sourceId, 'cmis:targetId': targetId },
  });
}

/** Where an association begins at nodes of an aspect, a node gets the aspect with it, as in Alfresco. */
async function applyAspectOf(operations: Operations, objectId: string, allowed: readonly string[]): Promise<void> {
  const [aspect, ...more] = allowed;
  if (aspect === undefined || more.length > 0 || !aspect.startsWith('P:') || !isAssignable(aspect)) return;
  const { object } = await operations.getObject({ objectId, selection: PLAIN });
  const ids = object.secondaryTypes.map(({ id }) => id);
  if (ids.includes(aspect)) return;
  await operations.updateProperties({
    objectId,
    properties: { 'cmis:secondaryObjectTypeIds': [...ids, aspect] },
  });
}
