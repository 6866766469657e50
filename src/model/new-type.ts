import { constraint, invalidArgument } from './errors';
import { checkId, checkQueryName, declareProperty, type NewProperty } from './new-property';
import type { PropertyDefinition } from './property-definition';
import { queryNameOf } from './type-file';
import type { BaseTypeId, ContentStreamAllowed, TypeDeclaration, TypeDefinition } from './type-definition';
import type { TypeRegistry } from './type-registry';

/** A type as a client sends it: what it leaves out the repository sets. */
export interface NewType {
  readonly id: string;
  readonly parentId?: string;
  readonly baseId?: BaseTypeId;
  readonly localName?: string;
  readonly localNamespace?: string;
  readonly displayName?: string;
  readonly queryName?: string;
  readonly description?: string;
  readonly creatable?: boolean;
  readonly fileable?: boolean;
  readonly queryable?: boolean;
  readonly fulltextIndexed?: boolean;
  readonly includedInSupertypeQuery?: boolean;
  readonly controllablePolicy?: boolean;
  readonly controllableACL?: boolean;
  readonly versionable?: boolean;
  readonly contentStreamAllowed?: ContentStreamAllowed;
  readonly allowedSourceTypes?: readonly string[];
  readonly allowedTargetTypes?: readonly string[];
  readonly propertyDefinitions: readonly NewProperty[];
}

/**
 * The declaration that the repository keeps of a client's new type. Attributes that were not sent are the parent's, or
 * follow from the id; those that the standard fixes for the base type are set whatever was sent.
 * @throws CmisError `invalidArgument` (no parent, or none to derive from), `constraint`.
 */
export function declareType(types: TypeRegistry, input: NewType): TypeDeclaration {
  const parent = parentOf(types, input);
  const id = checkId(input.id);
  if (types.find(id)) throw constraint(`There is a type '${id}' already.`);
  // Alfresco's query names go without the letter that stands for the base type.
  const queryName = checkQueryName(input.queryName || queryNameOf(id.replace(/^[DFIPR]:(?=.+:)/, '')));
  const owner = types.byQueryName(queryName);
  if (owner) throw constraint(`The query name '${queryName}' belongs to the type '${owner.id}'.`);
  const queryable = input.queryable ?? true;
  const attributes = {
    id,
    parentId: parent.id,
    localName: input.localName || id,
    localNamespace: input.localNamespace ?? parent.localNamespace,
    displayName: input.displayName || id,
    queryName,
    description: input.description || input.displayName || id,
    ...flags(input, parent),
    queryable,
    typeMutability: { create: true, update: true, delete: true },
    mandatorySecondaryTypeIds: parent.mandatorySecondaryTypeIds,
    propertyDefinitions: declareProperties(types, { added: input.propertyDefinitions, parent, queryable }),
  };
  switch (parent.baseId) {
    case 'cmis:document':
      return {
        ...attributes,
        baseId: parent.baseId,
        versionable: input.versionable ?? parent.versionable,
        contentStreamAllowed: input.contentStreamAllowed ?? parent.contentStreamAllowed,
      };
    case 'cmis:relationship':
      return {
        ...attributes,
        baseId: parent.baseId,
        allowedSourceTypes: ends(types, input.allowedSourceTypes) ?? parent.allowedSourceTypes,
        allowedTargetTypes: ends(types, input.allowedTargetTypes) ?? parent.allowedTargetTypes,
      };
    case 'cmis:folder':
    case 'cmis:policy':
    case 'cmis:item':
    case 'cmis:secondary':
      return { ...attributes, baseId: parent.baseId };
  }
}

/** Property definitions that a type adds to its parent's, in the order they were sent; inherited ones are passed over. */
export function declareProperties(
  types: TypeRegistry,
  input: {
    readonly added: readonly NewProperty[];
    readonly parent: TypeDefinition;
    readonly queryable: boolean;
  },
): readonly PropertyDefinition[] {
  const declared = new Map<string, PropertyDefinition>();
  const queryNames = new Map<string, string>();
  for (const property of input.added) {
    const { id } = property;
    if (input.parent.propertyDefinitions.has(id)) {
      if (property.inherited) continue;
      throw constraint(`The property '${id}' is inherited from the type '${input.parent.id}'.`);
    }
    if (declared.has(id)) throw constraint(`The property '${id}' is defined twice.`);
    const definition = declareProperty(types, property, input);
    const name = definition.queryName.toLowerCase();
    const owner = queryNames.get(name);
    if (owner !== undefined) {
      throw constraint(`The query name '${definition.queryName}' belongs to the property '${owner}'.`);
    }
    queryNames.set(name, id);
    declared.set(id, definition);
  }
  return [...declared.values()];
}

function parentOf(types: TypeRegistry, { parentId, baseId }: NewType): TypeDefinition {
  if (parentId === undefined || parentId === '') throw invalidArgument('The parent of the type is missing.');
  const parent = types.find(parentId);
  if (!parent) throw invalidArgument(`There is no type '${parentId}' to be the parent.`);
  if (!parent.typeMutability.create) throw invalidArgument(`No types can be made below the type '${parentId}'.`);
  if (baseId !== undefined && baseId !== parent.baseId) {
    throw invalidArgument(`The base type is '${baseId}', but that of the parent '${parentId}' is '${parent.baseId}'.`);
  }
  return parent;
}

function flags(input: NewType, parent: TypeDefinition) {
  const { baseId } = parent;
  const isSecondary = baseId === 'cmis:secondary';
  const isRelationship = baseId === 'cmis:relationship';
  const hasRights = !isSecondary && !isRelationship;
  return {
    creatable: !isSecondary && (input.creatable ?? true),
    fileable: hasRights && (baseId === 'cmis:folder' || (input.fileable ?? parent.fileable)),
    fulltextIndexed: input.fulltextIndexed ?? parent.fulltextIndexed,
    includedInSupertypeQuery: input.includedInSupertypeQuery ?? true,
    controllablePolicy: hasRights && (input.controllablePolicy ?? parent.controllablePolicy),
    controllableACL: hasRights && (input.controllableACL ?? parent.controllableACL),
  };
}

function ends(types: TypeRegistry, ids: readonly string[] | undefined): readonly string[] | undefined {
  for (const id of ids ?? []) if (!types.find(id)) throw constraint(`There is no type '${id}' to relate.`);
  return ids;
}
