/** The service document: where clients begin. CMIS 1.1 §3.7. */
import { CmisError } from '../../model/errors';
import type { RepositoryInfo } from '../../repository/contract/repository-info';
import { textParameter } from '../parameters';
import { CMIS_LINK } from '../xml/namespaces';
import { repositoryInfoXml } from '../xml/repository-info-xml';
import { element, escapeXml, XML_DECLARATION } from '../xml/writer';
import { sendDocument } from './answers';
import type { Call } from './call';
import { NAMESPACES } from './entries';
import { link, MEDIA_TYPES } from './links';
import { uriTemplates } from './uri-templates';

export async function getServiceDocument(call: Call): Promise<void> {
  const wanted = textParameter(call.query, 'repositoryId');
  if (wanted !== undefined && wanted.toLowerCase() !== call.parts.repositoryId.toLowerCase()) {
    throw new CmisError('objectNotFound', `There is no repository '${wanted}'.`);
  }
  const info = await call.repository.getRepositoryInfo(call.request);
  const xml =
    `${XML_DECLARATION}<app:service${NAMESPACES}><app:workspace>` +
    element('atom:title', info.repositoryName || info.repositoryId) +
    collections(call, info) +
    links(call, info) +
    `<cmisra:repositoryInfo>${repositoryInfoXml(info, { version: call.version, thinClientUri: call.home })}</cmisra:repositoryInfo>` +
    uriTemplates(call.base) +
    '</app:workspace></app:service>';
  await sendDocument(call, { type: MEDIA_TYPES.service }, xml);
}

const ENTRIES = [MEDIA_TYPES.entry, 'application/cmisatom+xml;type=entry'];

function collections(call: Call, { rootFolderId, capabilities }: RepositoryInfo): string {
  const { base, version } = call;
  const root = `${base}/children?id=${encodeURIComponent(rootFolderId)}`;
  const mayUnfile = capabilities.capabilityUnfiling || capabilities.capabilityMultifiling;
  return (
    collection({ type: 'root', title: 'Root folder', href: root, accepts: ENTRIES }) +
    collection({ type: 'types', title: 'Types', href: `${base}/types`, accepts: version === '1.1' ? ENTRIES : [] }) +
    (capabilities.capabilityQuery === 'none'
      ? ''
      : collection({ type: 'query', title: 'Queries', href: `${base}/query`, accepts: [MEDIA_TYPES.query] })) +
    collection({ type: 'checkedout', title: 'Checked out', href: `${base}/checkedout`, accepts: ENTRIES }) +
    (mayUnfile ? collection({ type: 'unfiled', title: 'Unfiled', href: `${base}/unfiled`, accepts: ENTRIES }) : '') +
    (version === '1.1'
      ? collection({ type: 'update', title: 'Bulk update', href: `${base}/update`, accepts: ENTRIES })
      : '')
  );
}

function collection(of: {
  readonly type: string;
  readonly title: string;
  readonly href: string;
  readonly accepts: readonly string[];
}): string {
  // An empty element says that nothing is accepted; none at all would mean entries.
  const accepts =
    of.accepts.length === 0 ? '<app:accept/>' : of.accepts.map((type) => element('app:accept', type)).join('');
  return (
    `<app:collection href="${escapeXml(of.href)}">${element('atom:title', of.title)}${accepts}` +
    `${element('cmisra:collectionType', of.type)}</app:collection>`
  );
}

function links(call: Call, { rootFolderId, capabilities }: RepositoryInfo): string {
  const { base } = call;
  const root = `?id=${encodeURIComponent(rootFolderId)}`;
  const to = (relation: string, resource: string, type: string): string =>
    link(`${CMIS_LINK}${relation}`, [`${base}/${resource}`, type]);
  return (
    to('typedescendants', 'typedesc', MEDIA_TYPES.feed) +
    (capabilities.capabilityGetFolderTree ? to('foldertree', `foldertree${root}`, MEDIA_TYPES.tree) : '') +
    (capabilities.capabilityGetDescendants ? to('rootdescendants', `descendants${root}`, MEDIA_TYPES.tree) : '') +
    (capabilities.capabilityChanges === 'none' ? '' : to('changes', 'changes', MEDIA_TYPES.feed))
  );
}
