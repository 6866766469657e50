/** The ports for categories. Every reading function is one statement. */
import type { PageRequest } from '../values/object-view';
import type { Counted } from './directory';

/** What is to be told of categories besides the usual. */
export interface CategoryWants {
  readonly count: boolean;
  readonly path: boolean;
}

export interface StoredCategory {
  readonly uuid: string;
  readonly name: string;
  /** Undefined at the top. */
  readonly parent?: string;
  readonly hasChildren: boolean;
  /** How many objects that the caller may see are in it. */
  readonly count?: number;
  /** Names of those above it, from the top down. */
  readonly path?: readonly string[];
}

export interface CategoryReader {
  /** By name; undefined: those at the top. */
  below(
    parent: string | undefined,
    input: { readonly page: PageRequest; readonly wants: CategoryWants },
  ): Promise<Counted<StoredCategory>>;
  /** By name, of those with these uuids. */
  find(uuids: readonly string[], wants: CategoryWants): Promise<readonly StoredCategory[]>;
}

export interface CategoryWriter {
  /** One change of what categories there are at a time, to the end of the transaction. */
  lock(): Promise<void>;
  /** Puts an object into the tree. */
  register(objectKey: number, parent: string | undefined): Promise<void>;
  /** Keys of names that are taken below a category, or at the top. */
  taken(parent: string | undefined, nameKeys: readonly string[]): Promise<readonly string[]>;
  /** Uuids of it and of all below it, those below first. */
  tree(uuid: string): Promise<readonly string[]>;
  /** Takes categories from every object that is in one of them. */
  takeOff(uuids: readonly string[]): Promise<void>;
}
