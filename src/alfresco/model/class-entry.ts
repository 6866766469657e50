/** A type or an aspect as this API shows it; reference: Alfresco's `Type` and `Aspect`. */
import type { RelationshipType, TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Json } from '../framework/operation';
import { propertiesOf } from './definitions';
import { modelEntry } from './models';
import { typeName } from './names';

export const EVERYTHING = new Set(['properties', 'mandatoryAspects', 'associations']);

export function classEntry(types: TypeRegistry, type: TypeDefinition, include: ReadonlySet<string>): Json {
  const isAspect = type.baseId === 'cmis:secondary';
  return {
    id: typeName(type),
    title: type.displayName,
    description: type.description,
    parentId: parentName(types, type),
    isContainer: type.baseId === 'cmis:folder',
    isArchive: !isAspect,
    includedInSupertypeQuery: type.includedInSupertypeQuery,
    model: modelEntry(type),
    ...(include.has('mandatoryAspects') && {
      mandatoryAspects: type.mandatorySecondaryTypeIds.map((id) => typeName({ id })),
    }),
    ...(include.has('associations') && { associations: associations(types, type) }),
    ...(include.has('properties') && { properties: propertiesOf(types, type) }),
  };
}

/** What documents and folders are for CMIS, objects of the content model are here. */
const ABOVE_BASES = 'I:cm:cmobject';

/** The type above; CMIS's base types are below `cm:cmobject`. Undefined for what is below nothing. */
export function parentOf(types: TypeRegistry, { id, parentId, baseId }: TypeDefinition): TypeDefinition | undefined {
  if (parentId === 'cmis:secondary') return undefined;
  if (parentId !== undefined) return types.find(parentId);
  return id === baseId && id !== 'cmis:item' ? types.find(ABOVE_BASES) : undefined;
}

const parentName = (types: TypeRegistry, type: TypeDefinition): string | undefined => {
  const parent = parentOf(types, type);
  return parent && typeName(parent);
};

/** Types of associations that begin at the type itself, not at one above it. */
export const associationsFrom = (types: TypeRegistry, { id }: TypeDefinition): readonly RelationshipType[] =>
  [...types.all()].flatMap((one) =>
    one.baseId === 'cmis:relationship' && one.allowedSourceTypes.includes(id) ? [one] : [],
  );

function associations(types: TypeRegistry, type: TypeDefinition): readonly Json[] {
  return associationsFrom(types, type).map((one) => {
    const end = (id: string | undefined): Json => ({
      cls: id === undefined ? 'sys:base' : typeName({ id }),
      isMany: true,
      isMandatory: false,
    });
    return {
      id: typeName(one),
      title: one.displayName,
      description: one.description,
      isChild: false,
      isProtected: false,
      source: end(type.id),
      target: { ...end(one.allowedTargetTypes[0]), isMandatoryEnforced: false },
    };
  });
}
