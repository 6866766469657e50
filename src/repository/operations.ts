import { applyACL, getACL, setACL } from './acl';
import { appendContentStream, deleteContentStream, setContentStream } from './content-stream';
import { createDocument, createDocumentFromSource, createFolder, createItem, createPolicy } from './create';
import { deleteObject, deleteTree } from './delete-object';
import { copyObject } from './copy-object';
import { lockDocument, unlockDocument } from './lock';
import { revert } from './revert';
import { freeName } from './free-name';
import { getObject, getObjectByPath } from './get-object';
import { moveObject } from './move-object';
import { addObjectToFolder, removeObjectFromFolder } from './multi-filing';
import { getObjectParents } from './navigation';
import { createRelationship, getObjectRelationships } from './relationships';
import { setRights } from './rights';
import { specializeType } from './specialize-type';
import type { Operations } from './repository';
import type { Dialect } from './request';
import type { UnitOfWork } from './storage';
import { updateProperties } from './update-properties';
import { cancelCheckOut, checkIn, checkOut, getAllVersions } from './versioning';

/** The operations of one transaction, which see what those before them have done. */
export function operationsOf(uow: UnitOfWork, dialect: Dialect): Operations {
  const plain =
    <I, O>(operation: (uow: UnitOfWork, input: I) => Promise<O>) =>
    (input: I): Promise<O> =>
      operation(uow, input);
  /** For operations whose outcome depends on the dialect. */
  const spoken =
    <I extends object, O>(operation: (uow: UnitOfWork, input: I & { readonly dialect: Dialect }) => Promise<O>) =>
    (input: Omit<I, 'dialect'>): Promise<O> =>
      operation(uow, { ...input, dialect } as I & { readonly dialect: Dialect });
  return {
    getObject: plain(getObject),
    getObjectByPath: plain(getObjectByPath),
    getObjectParents: plain(getObjectParents),
    getAllVersions: plain(getAllVersions),
    getObjectRelationships: plain(getObjectRelationships),
    getACL: plain(getACL),

    createDocument: spoken(createDocument),
    createDocumentFromSource: spoken(createDocumentFromSource),
    createFolder: spoken(createFolder),
    createItem: spoken(createItem),
    createPolicy: spoken(createPolicy),
    createRelationship: spoken(createRelationship),
    updateProperties: spoken(updateProperties),
    setContentStream: spoken(setContentStream),
    appendContentStream: spoken(appendContentStream),
    deleteContentStream: spoken(deleteContentStream),
    checkOut: plain(checkOut),
    cancelCheckOut: plain(cancelCheckOut),
    checkIn: spoken(checkIn),
    moveObject: plain(moveObject),
    deleteObject: plain(deleteObject),
    deleteTree: plain(deleteTree),
    addObjectToFolder: plain(addObjectToFolder),
    removeObjectFromFolder: plain(removeObjectFromFolder),
    applyACL: plain(applyACL),
    setACL: plain(setACL),
    setRights: plain(setRights),
    specializeType: plain(specializeType),
    freeName: plain(freeName),
    copyObject: spoken(copyObject),
    lockDocument: plain(lockDocument),
    unlockDocument: plain(unlockDocument),
    revert: plain(revert),
  };
}
