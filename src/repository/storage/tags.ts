/** The ports for tags. Every reading function is one statement. */
import type { PageRequest } from '../values/object-view';
import type { Counted, Ordering } from './directory';

export interface StoredTag {
  readonly uuid: string;
  readonly name: string;
  /** How many objects that the caller may see have it; only where that was asked for. */
  readonly count?: number;
}

export type TagColumn = 'tag' | 'count';

export interface TagList {
  readonly page: PageRequest;
  readonly order: Ordering<TagColumn>;
  readonly withCount: boolean;
  /** Those that have one of these names or match one of these patterns, in which `*` stands for any characters. */
  readonly filter?: { readonly names: readonly string[]; readonly patterns: readonly string[] } | undefined;
}

export interface TagReader {
  list(input: TagList): Promise<Counted<StoredTag>>;
  /** By name, of those with these uuids, or with these names. */
  find(
    wanted: { readonly uuids: readonly string[] } | { readonly names: readonly string[] },
    options?: { readonly withCount?: boolean },
  ): Promise<readonly StoredTag[]>;
}

export interface TagWriter {
  /** One change of what tags there are at a time, to the end of the transaction. */
  lock(): Promise<void>;
  /** Makes a tag of a category. */
  register(objectKey: number): Promise<void>;
  /** Takes a tag from every object that has it. */
  takeOff(uuid: string): Promise<void>;
}
