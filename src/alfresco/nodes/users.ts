import type { Json } from '../framework/operation';

/** A person as entries name it. */
export type UserOf = (name: string) => Json;

/** People under their display names; a person without one, or that is no more, under its name. */
export const usersBy =
  (displayNames: ReadonlyMap<string, string>): UserOf =>
  (id) => ({ id, displayName: displayNames.get(id) ?? id });

/** Groups without a name of their own are shown as what follows the prefix. */
export const authorityDisplayName = (displayNames: ReadonlyMap<string, string>, id: string): string =>
  displayNames.get(id) ?? id.replace(/^GROUP_(?=.)/, '');
