import type { ContentStore } from '../content/content-store';
import { applyACL, getACL, setACL } from './acl';
import { getContentChanges } from './changes';
import { appendContentStream, deleteContentStream, getContentStream, setContentStream } from './content-stream';
import { createDocument, createDocumentFromSource, createFolder, createItem, createPolicy } from './create';
import { deleteObject, deleteTree } from './delete-object';
import { getAllowableActions, getObject, getObjectByPath } from './get-object';
import { moveObject } from './move-object';
import { addObjectToFolder, removeObjectFromFolder } from './multi-filing';
import { getCheckedOutDocs, getChildren, getDescendants, getFolderParent, getObjectParents } from './navigation';
import { applyPolicy, getAppliedPolicies, removePolicy } from './policies';
import { query } from './query';
import { createRelationship, getObjectRelationships } from './relationships';
import { getRenditions } from './renditions';
import type { Repository, Request } from './repository';
import { getRepositoryInfo } from './repository-info';
import type { ReadUnit, Transactor, UnitOfWork } from './storage';
import { createType, deleteType, getTypeChildren, getTypeDefinition, getTypeDescendants, updateType } from './types';
import { bulkUpdateProperties, updateProperties } from './update-properties';
import { cancelCheckOut, checkIn, checkOut, getAllVersions } from './versioning';

export interface RepositoryParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
}

/** Binds every operation to one transaction or one read; all that an adapter sees of the core. */
export function createRepository({ transactor, store }: RepositoryParts): Repository {
  const reads =
    <I, O>(operation: (uow: ReadUnit, input: I) => Promise<O>) =>
    (request: Request, input: I): Promise<O> =>
      transactor.read(request.caller, (uow) => operation(uow, input));
  const writes =
    <I, O>(operation: (uow: UnitOfWork, input: I) => Promise<O>) =>
    (request: Request, input: I): Promise<O> =>
      transactor.write(request.caller, (uow) => operation(uow, input));
  /** For operations whose outcome depends on the dialect. */
  const spoken =
    <I extends object, O>(operation: (uow: UnitOfWork, input: I & { readonly dialect: Request['dialect'] }) => Promise<O>) =>
    (request: Request, input: I): Promise<O> =>
      transactor.write(request.caller, (uow) => operation(uow, { ...input, dialect: request.dialect }));

  return {
    types: (request) => transactor.read(request.caller, async (uow) => (await uow.typeReader.current(), uow.types)),
    getRepositoryInfo: (request) => transactor.read(request.caller, getRepositoryInfo),

    getTypeChildren: reads(getTypeChildren),
    getTypeDescendants: reads(getTypeDescendants),
    getTypeDefinition: reads(getTypeDefinition),
    createType: writes(createType),
    updateType: writes(updateType),
    deleteType: writes(deleteType),

    getObject: reads(getObject),
    getObjectByPath: reads(getObjectByPath),
    getAllowableActions: reads(getAllowableActions),
    getContentStream: (request, input) => transactor.read(request.caller, (uow) => getContentStream(uow, { ...input, store })),
    getRenditions: reads(getRenditions),

    getChildren: reads(getChildren),
    getDescendants: reads(getDescendants),
    getFolderParent: reads(getFolderParent),
    getObjectParents: reads(getObjectParents),
    getCheckedOutDocs: reads(getCheckedOutDocs),

    createDocument: spoken(createDocument),
    createDocumentFromSource: spoken(createDocumentFromSource),
    createFolder: spoken(createFolder),
    createItem: spoken(createItem),
    createPolicy: spoken(createPolicy),
    createRelationship: spoken(createRelationship),

    updateProperties: spoken(updateProperties),
    bulkUpdateProperties: (request, input) => bulkUpdateProperties(transactor, request, input),
    moveObject: writes(moveObject),
    deleteObject: writes(deleteObject),
    deleteTree: writes(deleteTree),

    setContentStream: spoken(setContentStream),
    appendContentStream: spoken(appendContentStream),
    deleteContentStream: spoken(deleteContentStream),

    addObjectToFolder: writes(addObjectToFolder),
    removeObjectFromFolder: writes(removeObjectFromFolder),

    checkOut: writes(checkOut),
    cancelCheckOut: writes(cancelCheckOut),
    checkIn: spoken(checkIn),
    getAllVersions: reads(getAllVersions),

    getObjectRelationships: reads(getObjectRelationships),

    applyPolicy: writes(applyPolicy),
    removePolicy: writes(removePolicy),
    getAppliedPolicies: reads(getAppliedPolicies),

    getACL: reads(getACL),
    applyACL: writes(applyACL),
    setACL: writes(setACL),

    query: (request, input) => transactor.read(request.caller, (uow) => query(uow, { ...input, dialect: request.dialect })),
    getContentChanges: reads(getContentChanges),
  };
}
