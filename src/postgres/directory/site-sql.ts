import { ANYONE } from '../../model/principal';
import { SITE_ROLES } from '../../model/site';
import { VISIBLE } from '../rows/object-row';

const EVERYBODY = `(select e.id from principals e where e.name = '${ANYONE}')`;
/** Rank of the strongest role that these authorities give in site `s`. */
export const rankOf = (authorities: string): string =>
  `(select min(r.rank) from site_roles r where r.site_id = s.object_id and r.group_id = any (${authorities}))`;
/** Name of the role of that rank. */
export const role = (rank: string): string => `(array['${SITE_ROLES.join(`','`)}'])[${rank}]`;

/** Sites `s` with folder `o` that the caller may see. */
export const VISIBLE_SITES = `sites s join objects o on o.id = s.object_id join acls a on a.id = o.acl_id cross join me where ${VISIBLE}`;

/** JSON of such a site. Whom its rights let in decides what it is, not what is written on it. */
export const SITE_JSON = `json_strip_nulls(json_build_object('key', s.object_id, 'uuid', o.uuid, 'name', s.name,
    'title', o.props->>'cm:title', 'description', o.props->>'cm:description', 'preset', o.props->>'st:sitePreset',
    'visibility', case
      when (select ${EVERYBODY} = any (c.readers) from folders f join acls c on c.id = f.acl_id where f.id = o.id) then 'PUBLIC'
      when ${EVERYBODY} = any (a.readers) then 'MODERATED' else 'PRIVATE' end,
    'role', ${role(rankOf('me.authorities'))}))`;
