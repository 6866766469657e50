/**
 * Tags and categories alike: an object names those that it has in one of its properties, by their uuids, with or without
 * the store in front.
 */
import type { Statement } from '../connection/database';
import { visibleRow } from '../rows/object-row';

const STORE = 'workspace://SpacesStore/';

/** How many objects that the caller `me` sees name `o` in that property. */
export const classifiedCount = (
  property: string,
): string => `(select count(*) from objects x left join acls b on b.id = x.acl_id
    where x.props ? '${property}' and x.props->'${property}' ?| array[o.uuid::text, '${STORE}' || o.uuid]
      and not x.pwc and ${visibleRow('x', 'b')})`;

/** Takes them off all that names them, working copies too; older versions keep them. `$1`: `namesOf` them. */
export const takeOffStatement = (name: string, property: string): Statement => ({
  name,
  text: `update objects set token = token + 1, props = case when props->'${property}' <@ to_jsonb($1::text[]) then props - '${property}'
      else jsonb_set(props, '{${property}}', (props->'${property}') - $1::text[]) end
    where props ? '${property}' and props->'${property}' ?| $1::text[]`,
});

/** All that these can be called in a property. */
export const namesOf = (uuids: readonly string[]): readonly string[] => uuids.flatMap((uuid) => [uuid, STORE + uuid]);
