/** Kinds of things below others that have a chapter of their own in the reference. */
const RELATIONS = new Set([
  'audit-entries',
  'comments',
  'favorite-sites',
  'favorites',
  'networks',
  'preferences',
  'ratings',
  'renditions',
  'site-membership-requests',
  'tags',
  'versions',
]);

/** What a path is about: its first part, or the part below an id where that is a thing of its own. */
export function resourceOf(path: string): string {
  const [first = '', , relation] = path.split('/').filter((part) => part !== '');
  return relation !== undefined && RELATIONS.has(relation) ? relation : first;
}
