/** The entry of an object: reading, changing, checking in, deleting. CMIS 1.1 §3.11.2–§3.11.7. */
import type { PropertyChanges } from '../../model/properties';
import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import { CmisError, constraint } from '../../model/errors';
import { booleanParameter, enumParameter, objectSelection, requiredParameter, textParameter } from '../parameters';
import { entityTag, sendEntry, sendNothing } from './answers';
import { shown, type Call } from './call';
import { requireObject, withEntry, type ReadEntry, type ReadObject } from './entry-reader';
import { HttpError } from './error-response';
import { entryAddress } from './links';

/** GET of an object by its id, in the version that is asked for; CMIS 1.1 §3.11. */
export async function getEntry(call: Call): Promise<void> {
  const selection = objectSelection(call.query);
  const returnVersion = enumParameter(call.query, 'returnVersion', ['this', 'latest', 'latestmajor']);
  const view = await call.repository.getObject(call.request, {
    objectId: requiredParameter(call.query, 'id'),
    selection,
    ...(returnVersion && { returnVersion }),
  });
  await sendEntry(call, view, { selection });
}

/** GET of an object by its path, as the URI template says; CMIS 1.1 §3.7.1.1. */
export async function getEntryByPath(call: Call): Promise<void> {
  const selection = objectSelection(call.query);
  const path = requiredParameter(call.query, 'path');
  const view = await call.repository.getObjectByPath(call.request, { path, selection });
  await sendEntry(call, view, { selection, headers: { 'Content-Location': entryAddress(call.base, view.object.id) } });
}

/** PUT of an entry: updates properties, or checks a working copy in; CMIS 1.1 §3.11.2.2 and §3.11.3.2. */
export function putEntry(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const isCheckIn = booleanParameter(call.query, 'checkin', false);
  return withEntry(call, (entry) => (isCheckIn ? checkIn(call, objectId, entry) : update(call, objectId, entry)));
}

async function update(call: Call, objectId: string, entry: ReadEntry): Promise<void> {
  const object = requireObject(entry);
  if (entry.content) {
    throw new CmisError('notSupported', 'An update has no content; send it to where the link edit-media leads.');
  }
  const current = await currentFor(call, { objectId, object });
  const changeToken = textParameter(call.query, 'changeToken') ?? object.changeToken ?? current?.token;
  const { view } = await call.repository.updateProperties(call.request, {
    objectId,
    properties: withAspects(object, current?.secondaryTypeIds ?? []),
    ...(changeToken !== undefined && { changeToken }),
  });
  const location = entryAddress(call.base, view.object.id);
  const headers = { Location: location, 'Content-Location': location };
  await sendEntry(call, view, { status: 200, headers });
}

interface Current {
  readonly token: string;
  readonly secondaryTypeIds: readonly string[];
}

/** The object as it is, where `If-Match` or aspects to add and remove refer to that. */
async function currentFor(
  call: Call,
  { objectId, object }: { readonly objectId: string; readonly object: ReadObject },
): Promise<Current | undefined> {
  const hasAspects = object.aspects.add.length > 0 || object.aspects.remove.length > 0;
  const matched = await requireMatch(call, objectId);
  const view =
    matched ?? (hasAspects ? await call.repository.getObject(call.request, { objectId, selection: PLAIN }) : undefined);
  if (!view) return undefined;
  shown(call, view);
  return {
    token: String(view.object.changeToken),
    secondaryTypeIds: view.object.secondaryTypes.map((type) => type.id),
  };
}

/** Alfresco's extension as the standard says it: removes first, then adds. */
export function withAspects({ properties, aspects }: ReadObject, current: readonly string[]): PropertyChanges {
  if (aspects.add.length === 0 && aspects.remove.length === 0) return properties;
  const listed = properties['cmis:secondaryObjectTypeIds'];
  const ids = listed === undefined || listed === null ? current : [listed].flat().map(String);
  const kept = ids.filter((id) => !aspects.remove.includes(id));
  return { ...properties, 'cmis:secondaryObjectTypeIds': [...new Set([...kept, ...aspects.add])] };
}

async function checkIn(call: Call, objectId: string, entry: ReadEntry): Promise<void> {
  const { object, content } = entry;
  const current = object && (await currentFor(call, { objectId, object }));
  const comment = textParameter(call.query, 'checkinComment');
  const view = await call.repository.checkIn(call.request, {
    objectId,
    major: booleanParameter(call.query, 'major', true),
    properties: object ? withAspects(object, current?.secondaryTypeIds ?? []) : {},
    ...(content && { content }),
    ...(comment !== undefined && { checkinComment: comment }),
    ...(object && object.policyIds.length > 0 && { policies: object.policyIds }),
    ...(object && object.aces.length > 0 && { addACEs: object.aces }),
  });
  const location = entryAddress(call.base, view.object.id);
  await sendEntry(call, view, { status: 200, headers: { Location: location, 'Content-Location': location } });
}

/** DELETE of an object; on a working copy it is cancelCheckOut. CMIS 1.1 §3.11.2.3 and §3.11.3.3. */
export async function deleteEntry(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  await requireMatch(call, objectId);
  const allVersions = booleanParameter(call.query, 'allVersions', true);
  await call.repository.deleteObject(call.request, { objectId, allVersions });
  sendNothing(call, 204);
}

/**
 * The object, when the request has an `If-Match` and it names the object's state; undefined without one.
 * @throws HttpError when it names another.
 */
export async function requireMatch(call: Call, objectId: string): Promise<ObjectView | undefined> {
  const condition = call.req.headers['if-match'];
  if (condition === undefined) return undefined;
  const view = await call.repository.getObject(call.request, { objectId, selection: PLAIN });
  const tag = entityTag(view);
  const tags: readonly string[] = condition.match(/(?:W\/)?"[^"]*"/g) ?? [];
  if (condition.trim() !== '*' && !tags.includes(tag)) {
    throw new HttpError(
      'preconditionFailed',
      `The object '${view.object.id}' is in the state ${tag}, not in ${condition}.`,
    );
  }
  return view;
}

/** Content that stands in an entry of something else. @throws CmisError `constraint`. */
export function refuseContent(entry: ReadEntry, baseId: string): void {
  // Atom demands the one in many entries, where it means nothing; the other is only written on purpose.
  if (entry.contentFrom === 'cmisra') throw constraint(`An object of ${baseId} has no content.`);
}
