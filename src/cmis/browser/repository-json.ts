import type { RepositoryInfo } from '../../repository/contract/repository-info';
import type { BrowserAddresses } from './addresses';

/** `repositories`, CMIS 1.1 §5.2.3: infos by repository id. Clients of the service and of the repository address get the same. */
export function repositoriesJson(info: RepositoryInfo, addresses: BrowserAddresses): string {
  return JSON.stringify({ [info.repositoryId]: repositoryMembers(info, addresses) });
}

function repositoryMembers(info: RepositoryInfo, addresses: BrowserAddresses): Record<string, unknown> {
  const { capabilities, aclCapabilities } = info;
  return {
    repositoryId: info.repositoryId,
    repositoryName: info.repositoryName,
    repositoryDescription: info.repositoryDescription,
    vendorName: info.vendorName,
    productName: info.productName,
    productVersion: info.productVersion,
    repositoryUrl: addresses.repository,
    rootFolderId: info.rootFolderId,
    rootFolderUrl: addresses.rootFolder,
    latestChangeLogToken: info.latestChangeLogToken,
    capabilities: {
      ...capabilities,
      capabilityCreatablePropertyTypes: { canCreate: capabilities.capabilityCreatablePropertyTypes },
    },
    // The schema says `mapping`, deployed clients read `permissionMapping`.
    aclCapabilities: { ...aclCapabilities, permissionMapping: aclCapabilities.mapping },
    cmisVersionSupported: '1.1',
    thinClientURI: addresses.thinClient,
    changesIncomplete: info.changesIncomplete,
    changesOnType: info.changesOnType,
    principalIdAnonymous: info.principalIdAnonymous,
    principalIdAnyone: info.principalIdAnyone,
    extendedFeatures: info.extendedFeatures,
  };
}
