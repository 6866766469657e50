import { contentModel } from '../../model/alfresco-types';
import type { TypeDefinition } from '../../model/type-definition';
import type { Json } from '../framework/operation';
import { own } from '../../model/own';
import { typeName } from './names';

/** What the models that the content model is made of are called, by their names, whose prefix their classes have. */
const TITLES: Readonly<Record<string, string | undefined>> = {
  'act:actionmodel': 'Alfresco Action Model',
  'app:applicationmodel': 'Alfresco Application Model',
  'blg:blogintegration': 'Blog Integration Model',
  'bpm:businessprocessmodel': 'Business Process Model',
  'cd:cascadingdictionarymodel': 'Cascading Dictionary Model',
  'cm:contentmodel': 'Alfresco Content Domain Model',
  'cmiscustom:model': 'CMIS Custom Model',
  'cmm:customModelManagementModel': 'Alfresco Custom Model Management',
  'dl:datalistmodel': 'Alfresco Share Data List Model',
  'download:downloadModel': 'Alfresco Download Model',
  'dp:distributionPoliciesModel': 'Distribution Policies Model',
  'emailserver:emailserverModel': 'Emailserver Model',
  'facebook:publishingmodel': 'Alfresco Facebook Publishing Content Model',
  'flickr:publishingmodel': 'Alfresco Flickr Publishing Content Model',
  'fm:forummodel': 'Forum Model',
  'ia:CalendarEventModel': 'Calendar Event Model',
  'imap:imapmodel': 'IMAP Content Model',
  'imwf:invitation-moderated-workflow-model': undefined,
  'inwf:invite-workflow-model': undefined,
  'iptcxmp:iptcmodel': 'IPTC Model',
  'linkedin:publishingmodel': 'Alfresco LinkedIn Publishing Content Model',
  'lnk:linksmodel': 'Links Model',
  'pub:publishingmodel': 'Alfresco Publishing Content Model',
  'qshare:qsharemodel': 'QuickShare Model Definitions',
  'rc:RemoteCredentialsModel': 'Remote Credentials Model',
  'resetpasswordwf:reset-password-workflow-model': undefined,
  'rule:rulemodel': 'Alfresco Rule Model',
  'slideshare:publishingmodel': 'Alfresco YouTube Publishing Content Model',
  'smf:smartFolder': 'Smart Folder Model',
  'srft:solrfacetmodel': 'Solr Facet Model',
  'st:siteModel': 'Site Model',
  'surf:uimodel': 'Surf Specific Types',
  'sys:systemmodel': 'Alfresco Repository System Definitions',
  'trx:applicationmodel': 'Alfresco Transfer Application Model',
  'twitter:publishingmodel': 'Alfresco Twitter Publishing Content Model',
  'usr:usermodel': 'Alfresco User Model',
  'ver2:versionmodel': 'Alfresco Version2 Store Model',
  'ver:versionmodel': 'Alfresco Version Store Model',
  'wf:workflowmodel': undefined,
  'youtube:publishingmodel': 'Alfresco YouTube Publishing Content Model',
};
const NAMES = Object.keys(TITLES);
const BY_PREFIX = new Map([
  ...NAMES.map((name) => [prefixOf(name), name] as const),
  ...['rn', 'exif', 'audio', 'webdav'].map((prefix) => [prefix, 'cm:contentmodel'] as const),
]);

function prefixOf(name: string): string {
  const cut = name.indexOf(':');
  return cut < 0 ? '' : name.slice(0, cut);
}

/** Name of the model that a type comes from; undefined for types that clients have made, which have none. */
export const modelOf = (type: TypeDefinition): string | undefined =>
  isBuiltIn(type) ? BY_PREFIX.get(prefixOf(typeName(type))) : undefined;

export const isModel = (name: string): boolean => NAMES.includes(name);

/** The namespace of the type's own name. */
export function namespaceOf(type: TypeDefinition): string {
  const known = isBuiltIn(type) ? contentModel.namespaces[prefixOf(typeName(type))] : undefined;
  return known ?? type.localNamespace;
}

const isBuiltIn = ({ typeMutability }: TypeDefinition): boolean => !typeMutability.update && !typeMutability.delete;

export function modelEntry(type: TypeDefinition): Json {
  const name = modelOf(type);
  if (name === undefined) return { namespaceUri: type.localNamespace, namespacePrefix: prefixOf(typeName(type)) };
  const prefix = prefixOf(name);
  return {
    id: name,
    author: 'Alfresco',
    description: own(TITLES, name),
    namespaceUri: contentModel.namespaces[prefix],
    namespacePrefix: prefix,
  };
}
