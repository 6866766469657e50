import { Readable } from 'node:stream';
import { CmisError, invalidArgument } from '../../model/errors';
import type { ByteRange, ContentStore } from '../../content/content-store';
import { requireAction } from '../access/access';
import { writeContent } from './content-versions';
import { renditionContent } from '../contract/rendition-content';
import { storedRenditions } from '../access/renditions-of';
import { findObject, lockObject, checkChangeToken, requireChangeable, requireCurrent } from '../access/found';
import type { ContentAnswer } from '../contract/content-answer';
import type { UpdatedObject } from '../contract/updated-object';
import type { Dialect } from '../contract/request';
import type { NewVersion, StagedContent } from '../contract/new-object';
import type { ContentFields, ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredContent, StoredObject } from '../values/stored-object';
import { plainView } from '../access/views';

const DEFAULT_MIME_TYPE = 'application/octet-stream';

/** getContentStream, CMIS 1.1 §2.2.4.11. @throws CmisError `constraint` when there is nothing to get. */
export async function getContentStream(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly streamId?: string; readonly store: ContentStore },
): Promise<ContentAnswer> {
  const object = await findObject(uow, input.objectId);
  const { content } = object;
  const { streamId } = input;
  if (streamId !== undefined && streamId !== '' && streamId !== content?.id) {
    const renditions = (await storedRenditions(uow, [object])).get(object);
    const rendition = renditions?.find(({ id }) => id === streamId);
    if (rendition) return renditionContent(input.store, rendition, object.name);
    throw new CmisError('constraint', `The object '${object.id}' has no stream '${streamId}'.`);
  }
  if (object.type.baseId !== 'cmis:document' || !content) {
    throw new CmisError('constraint', `The object '${object.id}' has no content.`);
  }
  requireAction(object, 'canGetContentStream');
  return { content, modified: object.modified, open: (range) => openPieces(input.store, content, range) };
}

/** Opens the part of a content that `range` names, over its pieces; each piece is opened when its turn comes. */
export async function openPieces(
  store: ContentStore,
  content: Pick<StoredContent, 'pieces' | 'length'>,
  range: ByteRange = { offset: 0 },
): Promise<Readable> {
  const end = range.length === undefined ? content.length : Math.min(content.length, range.offset + range.length);
  let start = 0;
  const parts: { readonly key: string; readonly range: ByteRange }[] = [];
  for (const piece of content.pieces) {
    const from = Math.max(range.offset, start);
    const to = Math.min(end, start + piece.length);
    if (from < to) parts.push({ key: piece.key, range: { offset: from - start, length: to - from } });
    start += piece.length;
  }
  const [first] = parts;
  if (!first) return Readable.from([]);
  if (parts.length === 1) return store.open(first.key, first.range);
  return Readable.from(chain(store, parts), { objectMode: false });
}

async function* chain(
  store: ContentStore,
  parts: readonly { readonly key: string; readonly range: ByteRange }[],
): AsyncGenerator<Buffer> {
  for (const part of parts) {
    for await (const chunk of await store.open(part.key, part.range)) yield chunk as Buffer;
  }
}

interface ContentWrite {
  readonly objectId: string;
  readonly changeToken?: string;
}

/** setContentStream, CMIS 1.1 §2.2.4.18. */
export async function setContentStream(
  uow: UnitOfWork,
  input: ContentWrite & {
    readonly content: StagedContent;
    readonly overwriteFlag: boolean;
    readonly version?: NewVersion;
    readonly dialect: Dialect;
  },
): Promise<UpdatedObject> {
  const object = await lockForContent(uow, input, 'canSetContentStream');
  if (object.content && !input.overwriteFlag) {
    throw new CmisError(
      'contentAlreadyExists',
      `The document '${object.id}' has content, and overwriting was not asked for.`,
    );
  }
  const contentKey = await uow.writer.claim(input.content);
  const { dialect, version } = input;
  const content = contentFields(object, input.content, contentKey);
  return written(uow, { object, dialect, content, ...(version && { version }) });
}

/** appendContentStream, CMIS 1.1 §2.2.4.19. Without content it sets it. A last chunk need never come. */
export async function appendContentStream(
  uow: UnitOfWork,
  input: ContentWrite & { readonly content: StagedContent; readonly isLastChunk: boolean; readonly dialect: Dialect },
): Promise<UpdatedObject> {
  const object = await lockForContent(uow, input, 'canSetContentStream');
  const base = object.content;
  const contentKey = base ? await uow.writer.claimAppended(base, input.content) : await uow.writer.claim(input.content);
  const content = base
    ? { contentKey, mimeType: base.mimeType, fileName: base.fileName, text: 'kept' as const }
    : contentFields(object, input.content, contentKey);
  return written(uow, { object, dialect: input.dialect, content, unfinished: !input.isLastChunk });
}

/** deleteContentStream, CMIS 1.1 §2.2.4.20. */
export async function deleteContentStream(
  uow: UnitOfWork,
  input: ContentWrite & { readonly dialect: Dialect },
): Promise<UpdatedObject> {
  const object = await lockForContent(uow, input, 'canDeleteContentStream');
  if (object.type.baseId === 'cmis:document' && object.type.contentStreamAllowed === 'required') {
    throw new CmisError('constraint', `Documents of type '${object.type.id}' must have content.`);
  }
  if (!object.content) return { view: plainView(object), newVersion: false };
  return written(uow, { object, dialect: input.dialect, content: null });
}

async function lockForContent(
  uow: UnitOfWork,
  input: ContentWrite,
  action: 'canSetContentStream' | 'canDeleteContentStream',
): Promise<StoredObject> {
  const object = await lockObject(uow, input.objectId);
  if (object.type.baseId !== 'cmis:document') {
    throw new CmisError('constraint', `The object '${object.id}' is not a document and cannot have content.`);
  }
  requireCurrent(object);
  if (object.type.contentStreamAllowed === 'notallowed') {
    throw new CmisError('streamNotSupported', `Documents of type '${object.type.id}' cannot have content.`);
  }
  requireChangeable(object);
  requireAction(object, action);
  checkChangeToken(object, input.changeToken);
  return object;
}

async function written(
  uow: UnitOfWork,
  input: {
    readonly object: StoredObject;
    readonly dialect: Dialect;
    readonly content: ContentFields | null;
    readonly unfinished?: boolean;
    readonly version?: NewVersion;
  },
): Promise<UpdatedObject> {
  const { object, newVersion } = await writeContent(uow, input);
  return { view: plainView(object), newVersion };
}

/** How new bytes are called: by what the client said, else as the content was, else after the document. */
export function contentFields(
  object: { readonly name: string; readonly content?: StoredContent },
  staged: StagedContent,
  contentKey: number,
): ContentFields {
  return {
    contentKey,
    ...contentNames(object.content?.fileName ?? object.name, staged),
    ...(staged.text && { text: staged.text }),
  };
}

/** A type and its subtype have 127 characters at most. RFC 6838 §4.2. */
const LONGEST_MIME_TYPE = 255;

/** @throws CmisError `invalidArgument` for a media type longer than any. */
export function contentNames(
  name: string,
  staged: StagedContent,
): { readonly mimeType: string; readonly fileName: string } {
  const { mimeType = DEFAULT_MIME_TYPE } = staged;
  if (mimeType.length > LONGEST_MIME_TYPE)
    throw invalidArgument(`The media type '${mimeType.slice(0, 50)}…' has more than ${LONGEST_MIME_TYPE} characters.`);
  return {
    mimeType,
    fileName: staged.fileName === undefined || staged.fileName === '' ? name : staged.fileName,
  };
}
