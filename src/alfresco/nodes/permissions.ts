/** The rights on a node as this API shows them. */
import { Permission, type Ace } from '../../model/permissions';
import type { TypeRegistry } from '../../model/type-registry';
import type { ObjectView } from '../../repository/values/object-view';
import type { Json } from '../framework/operation';
import { authorityDisplayName } from './users';
import { own } from '../../model/own';

const ROLES = ['Coordinator', 'Collaborator', 'Contributor', 'Editor', 'Consumer'];
const SITE_ROLES = ['SiteManager', 'SiteCollaborator', 'SiteContributor', 'SiteConsumer'];

/** Undefined for those who may not read them. `view`: read with its ACL. */
export function shownPermissions(
  around: { readonly types: TypeRegistry; readonly displayNames: ReadonlyMap<string, string> },
  { object }: ObjectView,
): Json | undefined {
  if (!(object.access & Permission.ReadPermissions)) return undefined;
  const entries = object.acl ?? [];
  const shown = (direct: boolean): readonly Json[] | undefined => {
    const list = entries.filter((ace) => ace.direct === direct).flatMap((ace) => entriesOf(ace, around.displayNames));
    return list.length === 0 ? undefined : list;
  };
  return {
    isInheritanceEnabled: object.inheritsAcl ?? true,
    inherited: shown(false),
    locallySet: shown(true),
    settable: around.types.isOrDescends(object.type.id, 'F:st:site') ? SITE_ROLES : ROLES,
  };
}

const entriesOf = ({ principalId, permissions }: Ace, displayNames: ReadonlyMap<string, string>): readonly Json[] =>
  permissions.map((name) => ({
    authorityId: principalId,
    name: own(NAMES, name) ?? name,
    accessStatus: 'ALLOWED',
    authorityDisplayName: authorityDisplayName(displayNames, principalId),
  }));

/** CMIS's basic permissions under the names that Alfresco has for about the same. */
const NAMES: Readonly<Record<string, string>> = { 'cmis:read': 'Read', 'cmis:write': 'Write', 'cmis:all': 'All' };

/** Everybody whose display name these permissions need. */
export const authoritiesIn = ({ object }: ObjectView): readonly string[] =>
  (object.acl ?? []).map((ace) => ace.principalId);
