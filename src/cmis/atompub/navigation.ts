/** Folders and what is in them. CMIS 1.1 §3.8–§3.10. */
import { CmisError } from '../../model/errors';
import { PLAIN, type ObjectView } from '../../repository/values/object-view';
import {
  booleanParameter,
  depthParameter,
  enumParameter,
  objectSelection,
  pageRequest,
  requiredParameter,
  textParameter,
} from '../parameters';
import { element } from '../xml/writer';
import { sendCreated, sendEntry, sendNothing } from './answers';
import { shown, type Call } from './call';
import { createFromEntry } from './creating';
import { requireObject, withEntry } from './entry-reader';
import { entryAddress } from './links';
import { acceptsEntries, folderLinks, sendObjectList, sendObjectPage, sendObjectTree } from './object-feeds';

const plain = (call: Call, objectId: string): Promise<ObjectView> =>
  call.repository.getObject(call.request, { objectId, selection: PLAIN });

const segment = ({ pathSegment }: ObjectView): { readonly extras: string } => ({
  extras: pathSegment === undefined ? '' : element('cmisra:pathSegment', pathSegment),
});

/** GET of the children of a folder, a feed; CMIS 1.1 §3.9.2.1 and §2.2.3.1. */
export async function getChildren(call: Call): Promise<void> {
  const { query, repository, request } = call;
  const folderId = requiredParameter(query, 'id');
  const selection = objectSelection(query, 'includePathSegment');
  const page = pageRequest(query, call.parts.limits.objectsDefaultMaxItems);
  const orderBy = textParameter(query, 'orderBy');
  const [children, about] = await Promise.all([
    repository.getChildren(request, { folderId, page, selection, ...(orderBy !== undefined && { orderBy }) }),
    plain(call, folderId),
  ]);
  const title = about.object.name;
  const [links, extras] = [folderLinks(call, about, 'children'), acceptsEntries(call, title)];
  await sendObjectPage(call, { selection, page, about, title, links, extras, parts: segment }, children);
}

/** GET of what is below a folder, level in level; CMIS 1.1 §3.10.3. */
export const getDescendants = (call: Call): Promise<void> => tree(call, 'descendants');
/** The same of folders alone; CMIS 1.1 §3.10.4. */
export const getFolderTree = (call: Call): Promise<void> => tree(call, 'foldertree');

async function tree(call: Call, kind: 'descendants' | 'foldertree'): Promise<void> {
  const { query, repository, request } = call;
  const folderId = requiredParameter(query, 'id');
  const selection = objectSelection(query, 'includePathSegment');
  const depth = depthParameter(query, call.parts.limits.objectsDefaultDepth);
  const [trees, about] = await Promise.all([
    repository.getDescendants(request, { folderId, depth, selection, foldersOnly: kind === 'foldertree' }),
    plain(call, folderId),
  ]);
  const feed = { selection, about, title: about.object.name, links: folderLinks(call, about, kind), parts: segment };
  await sendObjectTree(call, feed, trees);
}

/** GET of the folder above a folder; CMIS 1.1 §3.4.3. */
export async function getParent(call: Call): Promise<void> {
  const selection = objectSelection(call.query);
  const folderId = requiredParameter(call.query, 'id');
  const view = await call.repository.getFolderParent(call.request, { folderId, selection });
  await sendEntry(call, view, { selection, headers: { 'Content-Location': entryAddress(call.base, view.object.id) } });
}

/** GET of the folders that an object is filed in, a feed; CMIS 1.1 §3.10.1. */
export async function getParents(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const selection = objectSelection(call.query, 'includeRelativePathSegment');
  const [parents, about] = await Promise.all([
    call.repository.getObjectParents(call.request, { objectId, selection }),
    plain(call, objectId),
  ]);
  const parts = ({ pathSegment }: ObjectView): { readonly extras: string } => ({
    extras: pathSegment === undefined ? '' : element('cmisra:relativePathSegment', pathSegment),
  });
  await sendObjectList(call, { selection, about: shown(call, about), title: about.object.name, parts }, parents);
}

/** An entry with an object id is filed or moved here, one without becomes an object. */
export function postChild(call: Call): Promise<void> {
  const folderId = requiredParameter(call.query, 'id');
  return withEntry(call, async (entry) => {
    const { objectId } = requireObject(entry);
    if (objectId === undefined) return sendCreated(call, await createFromEntry(call, entry, { folderId }));
    const { repository, request } = call;
    const sourceFolderId = textParameter(call.query, 'sourceFolderId');
    const allVersions = booleanParameter(call.query, 'allVersions', true);
    const view =
      sourceFolderId === undefined
        ? await repository.addObjectToFolder(request, { objectId, folderId, allVersions })
        : await repository.moveObject(request, { objectId, targetFolderId: folderId, sourceFolderId });
    return sendCreated(call, view);
  });
}

/** DELETE of a folder with all that is below it; CMIS 1.1 §3.10.3 and §3.10.4. */
export async function deleteTree(call: Call): Promise<void> {
  const left = await call.repository.deleteTree(call.request, {
    folderId: requiredParameter(call.query, 'id'),
    allVersions: booleanParameter(call.query, 'allVersions', true),
    unfileObjects: enumParameter(call.query, 'unfileObjects', ['unfile', 'deletesinglefiled', 'delete']) ?? 'delete',
    continueOnFailure: booleanParameter(call.query, 'continueOnFailure', false),
  });
  if (left.length === 0) return sendNothing(call, 204);
  // Clients take this status for 'look what is left' (CMIS 1.1 §3.10.3.2).
  const text = `These objects could not be deleted:\n${left.join('\n')}\n`;
  call.res.writeHead(500, { 'Content-Type': 'text/plain;charset=UTF-8', 'Content-Length': Buffer.byteLength(text) });
  call.res.end(text);
}

/** GET of the working copies that the caller sees, a feed; CMIS 1.1 §3.8.3. */
export async function getCheckedOut(call: Call): Promise<void> {
  const { query } = call;
  const [folderId, orderBy] = [textParameter(query, 'folderId'), textParameter(query, 'orderBy')];
  const selection = objectSelection(query);
  const page = pageRequest(query, call.parts.limits.objectsDefaultMaxItems);
  const result = await call.repository.getCheckedOutDocs(call.request, {
    page,
    selection,
    ...(folderId !== undefined && { folderId }),
    ...(orderBy !== undefined && { orderBy }),
  });
  await sendObjectPage(call, { selection, page, title: 'Checked out documents' }, result);
}

/** POST of an entry whose document is checked out by it; CMIS 1.1 §3.8.3. */
export function postCheckedOut(call: Call): Promise<void> {
  return withEntry(call, async (entry) => {
    const objectId = textParameter(call.query, 'objectId') ?? requireObject(entry).objectId;
    if (objectId === undefined)
      throw new CmisError('invalidArgument', `The entry has no 'cmis:objectId' to check out.`);
    await sendCreated(call, await call.repository.checkOut(call.request, objectId));
  });
}

/** An entry with an object id leaves one folder or all of them, one without becomes an object in none. */
export function postUnfiled(call: Call): Promise<void> {
  return withEntry(call, async (entry) => {
    const { objectId } = requireObject(entry);
    if (objectId === undefined) return sendCreated(call, await createFromEntry(call, entry, 'unfiled'));
    const folderId = textParameter(call.query, 'removeFrom');
    const input = { objectId, ...(folderId !== undefined && { folderId }) };
    return sendCreated(call, await call.repository.removeObjectFromFolder(call.request, input));
  });
}
