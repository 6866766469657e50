import type { ContentStore } from '../content/content-store';
import type { Staging } from '../content/staging';
import type { Renderer } from '../renditions/renderer';
import type { TextExtractor } from '../text/text-extractor';
import { CmisError } from '../model/errors';
import { applyACL, getACL, setACL } from './acl';
import { avatarServices } from './avatars';
import { annotationServices } from './annotation-services';
import { getContentChanges } from './changes';
import { inputWithWords, withWords } from './content-text';
import { appendContentStream, deleteContentStream, getContentStream, setContentStream } from './content-stream';
import { directoryServices } from './directory-services';
import { createDocument, createDocumentFromSource, createFolder, createItem, createPolicy } from './create';
import { deleteObject, deleteTree } from './delete-object';
import { copyObject } from './copy-object';
import { lockDocument, unlockDocument } from './lock';
import { revert } from './revert';
import { getAllowableActions, getObject, getObjectByPath, getObjects } from './get-object';
import { joinContent } from './join-content';
import { moveObject } from './move-object';
import { addObjectToFolder, removeObjectFromFolder } from './multi-filing';
import { getCheckedOutDocs, getChildren, getDescendants, getFolderParent, getObjectParents } from './navigation';
import { freeName } from './free-name';
import { explain } from './explain';
import { getNodesInFolder } from './nodes-in-folder';
import { setRights } from './rights';
import { specializeType } from './specialize-type';
import { operationsOf } from './operations';
import { applyPolicy, getAppliedPolicies, removePolicy } from './policies';
import { query } from './query';
import { search } from './search';
import { createRelationship, getObjectRelationships } from './relationships';
import { renditionServices } from './rendition-services';
import { getRenditions } from './renditions';
import type { Repository } from './repository';
import type { Request } from './request';
import { getFolderSize } from './folder-size';
import { getRepositoryInfo } from './get-repository-info';
import type { ReadUnit, Transactor, UnitOfWork } from './storage';
import { createType, deleteType, getTypeChildren, getTypeDefinition, getTypeDescendants, updateType } from './types';
import { getTrashed, getTrashedContent, listTrash, purgeTrashed, restoreTrashed } from './trash';
import { bulkUpdateProperties, updateProperties } from './update-properties';
import { cancelCheckOut, checkIn, checkOut, getAllVersions } from './versioning';

export interface RepositoryParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
  readonly staging: Staging;
  readonly text: TextExtractor;
  readonly renderer: Renderer;
  /** Called when there are renditions to make. */
  readonly onRenditionsAsked?: () => void;
}

