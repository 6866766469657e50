/**
 * What a client of CMIS 1.0 sees of a repository of 1.1: neither items nor secondary types nor the properties that 1.1
 * added. Secondary types show as policy types below `P:cmisext:aspects`, as Alfresco shows its aspects.
 */
import type { PropertyDefinition } from '../model/property-definition';
import { TypeRegistry, type KeyedDeclaration } from '../model/type-registry';
import type { TypeDeclaration, TypeDefinition } from '../model/type-definition';
import type { StoredObject } from '../repository/stored-object';

export const ASPECTS_TYPE = 'P:cmisext:aspects';

/** Properties that CMIS 1.1 added to the base types. */
export const NEW_IN_1_1: ReadonlySet<string> = new Set([
  'cmis:description',
  'cmis:secondaryObjectTypeIds',
  'cmis:isPrivateWorkingCopy',
]);

const views = new WeakMap<TypeRegistry, TypeRegistry>();

/** The types of 1.0, made once for each snapshot. */
export function typesOf10(types: TypeRegistry): TypeRegistry {
  let view = views.get(types);
  if (!view) views.set(types, (view = new TypeRegistry(types.version, declarations(types))));
  return view;
}

export const isHiddenIn10 = (object: StoredObject): boolean => object.type.baseId === 'cmis:item';

/** The object as its type of 1.0 shows it, for `projection` with `typesOf10`; secondary types take no part. */
export function objectIn10(object: StoredObject, view: TypeRegistry): StoredObject {
  const type = view.find(object.type.id);
  return type && type.baseId !== 'cmis:secondary' ? { ...object, type, secondaryTypes: [] } : object;
}

function declarations(types: TypeRegistry): KeyedDeclaration[] {
  const isShown = (id: string): boolean => {
    const type = types.find(id);
    return type !== undefined && type.baseId !== 'cmis:item';
  };
  const made: KeyedDeclaration[] = [];
  for (const type of types.all()) {
    if (type.baseId === 'cmis:item' || type.id === 'cmis:secondary') continue;
    made.push({ key: type.key, declaration: declaration(type, isShown) });
  }
  return [...made, { key: -1, declaration: ASPECTS }];
}

function declaration(type: TypeDefinition, isShown: (id: string) => boolean): TypeDeclaration {
  const propertyDefinitions = [...type.propertyDefinitions.values()].filter(isDeclaredIn10);
  if (type.baseId === 'cmis:secondary') {
    const parentId = type.parentId === undefined || type.parentId === 'cmis:secondary' ? ASPECTS_TYPE : type.parentId;
    return { ...type, baseId: 'cmis:policy', parentId, creatable: false, propertyDefinitions };
  }
  if (type.baseId === 'cmis:relationship') {
    const [allowedSourceTypes, allowedTargetTypes] = [type.allowedSourceTypes, type.allowedTargetTypes];
    return {
      ...type,
      propertyDefinitions,
      allowedSourceTypes: allowedSourceTypes.filter(isShown),
      allowedTargetTypes: allowedTargetTypes.filter(isShown),
    };
  }
  return { ...type, propertyDefinitions };
}

const isDeclaredIn10 = (definition: PropertyDefinition): boolean =>
  !definition.inherited && !NEW_IN_1_1.has(definition.id);

const ASPECTS: TypeDeclaration = {
  id: ASPECTS_TYPE,
  localName: 'aspects',
  localNamespace: 'http://www.alfresco.org/model/cmis/1.0/cs01ext',
  displayName: 'Aspects',
  queryName: 'cmisext:aspects',
  description: 'Types that are added to objects beside their own',
  baseId: 'cmis:policy',
  parentId: 'cmis:policy',
  creatable: false,
  fileable: false,
  queryable: false,
  fulltextIndexed: false,
  includedInSupertypeQuery: true,
  controllablePolicy: false,
  controllableACL: false,
  typeMutability: { create: false, update: false, delete: false },
  propertyDefinitions: [],
  mandatorySecondaryTypeIds: [],
};
