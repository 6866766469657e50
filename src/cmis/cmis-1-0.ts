/**
 * What a client of CMIS 1.0 sees of a repository of 1.1: neither items nor secondary types nor the properties that 1.1
 * added. Secondary types show as policy types below `P:cmisext:aspects`, as Alfresco shows its aspects.
 */
import { TypeRegistry, type KeyedDeclaration } from '../model/type-registry';
import type { TypeDeclaration, TypeDefinition } from '../model/type-definition';
import type { Dialect } from '../repository/contract/request';
import type { StoredObject } from '../repository/values/stored-object';

export const ASPECTS_TYPE = 'P:cmisext:aspects';

/** Properties that CMIS 1.1 added to the base types; Alfresco shows the description in 1.0 too. */
export const NEW_IN_1_1: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  cmis: new Set(['cmis:description', 'cmis:secondaryObjectTypeIds', 'cmis:isPrivateWorkingCopy']),
  alfresco: new Set(['cmis:secondaryObjectTypeIds', 'cmis:isPrivateWorkingCopy']),
};

const views: Readonly<Record<Dialect, WeakMap<TypeRegistry, TypeRegistry>>> = {
  cmis: new WeakMap(),
  alfresco: new WeakMap(),
};

/** The types of 1.0, made once for each snapshot. */
export function typesOf10(types: TypeRegistry, dialect: Dialect): TypeRegistry {
  let view = views[dialect].get(types);
  if (!view) {
    view = new TypeRegistry(types.version, declarations(types, NEW_IN_1_1[dialect]));
    views[dialect].set(types, view);
  }
  return view;
}

/** Items came with CMIS 1.1. */
/** Types that are not there at all in 1.0. */
export const isUnknownIn10 = (type: TypeDefinition): boolean =>
  type.baseId === 'cmis:item' || type.id === 'cmis:secondary';

export const isHiddenIn10 = (object: StoredObject): boolean => isUnknownIn10(object.type);

/** The object as its type of 1.0 shows it, for `projection` with `typesOf10`; secondary types take no part. */
export function objectIn10(object: StoredObject, view: TypeRegistry): StoredObject {
  const type = view.find(object.type.id);
  return type && type.baseId !== 'cmis:secondary' ? { ...object, type, secondaryTypes: [] } : object;
}

function declarations(types: TypeRegistry, added: ReadonlySet<string>): KeyedDeclaration[] {
  const isShown = (id: string): boolean => {
    const type = types.find(id);
    return type !== undefined && type.baseId !== 'cmis:item';
  };
  const made: KeyedDeclaration[] = [];
  for (const type of types.all()) {
    if (isUnknownIn10(type)) continue;
    made.push({ key: type.key, declaration: declaration(type, { isShown, added }) });
  }
  return [...made, { key: -1, declaration: ASPECTS }];
}

function declaration(
  type: TypeDefinition,
  { isShown, added }: { readonly isShown: (id: string) => boolean; readonly added: ReadonlySet<string> },
): TypeDeclaration {
  const propertyDefinitions = [...type.propertyDefinitions.values()].filter(
    (definition) => !definition.inherited && !added.has(definition.id),
  );
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
