/** The ports for what people come back to and what they share. Every reading function is one statement. */
import type { Caller } from '../../model/principal';
import type { PageRequest } from '../values/object-view';
import type { Counted, Ordering } from './directory';
import type { StoredSite } from './sites';
import type { StoredObject } from '../values/stored-object';

export const FAVOURITE_KINDS = ['file', 'folder', 'site'] as const;
export type FavouriteKind = (typeof FAVOURITE_KINDS)[number];
export type FavouriteColumn = 'type' | 'createdAt' | 'title';

export interface StoredFavourite {
  readonly object: StoredObject;
  readonly kind: FavouriteKind;
  readonly created: number;
  /** Of sites. */
  readonly site?: StoredSite;
}

export interface FavouriteList {
  readonly page: PageRequest;
  /** Empty: by kind, the newest first. */
  readonly order: readonly Ordering<FavouriteColumn>[];
  readonly kinds: readonly FavouriteKind[];
  /** Only this object. */
  readonly uuid?: string | undefined;
}

export interface SharedLink {
  readonly id: string;
  readonly objectKey: number;
  readonly objectUuid: string;
  /** As whom the document is read. */
  readonly sharer: Caller;
  readonly expires?: number;
}

export interface LinkList {
  readonly page: PageRequest;
  /** Name of the person. */
  readonly sharedBy?: string | undefined;
}

export interface FavouriteReader {
  /** The caller's, of what the caller may see. */
  favourites(input: FavouriteList): Promise<Counted<StoredFavourite>>;
  /** Which of these objects are the caller's favourites, by key. `asOf`: see `Listed`. */
  favouritesAmong(objectKeys: readonly number[], asOf?: string): Promise<ReadonlySet<number>>;
  /** Links to what the caller may see, that have not expired; what was modified last comes first. */
  links(input: LinkList): Promise<Counted<SharedLink & { readonly object: StoredObject }>>;
  /** Whoever asks; undefined for one that has expired. */
  link(id: string): Promise<SharedLink | undefined>;
  /** Also one that opens nothing any more. */
  anyLink(id: string): Promise<SharedLink | undefined>;
  linkOf(object: StoredObject): Promise<SharedLink | undefined>;
}

export interface FavouriteWriter {
  /** The caller's; it stays as it was when it is one already. */
  addFavourite(object: StoredObject): Promise<void>;
  /** The caller's. False: it is none. */
  removeFavourite(object: StoredObject): Promise<boolean>;
  /** By the caller; in place of one that has expired. */
  addLink(object: StoredObject, link: { readonly id: string; readonly expires?: number | undefined }): Promise<void>;
  removeLink(id: string): Promise<void>;
}
