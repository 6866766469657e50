import { isAssignable } from '../../model/alfresco-types';
import { checkProperties, impliedSecondaryTypes } from '../../model/check-properties';
import { CmisError, constraint, invalidArgument } from '../../model/errors';
import { TEXT_STATUS_PROPERTY } from '../../model/languages';
import { checkLabel, checkName, nameKey } from '../../model/names';
import type { Properties, PropertyChanges, PropertyValue } from '../../model/properties';
import type { BaseTypeId, PrimaryType, SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { uuidv7 } from '../../model/uuid';
import { isSystemProperty, propertyValue } from '../values/object-properties';
import type { Dialect } from '../contract/request';
import type { NewObject, ObjectChanges } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/** What a create call says of the object itself, checked. */
export type NewProperties = Pick<NewObject, 'type' | 'secondaryTypes' | 'name' | 'nameKey' | 'properties' | 'owner'>;

const TYPE = 'cmis:objectTypeId';
const SECONDARY = 'cmis:secondaryObjectTypeIds';
const NAME = 'cmis:name';
const DESCRIPTION = 'cmis:description';
const OWNER = 'cm:owner';
/** Kept elsewhere than among an object's own properties. */
const HELD_APART = new Set([TYPE, SECONDARY, NAME, OWNER, 'cmis:sourceId', 'cmis:targetId']);

interface CreateInput {
  readonly properties: PropertyChanges;
  readonly baseId: Exclude<BaseTypeId, 'cmis:secondary'>;
  readonly dialect: Dialect;
  readonly creator: string;
}

/** Type, secondary types, name and values of a new object. @throws CmisError `invalidArgument`, `constraint`. */
export function newProperties(types: TypeRegistry, input: CreateInput): NewProperties {
  const { typeId, alongside } = typeIdsOf(input);
  const type = creatableType(types, typeId, input.baseId);
  const wanted = wantedSecondaryIds(input.properties[SECONDARY]) ?? [];
  const given = withMandatory(types, type, [...wanted, ...alongside]);
  const { [SECONDARY]: _listed, ...rest } = withoutUnknown(input.properties, input.dialect);
  const changes: PropertyChanges = { ...withoutNulls(rest), [TYPE]: typeId };
  const named = changes[NAME] === undefined ? { ...changes, ...nameOfUnnamed(type) } : changes;
  const secondaryTypes = withImplied(types, { type, secondaryTypes: given, changes: named, dialect: input.dialect });
  for (const secondary of secondaryTypes) requireAssignable(secondary, type.mandatorySecondaryTypeIds);
  const checked = checkProperties({
    types,
    type,
    secondaryTypes,
    changes: named,
    operation: 'create',
    isWorkingCopy: false,
  });
  const name = nameIn(checked, type);
  return {
    type,
    secondaryTypes,
    name,
    nameKey: nameKey(name),
    properties: merged({}, checked),
    owner: ownerIn(checked) ?? input.creator,
  };
}

/** The type id; Alfresco's clients may append aspects to it after commas. */
function typeIdsOf({ properties, dialect }: CreateInput): {
  readonly typeId: string;
  readonly alongside: readonly string[];
} {
  const value = properties[TYPE];
  const [text, ...more] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (typeof text !== 'string' || text === '') throw invalidArgument(`The property '${TYPE}' is missing.`);
  if (more.length > 0) throw constraint(`The property '${TYPE}' takes one value; ${more.length + 1} were given.`);
  if (dialect === 'cmis') return { typeId: text, alongside: [] };
  const [typeId = '', ...alongside] = text.split(',').map((id) => id.trim());
  return { typeId, alongside };
}

/** Without what clients written for Alfresco cannot know as read-only: they copy all that is not called `cmis:`. */
function withoutUnknown(properties: PropertyChanges, dialect: Dialect): PropertyChanges {
  if (dialect === 'cmis') return properties;
  const { [TEXT_STATUS_PROPERTY]: _status, ...rest } = properties;
  return rest;
}

function creatableType(types: TypeRegistry, typeId: string, baseId: BaseTypeId): PrimaryType {
  const type = types.find(typeId);
  if (!type) throw constraint(`There is no type '${typeId}'.`);
  if (type.baseId !== baseId || type.baseId === 'cmis:secondary')
    throw constraint(`The type '${typeId}' is not a ${baseId} type.`);
  if (!type.creatable) throw constraint(`Objects of type '${typeId}' cannot be created.`);
  return type;
}

/** Relationships and items need no name from their client, and have one (CMIS 1.1 §2.1.8.1.2). */
function nameOfUnnamed(type: PrimaryType): PropertyChanges {
  if (type.baseId === 'cmis:relationship') return { [NAME]: type.displayName };
  return type.baseId === 'cmis:item' ? { [NAME]: uuidv7() } : {};
}

/** undefined: not said; an empty list: none. */
function wantedSecondaryIds(value: PropertyValue | null | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value === null) return [];
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return [...new Set(list.map(String))];
}

