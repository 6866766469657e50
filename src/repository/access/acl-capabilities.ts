import { PERMISSION_BITS, Permission, SEE } from '../../model/permissions';
import { neededFor } from './access';
import { permissionName } from './permission-names';
import type { AclCapabilities } from '../contract/repository-info';

/** Keys of CMIS 1.1 §2.1.12.3.2 in the schema's spelling, with the permission bits that their object needs. */
const MAPPING: readonly (readonly [key: string, bits: number])[] = [
  ['canGetDescendents.Folder', neededFor('canGetDescendants')],
  ['canGetChildren.Folder', neededFor('canGetChildren')],
  ['canGetParents.Folder', neededFor('canGetObjectParents')],
  ['canGetFolderParent.Object', neededFor('canGetFolderParent')],
  ['canCreateDocument.Folder', neededFor('canCreateDocument')],
  ['canCreateFolder.Folder', neededFor('canCreateFolder')],
  ['canCreateRelationship.Source', neededFor('canCreateRelationship')],
  ['canCreateRelationship.Target', SEE],
  ['canGetProperties.Object', neededFor('canGetProperties')],
  ['canUpdateProperties.Object', neededFor('canUpdateProperties')],
  ['canMove.Object', neededFor('canMoveObject')],
  ['canMove.Target', Permission.CreateChildren],
  ['canMove.Source', SEE],
  ['canDelete.Object', neededFor('canDeleteObject')],
  ['canViewContent.Object', neededFor('canGetContentStream')],
  ['canSetContent.Document', neededFor('canSetContentStream')],
  ['canDeleteContent.Document', neededFor('canDeleteContentStream')],
  ['canDeleteTree.Folder', neededFor('canDeleteTree')],
  ['canAddToFolder.Object', neededFor('canAddObjectToFolder')],
  ['canAddToFolder.Folder', Permission.CreateChildren],
  ['canRemoveFromFolder.Object', neededFor('canRemoveObjectFromFolder')],
  ['canRemoveFromFolder.Folder', SEE],
  ['canCheckout.Document', neededFor('canCheckOut')],
  ['canCancelCheckout.Document', neededFor('canCancelCheckOut')],
  ['canCheckin.Document', neededFor('canCheckIn')],
  ['canGetAllVersions.VersionSeries', neededFor('canGetAllVersions')],
  ['canGetObjectRelationships.Object', neededFor('canGetObjectRelationships')],
  ['canAddPolicy.Object', neededFor('canApplyPolicy')],
  ['canAddPolicy.Policy', SEE],
  ['canRemovePolicy.Object', neededFor('canRemovePolicy')],
  ['canRemovePolicy.Policy', SEE],
  ['canGetAppliedPolicies.Object', neededFor('canGetAppliedPolicies')],
  ['canGetACL.Object', neededFor('canGetACL')],
  ['canApplyACL.Object', neededFor('canApplyACL')],
];

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'cmis:read': 'Read properties, content, children and permissions',
  'cmis:write': 'Read, change, create and delete',
  'cmis:all': 'Everything, permissions included',
  Consumer: 'Read',
  Contributor: 'Read and add',
  Editor: 'Read and change',
  Collaborator: 'Read, change and add',
  Coordinator: 'Everything, permissions included',
  Administrator: 'Everything, permissions included',
  SiteConsumer: 'Read, as a member of a site',
  SiteContributor: 'Read and add, as a member of a site',
  SiteCollaborator: 'Read, change and add, as a member of a site',
  SiteManager: 'Everything, as a manager of a site',
};

const NAMES = Object.entries(PERMISSION_BITS);

/** The permissions that can be given, and which of them each action can be had by; any one suffices. CMIS 1.1 §2.1.12.3. */
export const ACL_CAPABILITIES: AclCapabilities = {
  supportedPermissions: 'both',
  propagation: 'propagate',
  permissions: NAMES.map(([name]) => ({ permission: permissionName(name), description: DESCRIPTIONS[name] ?? name })),
  mapping: MAPPING.map(([key, bits]) => ({
    key,
    permission: NAMES.filter(([, given]) => (given & bits) === bits).map(([name]) => permissionName(name)),
  })),
};
