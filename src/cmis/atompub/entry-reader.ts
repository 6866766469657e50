/** Entries that clients send: what they say of an object, with its content. CMIS 1.1 §3.5.2, §3.4.1.1. */
import type { Ace } from '../../model/permissions';
import type { PropertyChanges, PropertyValue } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { StagedContent } from '../../repository/contract/new-object';
import { constraint, invalidArgument } from '../../model/errors';
import { readAces } from '../xml/acl-xml';
import { ALF, ATOM, CMIS, CMISRA } from '../xml/namespaces';
import { readProperty } from '../xml/property-xml';
import { child, childrenNamed, deepText, isNamed, type XmlElement } from '../xml/tree';
import type { Call } from './call';
import { HttpError } from './error-response';
import { inlineContent, type FoundContent } from './inline-content';
import { ENTRY, readDocument } from './request-document';

export interface ReadEntry {
  readonly root: XmlElement;
  /** Undefined: the entry has no `cmisra:object`. */
  readonly object: ReadObject | undefined;
  readonly content?: StagedContent;
  /** In which element the content was. */
  readonly contentFrom?: FoundContent['from'];
  /** Where the content is, when the entry only refers to it. */
  readonly contentSource?: string;
}

export interface ReadObject {
  /** Without object id and change token; the title counts as the name. */
  readonly properties: PropertyChanges;
  readonly objectId?: string;
  readonly changeToken?: string;
  /** Alfresco's extension: aspects to take away and to add. */
  readonly aspects: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly policyIds: readonly string[];
  /** Those that are set on the object itself. */
  readonly aces: readonly Ace[];
}

/**
 * Reads the entry of the request, staging its content meanwhile, and lets `use` work with it; content that is still
 * unclaimed afterwards goes. @throws HttpError when the document is something else, CmisError; and what `use` throws.
 */
export async function withEntry<T>(call: Call, use: (entry: ReadEntry) => Promise<T>): Promise<T> {
  const { staging } = call.parts;
  const inline = inlineContent(staging);
  let found: FoundContent;
  let root: XmlElement;
  try {
    root = await readDocument(call.req, ENTRY, {
      divert: (element, ancestors) => inline.divert(element, ancestors),
      ready: () => inline.ready(),
      signal: inline.failed,
    });
    if (!isNamed(root, ATOM, 'entry')) {
      throw new HttpError('unprocessable', `The document is a '${root.local}' where an Atom entry is wanted.`);
    }
    found = await inline.finish(root);
  } catch (error) {
    await inline.giveUp();
    throw error;
  }
  try {
    const result = await use({ root, object: readObject(root, call.repository.knownTypes()), ...entryContent(found) });
    if (found.content) staging.releaseSoon(found.content.key);
    return result;
  } catch (error) {
    await inline.giveUp();
    throw error;
  }
}

const entryContent = ({ content, from, source }: FoundContent): Omit<ReadEntry, 'root' | 'object'> => ({
  ...(content && { content }),
  ...(from && { contentFrom: from }),
  ...(source !== undefined && { contentSource: source }),
});

/** @throws HttpError when the entry has no object. */
export function requireObject(entry: ReadEntry): ReadObject {
  if (!entry.object) throw new HttpError('unprocessable', 'The entry has no cmisra:object.');
  return entry.object;
}

function readObject(root: XmlElement, types: TypeRegistry): ReadObject | undefined {
  const element = child(root, CMISRA, 'object');
  if (!element) return undefined;
  const properties = child(element, CMIS, 'properties');
  const aspects = child(properties, ALF, 'setAspects');
  const read = readProperties([properties, child(aspects, ALF, 'properties')], types);
  takeAtomElements(root, read, types);
  const objectId = taken(read, 'cmis:objectId');
  const changeToken = taken(read, 'cmis:changeToken');
  const acl = child(element, CMIS, 'acl');
  return {
    properties: Object.fromEntries(read),
    ...(objectId !== undefined && { objectId }),
    ...(changeToken !== undefined && { changeToken }),
    aspects: { add: texts(aspects, ALF, 'aspectsToAdd'), remove: texts(aspects, ALF, 'aspectsToRemove') },
    policyIds: texts(child(element, CMIS, 'policyIds'), CMIS, 'id'),
    aces: acl ? readAces(acl).filter((ace) => ace.direct) : [],
  };
}

/** The properties of all these elements. @throws CmisError `invalidArgument` when one is there twice. */
export function readProperties(
  parents: readonly (XmlElement | undefined)[],
  types: TypeRegistry,
): Map<string, PropertyValue | null> {
  const read = new Map<string, PropertyValue | null>();
  for (const parent of parents) {
    for (const element of parent?.children ?? []) {
      const property = readProperty(element, (id) => types.property(id)?.cardinality);
      if (!property) continue;
      if (read.has(property.id)) throw invalidArgument(`The property '${property.id}' is there more than once.`);
      read.set(property.id, property.value);
    }
  }
  return read;
}

/** Elements of Atom win over properties; clients that have no name to send leave the title empty. */
function takeAtomElements(root: XmlElement, read: Map<string, PropertyValue | null>, types: TypeRegistry): void {
  const title = child(root, ATOM, 'title');
  const name = title && deepText(title);
  if (name !== undefined && name.trim() !== '') read.set('cmis:name', name);
  const summary = child(root, ATOM, 'summary');
  const description = summary && deepText(summary);
  const isKnown = types.property('cmis:description') !== undefined;
  // Atom demands a summary of some entries, and many clients send back an old one beside the property.
  if (isKnown && description?.trim() && !read.has('cmis:description') && !read.has('cm:description')) {
    read.set('cmis:description', description);
  }
}

/** Takes a property out; undefined when it has no text. @throws CmisError `constraint` when it has several values. */
function taken(read: Map<string, PropertyValue | null>, id: string): string | undefined {
  const value = read.get(id);
  read.delete(id);
  const [text, ...more] = typeof value === 'object' ? (value ?? []) : [value];
  if (more.length > 0) throw constraint(`The property '${id}' takes one value; ${more.length + 1} were given.`);
  return text === undefined || text === '' ? undefined : String(text);
}

const texts = (parent: XmlElement | undefined, uri: string, local: string): readonly string[] =>
  childrenNamed(parent, uri, local)
    .map((element) => element.text.trim())
    .filter((text) => text !== '');

/** `cmisra:type` of the entry. @throws HttpError when there is none. */
export function requireType(entry: ReadEntry): XmlElement {
  const type = child(entry.root, CMISRA, 'type');
  if (!type) throw new HttpError('unprocessable', 'The entry has no cmisra:type.');
  return type;
}
