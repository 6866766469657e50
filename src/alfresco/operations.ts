/** Every operation of the API: what is not here does not exist. `framework/operation.ts` says how to add one. */
import { ACTIVITIES } from './activities/activities';
import { ACTIONS } from './actions/actions';
import { AUDIT } from './audit/audit';
import { TICKETS } from './authentication/tickets';
import { CATEGORIES } from './categories/categories';
import { CATEGORY_LINKS } from './categories/category-links';
import { DELETED_NODES } from './trash/deleted-nodes';
import { COMMENTS } from './comments/comments';
import { DOWNLOADS } from './downloads/downloads';
import { FAVOURITE_SITES } from './favourites/favourite-sites';
import { FAVOURITES } from './favourites/favourites';
import type { Operation } from './framework/operation';
import { GROUP_MEMBERS } from './groups/group-members';
import { GROUPS } from './groups/groups';
import { CLASSES } from './model/classes';
import { NODES } from './nodes/nodes';
import { NETWORKS } from './people/networks';
import { AVATARS } from './avatars/avatars';
import { PEOPLE } from './people/people';
import { PASSWORD_RESETS } from './people/password-reset';
import { PREFERENCES } from './people/preferences';
import { QUERIES } from './queries/queries';
import { RATINGS } from './ratings/ratings';
import { SEARCH } from './search/search';
import { LINK_RENDITIONS } from './renditions/link-renditions';
import { NODE_RENDITIONS } from './renditions/node-renditions';
import { RULES } from './rules/rules';
import { LINK_MAILS } from './shared-links/email';
import { SHARED_LINKS } from './shared-links/shared-links';
import { CONTAINERS } from './sites/containers';
import { SITE_MEMBERS } from './sites/members';
import { PERSON_SITES } from './sites/person-sites';
import { SITE_REQUESTS } from './sites/requests';
import { SITES } from './sites/sites';
import { TAGS } from './tags/tags';
import { DISCOVERY } from './server-info/discovery';
import { PROBES } from './server-info/probes';

export const OPERATIONS: readonly Operation[] = [
  ...TICKETS,
  ...DISCOVERY,
  ...PROBES,
  ...NODES,
  ...NODE_RENDITIONS,
  ...DELETED_NODES,
  ...PEOPLE,
  ...PASSWORD_RESETS,
  ...AVATARS,
  ...PREFERENCES,
  ...ACTIVITIES,
  ...NETWORKS,
  ...GROUPS,
  ...GROUP_MEMBERS,
  ...SITES,
  ...CONTAINERS,
  ...SITE_MEMBERS,
  ...PERSON_SITES,
  ...SITE_REQUESTS,
  ...COMMENTS,
  ...RATINGS,
  ...TAGS,
  ...CATEGORIES,
  ...CATEGORY_LINKS,
  ...FAVOURITES,
  ...FAVOURITE_SITES,
  ...SHARED_LINKS,
  ...LINK_MAILS,
  ...LINK_RENDITIONS,
  ...QUERIES,
  ...SEARCH,
  ...CLASSES,
  ...DOWNLOADS,
  ...ACTIONS,
  ...RULES,
  ...AUDIT,
];
