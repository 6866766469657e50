/** Properties and aspects of a node as this API shows them. */
import type { PropertyDefinition } from '../../model/property-definition';
import type { PropertyValue, Scalar } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import { versionLabel } from '../../repository/values/object-properties';
import type { StoredObject } from '../../repository/values/stored-object';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';
import { typeName } from '../model/names';
import type { UserOf } from './users';

/** Held by members of the entry, or of no use to clients. */
const NEVER_SHOWN = new Set([
  'cm:name',
  'cm:creator',
  'cm:created',
  'cm:modifier',
  'cm:modified',
  'cm:content',
  'cm:initialVersion',
  'cm:autoVersion',
  'cm:autoVersionOnUpdateProps',
]);
/** Values that are names of people. */
export const PERSON_PROPERTIES = new Set([
  'cm:creator',
  'cm:modifier',
  'cm:owner',
  'cm:lockOwner',
  'cm:workingCopyOwner',
]);

const isShown = (id: string): boolean => !NEVER_SHOWN.has(id) && !id.startsWith('sys:');

/** Every value that is set, under prefixed names; undefined when there is none. */
export function shownProperties(types: TypeRegistry, object: StoredObject, userOf: UserOf): Json | undefined {
  const shown: Record<string, unknown> = {};
  const definitions = types.effective(object.type, object.secondaryTypes);
  for (const [id, value] of Object.entries(ownValues(object))) {
    if (isShown(id) && value !== '') shown[id] = shownValue(definitions.get(id), id, { value, userOf });
  }
  return Object.keys(shown).length === 0 ? undefined : shown;
}

/** The document itself, while there is a working copy of it: nobody changes it meanwhile. */
export const isCheckedOut = ({ version }: StoredObject): boolean =>
  version?.checkedOutBy !== undefined && !version.isWorkingCopy;

/** What is stored, with what the content model keeps as properties and this repository elsewhere. */
function ownValues(object: StoredObject): Readonly<Record<string, PropertyValue>> {
  const { version, owner } = object;
  const isOwnable = object.secondaryTypes.some((type) => type.id === 'P:cm:ownable');
  return {
    ...object.properties,
    ...(isOwnable && { 'cm:owner': owner }),
    ...(version && stateValues(version, owner)),
    ...(isCheckedOut(object) && {
      'cm:lockType': 'READ_ONLY_LOCK',
      'cm:lockOwner': version?.checkedOutBy ?? owner,
      'cm:lockLifetime': 'PERSISTENT',
    }),
  };
}

function stateValues(
  version: NonNullable<StoredObject['version']>,
  owner: string,
): Readonly<Record<string, PropertyValue>> {
  if (!version.isWorkingCopy) return version.versioned ? versionValues(version) : {};
  return { 'cm:workingCopyOwner': version.checkedOutBy ?? owner, 'cm:workingCopyMode': 'offlineEditing' };
}

const versionValues = (version: NonNullable<StoredObject['version']>): Readonly<Record<string, string>> => ({
  'cm:versionLabel': versionLabel(version) ?? '',
  'cm:versionType': version.isMajor ? 'MAJOR' : 'MINOR',
});

function shownValue(
  definition: PropertyDefinition | undefined,
  id: string,
  { value, userOf }: { readonly value: PropertyValue; readonly userOf: UserOf },
): unknown {
  if (PERSON_PROPERTIES.has(id) && typeof value === 'string') return userOf(value);
  const isDate = definition?.propertyType === 'datetime';
  const one = (scalar: Scalar): unknown => (isDate && typeof scalar === 'number' ? dateText(scalar) : scalar);
  return typeof value === 'object' ? value.map(one) : one(value);
}

/** Prefixed names of the aspects, those included that every node or every document with versions has. */
export function aspectNames(object: StoredObject): readonly string[] {
  const { version } = object;
  const names = [
    'cm:auditable',
    ...object.secondaryTypes.map(typeName).filter((name) => !name.startsWith('sys:')),
    ...(version?.versioned && !version.isWorkingCopy ? ['cm:versionable'] : []),
    ...(version?.isWorkingCopy ? ['cm:workingcopy'] : []),
    ...(isCheckedOut(object) ? ['cm:checkedOut', 'cm:lockable'] : []),
  ];
  return [...new Set(names)];
}

/** Names of people in the properties of an object. */
export function peopleIn(object: StoredObject): readonly string[] {
  return Object.entries(ownValues(object)).flatMap(([id, value]) =>
    PERSON_PROPERTIES.has(id) && typeof value === 'string' ? [value] : [],
  );
}