function secondaryOf(types: TypeRegistry, id: string): SecondaryType {
  const type = types.findSecondary(id);
  if (!type) throw constraint(`There is no secondary type '${id}'.`);
  return type;
}

function withMandatory(types: TypeRegistry, type: PrimaryType, ids: readonly string[]): readonly SecondaryType[] {
  return [...new Set([...type.mandatorySecondaryTypeIds, ...ids])].map((id) => secondaryOf(types, id));
}

function withImplied(
  types: TypeRegistry,
  input: {
    readonly type: PrimaryType;
    readonly secondaryTypes: readonly SecondaryType[];
    readonly changes: PropertyChanges;
    readonly dialect: Dialect;
  },
): readonly SecondaryType[] {
  if (input.dialect === 'cmis') return input.secondaryTypes;
  const description = input.changes[DESCRIPTION];
  // The description is kept where the aspect of titled objects has it.
  const changes = description === undefined ? input.changes : { ...input.changes, 'cm:description': description };
  return [...new Set([...input.secondaryTypes, ...impliedSecondaryTypes({ types, ...input, changes })])];
}

function requireAssignable(type: SecondaryType, mandatory: readonly string[]): void {
  if (!isAssignable(type.id) && !mandatory.includes(type.id))
    throw constraint(`The secondary type '${type.id}' is assigned by the repository alone.`);
}

function withoutNulls(changes: PropertyChanges): PropertyChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
}

function nameIn(checked: PropertyChanges, type: PrimaryType): string {
  const name = checked[NAME];
  if (typeof name !== 'string') throw constraint(`The property '${NAME}' is required.`);
  if (type.fileable) checkName(name);
  else checkLabel(name);
  return name;
}

function ownerIn(checked: PropertyChanges): string | undefined {
  const owner = checked[OWNER];
  return typeof owner === 'string' && owner !== '' ? owner : undefined;
}

/** The object's own properties with the changes: the description has one value under two ids, unset ones go. */
function merged(before: Properties, changes: PropertyChanges): Properties {
  const after: Record<string, PropertyValue> = { ...before };
  for (const [id, value] of Object.entries(changes)) {
    if (HELD_APART.has(id)) continue;
    const key = id === DESCRIPTION ? 'cm:description' : id;
    if (value === null || (Array.isArray(value) && value.length === 0)) delete after[key];
    else after[key] = value;
  }
  return after;
}

interface ChangeInput {
  readonly object: StoredObject;
  readonly properties: PropertyChanges;
  readonly dialect: Dialect;
  readonly operation?: 'update' | 'checkIn';
}

/**
 * What an update of the object amounts to; undefined when nothing changes. Values that the object has already may
 * always be sent back, even of read-only properties. @throws CmisError `constraint`, `invalidArgument`, `versioning`.
 */
