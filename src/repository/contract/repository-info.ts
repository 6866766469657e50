import type { PropertyType } from '../../model/property-definition';

/** Repository info, CMIS 1.1 §2.2.2.2; addresses are added by the bindings. */
export interface RepositoryInfo {
  readonly repositoryId: string;
  readonly repositoryName: string;
  readonly repositoryDescription: string;
  readonly vendorName: string;
  readonly productName: string;
  readonly productVersion: string;
  readonly rootFolderId: string;
  readonly latestChangeLogToken?: string;
  readonly capabilities: Capabilities;
  readonly aclCapabilities: AclCapabilities;
  readonly changesIncomplete: boolean;
  readonly changesOnType: readonly string[];
  readonly principalIdAnonymous: string;
  readonly principalIdAnyone: string;
  readonly extendedFeatures: readonly ExtendedFeature[];
}

export interface Capabilities {
  readonly capabilityACL: 'none' | 'discover' | 'manage';
  readonly capabilityAllVersionsSearchable: boolean;
  readonly capabilityChanges: 'none' | 'objectidsonly' | 'properties' | 'all';
  readonly capabilityContentStreamUpdatability: 'none' | 'anytime' | 'pwconly';
  readonly capabilityGetDescendants: boolean;
  readonly capabilityGetFolderTree: boolean;
  readonly capabilityOrderBy: 'none' | 'common' | 'custom';
  readonly capabilityMultifiling: boolean;
  readonly capabilityPWCSearchable: boolean;
  readonly capabilityPWCUpdatable: boolean;
  readonly capabilityQuery: 'none' | 'metadataonly' | 'fulltextonly' | 'bothseparate' | 'bothcombined';
  readonly capabilityRenditions: 'none' | 'read';
  readonly capabilityUnfiling: boolean;
  readonly capabilityVersionSpecificFiling: boolean;
  readonly capabilityJoin: 'none' | 'inneronly' | 'innerandouter';
  readonly capabilityCreatablePropertyTypes: readonly PropertyType[];
  readonly capabilityNewTypeSettableAttributes: Readonly<Record<NewTypeAttribute, boolean>>;
}

export type NewTypeAttribute =
  | 'id'
  | 'localName'
  | 'localNamespace'
  | 'displayName'
  | 'queryName'
  | 'description'
  | 'creatable'
  | 'fileable'
  | 'queryable'
  | 'fulltextIndexed'
  | 'includedInSupertypeQuery'
  | 'controllablePolicy'
  | 'controllableACL';

export interface AclCapabilities {
  readonly supportedPermissions: 'basic' | 'repository' | 'both';
  readonly propagation: 'repositorydetermined' | 'objectonly' | 'propagate';
  readonly permissions: readonly { readonly permission: string; readonly description: string }[];
  readonly mapping: readonly { readonly key: string; readonly permission: readonly string[] }[];
}

export interface ExtendedFeature {
  readonly id: string;
  readonly url: string;
  readonly commonName: string;
  readonly versionLabel: string;
  readonly description: string;
  readonly featureData?: Readonly<Record<string, string>>;
}
