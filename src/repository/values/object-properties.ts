import { TEXT_STATUS_PROPERTY } from '../../model/languages';
import type { PropertyDefinition } from '../../model/property-definition';
import type { PropertyValue } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { PropertyFilter } from './object-view';
import type { StoredContent, StoredObject, StoredVersion } from './stored-object';
import { own } from '../../model/own';

type Accessor = (object: StoredObject) => PropertyValue | undefined;

const ofVersion =
  (read: (version: StoredVersion, object: StoredObject) => PropertyValue | undefined): Accessor =>
  (object) =>
    object.version && read(object.version, object);
const ofContent =
  (read: (content: StoredContent) => PropertyValue | undefined): Accessor =>
  (object) =>
    object.content && read(object.content);

/** What CMIS shows as the label of working copies; no version ever has it. */
const WORKING_COPY_LABEL = 'pwc';

/** `major.minor`; undefined on a working copy, which is no version yet. */
export function versionLabel(version: StoredVersion): string | undefined {
  return version.isWorkingCopy ? undefined : `${version.major}.${version.minor}`;
}

/** Where the value of each system property comes from; every other property is read from `object.properties`. */
const SYSTEM: Readonly<Record<string, Accessor>> = {
  'cmis:objectId': (object) => object.id,
  'cmis:name': (object) => object.name,
  // CMIS and Alfresco show one description under two ids.
  'cmis:description': (object) => object.properties['cm:description'],
  'cmis:baseTypeId': (object) => object.type.baseId,
  'cmis:objectTypeId': (object) => object.type.id,
  'cmis:secondaryObjectTypeIds': (object) =>
    object.secondaryTypes.length === 0 ? undefined : object.secondaryTypes.map((type) => type.id),
  'cmis:createdBy': (object) => object.createdBy,
  'cmis:creationDate': (object) => object.created,
  'cmis:lastModifiedBy': (object) => object.modifiedBy,
  'cmis:lastModificationDate': (object) => object.modified,
  'cmis:changeToken': (object) => String(object.changeToken),
  'alfcmis:nodeRef': (object) => `workspace://SpacesStore/${object.series}`,
  'cmis:isImmutable': (object) => object.immutable,
  'cmis:isLatestVersion': ofVersion((version) => version.isLatest),
  'cmis:isMajorVersion': ofVersion((version) => version.isMajor && !version.isWorkingCopy),
  'cmis:isLatestMajorVersion': ofVersion((version) => version.isLatestMajor),
  'cmis:isPrivateWorkingCopy': ofVersion((version) => version.isWorkingCopy),
  'cmis:versionLabel': ofVersion((version) => versionLabel(version) ?? WORKING_COPY_LABEL),
  'cmis:versionSeriesId': (object) => object.version && object.series,
  'cmis:isVersionSeriesCheckedOut': ofVersion((version) => version.checkedOutBy !== undefined),
  'cmis:versionSeriesCheckedOutBy': ofVersion((version) => version.checkedOutBy),
  'cmis:versionSeriesCheckedOutId': ofVersion((version, object) =>
    version.checkedOutBy === undefined ? undefined : `${object.series};pwc`,
  ),
  'cmis:checkinComment': ofVersion((version) => version.comment),
  'cmis:latestAccessibleStateId': (object) => object.version && object.series,
  'cmis:contentStreamLength': ofContent((content) => content.length),
  'cmis:contentStreamMimeType': ofContent((content) => content.mimeType),
  'cmis:contentStreamFileName': ofContent((content) => content.fileName),
  'cmis:contentStreamId': ofContent((content) => content.id),
  'cmis:contentStreamHash': ofContent((content) => content.sha256 && [`{sha-256}${content.sha256}`]),
  [TEXT_STATUS_PROPERTY]: ofContent((content) => content.textState),
  'cmis:parentId': (object) => (object.type.baseId === 'cmis:folder' ? object.parentUuid : undefined),
  'cmis:path': (object) => object.path,
  'cmis:allowedChildObjectTypeIds': () => undefined,
  'cmis:sourceId': (object) => object.sourceId,
  'cmis:targetId': (object) => object.targetId,
  'cm:owner': (object) => object.owner,
};

/** How one property of an object is read. */
export interface PropertyReader {
  readonly definition: PropertyDefinition;
  /** Undefined: not set. */
  readonly read: Accessor;
}

/** Whether the repository keeps the value of the property apart from those that clients write. */
export const isSystemProperty = (id: string): boolean => Object.hasOwn(SYSTEM, id);

/** How the property is read of any object; of a copy that was remembered, its value at that time. */
export function propertyReader(definition: PropertyDefinition): PropertyReader {
  const { id } = definition;
  const read: Accessor = own(SYSTEM, id) ?? ((object) => object.properties[id]);
  return { definition, read: (object) => (object.remembered ? object.remembered[id] : read(object)) };
}

const ALWAYS = new Set(['cmis:objectId', 'cmis:baseTypeId', 'cmis:objectTypeId']);
const MAX_FILTERS = 200;
const projections = new WeakMap<ReadonlyMap<string, PropertyDefinition>, Map<string, readonly PropertyReader[]>>();

/**
 * The properties of an object that an answer shows, in a stable order: all that its primary and secondary types define,
 * or those that the filter names. The same array is returned for the same types and filter, so serialisers can hang
 * what they prepared on it. Secondary properties may be named `type.property` (CMIS 1.1 §2.2.1.2.1).
 */
export function projection(input: {
  readonly types: TypeRegistry;
  readonly object: StoredObject;
  readonly filter?: PropertyFilter | undefined;
}): readonly PropertyReader[] {
  const { types, object, filter } = input;
  const definitions = types.effective(object.type, object.secondaryTypes);
  let byFilter = projections.get(definitions);
  if (!byFilter) projections.set(definitions, (byFilter = new Map<string, readonly PropertyReader[]>()));
  const key = filter?.text ?? '*';
  const known = byFilter.get(key);
  if (known) return known;
  const readers: PropertyReader[] = [];
  for (const definition of definitions.values()) {
    if (!filter || ALWAYS.has(definition.id) || isNamed(definition, filter, types))
      readers.push(propertyReader(definition));
  }
  // Filters are text from clients: what is remembered for them is bounded.
  if (byFilter.size >= MAX_FILTERS) byFilter.clear();
  byFilter.set(key, readers);
  return readers;
}

function isNamed(definition: PropertyDefinition, filter: PropertyFilter, types: TypeRegistry): boolean {
  if (filter.queryNames.has(definition.queryName)) return true;
  const owner = types.definingType(definition.id);
  return owner !== undefined && filter.queryNames.has(`${owner.queryName}.${definition.queryName}`);
}

/** The value of any property of an object by its id; undefined when it is not set. */
export function propertyValue(object: StoredObject, propertyId: string): PropertyValue | undefined {
  const accessor = own(SYSTEM, propertyId);
  return accessor ? accessor(object) : object.properties[propertyId];
}
