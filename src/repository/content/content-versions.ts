import type { Dialect } from '../contract/request';
import type { NewVersion } from '../contract/new-object';
import type { ContentFields, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/**
 * Writes the content of a locked document. To the letter of the standard it changes in place; as Alfresco does it, a
 * versioned document that is not a working copy gets a new minor version, and with it another id.
 */
export async function writeContent(
  uow: UnitOfWork,
  input: {
    readonly object: StoredObject;
    readonly content: ContentFields | null;
    readonly dialect: Dialect;
    /** More is to be appended: the version is made by the last chunk, of what was there before the first one. */
    readonly unfinished?: boolean;
    /** What a client asked for by name: then a document without versions begins to have some. */
    readonly version?: NewVersion;
  },
): Promise<{ readonly object: StoredObject; readonly newVersion: boolean }> {
  const { object, content, dialect, unfinished = false, version } = input;
  // A document that has had neither versions nor content has nothing that a version before this one could hold.
  const begins = version !== undefined && object.version?.versioned === false && (object.content?.length ?? 0) === 0;
  const keepsVersions =
    object.version !== undefined &&
    !object.version.isWorkingCopy &&
    (version !== undefined || (dialect === 'alfresco' && object.version.versioned));
  const newVersion = keepsVersions && !unfinished;
  if (keepsVersions && !begins) await uow.versionWriter.freeze(object);
  const updated = await uow.writer.update(object, { content });
  const label = version ?? { major: false };
  const relabelled = (): Promise<StoredObject> =>
    begins ? uow.versionWriter.begin(updated, label) : uow.versionWriter.relabel(updated, label);
  const written = newVersion ? await relabelled() : updated;
  // A working copy of a document is not in the change log until it is checked in.
  if (object.version?.workingCopyOf === undefined) {
    // Nobody else has seen a document that is not checked in for the first time.
    const tells = !unfinished && object.version?.isWorkingCopy !== true;
    await uow.log.append({ object: written, kind: 'updated', ...(tells && { tells: 'updated' }) });
  }
  return { object: written, newVersion };
}
