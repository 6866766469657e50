import { ANONYMOUS, ANYONE } from '../model/principal';
import type { PropertyType } from '../model/property-definition';
import { ACL_CAPABILITIES } from './access/acl-capabilities';
import { changeLogToken } from './changes';
import type { ExtendedFeature, RepositoryInfo } from './contract/repository-info';
import type { ReadUnit } from './storage/storage';

const PRODUCT_VERSION = '0.1.0';

/** Every property type can be created. */
const CREATABLE: readonly PropertyType[] = ['boolean', 'datetime', 'decimal', 'html', 'id', 'integer', 'string', 'uri'];

const EXTENSION = 'http://docs.oasis-open.org/ns/cmis/extension';

const FEATURES: readonly ExtendedFeature[] = [
  {
    id: `${EXTENSION}/contentstreamhash`,
    url: `${EXTENSION}/contentstreamhash`,
    commonName: 'contentStreamHash',
    versionLabel: '1.0',
    description: 'The property cmis:contentStreamHash holds the SHA-256 of the content.',
  },
  {
    id: `${EXTENSION}/latestAccessibleState/1.1`,
    url: `${EXTENSION}/latestAccessibleState/1.1`,
    commonName: 'latestAccessibleState',
    versionLabel: '1.1',
    description: 'The property cmis:latestAccessibleStateId holds an id of the newest version that can be read.',
  },
  {
    id: `${EXTENSION}/datetimeformat`,
    url: `${EXTENSION}/datetimeformat`,
    commonName: 'dateTimeFormat',
    versionLabel: '1.0',
    description: 'The browser binding takes dateTimeFormat=extended and then shows dates as ISO 8601.',
  },
  {
    id: 'urn:triptych:explain',
    url: 'urn:triptych:explain',
    commonName: 'explain',
    versionLabel: '1.0',
    description:
      'The browser binding answers cmisselector=explain with why an object is in the result of a query or is not.',
  },
];

/** getRepositoryInfo, CMIS 1.1 §2.2.2.2. A capability is reported only while it works. */
export async function getRepositoryInfo(uow: ReadUnit): Promise<RepositoryInfo> {
  const latest = await uow.changes.latestToken();
  return {
    repositoryId: uow.repository.id,
    repositoryName: 'Triptych',
    repositoryDescription: 'Triptych content repository',
    vendorName: 'Triptych',
    productName: 'Triptych',
    productVersion: PRODUCT_VERSION,
    rootFolderId: uow.repository.rootUuid,
    latestChangeLogToken: changeLogToken(uow.repository, latest),
    capabilities: {
      capabilityACL: 'manage',
      capabilityAllVersionsSearchable: true,
      capabilityChanges: 'all',
      capabilityContentStreamUpdatability: 'anytime',
      capabilityGetDescendants: true,
      capabilityGetFolderTree: true,
      capabilityOrderBy: 'custom',
      capabilityMultifiling: true,
      capabilityPWCSearchable: true,
      capabilityPWCUpdatable: true,
      capabilityQuery: 'bothcombined',
      capabilityRenditions: 'read',
      capabilityUnfiling: true,
      capabilityVersionSpecificFiling: false,
      capabilityJoin: 'innerandouter',
      capabilityCreatablePropertyTypes: CREATABLE,
      capabilityNewTypeSettableAttributes: {
        id: true,
        localName: true,
        localNamespace: true,
        displayName: true,
        queryName: true,
        description: true,
        creatable: true,
        fileable: true,
        queryable: true,
        fulltextIndexed: true,
        includedInSupertypeQuery: true,
        controllablePolicy: true,
        controllableACL: true,
      },
    },
    aclCapabilities: ACL_CAPABILITIES,
    changesIncomplete: false,
    changesOnType: ['cmis:document', 'cmis:folder', 'cmis:item', 'cmis:relationship'],
    principalIdAnonymous: ANONYMOUS,
    principalIdAnyone: ANYONE,
    extendedFeatures: FEATURES,
  };
}
