import { isAssignable } from '../../model/alfresco-types';
import type { PropertyChanges } from '../../model/properties';
import type { PropertyDefinition } from '../../model/property-definition';
import type { SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { StoredObject } from '../values/stored-object';

const TYPE = 'cmis:objectTypeId';
const SECONDARY = 'cmis:secondaryObjectTypeIds';
/** One value under two ids. */
const DESCRIPTIONS: readonly string[] = ['cmis:description', 'cm:description'];

/**
 * What a copy has: name, type, secondary types and all that a client may set, nothing that the repository manages; and
 * over it what is `given`. Of another type than the source it takes over what both know.
 */
export function copiedProperties(
  types: TypeRegistry,
  source: StoredObject,
  given: PropertyChanges = {},
): PropertyChanges {
  const secondaryTypes = source.secondaryTypes.filter(({ id }) => isAssignable(id));
  const copied: Record<string, PropertyChanges[string]> = { 'cmis:name': source.name, [TYPE]: source.type.id };
  if (secondaryTypes.length > 0) copied[SECONDARY] = secondaryTypes.map((type) => type.id);
  const isGiven = new Set(Object.keys(given));
  const describes = DESCRIPTIONS.some((id) => isGiven.has(id));
  for (const definition of definitionsOf(types, { source, secondaryTypes, given })) {
    const { id, updatability } = definition;
    if (updatability === 'readonly' || id === 'cm:description' || (describes && DESCRIPTIONS.includes(id))) continue;
    const value = source.properties[id === 'cmis:description' ? 'cm:description' : id];
    if (value !== undefined) copied[id] = value;
  }
  return { ...copied, ...given };
}

/** Of the type and the secondary types that the copy will have; of those that are unknown the creation will tell. */
function definitionsOf(
  types: TypeRegistry,
  copy: {
    readonly source: StoredObject;
    readonly secondaryTypes: readonly SecondaryType[];
    readonly given: PropertyChanges;
  },
): Iterable<PropertyDefinition> {
  const { source, given } = copy;
  // Alfresco's clients may append aspects after commas.
  const [typeId = ''] = textsOf(given[TYPE]).flatMap((text) => text.split(',', 1));
  const type = types.find(typeId);
  const listed = given[SECONDARY] === undefined ? undefined : textsOf(given[SECONDARY]);
  const secondaryTypes = listed?.map((id) => types.findSecondary(id)).filter((found) => found !== undefined);
  return types
    .effective(type === undefined || type.baseId === 'cmis:secondary' ? source.type : type, [
      ...(secondaryTypes ?? copy.secondaryTypes),
    ])
    .values();
}

const textsOf = (value: PropertyChanges[string] | undefined): readonly string[] =>
  value === undefined || value === null ? [] : [value].flat().map(String);
