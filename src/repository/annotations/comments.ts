/** What people say of documents and folders. */
import { CmisError, invalidArgument, permissionDenied } from '../../model/errors';
import { ALL_PERMISSIONS, LOCKED } from '../../model/permissions';
import { isDocumentOrFolder } from '../../model/type-definition';
import { requirePermissions } from '../access/access';
import { findAnnotated, lockAnnotated } from './annotated';
import { parseObjectId } from '../values/object-id';
import type { PageRequest } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { CommentText, StoredComment } from '../storage/annotations';
import type { Counted } from '../storage/directory';
import type { StoredObject } from '../values/stored-object';

/** A comment as the caller sees it. */
export interface Comment extends StoredComment {
  readonly canChange: boolean;
}

/** Newest first. @throws CmisError `objectNotFound`, `permissionDenied`, `notSupported` for what takes no comments. */
export async function listComments(
  uow: ReadUnit,
  { objectId, page }: { readonly objectId: string; readonly page: PageRequest },
): Promise<Counted<Comment>> {
  const object = requireCommentable(await findAnnotated(uow, objectId));
  const { items, total } = await uow.annotations.comments(object, page);
  return { items: items.map((comment) => seenBy(uow, object, comment)), total };
}

/** By whoever may add to the object. */
export async function addComments(
  uow: UnitOfWork,
  { objectId, texts }: { readonly objectId: string; readonly texts: readonly CommentText[] },
): Promise<readonly Comment[]> {
  const object = await commented(uow, objectId);
  requirePermissions(object, 'CreateChildren', 'comment on');
  requireUnlocked(object);
  const comments = await uow.annotationWriter.addComments(object, texts);
  return comments.map((comment) => seenBy(uow, object, comment));
}

interface Named {
  readonly objectId: string;
  readonly commentId: string;
}

/** By who wrote it, and by who may do everything with the object. */
export async function updateComment(uow: UnitOfWork, input: Named & CommentText): Promise<Comment> {
  const { title, content } = input;
  const { object, comment } = await changeable(uow, input);
  const changed = await uow.annotationWriter.changeComment(comment, { title, content });
  return seenBy(uow, object, changed ?? noComment(input));
}

/**
 * By whoever may change it. @throws CmisError `objectNotFound`, `permissionDenied`, `invalidArgument` for a comment on
 * something else.
 */
export async function deleteComment(uow: UnitOfWork, input: Named): Promise<void> {
  const { comment } = await changeable(uow, input);
  await uow.annotationWriter.removeComment(comment);
}

function requireCommentable(object: StoredObject): StoredObject {
  if (!isDocumentOrFolder(object.type))
    throw new CmisError('notSupported', `The object '${object.id}' is of a kind that takes no comments.`);
  return object;
}

/** Held until the transaction ends, so that it does not go meanwhile. */
const commented = async (uow: UnitOfWork, objectId: string): Promise<StoredObject> =>
  requireCommentable(await lockAnnotated(uow, objectId));

async function changeable(
  uow: UnitOfWork,
  input: Named,
): Promise<{ readonly object: StoredObject; readonly comment: StoredComment }> {
  const object = await commented(uow, input.objectId);
  const id = parseObjectId(input.commentId);
  const comment = id && (await uow.annotations.comment(id.uuid));
  if (!comment) return noComment(input);
  if (comment.objectKey !== object.key)
    throw invalidArgument(`The comment '${input.commentId}' is not about the object '${input.objectId}'.`);
  requireUnlocked(object);
  if (!mayChange(uow, object, comment))
    throw permissionDenied(`You may not change the comment '${input.commentId}': somebody else wrote it.`);
  return { object, comment };
}

const isHeld = ({ access, version }: StoredObject): boolean =>
  (access & LOCKED) !== 0 || version?.isWorkingCopy === true || version?.checkedOutBy !== undefined;

function requireUnlocked(object: StoredObject): void {
  if (object.access & LOCKED)
    throw new CmisError('updateConflict', `The object '${object.id}' is locked: what is said of it stays as it is.`);
}

const mayChange = ({ caller }: ReadUnit, { access }: StoredObject, { createdBy }: StoredComment): boolean =>
  createdBy === caller.name || (access & ALL_PERMISSIONS) === ALL_PERMISSIONS;

const seenBy = (uow: ReadUnit, object: StoredObject, comment: StoredComment): Comment => ({
  ...comment,
  canChange: !isHeld(object) && mayChange(uow, object, comment),
});

function noComment({ commentId }: Named): never {
  throw new CmisError('objectNotFound', `There is no comment '${commentId}'.`);
}
