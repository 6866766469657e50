/** Addresses of resources, and the links that entries carry. CMIS 1.1 §3.4.3. */
import type { ObjectView } from '../../repository/values/object-view';
import type { StoredObject } from '../../repository/values/stored-object';
import { CMIS_LINK } from '../xml/namespaces';
import { escapeXml } from '../xml/writer';

export const MEDIA_TYPES = {
  service: 'application/atomsvc+xml',
  feed: 'application/atom+xml;type=feed',
  entry: 'application/atom+xml;type=entry',
  tree: 'application/cmistree+xml',
  query: 'application/cmisquery+xml',
  allowableActions: 'application/cmisallowableactions+xml',
  acl: 'application/cmisacl+xml',
} as const;

export type QueryArguments = Readonly<Record<string, string | number | boolean | undefined>>;

/** Address of a resource below `base`; arguments that are undefined are left out. */
export function address(base: string, resource: string, query: QueryArguments = {}): string {
  let url = `${base}/${resource}`;
  let separator = '?';
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    url += `${separator}${name}=${encodeURIComponent(value)}`;
    separator = '&';
  }
  return url;
}

export const entryAddress = (base: string, id: string): string => `${base}/entry?id=${encodeURIComponent(id)}`;
export const typeAddress = (base: string, id: string): string => `${base}/type?id=${encodeURIComponent(id)}`;

/** Where a document's bytes are; the path ends with the file name for those who save it. */
export function contentAddress(base: string, object: StoredObject): string {
  const fileName = object.content?.fileName ?? '';
  const name =
    fileName === '' || fileName === '.' || fileName === '..' ? '' : `/${encodeURIComponent(wellFormed(fileName))}`;
  return `${base}/content${name}?id=${encodeURIComponent(object.id)}`;
}

/** Halves of pairs cannot be percent-encoded. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

export interface LinkExtras {
  /** CMIS id of what the link leads to. */
  readonly id?: string;
  readonly attributes?: string;
}

export function link(
  rel: string,
  target: readonly [href: string, type?: string | undefined],
  extras: LinkExtras = {},
): string {
  const [href, type] = target;
  let xml = `<atom:link rel="${rel}" href="${escapeXml(href)}"`;
  if (type !== undefined) xml += ` type="${escapeXml(type)}"`;
  if (extras.id !== undefined) xml += ` cmisra:id="${escapeXml(extras.id)}"`;
  return `${xml}${extras.attributes ?? ''}/>`;
}

/**
 * Every relation that an object has, whatever the filter left of its properties: clients remember links and look
 * nowhere else. `self` is where the entry itself is.
 */
export function objectLinks(view: ObjectView, base: string, self: string): string {
  const { object } = view;
  const id = `?id=${encodeURIComponent(object.id)}`;
  const entry = `${base}/entry${id}`;
  return (
    link('service', [base, MEDIA_TYPES.service]) +
    link('self', [self, MEDIA_TYPES.entry], { id: object.id }) +
    link('edit', [entry, MEDIA_TYPES.entry], { id: object.id }) +
    link('describedby', [typeAddress(base, object.type.id), MEDIA_TYPES.entry], { id: object.type.id }) +
    link(`${CMIS_LINK}allowableactions`, [`${base}/allowableactions${id}`, MEDIA_TYPES.allowableActions]) +
    link(`${CMIS_LINK}policies`, [`${base}/policies${id}`, MEDIA_TYPES.feed]) +
    (object.type.controllableACL ? link(`${CMIS_LINK}acl`, [`${base}/acl${id}`, MEDIA_TYPES.acl]) : '') +
    (object.type.baseId === 'cmis:relationship'
      ? endLinks(object, base)
      : link(`${CMIS_LINK}relationships`, [`${base}/relationships${id}`, MEDIA_TYPES.feed])) +
    filingLinks(object, base, id) +
    (object.version ? documentLinks(object, base, id) : '') +
    renditionLinks(view, base, id)
  );
}

function endLinks({ sourceId, targetId }: StoredObject, base: string): string {
  const end = (rel: string, id: string | undefined): string =>
    id === undefined ? '' : link(`${CMIS_LINK}${rel}`, [entryAddress(base, id), MEDIA_TYPES.entry], { id });
  return end('source', sourceId) + end('target', targetId);
}

function filingLinks(object: StoredObject, base: string, id: string): string {
  const isFiled = object.parentKey !== undefined;
  if (object.type.baseId !== 'cmis:folder') {
    return isFiled ? link('up', [`${base}/parents${id}`, MEDIA_TYPES.feed]) : '';
  }
  return (
    (isFiled ? link('up', [`${base}/parent${id}`, MEDIA_TYPES.entry]) : '') +
    link('down', [`${base}/children${id}`, MEDIA_TYPES.feed]) +
    link('down', [`${base}/descendants${id}`, MEDIA_TYPES.tree]) +
    // The standard has the one type, widely used clients look for the other.
    link(`${CMIS_LINK}foldertree`, [`${base}/foldertree${id}`, MEDIA_TYPES.tree]) +
    link(`${CMIS_LINK}foldertree`, [`${base}/foldertree${id}`, MEDIA_TYPES.feed])
  );
}

function documentLinks(object: StoredObject, base: string, id: string): string {
  const { version, content, series } = object;
  const mayHaveContent = object.type.baseId === 'cmis:document' && object.type.contentStreamAllowed !== 'notallowed';
  const isBorn = version?.isWorkingCopy !== true || version.workingCopyOf !== undefined;
  return (
    (mayHaveContent || content ? link('edit-media', [contentAddress(base, object), content?.mimeType]) : '') +
    link('version-history', [`${base}/versions${id}`, MEDIA_TYPES.feed]) +
    (isBorn
      ? link('current-version', [address(base, 'entry', { id: series, returnVersion: 'latest' }), MEDIA_TYPES.entry])
      : '') +
    (version?.checkedOutBy === undefined
      ? ''
      : link('working-copy', [entryAddress(base, `${series};pwc`), MEDIA_TYPES.entry], { id: `${series};pwc` })) +
    (version?.isWorkingCopy === true && isBorn
      ? link('via', [entryAddress(base, series), MEDIA_TYPES.entry], { id: series })
      : '')
  );
}

function renditionLinks({ renditions }: ObjectView, base: string, id: string): string {
  if (!renditions) return '';
  return renditions
    .map(({ streamId, mimeType, length, kind, title }) => {
      const attributes =
        ` length="${length}" cmisra:renditionKind="${escapeXml(kind)}"` +
        (title === undefined ? '' : ` title="${escapeXml(title)}"`);
      const href = `${base}/content${id}&streamId=${encodeURIComponent(streamId)}`;
      return link('alternate', [href, mimeType], { attributes });
    })
    .join('');
}
