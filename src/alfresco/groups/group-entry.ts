import type { StoredGroup, StoredMember } from '../../repository/storage/directory';
import type { Json } from '../framework/operation';

/** Groups without a name of their own are shown as what follows the prefix. */
const shown = (name: string, displayName: string | undefined): string =>
  displayName ?? name.replace(/^GROUP_(?=.)/, '');

/** A group as entries show it. */
export function groupEntry(group: StoredGroup, include: ReadonlySet<string> = new Set()): Json {
  const { name, displayName, description, parents, hasSubgroups, ofSite } = group;
  return {
    id: name,
    displayName: shown(name, displayName),
    isRoot: parents.length === 0,
    ...(include.has('parentIds') && { parentIds: parents }),
    ...(include.has('zones') && { zones: zonesOf(ofSite) }),
    ...(include.has('hasSubgroups') && { hasSubgroups }),
    ...(include.has('description') && { description }),
  };
}

/** Where groups come from and what they are for, as Alfresco calls it. */
export const zonesOf = (ofSite: boolean): readonly string[] => [ofSite ? SITE_ZONE : DEFAULT_ZONE, OWN_ZONE];
export const SITE_ZONE = 'APP.SHARE';
export const DEFAULT_ZONE = 'APP.DEFAULT';
/** Of all that are kept here. */
export const OWN_ZONE = 'AUTH.ALF';

export const memberEntry = ({ name, displayName, kind }: StoredMember): Json => ({
  id: name,
  displayName: kind === 'group' ? shown(name, displayName) : (displayName ?? name),
  memberType: kind === 'group' ? 'GROUP' : 'PERSON',
});
