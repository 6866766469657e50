/**
 * Links by which people read a document who have no account. Whoever knows one reads the document as the person does who
 * shared it: what that person may not read any more, the link does not show any more.
 */
import { randomBytes } from 'node:crypto';
import { CmisError, invalidArgument, permissionDenied } from '../../model/errors';
import { Permission, SEE } from '../../model/permissions';
import { requirePermissions } from '../access/access';
import { lockObject } from '../access/found';
import type { ObjectSelection, ObjectView } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { LinkList, SharedLink } from '../storage/favourites';
import type { StoredObject } from '../values/stored-object';
import { viewsOf, withViews } from '../access/views';

export interface LinkView extends SharedLink {
  readonly view: ObjectView;
}

/** Of 128 random bits. */
const ID = /^[\w-]{22}$/;
const SHARED = 'P:qshare:shared';
const PROPERTIES = ['qshare:sharedId', 'qshare:sharedBy', 'qshare:expiryDate'] as const;

/** Links to what the caller may see; what was modified last comes first. */
export async function listLinks(
  uow: ReadUnit,
  { selection, ...list }: LinkList & { readonly selection: ObjectSelection },
): Promise<Counted<LinkView>> {
  const { items, total } = await uow.annotations.links(list);
  return { items: await withViews(uow, items, selection), total };
}

/** For anybody who knows it. @throws CmisError `objectNotFound`, also when it has expired. */
export async function openLink(uow: ReadUnit, id: string): Promise<SharedLink> {
  return (ID.test(id) ? await uow.annotations.link(id) : undefined) ?? noLink(id);
}

export interface NewLink {
  readonly objectId: string;
  /** Milliseconds since 1970; undefined: never. */
  readonly expires?: number | undefined;
}

/** By whoever may read the documents. @throws CmisError `contentAlreadyExists` for what is shared already. */
export async function createLinks(
  uow: UnitOfWork,
  { links, selection }: { readonly links: readonly NewLink[]; readonly selection: ObjectSelection },
): Promise<readonly LinkView[]> {
  const made: LinkView[] = [];
  for (const link of links) {
    const object = await share(uow, link);
    const [view] = await viewsOf(uow, [object], selection);
    const stored = await uow.annotations.linkOf(object);
    if (view && stored) made.push({ ...stored, view });
  }
  return made;
}

async function share(uow: UnitOfWork, { objectId, expires }: NewLink): Promise<StoredObject> {
  const object = await lockObject(uow, objectId);
  if (object.type.baseId !== 'cmis:document')
    throw invalidArgument(`'${object.name}' cannot be shared by a link: it is no document.`);
  requirePermissions(object, 'ReadContent', 'share');
  if (expires !== undefined && expires <= uow.now)
    throw invalidArgument('A link cannot expire before it is made: its end lies in the past.');
  if (await uow.annotations.linkOf(object))
    throw new CmisError('contentAlreadyExists', `'${object.name}' is shared by a link already.`);
  const id = randomBytes(16).toString('base64url');
  await uow.annotationWriter.addLink(object, { id, expires });
  return mark(uow, object, {
    'qshare:sharedId': id,
    'qshare:sharedBy': uow.caller.name,
    ...(expires !== undefined && { 'qshare:expiryDate': expires }),
  });
}

/** By who shared it and by whoever may change the document; also when it opens nothing any more. */
export async function deleteLink(uow: UnitOfWork, id: string): Promise<void> {
  const link = (ID.test(id) ? await uow.annotations.anyLink(id) : undefined) ?? noLink(id);
  const object = await uow.objects.lock({ uuid: link.objectUuid });
  const isSharer = link.sharer.name === uow.caller.name;
  if (!object || (!isSharer && !(object.access & SEE))) return noLink(id);
  if (!isSharer && !(object.access & Permission.WriteProperties))
    throw permissionDenied(`You may not delete the link '${id}': somebody else shared the document.`);
  await takeAway(uow, id, object);
}

/** Of a link whose time is over: the document is shown as shared no longer. */
export async function endLink(uow: UnitOfWork, id: string): Promise<void> {
  const link = await uow.annotations.anyLink(id);
  if (link?.expires === undefined || link.expires > uow.now) return;
  const object = await uow.objects.lock({ uuid: link.objectUuid });
  if (object) await takeAway(uow, id, object);
}

/** Its document, as locked after the link was found, may be shared by another one by now. */
async function takeAway(uow: UnitOfWork, id: string, object: StoredObject): Promise<void> {
  await uow.annotationWriter.removeLink(id);
  if (object.properties['qshare:sharedId'] === id) await mark(uow, object, {});
}

/**
 * Shares a document that does not say that it is shared, by a link without an end, or deletes the link of one that does.
 * The rights are those of making and deleting links.
 */
export async function setShared(
  uow: UnitOfWork,
  { objectId, shared }: { readonly objectId: string; readonly shared: boolean },
): Promise<void> {
  const { properties } = await lockObject(uow, objectId);
  const id = properties['qshare:sharedId'];
  if (shared && id === undefined) await share(uow, { objectId });
  if (!shared && typeof id === 'string') await deleteLink(uow, id);
}

/** Shows on the document that it is shared. Nobody has changed it by that. */
async function mark(
  uow: UnitOfWork,
  before: StoredObject,
  values: Readonly<Record<string, string | number>>,
): Promise<StoredObject> {
  const kept = Object.entries(before.properties).filter(([id]) => !(PROPERTIES as readonly string[]).includes(id));
  const others = before.secondaryTypes.filter(({ id }) => id !== SHARED);
  const shared = Object.keys(values).length > 0 ? uow.types.findSecondary(SHARED) : undefined;
  const object = await uow.writer.update(before, {
    properties: { ...Object.fromEntries(kept), ...values },
    secondaryTypeKeys: [...others, ...(shared ? [shared] : [])].map(({ key }) => key),
    silent: true,
  });
  await uow.log.append({ object, kind: 'updated' });
  return object;
}

function noLink(id: string): never {
  throw new CmisError('objectNotFound', `There is no shared link '${id}'.`);
}
