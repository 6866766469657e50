/** Port of what lies in folders and above. */
import type { PropertyDefinition } from '../../model/property-definition';
import type { PrimaryType, SecondaryType } from '../../model/type-definition';
import type { ObjectId } from '../values/object-id';
import type { PageRequest } from '../values/object-view';
import type { StoredObject } from '../values/stored-object';

/** One criterion of `orderBy`: a single-valued property that can be ordered by. */
export interface OrderBy {
  readonly property: PropertyDefinition;
  readonly descending: boolean;
}

/** What nodes of a folder may be ordered by besides properties. */
export type NodeColumn = 'isFolder' | 'name' | 'created' | 'createdBy' | 'mimeType' | 'size' | 'type';

export interface NodeOrder {
  readonly by: NodeColumn | PropertyDefinition;
  readonly descending: boolean;
}

/** Which children of a folder are meant; absent members say nothing. */
export interface NodeFilter {
  readonly isFolder?: boolean;
  readonly isDocument?: boolean;
  /** Whether the folder is their primary one. */
  readonly isPrimary?: boolean;
  readonly typeKeys?: readonly number[];
  /** Types that are never meant. */
  readonly hiddenTypeKeys: readonly number[];
}

export interface Listed {
  /** As of which all of it is right; what is read besides, as of the same, is known already. */
  readonly asOf?: string;
  readonly objects: readonly StoredObject[];
  readonly hasMoreItems: boolean;
  readonly numItems?: number;
}

export interface NavigationReader {
  /**
   * The folder of that id, for the operation to judge, and a page of its children that the caller may see; in one
   * statement. Empty `orderBy`: by name key. Ties by row key.
   */
  children(input: {
    readonly folder: ObjectId;
    readonly page: PageRequest;
    readonly orderBy: readonly OrderBy[];
    readonly withAcl?: boolean;
  }): Promise<Listed & { readonly folder?: StoredObject }>;
  /** As `children`, of those that the filter means, in any order, always counted. Ties by name. */
  nodes(input: {
    readonly folder: ObjectId;
    readonly page: PageRequest;
    readonly order: readonly NodeOrder[];
    readonly filter: NodeFilter;
    readonly withAcl?: boolean;
  }): Promise<Listed & { readonly folder?: StoredObject }>;
  /** Everything visible down to `depth` levels (-1: all), parents before children, each with the key of the folder it was met in. */
  descendants(input: {
    readonly folder: StoredObject;
    readonly depth: number;
    readonly foldersOnly: boolean;
    readonly withAcl?: boolean;
  }): Promise<readonly { readonly inFolder: number; readonly object: StoredObject }[]>;
  /** Visible folders that hold the object, the primary one first. */
  parents(object: StoredObject, options?: { readonly withAcl?: boolean }): Promise<readonly StoredObject[]>;
  /** Working copies that the caller may see, in one folder or everywhere. */
  checkedOut(input: {
    readonly folder?: StoredObject;
    readonly page: PageRequest;
    readonly orderBy: readonly OrderBy[];
    readonly withAcl?: boolean;
  }): Promise<Listed>;
  /** Whether the folder holds anything, seen or not. */
  isEmpty(folder: StoredObject): Promise<boolean>;
  /** The folders above each object, along primary ones, by the object's key; none for what is in no folder. `asOf`: see `Listed`. */
  ancestors(objects: readonly StoredObject[], asOf?: string): Promise<ReadonlyMap<number, Ancestors>>;
}

export interface AncestorFolder {
  readonly uuid: string;
  readonly name: string;
  readonly type: PrimaryType;
  readonly secondaryTypes: readonly SecondaryType[];
}

export interface Ancestors {
  /** From the highest one down to the parent; none above one that the caller may not see. */
  readonly folders: readonly AncestorFolder[];
  /** They begin with the root. */
  readonly isComplete: boolean;
}
