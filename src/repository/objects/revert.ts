import { isAssignable } from '../../model/alfresco-types';
import { invalidArgument } from '../../model/errors';
import type { Properties } from '../../model/properties';
import { requireAction } from '../access/access';
import { findObject, lockObject, requireChangeable } from '../access/found';
import type { ObjectView } from '../values/object-view';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { plainView } from '../access/views';

export interface Revert {
  /** Of the version whose state comes back. */
  readonly objectId: string;
  readonly major: boolean;
  readonly comment?: string;
}

/**
 * Makes a new version with the properties, assignable secondary types and content of an older one; the name stays, for a
 * sibling may have the old one by now, and so does what the repository manages.
 */
export async function revert(uow: UnitOfWork, { objectId, major, comment }: Revert): Promise<ObjectView> {
  const version = await findObject(uow, objectId);
  if (!version.version?.versioned || version.version.isWorkingCopy) {
    throw invalidArgument(`The object '${objectId}' is no version of a document.`);
  }
  const live = await lockObject(uow, version.series);
  requireAction(live, 'canUpdateProperties');
  requireAction(live, 'canSetContentStream');
  requireChangeable(live);
  const managed = live.secondaryTypes.filter(({ id }) => !isAssignable(id));
  const secondaryTypes = [...new Set([...managed, ...version.secondaryTypes.filter(({ id }) => isAssignable(id))])];
  const { content } = version;
  await uow.versionWriter.freeze(live);
  const updated = await uow.writer.update(live, {
    secondaryTypeKeys: secondaryTypes.map(({ key }) => key),
    properties: propertiesOf(uow, { live, version, secondaryTypes }),
    content: content
      ? {
          contentKey: content.key,
          mimeType: content.mimeType,
          fileName: content.fileName === version.name ? live.name : content.fileName,
          text: content.key === live.content?.key ? 'kept' : 'shared',
        }
      : null,
  });
  const labelled = await uow.versionWriter.relabel(updated, { major, ...(comment !== undefined && { comment }) });
  await uow.log.append({ object: labelled, kind: 'updated', tells: 'updated' });
  return plainView(labelled);
}

/** The old values of what the object can have now, beside those that only the repository changes. */
function propertiesOf(
  uow: UnitOfWork,
  input: {
    readonly live: StoredObject;
    readonly version: StoredObject;
    readonly secondaryTypes: StoredObject['secondaryTypes'];
  },
): Properties {
  const { live, version, secondaryTypes } = input;
  const properties: Record<string, Properties[string]> = {};
  for (const { id, updatability } of uow.types.effective(live.type, secondaryTypes).values()) {
    const value = updatability === 'readonly' ? live.properties[id] : version.properties[id];
    if (value !== undefined) properties[id] = value;
  }
  return properties;
}
