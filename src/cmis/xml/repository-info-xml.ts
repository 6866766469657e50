/** Repository info as XML, CMIS 1.1 §2.2.2.2: the inside of `cmisra:repositoryInfo`, in the order of the schema. */
import type {
  AclCapabilities,
  Capabilities,
  ExtendedFeature,
  RepositoryInfo,
} from '../../repository/contract/repository-info';
import type { CmisVersion } from './object-xml';
import { element, flag, optional } from './writer';

export function repositoryInfoXml(
  info: RepositoryInfo,
  style: { readonly version: CmisVersion; readonly thinClientUri: string },
): string {
  const { version } = style;
  const changesOnType = info.changesOnType.filter((id) => version === '1.1' || id !== 'cmis:item');
  return (
    element('cmis:repositoryId', info.repositoryId) +
    element('cmis:repositoryName', info.repositoryName) +
    element('cmis:repositoryDescription', info.repositoryDescription) +
    element('cmis:vendorName', info.vendorName) +
    element('cmis:productName', info.productName) +
    element('cmis:productVersion', info.productVersion) +
    element('cmis:rootFolderId', info.rootFolderId) +
    optional('cmis:latestChangeLogToken', info.latestChangeLogToken) +
    capabilitiesXml(info.capabilities, version) +
    aclCapabilityXml(info.aclCapabilities) +
    element('cmis:cmisVersionSupported', version) +
    element('cmis:thinClientURI', style.thinClientUri) +
    flag('cmis:changesIncomplete', info.changesIncomplete) +
    changesOnType.map((id) => element('cmis:changesOnType', id)).join('') +
    element('cmis:principalAnonymous', info.principalIdAnonymous) +
    element('cmis:principalAnyone', info.principalIdAnyone) +
    (version === '1.1' ? info.extendedFeatures.map(featureXml).join('') : '')
  );
}

function capabilitiesXml(capabilities: Capabilities, version: CmisVersion): string {
  const isNew = version === '1.1';
  const types = capabilities.capabilityCreatablePropertyTypes.map((type) => element('cmis:canCreate', type)).join('');
  return (
    '<cmis:capabilities>' +
    element('cmis:capabilityACL', capabilities.capabilityACL) +
    flag('cmis:capabilityAllVersionsSearchable', capabilities.capabilityAllVersionsSearchable) +
    element('cmis:capabilityChanges', capabilities.capabilityChanges) +
    element('cmis:capabilityContentStreamUpdatability', capabilities.capabilityContentStreamUpdatability) +
    flag('cmis:capabilityGetDescendants', capabilities.capabilityGetDescendants) +
    flag('cmis:capabilityGetFolderTree', capabilities.capabilityGetFolderTree) +
    (isNew ? element('cmis:capabilityOrderBy', capabilities.capabilityOrderBy) : '') +
    flag('cmis:capabilityMultifiling', capabilities.capabilityMultifiling) +
    flag('cmis:capabilityPWCSearchable', capabilities.capabilityPWCSearchable) +
    flag('cmis:capabilityPWCUpdatable', capabilities.capabilityPWCUpdatable) +
    element('cmis:capabilityQuery', capabilities.capabilityQuery) +
    element('cmis:capabilityRenditions', capabilities.capabilityRenditions) +
    flag('cmis:capabilityUnfiling', capabilities.capabilityUnfiling) +
    flag('cmis:capabilityVersionSpecificFiling', capabilities.capabilityVersionSpecificFiling) +
    element('cmis:capabilityJoin', capabilities.capabilityJoin) +
    (isNew ? group('cmis:capabilityCreatablePropertyTypes', types) : '') +
    (isNew ? settableXml(capabilities.capabilityNewTypeSettableAttributes) : '') +
    '</cmis:capabilities>'
  );
}

const SETTABLE = [
  'id',
  'localName',
  'localNamespace',
  'displayName',
  'queryName',
  'description',
  'creatable',
  'fileable',
  'queryable',
  'fulltextIndexed',
  'includedInSupertypeQuery',
  'controllablePolicy',
  'controllableACL',
] as const satisfies readonly (keyof Capabilities['capabilityNewTypeSettableAttributes'])[];

function settableXml(settable: Capabilities['capabilityNewTypeSettableAttributes']): string {
  const flags = SETTABLE.map((name) => flag(`cmis:${name}`, settable[name])).join('');
  return group('cmis:capabilityNewTypeSettableAttributes', flags);
}

/** White space first, which says nothing: cmislib takes every capability for a text and gives up where there is none. */
const group = (name: string, members: string): string => `<${name}>\n${members}</${name}>`;

/** Keys that the prose of the standard spells otherwise than its schema, or that its schema lacks. */
const KEY_OF_SCHEMA: Readonly<Record<string, string | undefined>> = {
  'canGetDescendants.Folder': 'canGetDescendents.Folder',
  'canCreatePolicy.Folder': undefined,
};

const aclTexts = new WeakMap<AclCapabilities, string>();

/** Much, and always the same: written once. */
function aclCapabilityXml(acl: AclCapabilities): string {
  const known = aclTexts.get(acl) ?? writeAclCapability(acl);
  aclTexts.set(acl, known);
  return known;
}

function writeAclCapability(acl: AclCapabilities): string {
  const permissions = acl.permissions.map(
    ({ permission, description }) =>
      `<cmis:permissions>${element('cmis:permission', permission)}${element('cmis:description', description)}</cmis:permissions>`,
  );
  const mapping = acl.mapping.flatMap(({ key, permission }) => {
    const name = Object.hasOwn(KEY_OF_SCHEMA, key) ? KEY_OF_SCHEMA[key] : key;
    if (name === undefined) return [];
    const names = permission.map((one) => element('cmis:permission', one)).join('');
    return [`<cmis:mapping>${element('cmis:key', name)}${names}</cmis:mapping>`];
  });
  return (
    '<cmis:aclCapability>' +
    element('cmis:supportedPermissions', acl.supportedPermissions) +
    element('cmis:propagation', acl.propagation) +
    permissions.join('') +
    mapping.join('') +
    '</cmis:aclCapability>'
  );
}

function featureXml(feature: ExtendedFeature): string {
  const data = Object.entries(feature.featureData ?? {}).map(
    ([key, value]) => `<cmis:featureData>${element('cmis:key', key)}${element('cmis:value', value)}</cmis:featureData>`,
  );
  return (
    '<cmis:extendedFeatures>' +
    element('cmis:id', feature.id) +
    element('cmis:url', feature.url) +
    element('cmis:commonName', feature.commonName) +
    element('cmis:versionLabel', feature.versionLabel) +
    element('cmis:description', feature.description) +
    data.join('') +
    '</cmis:extendedFeatures>'
  );
}
