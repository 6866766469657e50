/** The ports for what people attach to objects: comments, ratings. Every reading function is one statement. */
import type { PageRequest } from '../values/object-view';
import type { Counted, StoredPerson } from './directory';
import type { FavouriteReader, FavouriteWriter } from './favourites';
import type { StoredObject } from '../values/stored-object';

export interface StoredComment {
  readonly key: number;
  readonly uuid: string;
  /** Row key of the object that it is about. */
  readonly objectKey: number;
  readonly title?: string;
  readonly content: string;
  readonly created: number;
  /** Names, and the people as far as they are there still. */
  readonly createdBy: string;
  readonly creator?: StoredPerson;
  readonly modified: number;
  readonly modifiedBy: string;
  readonly modifier?: StoredPerson;
}

export interface CommentText {
  readonly title?: string | undefined;
  readonly content: string;
}

export const RATING_SCHEMES = ['fiveStar', 'likes'] as const;
export type RatingScheme = (typeof RATING_SCHEMES)[number];

export interface StoredRating {
  readonly scheme: RatingScheme;
  readonly count: number;
  /** Undefined: nobody has rated. */
  readonly average?: number;
  /** The caller's. */
  readonly mine?: { readonly value: number; readonly rated: number };
}

/** The one of a scheme; nobody's where nobody has rated by it. */
export const ofScheme = (ratings: readonly StoredRating[], scheme: RatingScheme): StoredRating =>
  ratings.find((rating) => rating.scheme === scheme) ?? { scheme, count: 0 };

export interface AnnotationReader extends FavouriteReader {
  /** Newest first. */
  comments(object: StoredObject, page: PageRequest): Promise<Counted<StoredComment>>;
  /** Whatever object it is about: that is for the operation to judge. */
  comment(uuid: string): Promise<StoredComment | undefined>;
  /** Uuid of the object that the comment is about. */
  commented(uuid: string): Promise<string | undefined>;
  /** One of each scheme, in their order. */
  ratings(object: StoredObject): Promise<readonly StoredRating[]>;
}

export interface AnnotationWriter extends FavouriteWriter {
  /** The caller's; in the order of the texts. */
  addComments(object: StoredObject, texts: readonly CommentText[]): Promise<readonly StoredComment[]>;
  /** Undefined when it is gone. */
  changeComment(comment: StoredComment, text: CommentText): Promise<StoredComment | undefined>;
  removeComment(comment: StoredComment): Promise<void>;
  /** The caller's, in place of what the caller said before. */
  rate(object: StoredObject, rating: { readonly scheme: RatingScheme; readonly value: number }): Promise<void>;
  /** The caller's. False: there is none. */
  unrate(object: StoredObject, scheme: RatingScheme): Promise<boolean>;
}
