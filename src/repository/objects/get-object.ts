import { CmisError, objectNotFound } from '../../model/errors';
import { nameKey } from '../../model/names';
import { allowableActions, requireAction } from '../access/access';
import type { AllowableActions } from '../values/allowable-actions';
import { findObject } from '../access/found';
import type { ObjectSelection, ObjectView } from '../values/object-view';
import type { ReadUnit } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { parseObjectId } from '../values/object-id';
import { viewOf, viewsOf } from '../access/views';

export type ReturnVersion = 'this' | 'latest' | 'latestmajor';

interface Get {
  readonly selection: ObjectSelection;
  readonly returnVersion?: ReturnVersion;
}

/** getObject, getObjectOfLatestVersion, CMIS 1.1 §2.2.4.8, §2.2.7.4. */
export async function getObject(uow: ReadUnit, input: Get & { readonly objectId: string }): Promise<ObjectView> {
  const { includeACL: withAcl, includePolicyIds, includeRelationships, renditionFilter } = input.selection;
  const withAttached = includePolicyIds || includeRelationships !== 'none' || renditionFilter !== undefined;
  const object = await findObject(uow, input.objectId, { withAcl, withAttached });
  return viewOf(uow, await versionAsked(uow, object, input), input.selection);
}

/** getObjectByPath, CMIS 1.1 §2.2.4.10. Every step is compared by its name key. */
export async function getObjectByPath(uow: ReadUnit, input: Get & { readonly path: string }): Promise<ObjectView> {
  const object = await uow.objects.byPath(pathKeys(input.path), { withAcl: input.selection.includeACL });
  if (!object) throw objectNotFound(input.path);
  return viewOf(uow, await versionAsked(uow, object, input), input.selection);
}

/** Name keys of an absolute path; a slash at its end is forgiven. @throws CmisError `invalidArgument`. */
function pathKeys(path: string): readonly string[] {
  if (!path.startsWith('/')) throw new CmisError('invalidArgument', `The path '${path}' does not begin with '/'.`);
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.slice(1).split('/').map(nameKey);
}

async function versionAsked(uow: ReadUnit, object: StoredObject, input: Get): Promise<StoredObject> {
  if (!object.version || input.returnVersion === undefined || input.returnVersion === 'this') return object;
  const major = input.returnVersion === 'latestmajor';
  if (major ? object.version.isLatestMajor : object.version.isLatest) return object;
  const found = await uow.versions.latest(object, major, { withAcl: input.selection.includeACL });
  if (found) return found;
  if (major) throw new CmisError('objectNotFound', `The document '${object.id}' has no major version.`);
  // A series that was created checked out has nothing else yet: its id names the working copy, too.
  return object;
}

/** getAllowableActions, CMIS 1.1 §2.2.4.7. */
export async function getAllowableActions(uow: ReadUnit, objectId: string): Promise<AllowableActions> {
  const object = await findObject(uow, objectId);
  requireAction(object, 'canGetProperties');
  return allowableActions(object);
}

/** Objects by their ids; those that are not there or that the caller may not see are left out. */
export async function getObjects(
  uow: ReadUnit,
  input: { readonly objectIds: readonly string[]; readonly selection: ObjectSelection },
): Promise<readonly ObjectView[]> {
  const ids = input.objectIds.flatMap((id) => parseObjectId(id) ?? []);
  const objects = await uow.objects.byIds(ids, { withAcl: input.selection.includeACL });
  return viewsOf(uow, objects, input.selection);
}
