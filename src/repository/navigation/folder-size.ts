import { findFolder } from '../access/found';
import type { ReadUnit } from '../storage/storage';
import type { Amount } from '../storage/downloads';

/** Documents with content that the caller may see in a folder and below it. @throws CmisError `invalidArgument`. */
export async function getFolderSize(uow: ReadUnit, folderId: string): Promise<Amount> {
  const folder = await findFolder(uow, folderId);
  return uow.downloads.amount([folder.key]);
}
