import { CmisError } from '../../model/errors';
import { LOCKABLE, withoutLock } from '../../model/lock';
import { nameKey } from '../../model/names';
import type { TypeRegistry } from '../../model/type-registry';
import { requireAction } from '../access/access';
import { applyACL } from '../access/acl';
import { contentFields } from '../content/content-stream';
import { findObject, lockObject } from '../access/found';
import type { ObjectSelection, ObjectView } from '../values/object-view';
import { requireObjectId } from '../values/object-id';
import { appliedIds, applyPolicies } from './policies';
import { changedProperties } from './property-input';
import type { CheckIn } from '../contract/check-in';
import type { Dialect } from '../contract/request';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView, viewsOf } from '../access/views';
import { freeCopyName, nameAtCheckIn } from './working-copy-name';

/** checkOut, CMIS 1.1 §2.2.7.1: the working copy lies beside its document and is seen by who may write it. */
export async function checkOut(uow: UnitOfWork, objectId: string): Promise<ObjectView> {
  // The working copy's rights are computed from the document's, which ACL changes rewrite.
  await uow.writer.lockTree('shared');
  const object = await lockObject(uow, objectId);
  if (object.type.baseId !== 'cmis:document' || !object.type.versionable) {
    throw new CmisError('constraint', `Objects of type '${object.type.id}' cannot be checked out.`);
  }
  if (object.version?.frozenKey !== undefined) {
    throw new CmisError(
      'versioning',
      `The version '${object.id}' is not the latest one; only that can be checked out.`,
    );
  }
  if (object.version?.checkedOutBy !== undefined) {
    throw new CmisError(
      'versioning',
      `The document '${object.id}' is already checked out by ${object.version.checkedOutBy}.`,
    );
  }
  requireAction(object, 'canCheckOut');
  // What may be done with a document does not depend on who sees its folder.
  const folder =
    object.parentUuid === undefined ? undefined : await uow.objects.shareFolder({ uuid: object.parentUuid });
  const name = await freeCopyName(uow, object);
  const aclKey = await uow.acls.forWorkingCopy(object.aclKey ?? 0);
  const copy = await uow.writer.insert({
    type: object.type,
    // A lock is the document's, and ends with the check-in.
    secondaryTypes: object.secondaryTypes.filter(({ id }) => id !== LOCKABLE),
    name,
    nameKey: nameKey(name),
    ...(folder && { folder }),
    aclKey,
    properties: withoutLock(object.properties),
    ...(object.content && {
      content: {
        contentKey: object.content.key,
        like: object.content,
        mimeType: object.content.mimeType,
        // What is named after the document is named after the copy.
        fileName: object.content.fileName === object.name ? name : object.content.fileName,
      },
    }),
    owner: uow.caller.name,
    version: { versioned: true, isMajor: false, workingCopy: true, workingCopyOf: object },
  });
  await uow.versionWriter.setCheckedOut(object, uow.caller.name);
  await logCheckedOut(uow, object);
  return plainView(copy);
}

/** cancelCheckOut, CMIS 1.1 §2.2.7.2. The document's id is taken for its working copy's. */
export async function cancelCheckOut(uow: UnitOfWork, objectId: string): Promise<void> {
  const named = await findObject(uow, objectId);
  await cancelWorkingCopy(uow, await workingCopyOf(uow, named));
}

async function workingCopyOf(uow: UnitOfWork, named: StoredObject): Promise<StoredObject> {
  if (named.type.baseId !== 'cmis:document')
    throw new CmisError('constraint', `The object '${named.id}' is not a document.`);
  if (named.version?.isWorkingCopy) return named;
  const copy = await uow.objects.byId({ uuid: named.series, label: 'pwc' });
  if (!copy) throw new CmisError('versioning', `The document '${named.id}' is not checked out.`);
  return copy;
}

/** Removes a working copy; a document that was created checked out goes with it. */
export async function cancelWorkingCopy(uow: UnitOfWork, copy: StoredObject): Promise<void> {
  await uow.objects.lock({ uuid: copy.series });
  const now = await uow.objects.lock({ uuid: copy.uuid });
  if (!now) throw new CmisError('objectNotFound', `There is no object '${copy.id}'.`);
  requireAction(now, 'canCancelCheckOut');
  if (now.version?.workingCopyOf === undefined) {
    await uow.writer.delete([now]);
    return;
  }
  await uow.versionWriter.dropWorkingCopy(now);
  const original = await uow.objects.byId({ uuid: now.series });
  if (!original) return;
  await uow.versionWriter.setCheckedOut(original, undefined);
  await logCheckedOut(uow, original);
}

/** Being checked out is among the properties that the log shows. */
async function logCheckedOut(uow: UnitOfWork, original: StoredObject): Promise<void> {
  const object = await uow.objects.byId({ uuid: original.uuid });
  if (object) await uow.log.append({ object, kind: 'updated' });
}

type SpokenCheckIn = CheckIn & { readonly dialect: Dialect };

