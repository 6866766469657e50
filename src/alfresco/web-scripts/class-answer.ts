/** A type or an aspect as Alfresco's web script `api/classes/{name}` shows it. */
import type { TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Json } from '../framework/operation';
import { associationsFrom, parentOf } from '../model/class-entry';
import { propertyDefinitions } from '../model/definitions';
import { aspectByName, typeByName, typeName } from '../model/names';

/** By a name such as `cm_content` or `cm:content`; undefined where there is none. */
export function classByName(types: TypeRegistry, name: string): TypeDefinition | undefined {
  for (const candidate of [name, name.replace('_', ':')]) {
    const found = typeByName(types, candidate) ?? aspectByName(types, candidate);
    if (found) return found;
  }
  return undefined;
}

export function classAnswer(types: TypeRegistry, type: TypeDefinition): Json {
  const name = typeName(type);
  const url = urlOf(name);
  const parent = parentOf(types, type);
  return {
    name,
    isAspect: type.baseId === 'cmis:secondary',
    isContainer: type.baseId === 'cmis:folder',
    title: type.displayName,
    description: type.description ?? '',
    parent: parent ? summaryOf(parent) : {},
    defaultAspects: byName(
      type.mandatorySecondaryTypeIds.map((id) => summaryOf(types.find(id) ?? { id, displayName: id })),
    ),
    properties: byName(propertyDefinitions(type.propertyDefinitions.values()).map((one) => propertyAnswer(one, url))),
    associations: byName(
      associationsFrom(types, type).map((one) => {
        const id = typeName(one);
        return { name: id, title: one.displayName, url: `${url}/association/${inUrl(id)}` };
      }),
    ),
    childassociations: {},
    url,
  };
}

const inUrl = (name: string): string => encodeURIComponent(name.replace(':', '_'));
const urlOf = (name: string): string => `/api/classes/${inUrl(name)}`;

function summaryOf(type: Pick<TypeDefinition, 'id' | 'displayName'>): Json {
  const name = typeName(type);
  return { name, title: type.displayName, url: urlOf(name) };
}

function propertyAnswer(definition: Json, url: string): Json {
  const { id, title, description, defaultValue, dataType } = definition;
  const name = String(id);
  return {
    name,
    title: title ?? '',
    description: description ?? '',
    dataType,
    defaultValue,
    multiValued: definition['isMultiValued'],
    mandatory: definition['isMandatory'],
    enforced: definition['isMandatoryEnforced'],
    protected: definition['isProtected'],
    url: `${url}/property/${inUrl(name)}`,
  };
}

const byName = (all: readonly Json[]): Json => Object.fromEntries(all.map((one) => [String(one['name']), one]));
