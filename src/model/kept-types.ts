/** Types of objects that the repository keeps beside accounts, groups, tags and categories. */
export const PERSON_TYPE = 'I:cm:person';
export const GROUP_TYPE = 'I:cm:authorityContainer';
/** Of tags and categories. */
export const CLASS_TYPE = 'I:cm:category';

const KEPT: ReadonlyMap<string, string> = new Map([
  [PERSON_TYPE, 'one of the people'],
  [GROUP_TYPE, 'one of the groups'],
  [CLASS_TYPE, 'a tag or a category'],
]);

/** What an object of this type is that only the operations on its like change; undefined for all others. */
export const keptAs = (typeId: string): string | undefined => KEPT.get(typeId);
