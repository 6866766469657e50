import type { TypeRegistry } from '../../model/type-registry';
import type { StoredObject } from '../../repository/values/stored-object';

/** An object as it was read, by the types that it was read with. */
export interface KnownObject {
  readonly types: TypeRegistry;
  readonly object: StoredObject;
}

/**
 * Objects that this process has read, each good for the version of its row that PostgreSQL names in the very page that
 * is being answered: any change, by whatever process, makes another version.
 */
export interface KnownObjects {
  get(key: number, version: string): KnownObject | undefined;
  /** Key of the live row with this id, and the version that is known of it. */
  find(uuid: string): { readonly key: number; readonly version: string; readonly object: StoredObject } | undefined;
  set(key: number, version: string, known: KnownObject): void;
}

/** Keeps up to `limit` objects, those used last. */
export function knownObjects(limit: number): KnownObjects {
  const objects = new Map<number, KnownObject & { readonly version: string }>();
  const keys = new Map<string, number>();
  return {
    find: (uuid) => {
      const key = keys.get(uuid);
      const known = key === undefined ? undefined : objects.get(key);
      return key === undefined || !known ? undefined : { key, version: known.version, object: known.object };
    },
    get: (key, version) => {
      const known = objects.get(key);
      if (known?.version !== version) return undefined;
      objects.delete(key);
      objects.set(key, known);
      return known;
    },
    set: (key, version, known) => {
      objects.delete(key);
      objects.set(key, { ...known, version });
      keys.set(known.object.uuid, key);
      const [oldest] = objects.size > limit ? objects : [];
      if (!oldest) return;
      objects.delete(oldest[0]);
      keys.delete(oldest[1].object.uuid);
    },
  };
}
