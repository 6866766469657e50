/** People and groups among what a search finds; reference: Alfresco's nodes of `cm:person` and `cm:authorityContainer`. */
import type { FoundAuthority } from '../../repository/storage-authorities';
import type { Json } from '../framework/operation';
import type { Wanted } from '../nodes/node-entry';

const TYPES = { person: 'cm:person', group: 'cm:authorityContainer' } as const;

/** They are no nodes of the tree: nobody may do anything with them but by the operations for people and groups. */
export function authorityEntry({ uuid, name, kind, values }: FoundAuthority, wanted: Wanted): Json {
  const { name: _name, ...properties } = values;
  return {
    id: uuid,
    name,
    nodeType: TYPES[kind],
    isFolder: false,
    isFile: false,
    ...(wanted.has('aspectNames') && { aspectNames: [] }),
    ...(wanted.has('properties') && {
      properties: Object.fromEntries(Object.entries(properties).map(([field, value]) => [`cm:${field}`, value])),
    }),
    ...(wanted.has('isLink') && { isLink: false }),
    ...(wanted.has('isLocked') && { isLocked: false }),
    ...(wanted.has('isFavorite') && { isFavorite: false }),
    // All that is asked of them holds or does not.
    search: { score: 1 },
    location: 'nodes',
  };
}
