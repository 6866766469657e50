/** Objects from entries, CMIS 1.1 §3.8.1.2, §3.9.2.2: what is created follows from the type. */
import { CmisError, constraint, invalidArgument } from '../../model/errors';
import type { PropertyChanges } from '../../model/properties';
import type { BaseTypeId, TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { ObjectView } from '../../repository/values/object-view';
import type { CreateObject, StagedContent } from '../../repository/contract/new-object';
import { typesOf10 } from '../cmis-1-0';
import { enumParameter, parseQuery, textParameter } from '../parameters';
import type { Call } from './call';
import { requireObject, type ReadEntry } from './entry-reader';
import { refuseContent, withAspects } from './object-entry';

/** The collection that an entry was sent to: what is in a folder, what is unfiled, or an object's relationships. */
export type Collection = { readonly folderId: string } | 'unfiled' | 'relationships';

/** @throws CmisError `constraint` for a type whose objects are not in such a collection. */
export async function createFromEntry(call: Call, entry: ReadEntry, collection: Collection): Promise<ObjectView> {
  const object = requireObject(entry);
  const input: CreateObject = {
    properties: withAspects(object, []),
    ...(typeof collection === 'object' && collection),
    ...(object.policyIds.length > 0 && { policies: object.policyIds }),
    ...(object.aces.length > 0 && { addACEs: object.aces }),
  };
  const baseId = await baseOf(call, input.properties['cmis:objectTypeId']);
  if ((baseId === 'cmis:relationship') !== (collection === 'relationships')) {
    throw constraint(`The entry is that of a ${baseId}, which does not belong into this collection.`);
  }
  const { repository, request } = call;
  if (baseId === 'cmis:document') return createDocument(call, input, entry);
  refuseContent(entry, baseId);
  switch (baseId) {
    case 'cmis:folder':
      return repository.createFolder(request, input);
    case 'cmis:item':
      return repository.createItem(request, input);
    case 'cmis:policy':
      return repository.createPolicy(request, input);
    case 'cmis:relationship':
      return repository.createRelationship(request, input);
    case 'cmis:secondary':
      throw constraint('Objects of a secondary type alone cannot be created.');
  }
}

async function baseOf(call: Call, typeId: unknown): Promise<BaseTypeId> {
  const text: unknown = Array.isArray(typeId) ? typeId[0] : typeId;
  if (typeof text !== 'string' || text === '') throw invalidArgument(`The property 'cmis:objectTypeId' is missing.`);
  // Another process may just have made the type.
  const type =
    findType(call, call.repository.knownTypes(), text) ??
    findType(call, await call.repository.types(call.request), text);
  if (!type) throw constraint(`There is no type '${text}'.`);
  return type.baseId;
}

function findType(call: Call, types: TypeRegistry, id: string): TypeDefinition | undefined {
  const visible = call.version === '1.0' ? typesOf10(types, call.request.dialect) : types;
  // Alfresco's clients append aspects after commas; the operation says whether that is welcome.
  return visible.find(id) ?? visible.find(id.split(',', 1)[0]?.trim() ?? '');
}

async function createDocument(call: Call, input: CreateObject, entry: ReadEntry): Promise<ObjectView> {
  const versioningState = enumParameter(call.query, 'versioningState', ['none', 'checkedout', 'minor', 'major']);
  const copied = entry.content === undefined && entry.contentSource !== undefined;
  const content = copied ? await copyOf(call, entry.contentSource ?? '') : entry.content;
  try {
    return await call.repository.createDocument(call.request, {
      ...input,
      ...(copied && { properties: writable(call, input.properties) }),
      ...(content && { content }),
      ...(versioningState && { versioningState }),
    });
  } finally {
    if (copied && content) call.parts.staging.releaseSoon(content.key);
  }
}

/** An entry that was read has everything in it; a copy gets a state of its own. */
function writable(call: Call, properties: PropertyChanges): PropertyChanges {
  const types = call.repository.knownTypes();
  return Object.fromEntries(
    Object.entries(properties).filter(([id]) => types.property(id)?.updatability !== 'readonly'),
  );
}

/**
 * The content that an entry of this repository refers to, for clients that copy a document by sending its entry again.
 * @throws CmisError `notSupported` for addresses elsewhere: the server asks nobody for content.
 */
async function copyOf(call: Call, source: string): Promise<StagedContent> {
  const prefix = `${call.base}/content`;
  const mark = source.indexOf('?');
  const path = mark < 0 ? source : source.slice(0, mark);
  if (mark < 0 || (path !== prefix && !path.startsWith(`${prefix}/`))) {
    throw new CmisError(
      'notSupported',
      `The content is said to be at '${source}'; only content of this repository can be referred to.`,
    );
  }
  const query = parseQuery(source.slice(mark + 1));
  const objectId = textParameter(query, 'id');
  if (objectId === undefined) throw invalidArgument(`The address '${source}' names no object.`);
  const answer = await call.repository.getContentStream(call.request, { objectId });
  const stored = await call.parts.staging.stage(await answer.open());
  // The file name follows the name of the copy.
  return { ...stored, mimeType: answer.content.mimeType };
}
