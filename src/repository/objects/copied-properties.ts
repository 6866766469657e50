import { isAssignable } from '../../model/alfresco-types';
import type { PropertyChanges } from '../../model/properties';
import type { ReadUnit } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/** What a copy takes over: name, type, secondary types and all that a client may set; nothing that the repository manages. */
export function copiedProperties(uow: ReadUnit, source: StoredObject): PropertyChanges {
  const changes: Record<string, PropertyChanges[string]> = {
    'cmis:name': source.name,
    'cmis:objectTypeId': source.type.id,
  };
  const secondaryTypes = source.secondaryTypes.filter(({ id }) => isAssignable(id));
  if (secondaryTypes.length > 0) changes['cmis:secondaryObjectTypeIds'] = secondaryTypes.map((type) => type.id);
  for (const definition of uow.types.effective(source.type, secondaryTypes).values()) {
    const value =
      definition.id === 'cmis:description' ? source.properties['cm:description'] : source.properties[definition.id];
    if (value !== undefined && definition.updatability !== 'readonly') changes[definition.id] = value;
  }
  return changes;
}
