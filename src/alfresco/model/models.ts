import { contentModel } from '../../model/alfresco-types';
import type { TypeDefinition } from '../../model/type-definition';
import type { Json } from '../framework/operation';
import { typeName } from './names';

/** The models that the content model is made of, by the prefix that each gives its classes. */
const NAMES = `act:actionmodel app:applicationmodel blg:blogintegration bpm:businessprocessmodel
  cd:cascadingdictionarymodel cm:contentmodel cmiscustom:model cmm:customModelManagementModel dl:datalistmodel
  download:downloadModel dp:distributionPoliciesModel emailserver:emailserverModel facebook:publishingmodel
  flickr:publishingmodel fm:forummodel ia:CalendarEventModel imap:imapmodel imwf:invitation-moderated-workflow-model
  inwf:invite-workflow-model iptcxmp:iptcmodel linkedin:publishingmodel lnk:linksmodel pub:publishingmodel
  qshare:qsharemodel rc:RemoteCredentialsModel resetpasswordwf:reset-password-workflow-model rule:rulemodel
  slideshare:publishingmodel smf:smartFolder srft:solrfacetmodel st:siteModel surf:uimodel sys:systemmodel
  trx:applicationmodel twitter:publishingmodel usr:usermodel ver2:versionmodel ver:versionmodel wf:workflowmodel
  youtube:publishingmodel`.split(/\s+/);
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
  return { id: name, author: 'Alfresco', namespaceUri: contentModel.namespaces[prefix], namespacePrefix: prefix };
}
