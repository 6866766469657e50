/** What of an object is in the index of searches; reference: Alfresco's aspect `cm:indexControl`. */
import type { Properties } from './properties';

/** False: searches find nothing of it. */
export const isIndexed = (properties: Properties): boolean => properties['cm:isIndexed'] !== false;

/** False: searches do not find it by what its content says. */
export const isContentIndexed = (properties: Properties): boolean =>
  isIndexed(properties) && properties['cm:isContentIndexed'] !== false;