/** Binds every operation to one transaction or one read; all that an adapter sees of the core. */
export function createRepository(parts: RepositoryParts): Repository {
  const { transactor, store } = parts;
  const reads =
    <I, O>(operation: (uow: ReadUnit, input: I) => Promise<O>) =>
    (request: Request, input: I): Promise<O> =>
      transactor.read(request.caller, (uow) => operation(uow, input));
  const write = <T>(request: Request, work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
    transactor.write(request.caller, work).catch((error: unknown) => {
      throw inDialect(error, request.dialect);
    });
  const writes =
    <I, O>(operation: (uow: UnitOfWork, input: I) => Promise<O>) =>
    (request: Request, input: I): Promise<O> =>
      write(request, (uow) => operation(uow, input));
  /** For operations whose outcome depends on the dialect. */
  const spoken =
    <I extends object, O>(
      operation: (uow: UnitOfWork, input: I & { readonly dialect: Request['dialect'] }) => Promise<O>,
    ) =>
    (request: Request, input: I): Promise<O> =>
      write(request, (uow) => operation(uow, { ...input, dialect: request.dialect }));
  /** As `spoken`, where content may come along: its words are found before the transaction. */
  const uploading =
    <I extends object, O>(
      operation: (uow: UnitOfWork, input: I & { readonly dialect: Request['dialect'] }) => Promise<O>,
    ) =>
    async (request: Request, input: I): Promise<O> =>
      spoken(operation)(request, await inputWithWords(parts, input));

  return {
    ...directoryServices(transactor),
    ...annotationServices(transactor),
    ...renditionServices(parts),
    ...avatarServices(parts),
    together: (request, work) => write(request, (uow) => work(operationsOf(uow, request.dialect))),
    withWords: (content, name) => withWords(parts, content, name),
    types: (request) => transactor.read(request.caller, async (uow) => (await uow.typeReader.current(), uow.types)),
    knownTypes: () => transactor.knownTypes(),
    getRepositoryInfo: (request) => transactor.read(request.caller, getRepositoryInfo),

    getTypeChildren: reads(getTypeChildren),
    getTypeDescendants: reads(getTypeDescendants),
    getTypeDefinition: reads(getTypeDefinition),
    createType: writes(createType),
    updateType: writes(updateType),
    deleteType: writes(deleteType),

    getObject: reads(getObject),
    getObjectByPath: reads(getObjectByPath),
    getObjects: reads(getObjects),
    getAllowableActions: reads(getAllowableActions),
    getContentStream: (request, input) =>
      transactor.read(request.caller, (uow) => getContentStream(uow, { ...input, store })),
    getRenditions: reads(getRenditions),

    getChildren: reads(getChildren),
    getDescendants: reads(getDescendants),
    getFolderParent: reads(getFolderParent),
    getObjectParents: reads(getObjectParents),
    getNodesInFolder: reads(getNodesInFolder),
    getExistingAuthorities: (request, names) => transactor.read(request.caller, (uow) => uow.people.existing(names)),
    getAncestors: (request, { objects, asOf }) =>
      transactor.read(request.caller, (uow) => uow.navigation.ancestors(objects, asOf)),
    getDisplayNames: (request, names) => transactor.read(request.caller, (uow) => uow.people.displayNames(names)),
    isAdministrator: (request) =>
      transactor.read(request.caller, async (uow) => (await uow.typeReader.current(), uow.caller.admin)),
    getHome: (request) => transactor.read(request.caller, (uow) => uow.people.home()),
    getFolderSize: reads(getFolderSize),
    getCheckedOutDocs: reads(getCheckedOutDocs),

    createDocument: uploading(createDocument),
    createDocumentFromSource: uploading(createDocumentFromSource),
    createFolder: spoken(createFolder),
    createItem: spoken(createItem),
    createPolicy: spoken(createPolicy),
    createRelationship: spoken(createRelationship),

    updateProperties: spoken(updateProperties),
    bulkUpdateProperties: (request, input) => bulkUpdateProperties(transactor, request, input),
    moveObject: writes(moveObject),
    deleteObject: writes(deleteObject),
    deleteTree: writes(deleteTree),
    listTrash: reads(listTrash),
    getTrashed: reads(getTrashed),
    getTrashedContent: (request, objectId) =>
      transactor.read(request.caller, (uow) => getTrashedContent(uow, { objectId, store })),
    restoreTrashed: writes(restoreTrashed),
    purgeTrashed: writes(purgeTrashed),

    setContentStream: uploading(setContentStream),
    appendContentStream: async (request, input) => {
      // Without a last chunk nobody knows whether there is a word at the end.
      const known = input.isLastChunk ? await inputWithWords(parts, input) : input;
      const appended = await transactor.write(request.caller, (uow) =>
        appendContentStream(uow, { ...known, dialect: request.dialect }),
      );
      return input.isLastChunk ? joinContent(parts, request, appended) : appended;
    },
    deleteContentStream: spoken(deleteContentStream),

    addObjectToFolder: writes(addObjectToFolder),
    removeObjectFromFolder: writes(removeObjectFromFolder),

    checkOut: writes(checkOut),
    cancelCheckOut: writes(cancelCheckOut),
    checkIn: uploading(checkIn),
    getAllVersions: reads(getAllVersions),

    getObjectRelationships: reads(getObjectRelationships),

    applyPolicy: writes(applyPolicy),
    removePolicy: writes(removePolicy),
    getAppliedPolicies: reads(getAppliedPolicies),

    getACL: reads(getACL),
    applyACL: writes(applyACL),
    setACL: writes(setACL),
    setRights: writes(setRights),
    specializeType: writes(specializeType),
    freeName: writes(freeName),
    copyObject: spoken(copyObject),
    lockDocument: writes(lockDocument),
    unlockDocument: writes(unlockDocument),
    revert: writes(revert),

    search: reads(search),
    query: (request, input) =>
      transactor.read(request.caller, (uow) => query(uow, { ...input, dialect: request.dialect })),
    explain: (request, input) => explain(transactor, request, input),
    getContentChanges: reads(getContentChanges),
  };
}

/** Alfresco's clients know a name that a sibling has as `contentAlreadyExists`; the standard calls it a name constraint. */
function inDialect(error: unknown, dialect: Request['dialect']): unknown {
  const renames = dialect === 'alfresco' && error instanceof CmisError && error.code === 'nameConstraintViolation';
  return renames ? new CmisError('contentAlreadyExists', error.message, { cause: error }) : error;
}
