/** Where the AtomPub binding is: the address decides on dialect and version. */
import type { Dialect } from '../../repository/contract/request';
import type { CmisVersion } from '../xml/object-xml';

export interface AtomPubMount {
  /** Path of the service document, without a trailing slash. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly version: CmisVersion;
}

const alfresco = (path: string, version: CmisVersion): AtomPubMount => ({ path, dialect: 'alfresco', version });

export const ATOMPUB_MOUNTS: readonly AtomPubMount[] = [
  alfresco('/alfresco/api/-default-/public/cmis/versions/1.1/atom', '1.1'),
  alfresco('/alfresco/api/-default-/public/cmis/versions/1.0/atom', '1.0'),
  alfresco('/alfresco/api/-default-/cmis/versions/1.1/atom', '1.1'),
  alfresco('/alfresco/api/-default-/cmis/versions/1.0/atom', '1.0'),
  alfresco('/alfresco/api/cmis/versions/1.1/atom', '1.1'),
  alfresco('/alfresco/api/cmis/versions/1.0/atom', '1.0'),
  alfresco('/alfresco/cmisatom', '1.0'),
  alfresco('/alfresco/service/cmis', '1.0'),
  alfresco('/alfresco/s/cmis', '1.0'),
  { path: '/cmis/1.1/atom', dialect: 'cmis', version: '1.1' },
  { path: '/cmis/1.0/atom', dialect: 'cmis', version: '1.0' },
];