export function changedProperties(types: TypeRegistry, input: ChangeInput): ObjectChanges | undefined {
  const { object } = input;
  const changes = withoutEchoes(object, withoutUnknown(input.properties, input.dialect));
  const listed = wantedSecondaryIds(changes[SECONDARY]);
  const explicit = listed === undefined ? object.secondaryTypes : keptAndWanted(types, object, listed);
  const { [SECONDARY]: _listed, ...rest } = changes;
  const secondaryTypes =
    listed === undefined
      ? withImplied(types, { type: object.type, secondaryTypes: explicit, changes: rest, dialect: input.dialect })
      : explicit;
  const added = secondaryTypes.filter((type) => !object.secondaryTypes.includes(type));
  for (const type of added) requireAssignable(type, object.type.mandatorySecondaryTypeIds);
  const removed = object.secondaryTypes.filter((type) => !secondaryTypes.includes(type));
  if (Object.keys(rest).length === 0 && added.length === 0 && removed.length === 0) return undefined;
  const checked = checkProperties({
    types,
    type: object.type,
    secondaryTypes,
    addedSecondaryTypes: added,
    changes: rest,
    operation: input.operation ?? 'update',
    isWorkingCopy: object.version?.isWorkingCopy ?? false,
    ignoreForeignUnsets: input.dialect === 'alfresco',
  });
  const owner = ownerIn(checked);
  const name = checked[NAME] === undefined ? undefined : nameIn(checked, object.type);
  return {
    ...(name !== undefined && { name: { name, nameKey: nameKey(name) } }),
    properties: merged(withoutTypes(types, object, removed), checked),
    ...((added.length > 0 || removed.length > 0) && { secondaryTypeKeys: secondaryTypes.map((type) => type.key) }),
    ...(owner !== undefined && { owner }),
  };
}

/** A complete list of secondary types: what the repository manages stays whether it is named or not. */
function keptAndWanted(types: TypeRegistry, object: StoredObject, ids: readonly string[]): readonly SecondaryType[] {
  const managed = object.secondaryTypes.filter((type) => !isAssignable(type.id));
  const mandatory = object.type.mandatorySecondaryTypeIds.map((id) => secondaryOf(types, id));
  const kept = mandatory.filter((type) => object.secondaryTypes.includes(type));
  return [...new Set([...kept, ...managed, ...ids.map((id) => secondaryOf(types, id))])];
}

/** The object's properties without those that only the removed secondary types define. */
function withoutTypes(types: TypeRegistry, object: StoredObject, removed: readonly SecondaryType[]): Properties {
  if (removed.length === 0) return object.properties;
  const remaining = types.effective(
    object.type,
    object.secondaryTypes.filter((type) => !removed.includes(type)),
  );
  const gone = new Set(
    removed.flatMap((type) => [...type.propertyDefinitions.keys()]).filter((id) => !remaining.has(id)),
  );
  return Object.fromEntries(Object.entries(object.properties).filter(([id]) => !gone.has(id)));
}

function withoutEchoes(object: StoredObject, changes: PropertyChanges): PropertyChanges {
  return Object.fromEntries(
    Object.entries(changes).filter(([id, value]) => !sameValue(currentValue(object, id), value)),
  );
}

function currentValue(object: StoredObject, id: string): PropertyValue | undefined {
  return isSystemProperty(id) ? propertyValue(object, id) : object.properties[id];
}

function sameValue(before: PropertyValue | undefined, after: PropertyValue | null): boolean {
  if (after === null) return before === undefined;
  if (before === undefined) return Array.isArray(after) && after.length === 0;
  const left: readonly unknown[] = Array.isArray(before) ? before : [before];
  const right: readonly unknown[] = Array.isArray(after) ? after : [after];
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

/** @throws CmisError `invalidArgument` for a reference that is missing from a create call. */
export function requiredId(properties: PropertyChanges, id: string): string {
  const value = properties[id];
  const text = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  if (typeof text !== 'string' || text === '')
    throw new CmisError('invalidArgument', `The property '${id}' is missing.`);
  return text;
}
