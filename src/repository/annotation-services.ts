import { boundServices, type AllBound } from './bound-services';
import * as comments from './comments';
import * as ratings from './ratings';
import type { Transactor } from './storage';

const READS = {
  listComments: comments.listComments,
  listRatings: ratings.listRatings,
};
const WRITES = {
  addComments: comments.addComments,
  updateComment: comments.updateComment,
  deleteComment: comments.deleteComment,
  rateObject: ratings.rateObject,
  removeRating: ratings.removeRating,
};

/** What people attach to objects. */
export type AnnotationServices = AllBound<typeof READS> & AllBound<typeof WRITES>;

export const annotationServices = (transactor: Transactor): AnnotationServices =>
  boundServices(transactor, { reads: READS, writes: WRITES });
