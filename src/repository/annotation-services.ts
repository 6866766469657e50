import { boundServices, type AllBound } from './bound-services';
import * as categories from './annotations/categories';
import * as comments from './annotations/comments';
import * as downloads from './downloads/downloads';
import * as favourites from './annotations/favourites';
import * as ratings from './annotations/ratings';
import * as links from './annotations/shared-links';
import type { ReadUnit, Transactor } from './storage/storage';
import type { NameReader } from './storage/names';
import { searchTrash } from './search/search-trash';
import { suggestSpelling } from './search/spelling';
import * as tags from './annotations/tags';

const READS = {
  findPeople: (uow: ReadUnit, input: Parameters<NameReader['people']>[0]) => uow.names.people(input),
  findSites: (uow: ReadUnit, input: Parameters<NameReader['sites']>[0]) => uow.names.sites(input),
  searchTrash,
  suggestSpelling,
  listComments: comments.listComments,
  listRatings: ratings.listRatings,
  getCategory: categories.getCategory,
  getCategories: categories.getCategories,
  listCategories: categories.listCategories,
  listCategoriesOf: categories.listCategoriesOf,
  listTags: tags.listTags,
  getTag: tags.getTag,
  listTagsOf: tags.listTagsOf,
  listFavourites: favourites.listFavourites,
  getFavourite: favourites.getFavourite,
  favouritesAmong: favourites.favouritesAmong,
  listLinks: links.listLinks,
  openLink: links.openLink,
  getDownload: downloads.getDownload,
};
const WRITES = {
  createCategories: categories.createCategories,
  renameCategory: categories.renameCategory,
  deleteCategory: categories.deleteCategory,
  linkCategories: categories.linkCategories,
  unlinkCategory: categories.unlinkCategory,
  addComments: comments.addComments,
  updateComment: comments.updateComment,
  deleteComment: comments.deleteComment,
  rateObject: ratings.rateObject,
  removeRating: ratings.removeRating,
  createTags: tags.createTags,
  renameTag: tags.renameTag,
  deleteTag: tags.deleteTag,
  addTags: tags.addTags,
  removeTag: tags.removeTag,
  addFavourites: favourites.addFavourites,
  removeFavourite: favourites.removeFavourite,
  createLinks: links.createLinks,
  deleteLink: links.deleteLink,
  setShared: links.setShared,
  endLink: links.endLink,
  createDownload: downloads.createDownload,
  cancelDownload: downloads.cancelDownload,
  beginDownload: downloads.beginDownload,
  advanceDownload: downloads.advanceDownload,
  finishDownload: downloads.finishDownload,
  failDownload: downloads.failDownload,
};

/** What people attach to objects, how they find each other, and what is packed for them. */
export type AnnotationServices = AllBound<typeof READS> & AllBound<typeof WRITES>;

/** All of them, each in a transaction of its own or, when it only reads, in a read. */
export const annotationServices = (transactor: Transactor): AnnotationServices =>
  boundServices(transactor, { reads: READS, writes: WRITES });
