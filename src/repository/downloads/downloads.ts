/** Archives of documents and folders, each a document of the person it was made for. A job makes them. */
import { CmisError, constraint, invalidArgument } from '../../model/errors';
import { nameKey } from '../../model/names';
import { isDocumentOrFolder } from '../../model/type-definition';
import { noText } from '../../text/text-extractor';
import { findObject, lockObject } from '../access/found';
import { PLAIN, type ObjectView } from '../values/object-view';
import type { NewContent, ReadUnit, UnitOfWork } from '../storage/storage';
import type { Amount, DownloadStatus, StoredDownload } from '../storage/downloads';
import type { StoredObject } from '../values/stored-object';
import { viewsOf } from '../access/views';

export interface Download extends StoredDownload {
  readonly uuid: string;
}

const TYPE = 'D:download:download';
const NONE: Amount = { files: 0, bytes: 0 };
export const ZIP = 'application/zip';

/** Of what the caller may read. @throws CmisError `objectNotFound`, `permissionDenied`, `invalidArgument`. */
export async function createDownload(
  uow: UnitOfWork,
  { objectIds }: { readonly objectIds: readonly string[] },
): Promise<Download> {
  const roots: StoredObject[] = [];
  for (const id of objectIds) {
    const object = await findObject(uow, id);
    if (!isDocumentOrFolder(object.type)) throw invalidArgument(`'${object.name}' can be in no archive.`);
    roots.push(object);
  }
  const uuids = roots.map(({ uuid }) => uuid);
  if (uuids.length === 0 || new Set(uuids).size < uuids.length)
    throw invalidArgument('An archive needs something in it, each thing once.');
  const object = await insert(uow, roots.length === 1 ? `${roots[0]?.name ?? ''}.zip` : 'archive.zip');
  await uow.downloadWriter.add(object, uuids);
  return { uuid: object.uuid, status: 'PENDING', added: NONE, total: NONE, roots: uuids };
}

async function insert(uow: UnitOfWork, name: string): Promise<StoredObject> {
  const type = uow.types.findOfBase(TYPE, 'cmis:document');
  if (!type) throw constraint(`There is no type '${TYPE}'.`);
  return uow.writer.insert({
    type,
    secondaryTypes: [],
    name,
    nameKey: nameKey(name),
    // Whoever owns it, and nobody else.
    aclKey: await uow.acls.standalone([]),
    properties: {},
    owner: uow.caller.name,
    version: { versioned: false, isMajor: true, workingCopy: false },
  });
}

/** @throws CmisError `objectNotFound` for what is no archive. */
export async function getDownload(uow: ReadUnit, id: string): Promise<Download> {
  const object = await findObject(uow, id);
  return { uuid: object.uuid, ...((await uow.downloads.find(object)) ?? none(id)) };
}

const UNFINISHED: readonly DownloadStatus[] = ['PENDING', 'IN_PROGRESS'];

/** One that is finished stays. */
export async function cancelDownload(uow: UnitOfWork, id: string): Promise<void> {
  const object = await lockObject(uow, id);
  if (!(await uow.downloads.find(object))) none(id);
  await uow.downloadWriter.change(object, { from: UNFINISHED, status: 'CANCELLED' });
}

/** What is to be packed, of what the caller may still see; undefined when nobody wants it any more. */
export async function beginDownload(
  uow: UnitOfWork,
  id: string,
): Promise<{ readonly roots: readonly ObjectView[] } | undefined> {
  const object = await lockObject(uow, id);
  const download = await uow.downloads.find(object);
  if (!download) return undefined;
  const roots = await uow.objects.byIds(download.roots.map((uuid) => ({ uuid })));
  const total = await uow.downloads.amount(roots.map(({ key }) => key));
  const change = { from: UNFINISHED, status: 'IN_PROGRESS', added: NONE, total } as const;
  return (await uow.downloadWriter.change(object, change)) ? { roots: await viewsOf(uow, roots, PLAIN) } : undefined;
}

/** False when nobody wants it any more. */
export async function advanceDownload(
  uow: UnitOfWork,
  { objectId, added }: { readonly objectId: string; readonly added: Amount },
): Promise<boolean> {
  const object = await lockObject(uow, objectId);
  return uow.downloadWriter.change(object, { from: ['IN_PROGRESS'], status: 'IN_PROGRESS', added });
}

/** False when nobody wanted it any more; then the bytes are nobody's. */
export async function finishDownload(
  uow: UnitOfWork,
  { objectId, added, bytes }: { readonly objectId: string; readonly added: Amount; readonly bytes: NewContent },
): Promise<boolean> {
  const object = await lockObject(uow, objectId);
  const change = { from: ['IN_PROGRESS'], status: 'DONE', added, total: added } as const;
  if (!(await uow.downloadWriter.change(object, change))) return false;
  const contentKey = await uow.writer.claim(bytes);
  await uow.writer.update(object, {
    content: { contentKey, mimeType: ZIP, fileName: object.name, text: noText('none') },
    silent: true,
  });
  return true;
}

/** Says how a download has ended that could not be packed; one that is finished or cancelled stays as it is. */
export async function failDownload(
  uow: UnitOfWork,
  { objectId, status }: { readonly objectId: string; readonly status: DownloadStatus },
): Promise<void> {
  await uow.downloadWriter.change(await lockObject(uow, objectId), { from: UNFINISHED, status });
}

function none(id: string): never {
  throw new CmisError('objectNotFound', `There is no download '${id}'.`);
}
