/** Other forms of what is in documents, made by the server when somebody asks for them. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { RenditionDefinition } from '../../renditions/definitions';
import { requireAction, requirePermissions } from '../access/access';
import { findObject } from '../access/found';
import type { PageRequest, Rendition } from '../values/object-view';
import type { RenditionsOf } from '../contract/rendition-state';
import { renditionsOf, storedRenditions } from '../access/renditions-of';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { StoredRendition } from '../storage/renditions';
import type { StoredContent, StoredObject } from '../values/stored-object';
import { getTrashed } from './trash';

/** A document with what has been made of its content. */
export interface RenditionedDocument {
  readonly object: StoredObject;
  readonly content: StoredContent;
  readonly made: readonly StoredRendition[];
}

/** getRenditions, CMIS 1.1 §2.2.4.12. */
export async function getRenditions(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly renditionFilter?: string; readonly page: PageRequest },
): Promise<readonly Rendition[]> {
  const object = await findObject(uow, input.objectId);
  const { renditionFilter, page } = input;
  if (renditionFilter === undefined) return [];
  const found = (await renditionsOf(uow, [object], renditionFilter)).get(object) ?? [];
  return found.slice(page.skipCount, page.skipCount + page.maxItems);
}

/** @throws CmisError `invalidArgument` for what has no content; `permissionDenied`. */
export async function renditionedDocument(
  uow: ReadUnit,
  { objectId, inTrash = false }: RenditionsOf,
): Promise<RenditionedDocument> {
  const object = inTrash ? (await getTrashed(uow, objectId)).object : await findObject(uow, objectId);
  const { content } = object;
  if (object.type.baseId !== 'cmis:document')
    throw invalidArgument(`'${object.name}' has no renditions: it is no document.`);
  if (!content) throw invalidArgument(`'${object.name}' has no renditions: it has no content.`);
  if (!inTrash) requireAction(object, 'canGetContentStream');
  return { object, content, made: (await storedRenditions(uow, [object])).get(object) ?? [] };
}

/**
 * Has a job make them, by whoever may read the content. @throws CmisError `contentAlreadyExists` when all are there;
 * `constraint` when one has failed lately.
 */
export async function requestRenditions(
  uow: UnitOfWork,
  { objectId, definitions }: { readonly objectId: string; readonly definitions: readonly RenditionDefinition[] },
): Promise<void> {
  const { object, content, made } = await renditionedDocument(uow, { objectId });
  const missing = definitions.filter(({ name }) => made.every((one) => one.name !== name));
  if (missing.length === 0 && definitions.length > 0) {
    const names = definitions.map(({ name }) => name).join(', ');
    throw new CmisError('contentAlreadyExists', `'${object.name}' has the rendition already: ${names}.`);
  }
  const [failed] = await uow.renditionWriter.failures(content, missing);
  if (failed)
    throw new CmisError(
      'constraint',
      `No rendition '${failed.name}' could be made of '${object.name}': ${failed.reason}`,
    );
  await uow.renditionWriter.request(content, missing);
}

/** By whoever may write the content. False when there is none of this name. */
export async function deleteRendition(
  uow: UnitOfWork,
  { objectId, name }: { readonly objectId: string; readonly name: string },
): Promise<boolean> {
  const { object, content } = await renditionedDocument(uow, { objectId });
  requirePermissions(object, 'WriteContent', 'delete renditions of');
  return uow.renditionWriter.remove(content, name);
}
