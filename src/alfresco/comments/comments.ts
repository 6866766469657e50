/** What people say of nodes; reference: Alfresco's `/nodes/{nodeId}/comments`. */
import { CmisError } from '../../model/errors';
import type { Comment } from '../../repository/annotations/comments';
import { badRequest, entityNotFound, unsupported } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { dateText } from '../framework/dates';
import { created, entry, nothing, operation, type Json, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { object, required, text } from '../framework/shapes';
import { nodeIdOf } from '../nodes/node-id';
import { personEntry } from '../people/person-entry';

const PATH = '/nodes/{nodeId}/comments';
/** Texts may be formatted, and are stored as they are. */
const MAX_LENGTH = 1_000_000;
const COMMENT = object({ title: text(), content: required(text()) });

const personIn = (name: string, person: Comment['creator']): Json => (person ? personEntry(person) : { id: name });

const commentEntry = (comment: Comment): Json => ({
  id: comment.uuid,
  title: comment.title,
  content: comment.content,
  createdAt: dateText(comment.created),
  createdBy: personIn(comment.createdBy, comment.creator),
  modifiedAt: dateText(comment.modified),
  modifiedBy: personIn(comment.modifiedBy, comment.modifier),
  edited: comment.modified !== comment.created,
  canEdit: comment.canChange,
  canDelete: comment.canChange,
});

const listComments = operation({
  id: 'listComments',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List comments',
  since: '4.2',
  status: 200,
  answers: 'Comment',
  parameters: { ...PAGING, ...include() },
  run: async (call) => {
    const { repository, request, path, query } = call;
    const objectId = await nodeIdOf(call, path['nodeId']);
    const comments = await told(repository.listComments(request, { objectId, page: query }), {
      id: objectId,
      wrongKind: badRequest,
    });
    return countedList(comments, query, commentEntry);
  },
});

const createComment = operation({
  id: 'createComment',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a comment',
  since: '4.2',
  status: 201,
  answers: 'Comment',
  many: true,
  example: { content: 'Well done' },
  body: COMMENT,
  run: async (call) => {
    const { repository, request, path, bodies } = call;
    const texts = bodies.map(textOf);
    const objectId = await nodeIdOf(call, path['nodeId']);
    const comments = await told(repository.addComments(request, { objectId, texts }), {
      id: objectId,
      wrongKind: unsupported,
    });
    return created(comments.map(commentEntry));
  },
});

const updateComment = operation({
  id: 'updateComment',
  method: 'PUT',
  path: `${PATH}/{commentId}`,
  api: 'core',
  summary: 'Update a comment',
  since: '4.2',
  status: 200,
  answers: 'Comment',
  // What a client has read of a comment may come back with the new text.
  example: { content: 'Very well done' },
  body: COMMENT,
  run: async (call) => {
    const { repository, request, path, body } = call;
    const commentId = path['commentId'] ?? '';
    const given = textOf(body);
    const objectId = await nodeIdOf(call, path['nodeId']);
    const comment = await told(repository.updateComment(request, { objectId, commentId, ...given }), {
      id: commentId,
      wrongKind: unsupported,
    });
    return entry(commentEntry(comment));
  },
});

const deleteComment = operation({
  id: 'deleteComment',
  method: 'DELETE',
  path: `${PATH}/{commentId}`,
  api: 'core',
  summary: 'Delete a comment',
  since: '4.2',
  status: 204,
  run: async (call) => {
    const { repository, request, path } = call;
    const commentId = path['commentId'] ?? '';
    const objectId = await nodeIdOf(call, path['nodeId']);
    await told(repository.deleteComment(request, { objectId, commentId }), { id: commentId, wrongKind: unsupported });
    return nothing;
  },
});

/** A text of blanks says nothing. */
function textOf(body: ReturnType<typeof COMMENT.read>): {
  readonly title: string | undefined;
  readonly content: string;
} {
  const { title, content = '' } = body ?? {};
  if (content.trim() === '') throw badRequest('An invalid argument was received: the comment is empty');
  if (content.length + (title?.length ?? 0) > MAX_LENGTH)
    throw badRequest(`The comment is longer than ${MAX_LENGTH} characters`);
  return { title, content };
}

async function told<T>(
  work: Promise<T>,
  { id, wrongKind }: { readonly id: string; readonly wrongKind: (message: string) => Error },
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CmisError)) throw error;
    if (error.code === 'objectNotFound') throw entityNotFound(id.slice(0, 200));
    if (error.code === 'notSupported') throw wrongKind('Cannot comment on this node');
    throw error;
  }
}

export const COMMENTS: readonly Operation[] = [listComments, createComment, updateComment, deleteComment];