/** checkIn, CMIS 1.1 §2.2.7.3: what is given goes to the working copy first, which then becomes the newest version. */
export async function checkIn(uow: UnitOfWork, input: SpokenCheckIn): Promise<ObjectView> {
  const hasAces = (input.addACEs?.length ?? 0) + (input.removeACEs?.length ?? 0) > 0;
  if (hasAces) await uow.writer.lockTree('exclusive');
  const named = await findObject(uow, input.objectId);
  if (!named.version?.isWorkingCopy)
    throw new CmisError('constraint', `The object '${named.id}' is not a working copy.`);
  await uow.objects.lock({ uuid: named.series });
  const copy = await lockObject(uow, named.uuid);
  if (!copy.version?.isWorkingCopy)
    throw new CmisError('constraint', `The object '${named.id}' is not a working copy any more.`);
  requireAction(copy, 'canCheckIn');
  const original = copy.version.workingCopyOf === undefined ? undefined : await uow.objects.byId({ uuid: copy.series });
  const finished = await finish(uow, { copy, original, input });
  const checkedIn = original
    ? await nextVersion(uow, { original, finished, input })
    : await uow.versionWriter.born(finished, labelOf(input));
  const policies = input.policies ?? [];
  if (policies.length > 0) await applyPolicies(uow, checkedIn, policies);
  await uow.log.append({
    object: checkedIn,
    kind: 'updated',
    tells: original ? 'updated' : 'created',
    ...(policies.length > 0 && { policyIds: await appliedIds(uow, checkedIn) }),
  });
  if (hasAces) {
    const { addACEs = [], removeACEs = [] } = input;
    await applyACL(uow, { objectId: checkedIn.id, addACEs, removeACEs, propagation: 'repositorydetermined' });
  }
  return plainView(checkedIn);
}

const labelOf = (input: CheckIn): { readonly major: boolean; readonly comment?: string } => ({
  major: input.major,
  ...(input.checkinComment !== undefined && input.checkinComment !== '' && { comment: input.checkinComment }),
});

interface Finishing {
  readonly copy: StoredObject;
  readonly original: StoredObject | undefined;
  readonly input: SpokenCheckIn;
}

/** The working copy with the properties and content of the check-in, and with the name that the version gets. */
async function finish(uow: UnitOfWork, { copy, original, input }: Finishing): Promise<StoredObject> {
  const asDocument: StoredObject = { ...copy, name: original ? nameAtCheckIn(copy, original) : copy.name };
  const changes = changesAtCheckIn(uow.types, { copy, asDocument, input });
  const { content } = input;
  if (content && copy.type.baseId === 'cmis:document' && copy.type.contentStreamAllowed === 'notallowed') {
    throw new CmisError('streamNotSupported', `Documents of type '${copy.type.id}' cannot have content.`);
  }
  const contentKey = content && (await uow.writer.claim(content));
  const named = { name: changes?.name?.name ?? asDocument.name, ...(copy.content && { content: copy.content }) };
  const written = {
    ...changes,
    ...(content && contentKey !== undefined && { content: contentFields(named, content, contentKey) }),
  };
  const needed = Object.keys(written).length > 0;
  // A name that its document has would clash with it as long as both are siblings.
  const { name, ...others } = written;
  const stored = needed ? await uow.writer.update(copy, original ? { ...others, keepsWords: true } : written) : copy;
  const finalName = name?.name ?? asDocument.name;
  return {
    ...stored,
    name: finalName,
    ...(stored.content && { content: { ...stored.content, fileName: followed(stored, copy.name, finalName) } }),
  };
}

/** A content that was named as the copy is named as the version. */
function followed(stored: StoredObject, copyName: string, finalName: string): string {
  const fileName = stored.content?.fileName ?? finalName;
  return fileName === copyName ? finalName : fileName;
}

function changesAtCheckIn(
  types: TypeRegistry,
  {
    copy,
    asDocument,
    input,
  }: { readonly copy: StoredObject; readonly asDocument: StoredObject; readonly input: SpokenCheckIn },
): ReturnType<typeof changedProperties> {
  const { 'cmis:name': name, ...others } = input.properties;
  // A client that sends back what it read means no new name.
  const echoed = name === undefined || name === copy.name;
  return changedProperties(types, {
    object: asDocument,
    properties: echoed ? others : input.properties,
    dialect: input.dialect,
    operation: 'checkIn',
  });
}

async function nextVersion(
  uow: UnitOfWork,
  {
    original,
    finished,
    input,
  }: { readonly original: StoredObject; readonly finished: StoredObject; readonly input: CheckIn },
): Promise<StoredObject> {
  await uow.versionWriter.freeze(original);
  await uow.versionWriter.takeOver(original, finished, input.content ? input.content.text : 'kept');
  return uow.versionWriter.relabel(original, labelOf(input));
}

/** getAllVersions, CMIS 1.1 §2.2.7.6: any version, the working copy or the series names the series. */
export async function getAllVersions(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly selection: ObjectSelection },
): Promise<readonly ObjectView[]> {
  requireObjectId(input.objectId);
  const object = await findObject(uow, input.objectId);
  if (object.type.baseId !== 'cmis:document')
    throw new CmisError('invalidArgument', `The object '${object.id}' is not a document and has no versions.`);
  return viewsOf(uow, await uow.versions.all(object), input.selection);
}
