import type { PropertyValue } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import { projection } from '../values/object-properties';
import type { ChangeInfo } from './changes';
import type { StoredObject } from '../values/stored-object';

/**
 * What a change event remembers of its object: type and every property that is set, as they are after the change (for
 * a deletion, before it). The rights in force are added where the event is written.
 */
export function changeInfo(types: TypeRegistry, object: StoredObject): ChangeInfo {
  const properties: Record<string, PropertyValue> = {};
  for (const { definition, read } of projection({ types, object })) {
    const value = read(object);
    if (value !== undefined) properties[definition.id] = value;
  }
  return { typeId: object.type.id, baseId: object.type.baseId, properties };
}
