import { createDocumentFromSource, createFolder, createItem } from './create';
import { constraint } from '../../model/errors';
import { findObject } from '../access/found';
import { addObjectToFolder } from './multi-filing';
import { copiedProperties } from './copied-properties';
import type { ObjectView } from '../values/object-view';
import type { Dialect } from '../contract/request';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

export interface CopyObject {
  readonly objectId: string;
  readonly targetFolderId: string;
  /** Undefined: as the source is called. */
  readonly name?: string;
  readonly dialect: Dialect;
}

/**
 * Copies an object, a folder with all in it that the caller may see. Copies belong to who made them, have the rights of
 * where they are, and begin their history anew. What is only filed in the tree is filed in the copy as well.
 */
export async function copyObject(uow: UnitOfWork, input: CopyObject): Promise<ObjectView> {
  const source = await findObject(uow, input.objectId);
  // Read before anything is made: a folder may be copied into itself.
  const below =
    source.type.baseId === 'cmis:folder'
      ? await uow.navigation.descendants({ folder: source, depth: -1, foldersOnly: false })
      : [];
  const { name = source.name, dialect } = input;
  const top = await copyOne(uow, { source, folderId: input.targetFolderId, name, dialect });
  const copies = new Map([[source.key, top.object]]);
  const inTree = new Set([source.key, ...below.map(({ object }) => object.key)]);
  for (const { object, inFolder } of below) {
    const folder = copies.get(inFolder);
    if (!folder || object.version?.isWorkingCopy) continue;
    const isHome = object.parentKey === inFolder;
    if (isHome) {
      const made = await copyOne(uow, { source: object, folderId: folder.id, name: object.name, dialect, quiet: true });
      copies.set(object.key, made.object);
    } else if (object.parentKey === undefined || !inTree.has(object.parentKey)) {
      await addObjectToFolder(uow, { objectId: object.series, folderId: folder.id, allVersions: true });
    }
  }
  await fileCopies(uow, { below, copies });
  return top;
}

/** What lies in one folder of the tree and is filed in another is so in the copy. */
async function fileCopies(
  uow: UnitOfWork,
  input: {
    readonly below: Awaited<ReturnType<ReadUnit['navigation']['descendants']>>;
    readonly copies: ReadonlyMap<number, StoredObject>;
  },
): Promise<void> {
  for (const { object, inFolder } of input.below) {
    const [copy, folder] = [input.copies.get(object.key), input.copies.get(inFolder)];
    if (!copy || !folder || object.parentKey === inFolder) continue;
    await addObjectToFolder(uow, { objectId: copy.series, folderId: folder.id, allVersions: true });
  }
}

interface Copying {
  readonly source: StoredObject;
  readonly folderId: string;
  readonly name: string;
  readonly dialect: Dialect;
  /** It is below what is copied. */
  readonly quiet?: boolean;
}

function copyOne(uow: UnitOfWork, { source, folderId, name, dialect, quiet = false }: Copying): Promise<ObjectView> {
  const properties = copiedProperties(uow.types, source, { 'cmis:name': name });
  switch (source.type.baseId) {
    case 'cmis:folder':
      return createFolder(uow, { folderId, properties, dialect, quiet });
    case 'cmis:item':
      return createItem(uow, { folderId, properties, dialect });
    case 'cmis:document':
      return createDocumentFromSource(uow, {
        sourceId: source.id,
        folderId,
        properties,
        dialect,
        quiet,
        versioningState: source.version?.versioned === false && dialect === 'alfresco' ? 'none' : 'major',
      });
    case 'cmis:policy':
    case 'cmis:relationship':
      throw constraint(`Objects of type '${source.type.id}' cannot be copied.`);
  }
}
