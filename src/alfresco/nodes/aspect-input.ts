/** Lists of aspects that clients send, as the core takes them. */
import type { PropertyChanges } from '../../model/properties';
import type { PrimaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { badRequest } from '../framework/api-error';
import { aspectByName, isPrefixedName } from '../model/names';
import { invalidName, reservedNamespace } from './property-input';

/** Shown among aspects, but followed from what a node is, not from what clients say. */
const FOLLOWING = new Set(['cm:auditable', 'cm:versionable', 'cm:workingcopy', 'cm:checkedOut']);

/** Clients ask for versions by the name of this aspect, too; folders have none and make nothing of it. */
const VERSIONED = 'cm:versionable';

/** Names that a node may be given although they follow from what it is. */
export const ASKED_FOR: readonly string[] = ['cm:auditable', VERSIONED];

/** Whether the names of aspects say that a node of this type has versions. */
export const asksForVersions = (type: PrimaryType, names: readonly string[]): boolean =>
  type.baseId === 'cmis:document' && type.versionable && names.includes(VERSIONED);

/**
 * Ids of the secondary types; those that are shown and follow from the state of the node are passed over.
 * @throws ApiError 400 for what nobody knows or only the repository applies.
 */
export function secondaryTypeIds(
  types: TypeRegistry,
  names: readonly string[],
  shown: readonly string[],
): readonly string[] {
  return names.flatMap((name) => {
    if (FOLLOWING.has(name) && shown.includes(name)) return [];
    if (name.startsWith('sys:')) throw reservedNamespace(name);
    const aspect = FOLLOWING.has(name) ? undefined : aspectByName(types, name);
    if (aspect) return [aspect.id];
    if (FOLLOWING.has(name)) throw badRequest(`Cannot be used by API: ${name}`);
    throw isPrefixedName(name) ? badRequest(`Unknown aspect: ${name.slice(0, 100)}`) : invalidName(name);
  });
}

/** Aspects that properties need which a call sets together with a list of aspects. */
export const aspectsOfProperties = (types: TypeRegistry, changes: PropertyChanges): readonly string[] =>
  Object.entries(changes).flatMap(([id, value]) => {
    const owner = value === null ? undefined : types.definingType(id);
    return owner?.baseId === 'cmis:secondary' ? [owner.id] : [];
  });

/** Who gives it to a file shares the file by a link, and who takes it away deletes the link. */
const SHARED = 'qshare:shared';

/** Whether a list of aspects has a file shared that is not, or shared no longer; undefined: it stays as it is shown. */
export function sharingAsked(names: readonly string[] | undefined, shown: readonly string[]): boolean | undefined {
  const shared = names?.includes(SHARED) ?? shown.includes(SHARED);
  return shared === shown.includes(SHARED) ? undefined : shared;
}

/** The names without that of what is shared. */
export const notShared = (names: readonly string[]): readonly string[] => names.filter((name) => name !== SHARED);
