import { APP, ATOM, CMIS, CMISRA, CMIS_LINK } from '../../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText, type XmlElement } from '../../../src/cmis/xml/tree';
import { readAnswer } from './answer-reader';
import { complaints, type Check } from './valid';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  /** Of an XML document; every one is checked against the schemas. */
  readonly root: XmlElement;
}

export interface Send {
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name:password`; undefined for none. */
  readonly user?: string | undefined;
}

/** A client of one service document. Addresses may be absolute or below it. */
export interface AtomClient {
  readonly base: string;
  get(address: string, send?: Send): Promise<Answer>;
  post(address: string, send: Send): Promise<Answer>;
  put(address: string, send: Send): Promise<Answer>;
  delete(address: string, send?: Send): Promise<Answer>;
  send(method: string, address: string, send?: Send): Promise<Answer>;
}

export const ENTRY = 'application/atom+xml;type=entry';

export function atomClient(base: string, user = 'admin:admin', check: Check = complaints): AtomClient {
  const version = /1\.0|cmisatom|s(ervice)?\/cmis$/.test(base) ? '1.0' : '1.1';
  const send = async (method: string, address: string, options: Send = {}): Promise<Answer> => {
    const url = address.startsWith('http') ? address : `${base}${address}`;
    const credentials = 'user' in options ? options.user : user;
    const response = await fetch(url, {
      method,
      headers: {
        ...(credentials !== undefined && { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
        ...(options.type !== undefined && { 'Content-Type': options.type }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: options.body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isXml =
      !/\/content[/?]/.test(url) && bytes.length > 0 && /\+xml/.test(response.headers.get('content-type') ?? '');
    if (isXml) {
      const wrong = await check(bytes.toString(), version);
      if (wrong !== '')
        throw new Error(`${method} ${url} answers what is not valid:\n${wrong}\n${bytes.toString().slice(0, 3000)}`);
    }
    return {
      status: response.status,
      headers: response.headers,
      text: bytes.toString(),
      bytes,
      get root() {
        if (!isXml) throw new Error(`${method} ${url} answers ${response.status} ${bytes.toString()}`);
        return readAnswer(bytes.toString());
      },
    };
  };
  return {
    base,
    send,
    get: (address, options) => send('GET', address, options),
    post: (address, options) => send('POST', address, { type: ENTRY, ...options }),
    put: (address, options) => send('PUT', address, { type: ENTRY, ...options }),
    delete: (address, options) => send('DELETE', address, options),
  };
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

export interface EntryOf {
  /** Undefined: no title at all. */
  readonly title?: string;
  /** Elements of Atom and CMISRA as they are. */
  readonly extras?: string;
  /** Ids where the name says so; a list for many values, null for none. */
  readonly properties?: Readonly<Record<string, string | readonly string[] | null>>;
  /** Inside of `cmis:properties`, and behind it, as they are. */
  readonly moreProperties?: string;
  readonly behind?: string;
}

export const NAMESPACES =
  `xmlns="${ATOM}" xmlns:app="${APP}" xmlns:c="${CMIS}" xmlns:ra="${CMISRA}" ` +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:alf="http://www.alfresco.org" xmlns:ch="http://chemistry.apache.org/"';

/** An entry as a client sends it, with prefixes other than ours. */
export function entry({ title, extras = '', properties = {}, moreProperties = '', behind = '' }: EntryOf): string {
  const elements = Object.entries(properties).map(([id, value]) => {
    const name = /Ids?$/.test(id) && !id.endsWith('contentStreamId') ? 'propertyId' : 'propertyString';
    const values = value === null ? [] : typeof value === 'string' ? [value] : value;
    const inner = values.map((one) => `<c:value>${escaped(one)}</c:value>`).join('');
    return `<c:${name} propertyDefinitionId="${id}">${inner}</c:${name}>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8"?><entry ${NAMESPACES}><id>urn:x</id>` +
    `${title === undefined ? '' : `<title>${escaped(title)}</title>`}<updated>2026-01-01T00:00:00Z</updated>${extras}` +
    `<ra:object><c:properties>${elements.join('')}${moreProperties}</c:properties>${behind}</ra:object></entry>`
  );
}

/** Address of a link; undefined when there is none. `type` without white space. */
export function linkOf(of: XmlElement, rel: string, type?: string): string | undefined {
  const link = childrenNamed(of, ATOM, 'link').find(
    (candidate) => attribute(candidate, 'rel') === rel && (type === undefined || attribute(candidate, 'type') === type),
  );
  return link && attribute(link, 'href');
}

/** As `linkOf`. @throws Error when there is none. */
export function requireLink(of: XmlElement, rel: string, type?: string): string {
  const href = linkOf(of, rel, type);
  if (href === undefined) throw new Error(`There is no link ${rel} ${type ?? ''}.`);
  return href;
}

export const FEED = 'application/atom+xml;type=feed';
export const TREE = 'application/cmistree+xml';
export const cmisLink = (name: string): string => CMIS_LINK + name;

/** Values of a property of an entry; undefined when the entry does not have it. */
export function property(of: XmlElement, id: string): readonly string[] | undefined {
  const properties = child(child(of, CMISRA, 'object'), CMIS, 'properties');
  const found = properties?.children.find((element) => attribute(element, 'propertyDefinitionId') === id);
  return found && childrenNamed(found, CMIS, 'value').map((value) => value.text);
}

export const one = (of: XmlElement, id: string): string | undefined => property(of, id)?.[0];
export const entriesOf = (feed: XmlElement): readonly XmlElement[] => childrenNamed(feed, ATOM, 'entry');
export const titlesOf = (feed: XmlElement): readonly (string | undefined)[] =>
  entriesOf(feed).map((each) => childText(each, ATOM, 'title'));
export const numItemsOf = (feed: XmlElement): string | undefined => childText(feed, CMISRA, 'numItems');

/** Name of the exception in an error page. */
export const exceptionOf = (answer: Answer): string | undefined =>
  /<!--exception-->(\w+)<!--\/exception-->/.exec(answer.text)?.[1];

/** Address of the children of the root. */
export async function rootChildren(client: AtomClient): Promise<string> {
  const { root } = await client.get('');
  const workspace = child(root, APP, 'workspace');
  const collection = childrenNamed(workspace, APP, 'collection').find(
    (candidate) => childText(candidate, CMISRA, 'collectionType') === 'root',
  );
  return (collection && attribute(collection, 'href')) ?? '';
}

export async function createFolder(client: AtomClient, parentChildren: string, name: string): Promise<XmlElement> {
  const body = entry({ title: name, properties: { 'cmis:objectTypeId': 'cmis:folder' } });
  return created(await client.post(parentChildren, { body }));
}

export async function createDocument(
  client: AtomClient,
  parentChildren: string,
  document: EntryOf & { readonly query?: string; readonly content?: string },
): Promise<XmlElement> {
  const { content, query = '', properties, extras = '' } = document;
  const inline =
    content === undefined
      ? ''
      : `<ra:content><ra:mediatype>text/plain</ra:mediatype><ra:base64>${Buffer.from(content).toString('base64')}</ra:base64></ra:content>`;
  const body = entry({
    ...document,
    extras: extras + inline,
    properties: { 'cmis:objectTypeId': 'cmis:document', ...properties },
  });
  return created(await client.post(parentChildren + query, { body }));
}

export function created(answer: Answer): XmlElement {
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.root;
}

export const childrenOf = (folder: XmlElement): string => requireLink(folder, 'down', FEED);
