/** Relationships and versions of objects. CMIS 1.1 §3.9.1, §3.10.5. */
import { invalidArgument } from '../../model/errors';
import { parseObjectId } from '../../repository/values/object-id';
import { PLAIN } from '../../repository/values/object-view';
import { booleanParameter, enumParameter, pageRequest, requiredParameter, textParameter } from '../parameters';
import { sendCreated } from './answers';
import { shown, type Call } from './call';
import { requireObject, withEntry, type ReadObject } from './entry-reader';
import { createFromEntry } from './creating';
import { acceptsEntries, sendObjectList, sendObjectPage } from './object-feeds';
import { filterAndActions } from './selection';

/** GET of the relationships of an object, a feed; CMIS 1.1 §3.9.1.1. */
export async function getRelationships(call: Call): Promise<void> {
  const { query, repository, request } = call;
  const objectId = requiredParameter(query, 'id');
  const typeId = textParameter(query, 'typeId');
  const selection = filterAndActions(query);
  const page = pageRequest(query, call.parts.limits.objectsDefaultMaxItems);
  const [result, about] = await Promise.all([
    repository.getObjectRelationships(request, {
      objectId,
      direction: enumParameter(query, 'relationshipDirection', ['source', 'target', 'either']) ?? 'source',
      ...(typeId !== undefined && { typeId }),
      includeSubRelationshipTypes: booleanParameter(query, 'includeSubRelationshipTypes', false),
      page,
      selection,
    }),
    repository.getObject(request, { objectId, selection: PLAIN }),
  ]);
  const title = shown(call, about).object.name;
  await sendObjectPage(call, { selection, page, about, title, extras: acceptsEntries(call, title) }, result);
}

/** POST of an entry that becomes a relationship of the object; CMIS 1.1 §3.9.1.2. */
export function postRelationship(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  return withEntry(call, async (entry) => {
    requireEnd(requireObject(entry), objectId);
    await sendCreated(call, await createFromEntry(call, entry, 'relationships'));
  });
}

/** The collection is that of one end; which version of it is named makes no difference here. */
function requireEnd({ properties }: ReadObject, objectId: string): void {
  const uuidOf = (id: unknown): string | undefined => (typeof id === 'string' ? parseObjectId(id)?.uuid : undefined);
  const ends = [uuidOf(properties['cmis:sourceId']), uuidOf(properties['cmis:targetId'])];
  if (ends.includes(uuidOf(objectId)) || ends.every((end) => end === undefined)) return;
  throw invalidArgument(
    `Neither source nor target of the relationship is '${objectId}', whose relationships these are.`,
  );
}

/** GET of all versions of a document, the newest first; CMIS 1.1 §3.10.5. */
export async function getVersions(call: Call): Promise<void> {
  const { repository, request } = call;
  const objectId = requiredParameter(call.query, 'id');
  const selection = filterAndActions(call.query);
  const [versions, about] = await Promise.all([
    repository.getAllVersions(request, { objectId, selection }),
    repository.getObject(request, { objectId, selection: PLAIN }),
  ]);
  await sendObjectList(call, { selection, about, title: about.object.name }, versions);
}
