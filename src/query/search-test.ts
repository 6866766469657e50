import type { Scalar } from '../model/properties';
import type { TextTerm } from './text-expression';

/** A step down from a folder: to a child of that name, or with `deep` to one anywhere below. No name: any. */
export interface PathStep {
  readonly deep: boolean;
  readonly name?: string;
}

export interface ValueLimit {
  readonly value: Scalar;
  readonly inclusive: boolean;
}

/**
 * Conditions of searches that CMIS-QL has no words for, on the objects of the first table. None is ever unknown. Terms
 * that a test names stand in a `contains` beside it, which narrows down what is looked at.
 */
export type SearchTest<C> =
  /** The words are in this property. */
  | { readonly kind: 'words'; readonly column: C; readonly term: TextTerm }
  /** The words are in the content. */
  | { readonly kind: 'inContent'; readonly term: TextTerm }
  /** Words in this order, each at most `distance` places after the one before. */
  | { readonly kind: 'near'; readonly terms: readonly TextTerm[]; readonly distance: number }
  /** A value as a whole is like the pattern of LIKE. */
  | { readonly kind: 'alike'; readonly column: C; readonly pattern: string; readonly caseSensitive: boolean }
  /** One of many values is in the range. */
  | { readonly kind: 'anyBetween'; readonly column: C; readonly from?: ValueLimit; readonly to?: ValueLimit }
  /** `orSelf`: what the steps lead to, and whatever is below it. */
  | { readonly kind: 'path'; readonly steps: readonly PathStep[]; readonly orSelf: boolean }
  /**
   * A category that the steps lead to from above those at the top, or a tag; with `members` what is in one of them.
   * `orSelf`: and all below it.
   */
  | {
      readonly kind: 'category';
      readonly tree: 'categories' | 'tags';
      readonly steps: readonly PathStep[];
      readonly orSelf: boolean;
      readonly members: boolean;
    }
  /** In the site of this name, or in any. */
  | { readonly kind: 'inSite'; readonly name?: string }
  /** With a tag whose name is like the pattern of LIKE, whatever the case. */
  | { readonly kind: 'tagged'; readonly pattern: string }
  /** One of the groups that sites have. */
  | { readonly kind: 'groupOfSite' }
  | { readonly kind: 'versioned' };
